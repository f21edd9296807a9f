import { describe, expect, it } from "vitest";
import { bmffHashData, containerFor, type Splice } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import { mediaFixtures } from "../../fixture/media/index.js";
import { fakeStore, hashedBytes, opened, spliced } from "./spliced.js";

const fixtures = (await mediaFixtures())
  .filter(({ mediaType }) => containerFor(mediaType))
  .map((fixture) => ({ ...fixture, bytes: Uint8Array.from(fixture.bytes) }));

// Around the size of a JPEG segment, odd and even for RIFF.
const LENGTHS = [36, 63_999, 64_000, 64_001, 200_003];

/** The binding's assertion as a reader finds it in the manifest. */
function assertionOf({ binding }: Splice): [label: string, data: unknown] {
  const hash = new Uint8Array(32);
  if (binding.kind === "data") {
    const { start, length } = binding;
    return ["c2pa.hash.data", { exclusions: [{ start, length }], alg: "sha256", hash }];
  }
  return ["c2pa.hash.bmff.v3", asRead(bmffHashData(hash))];
}

/** The engine takes byte strings as number arrays and writes them as byte strings. */
function asRead(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key, value) =>
    key === "value" || key === "hash" ? Uint8Array.from(value) : value,
  );
}

describe.each(fixtures)("$name", ({ bytes, mediaType }) => {
  it("carries no manifest before one is put in", async () => {
    const layout = await opened(bytes, mediaType);
    expect(layout.manifestSpans).toEqual([]);
    expect(await layout.readStore()).toBeUndefined();
    expect(await layout.uncovered()).toEqual([]);
  });
});

describe.each(fixtures)("$name", ({ bytes, mediaType }) => {
  it.each(LENGTHS)("gives back a store of %i bytes as it was put in", async (length) => {
    const store = fakeStore(length);
    const { output } = await spliced(bytes, mediaType, store);
    const layout = await opened(output, mediaType);
    expect(layout.manifestSpans.length).toBeGreaterThan(0);
    expect(Buffer.compare((await layout.readStore())!, store)).toBe(0);
    expect(await layout.uncovered()).toEqual([]);
  });

  it("announces the carrier's length truly", async () => {
    const layout = await opened(bytes, mediaType);
    for (const length of LENGTHS) {
      const plan = (await layout.splice(length))!;
      const carrier = plan.pieces.find((piece) => piece.kind === "manifest")!;
      expect(plan.wrap(fakeStore(length))).toHaveLength(carrier.length);
    }
  });

  it.each(LENGTHS)(
    "hashes the same at signing and at reading, %i bytes of store",
    async (length) => {
      const { output, plan, hashed } = await spliced(bytes, mediaType, fakeStore(length));
      const covered = await (await opened(output, mediaType)).covered(...assertionOf(plan));
      expect(Buffer.compare(hashedBytes(output, covered!), hashed)).toBe(0);
    },
  );

  it("forgets an old manifest without a trace when a new one comes", async () => {
    const once = await spliced(bytes, mediaType, fakeStore(70_001, 0x11));
    const twice = await spliced(once.output, mediaType, fakeStore(2_000, 0x22));
    const fresh = await spliced(bytes, mediaType, fakeStore(2_000, 0x22));
    expect(Buffer.compare(twice.output, fresh.output)).toBe(0);
    expect(Buffer.compare(twice.hashed, fresh.hashed)).toBe(0);
  });

  it("leaves the caller's bytes alone, also in a Node Buffer, whose slices are views", async () => {
    const buffer = Buffer.from(bytes);
    const made = await spliced(buffer, mediaType, fakeStore(2_000));
    expect(Buffer.compare(buffer, bytes)).toBe(0);
    expect(
      Buffer.compare(made.output, (await spliced(bytes, mediaType, fakeStore(2_000))).output),
    ).toBe(0);
  });

  it("hashes every byte of the file for a manifest kept apart, but what BMFF leaves out", async () => {
    const { kind, pieces } = (await opened(bytes, mediaType)).detached();
    const hashed = hashedBytes(bytes, pieces);
    if (kind === "data") expect(Buffer.compare(hashed, bytes)).toBe(0);
    else {
      const [label, data] = assertionOf({ pieces: [], binding: { kind }, wrap: (store) => store });
      const covered = await (await opened(bytes, mediaType)).covered(label, data);
      expect(Buffer.compare(hashedBytes(bytes, covered!), hashed)).toBe(0);
    }
  });
});

describe("c2pa.hash.data", () => {
  it.each(fixtures.filter(({ mediaType }) => !/mp4|quicktime|hei[cf]|avif/.test(mediaType)))(
    "excludes the carrier of $name and nothing else",
    async ({ bytes, mediaType }) => {
      const { output, plan, hashed } = await spliced(bytes, mediaType, fakeStore(66_001));
      const { start, length } = plan.binding as { start: number; length: number };
      const rest = concat(output.subarray(0, start), output.subarray(start + length));
      expect(Buffer.compare(hashed, rest)).toBe(0);
    },
  );
});
