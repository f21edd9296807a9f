import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { BlockRing } from "../../../toolkit/adapter/block-ring.js";
import { type HashName, runningDigest } from "../../../toolkit/adapter/running-digest.js";

const folder = await mkdtemp(join(tmpdir(), "colophon-digest-"));
afterAll(() => rm(folder, { recursive: true }));

const bytes = randomBytes(21_000_001); // more blocks than the ring has, and an odd rest
const path = join(folder, "input");
await writeFile(path, bytes);

const GIGABYTE = 1e9; // so much is said to come that a thread takes it

async function digestOf(algorithm: HashName, expected: number) {
  const file = await open(path);
  const ring = new BlockRing(file, bytes.length);
  const digest = runningDigest(algorithm, ring.blocks, expected);
  try {
    digest.update(bytes.subarray(0, 5));
    for await (const block of ring.run(5, bytes.length)) ring.hold(block.slot, digest.take(block));
    return Buffer.from(await digest.digest()).toString("hex");
  } finally {
    await digest.end();
    await file.close();
  }
}

describe("a digest of what is read block by block", () => {
  it.each(["sha256", "sha384", "sha512"] as const)(
    "is the same in a thread of its own: %s",
    async (algorithm) => {
      const expected = createHash(algorithm).update(bytes).digest("hex");
      expect(await digestOf(algorithm, bytes.length)).toBe(expected);
      expect(await digestOf(algorithm, GIGABYTE)).toBe(expected);
    },
  );

  it("a block is not read over while somebody uses it", async () => {
    const file = await open(path);
    const ring = new BlockRing(file, bytes.length);
    const seen: Buffer[] = [];
    let slow = Promise.resolve();
    for await (const { slot, bytes: block } of ring.run(0, bytes.length)) {
      slow = slow.then(() => new Promise((done) => setTimeout(done, 2)));
      ring.hold(
        slot,
        slow.then(() => seen.push(Buffer.from(block))),
      );
    }
    await ring.settled();
    await file.close();
    expect(Buffer.concat(seen).equals(bytes)).toBe(true);
  });

  it("what goes wrong with a block in use is heard of", async () => {
    const file = await open(path);
    const ring = new BlockRing(file, bytes.length);
    const read = async () => {
      for await (const { slot } of ring.run(0, bytes.length))
        ring.hold(slot, Promise.reject(new Error("the disk is gone")));
    };
    await expect(read()).rejects.toThrow("the disk is gone");
    await file.close();
  });
});
