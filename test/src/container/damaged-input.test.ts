import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ByteSource, containerFor, memorySource } from "../../../src/container/index.js";
import { ColophonError } from "../../../src/errors.js";
import { brokenFixtures, mediaFixtures } from "../../fixture/media/index.js";
import { damage, damaged } from "./damage.js";
import { fakeStore, spliced } from "./spliced.js";

const MEDIA_TYPE: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  wav: "audio/wav",
  avi: "video/x-msvideo",
  mp4: "video/mp4",
};
const STORE = fakeStore(3_001);
const BINDING = { exclusions: [{ start: 20, length: 3021 }], hash: new Uint8Array(32) };

/** A source that keeps count of what is asked of it. */
function metered(bytes: Uint8Array) {
  const source = memorySource(bytes);
  const count = { reads: 0, bytes: 0 };
  const counting: ByteSource = {
    size: source.size,
    read: (start, end) => {
      count.reads += 1;
      count.bytes += end - start;
      return source.read(start, end);
    },
  };
  return { source: counting, count };
}

/** Everything the room does with a file. Throws ColophonError for what it refuses. */
async function work(source: ByteSource, mediaType: string): Promise<boolean> {
  const layout = await containerFor(mediaType)!.open(source, mediaType);
  await layout.readStore();
  await layout.covered("c2pa.hash.data", BINDING);
  await layout.covered("c2pa.hash.bmff.v3", BINDING);
  return (await layout.splice(STORE.length)) !== undefined;
}

/** Refused with one of the two codes, or taken: then the signed file opens and holds the store. */
async function refusedOrSound(bytes: Uint8Array, mediaType: string): Promise<void> {
  const { source, count } = metered(bytes);
  const outcome = await work(source, mediaType).catch((cause: unknown) => cause);
  expect(count.bytes).toBeLessThanOrEqual(40 * bytes.length + 200);
  expect(count.reads).toBeLessThanOrEqual(bytes.length + 20);
  if (outcome instanceof ColophonError) {
    expect(outcome.code).toMatch(/^(CONTAINER_MALFORMED|FORMAT_UNSUPPORTED)$/);
    return;
  }
  if (typeof outcome !== "boolean") throw outcome;
  if (!outcome) return;
  const { output } = await spliced(bytes, mediaType, STORE);
  const again = await containerFor(mediaType)!.open(memorySource(output), mediaType);
  expect(Buffer.compare((await again.readStore())!, STORE)).toBe(0);
}

const fixtures = (await mediaFixtures()).filter(
  ({ mediaType, bytes }) => containerFor(mediaType) && bytes.length < 1_000_000,
);

describe("a file with damage in its structure is refused or taken whole, never half understood", () => {
  it.each(fixtures)("$name", async ({ bytes, mediaType }) => {
    await fc.assert(
      fc.asyncProperty(damage, (edits) => refusedOrSound(damaged(bytes, edits), mediaType)),
      { numRuns: 150 },
    );
  });

  it.each(fixtures)("$name with a manifest", async ({ bytes, mediaType }) => {
    const { output } = await spliced(bytes, mediaType, fakeStore(65_000));
    await fc.assert(
      fc.asyncProperty(damage, (edits) => refusedOrSound(damaged(output, edits), mediaType)),
      { numRuns: 150 },
    );
  });
});

describe("a file cut short anywhere is refused or taken whole", () => {
  it.each(fixtures)("$name", async ({ bytes, mediaType }) => {
    const step = Math.max(1, Math.floor(bytes.length / 150));
    for (let end = 0; end < bytes.length; end += end < 600 ? 7 : step)
      await refusedOrSound(bytes.subarray(0, end), mediaType);
  });
});

describe("a hostile file is refused or taken whole", async () => {
  const broken = (await brokenFixtures()).filter(({ extension }) => extension in MEDIA_TYPE);
  it.each(broken)("$name", ({ bytes, extension }) => refusedOrSound(bytes, MEDIA_TYPE[extension]!));
});

describe("bytes of any kind are refused or taken whole", () => {
  const random = fc.uint8Array({ maxLength: 400 });
  it.each(Object.values(MEDIA_TYPE))("as %s", async (mediaType) => {
    await fc.assert(fc.asyncProperty(random, (bytes) => refusedOrSound(bytes, mediaType)));
  });
});
