import { createHash } from "node:crypto";
import { mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Piece } from "../../../src/container/index.js";
import { runPieces } from "../../../toolkit/sign/pump.js";
import { assemble, hashesSource } from "../../../toolkit/sign/splice.js";

const folder = await mkdtemp(join(tmpdir(), "colophon-pump-"));
afterAll(() => rm(folder, { recursive: true }));

const SIZE = 40_000_000; // some early syncs, many blocks, an odd rest
const source = Buffer.alloc(SIZE, createHash("sha512").update("pump").digest());
source.writeUInt32BE(0xdeadbeef, SIZE - 4);
const input = join(folder, "input");
await writeFile(input, source);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("hex");

const copy = (start: number, end: number, hashed = true): Piece => ({
  kind: "copy",
  start,
  end,
  hashed,
});
const place: Piece = { kind: "manifest", length: 2000 };
const changed: Piece = { kind: "bytes", bytes: Buffer.from("another index"), hashed: true };

/** What came out, and the file as it was written; `hashOriginal` unless told. */
async function pumped(pieces: readonly Piece[], hashOriginal = true) {
  const from = await open(input);
  const to = await open(join(folder, "output"), "w+");
  try {
    const result = await runPieces(from, pieces, { handle: to, hashOriginal });
    return { ...result, bytes: await readFile(join(folder, "output")) };
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

describe("pieces from file to file", () => {
  it.each([
    ["as they are", [copy(0, 1000), place, copy(1000, SIZE)]],
    ["with an index changed", [copy(0, 20, false), place, changed, copy(9_000_000, SIZE)]],
    ["with marks that are hashed alone", [copy(0, 7), { ...changed, kind: "hash-only" }, place]],
  ] as [string, Piece[]][])("give what they give in memory: %s", async (_, pieces) => {
    const inMemory = assemble(source, pieces);
    const result = await pumped(pieces);
    expect(hex(result.digest)).toBe(hex(inMemory.digest));
    expect(result.manifestAt).toBe(inMemory.manifestAt);
    expect(result.length).toBe(inMemory.length);
    const length = result.bytes.length; // a manifest at the end is written by who called
    expect(result.bytes.equals(inMemory.output.subarray(0, length))).toBe(true);
    expect(hex(result.originalDigest)).toBe(sha256(source));
  });

  it("the original is hashed only when somebody wants it", async () => {
    const { originalDigest } = await pumped([copy(0, 20, false), place, copy(20, SIZE)], false);
    expect(originalDigest).toBeUndefined();
  });

  it("both digests of a large file are what they are, each from a thread of its own", async () => {
    const size = 130 << 20;
    const path = join(folder, "large");
    await writeFile(path, source);
    await truncate(path, size);
    const [from, to] = [await open(path), await open(join(folder, "output"), "w+")];
    const pieces = [copy(0, 20, false), place, changed, copy(9_000_000, size)];
    const result = await runPieces(from, pieces, { handle: to, hashOriginal: true });
    await Promise.all([from.close(), to.close()]);
    const bytes = await readFile(path);
    const { digest, output } = assemble(bytes, pieces);
    expect(hex(result.digest)).toBe(hex(digest));
    expect(hex(result.originalDigest)).toBe(sha256(bytes));
    expect(sha256(await readFile(join(folder, "output")))).toBe(sha256(output));
  });

  it("a source that becomes shorter is an error", async () => {
    await truncate(input, SIZE - 1);
    try {
      await expect(pumped([copy(0, SIZE), place])).rejects.toHaveProperty(
        "code",
        "CONTAINER_MALFORMED",
      );
    } finally {
      await writeFile(input, source);
    }
  });

  it.each(["datasync", "write"] as const)(
    "a %s that fails half-way fails the whole",
    async (call) => {
      const from = await open(input);
      const to = await open(join(folder, "output"), "w+");
      let calls = 0;
      const real = to[call].bind(to) as (...args: unknown[]) => Promise<unknown>;
      Object.assign(to, {
        [call]: async (...args: unknown[]) => {
          if (++calls === 1) throw Object.assign(new Error("no"), { code: "EIO" });
          return real(...args);
        },
      });
      const pieces = [copy(0, SIZE), place];
      await expect(
        runPieces(from, pieces, { handle: to, hashOriginal: false }),
      ).rejects.toMatchObject({ code: "EIO" });
      await Promise.all([from.close(), to.close()]);
    },
  );
});

describe("one digest for binding and archive", () => {
  it("serves both for a picture as it is", () => {
    expect(hashesSource([copy(0, 1000), place, copy(1000, SIZE)], SIZE)).toBe(true);
    expect(hashesSource([copy(0, 1000), place, copy(1001, SIZE)], SIZE)).toBe(false);
    expect(hashesSource([copy(0, 1000), place], SIZE)).toBe(false);
  });

  it("never where another digest would come out", () => {
    const piece = fc.oneof(
      fc.constant(place),
      fc.constant(changed),
      fc.constant<Piece>({ kind: "hash-only", bytes: Buffer.from("y") }),
      fc
        .tuple(fc.nat(3), fc.nat(3), fc.boolean())
        .map(([a, b, hashed]) => copy(Math.min(a, b), Math.max(a, b), hashed)),
    );
    const bytes = Buffer.from("abc");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        if (hashesSource(pieces, bytes.length))
          expect(hex(assemble(bytes, pieces).digest)).toBe(sha256(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
