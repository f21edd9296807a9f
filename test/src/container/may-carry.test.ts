import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type ByteSource, mayCarry, memorySource } from "../../../src/container/index.js";
import { concat, utf8 } from "../../../src/encoding/index.js";
import { signBytes, verify } from "../../../toolkit/index.js";
import { brokenFixtures, mediaFixtures } from "../../fixture/media/index.js";
import { u32be } from "../../fixture/media/integer.js";
import { workshop } from "../../toolkit/sign/workshop.js";

// Test data under others' licences, kept beside the repository and never in it.
const corpus = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn("may-carry: corpus skipped, ../shared/corpus is absent");
const LARGEST = 8 * 1024 * 1024;

const fixtures = (await mediaFixtures()).filter(({ bytes }) => bytes.length < 1_000_000);
const fixture = (name: string) => fixtures.find((one) => one.name === name)!.bytes;

/** A source that counts what is read of it. */
function counted(bytes: Uint8Array): ByteSource & { reads: number; bytes: number } {
  const inner = memorySource(bytes);
  return {
    size: bytes.length,
    reads: 0,
    bytes: 0,
    read(start, end) {
      this.reads++;
      this.bytes += end - start;
      return inner.read(start, end);
    },
  };
}

describe("a file with a credential", async () => {
  const { identity } = await workshop();

  it.each(fixtures)("may carry one: $name", async ({ bytes, name }) => {
    const signed = await signBytes(name, bytes, { identity, source: "camera" });
    expect(await mayCarry(memorySource(signed.bytes))).toBe(true);
  });

  it.each(fixtures)("is not passed over with a remote one: $name", async ({ bytes, name }) => {
    const remoteUrl = "https://manifests.example/a.c2pa";
    const signed = await signBytes(name, bytes, { identity, source: "camera", remoteUrl }).catch(
      () => undefined,
    );
    if (signed) expect(await mayCarry(memorySource(signed.bytes))).toBe(true);
  });

  it("is not passed over wherever it ends", async () => {
    const { bytes } = await signBytes("a.webp", fixture("webp-lossy"), {
      identity,
      source: "camera",
    });
    for (let end = 20; end < bytes.length; end += 97)
      expect(await mayCarry(memorySource(bytes.subarray(0, end))), `cut at ${end}`).toBe(true);
  });
});

describe("a file without a credential", async () => {
  it.each(fixtures.filter(({ extension }) => extension !== "pdf"))(
    "carries none: $name",
    async ({ bytes }) => {
      expect(await mayCarry(memorySource(bytes))).toBe(false);
    },
  );

  it.each(await brokenFixtures())("is read without harm when broken: $name", async ({ bytes }) => {
    const { state } = await verify(bytes);
    const may = await mayCarry(memorySource(bytes));
    if (state !== "None" && state !== "NotChecked") expect(may).toBe(true);
  });

  it("is told from few bytes, however large it is", async () => {
    const rest = new Uint8Array(3_000_000).fill(0x41);
    const picture = counted(concat(fixture("jpeg-baseline"), rest));
    expect(await mayCarry(picture)).toBe(false);
    expect(picture.bytes).toBeLessThan(500);
  });
});

describe("a PNG", () => {
  const chunk = (type: string, data: Uint8Array) =>
    concat(u32be(data.length), utf8(type), data, u32be(0));
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const header = concat(signature, chunk("IHDR", new Uint8Array(13)));
  const row = chunk("IDAT", new Uint8Array(8192).fill(7));
  const rows = (count: number) => Array.from({ length: count }, () => row);
  const last = chunk("IDAT", new Uint8Array(777));
  const end = chunk("IEND", new Uint8Array(0));

  it("whose image data lies in hundreds of chunks is passed in few reads", async () => {
    const source = counted(concat(header, ...rows(500), last, end));
    expect(await mayCarry(source)).toBe(false);
    expect(source.reads).toBeLessThan(12);
  });

  it.each([0, 1, 7, 300_000])(
    "has its manifest found behind them, %i bytes of other chunks before it",
    async (length) => {
      const note = chunk("tEXt", new Uint8Array(length));
      const store = chunk("caBX", new Uint8Array(60_000));
      for (const tail of [last, chunk("IDAT", new Uint8Array(8192))]) {
        const source = counted(concat(header, ...rows(500), tail, note, store, end));
        expect(await mayCarry(source)).toBe(true);
        expect(source.reads).toBeLessThan(30);
      }
    },
  );

  it("has an address of a manifest found in its XMP behind them", async () => {
    const xmp = (flag: number) =>
      concat(
        utf8("XML:com.adobe.xmp\0"),
        Uint8Array.of(flag, 0, 0, 0),
        utf8("<x dcterms:provenance='a'/>"),
      );
    for (const flag of [0, 1])
      expect(
        await mayCarry(
          memorySource(concat(header, ...rows(9), last, chunk("iTXt", xmp(flag)), end)),
        ),
      ).toBe(true);
  });
});

describe("a JPEG", () => {
  const segment = (marker: number, data: Uint8Array) =>
    concat(Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data);
  const picture = fixture("jpeg-baseline");

  it("has a manifest found behind 64 KB and more of other metadata", async () => {
    const other = segment(0xe1, concat(utf8("Exif\0\0"), new Uint8Array(65_000)));
    const carrier = segment(0xeb, concat(utf8("JP"), new Uint8Array(100)));
    const rest = picture.subarray(2);
    const source = counted(concat(picture.subarray(0, 2), other, other, carrier, rest));
    expect(await mayCarry(source)).toBe(true);
    expect(source.bytes).toBeLessThan(100);
    expect(await mayCarry(memorySource(concat(picture.subarray(0, 2), other, other, rest)))).toBe(
      false,
    );
  });
});

describe.skipIf(!present)("the corpus", () => {
  const files = present
    ? readdirSync(corpus, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => {
          const { size } = statSync(path);
          return size > 0 && size < LARGEST;
        })
    : [];

  it("has no file whose credential would be passed over", async () => {
    const missed: string[] = [];
    let carrying = 0;
    for (const path of files) {
      const bytes = new Uint8Array(readFileSync(path));
      if (await mayCarry(memorySource(bytes))) continue;
      const { state, remoteManifest, mediaType } = await verify(bytes);
      if (mediaType === undefined) continue;
      if (state !== "None" || remoteManifest !== undefined) missed.push(`${state} ${path}`);
      else carrying++;
    }
    expect(missed).toEqual([]);
    expect(carrying).toBeGreaterThan(0);
  });
});
