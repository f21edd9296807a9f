import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { containerFor, memorySource, sniffMediaType } from "../../src/container/index.js";
import { utf8 } from "../../src/encoding/index.js";
import { verify } from "../../toolkit/index.js";
import { box } from "../fixture/media/bmff.js";
import { type MediaFixture, mediaFixtures, tampered } from "../fixture/media/index.js";
import { type BindingOptions, signedWith } from "./binding.js";
import { type BothReadings, readBothWays } from "./read-both-ways.js";
import { tamperings } from "./tampering.js";
import { layoutOf, native, root } from "./workshop.js";

// Large pictures take long to read forty times over, and differ in nothing but their size.
const fixtures = (await mediaFixtures()).filter(
  ({ mediaType, bytes }) => containerFor(mediaType) && bytes.length < 100_000,
);

/** Where the two ways differ, and why that is as it should be. */
const KNOWN: Readonly<Record<string, string>> = {
  // The engine takes every mfra box apart, although nobody hashes it; a film of gigabytes is not worth that.
  // `verify` says how many bytes of the box no signature covers.
  "mfra box at the end": "Trusted, no reading: malformed",
};

const differs = ({ native, engine }: BothReadings) =>
  JSON.stringify(native) !== JSON.stringify(engine);

describe.each(fixtures)("$name, read natively and by the engine", (fixture) => {
  const { name, mediaType, bytes } = fixture;

  it("comes to the same state and codes, whatever was done to it", async () => {
    const { output } = await native(name, bytes);
    const [carrier] = (await layoutOf(output, mediaType)).manifestSpans;
    const variants = [
      ...tamperings(output, mediaType, carrier!),
      ["content flipped", tampered(output, fixture)] as const,
    ];
    const states = new Set<string>();
    let natively = 0;
    for (const [what, variant] of variants) {
      const both = await readBothWays(variant, mediaType, root);
      if (!both) continue;
      states.add(both.engine.state);
      if (both.checkedNatively) natively += 1;
      if (what in KNOWN)
        expect(`${both.native.state}, ${both.engine.state}`, what).toBe(KNOWN[what]);
      else expect(both.native, what).toEqual(both.engine);
    }
    expect([...states]).toEqual(expect.arrayContaining(["Trusted", "Invalid"]));
    expect(natively).toBeGreaterThan(variants.length / 4);
  });
});

describe("a hard binding of another make", () => {
  const named = (name: string) => fixtures.find((fixture) => fixture.name === name)!;
  const picture = named("jpeg-baseline");
  const film = named("mp4-moov-first");

  // The engine, too, trusts a film whose media nobody signed: it only says that there are further exclusions.
  it.each<[what: string, fixture: MediaFixture, options: BindingOptions, natively: boolean]>([
    ["as we make it", picture, {}, true],
    ["in SHA-384", picture, { alg: "sha384" }, true],
    ["in SHA-512", picture, { alg: "sha512" }, true],
    ["without a word on its algorithm", picture, { alg: undefined }, true],
    ["in an algorithm that is not allowed", picture, { alg: "md5" }, false],
    ["with a wider exclusion", picture, { wider: 20 }, false],
    ["with a second exclusion", picture, { also: { start: 3000, length: 20 } }, false],
    ["as we make it", film, {}, true],
    ["in SHA-512", film, { alg: "sha512" }, true],
    ["under the label of version 2", film, { label: "c2pa.hash.bmff.v2" }, true],
    ["without the media", film, { boxes: [{ xpath: "/mdat" }] }, true],
    ["without a nested box", film, { boxes: [{ xpath: "/moov/trak" }] }, false],
    ["without a box by bytes far in", film, { boxes: [farIn(film.bytes)] }, false],
  ])("%s is judged the same both ways", async (_, fixture, options, natively) => {
    const signed = await signedWith(fixture, options);
    const both = await readBothWays(signed, fixture.mediaType, root);
    expect(both!.native).toEqual(both!.engine);
    expect(both!.checkedNatively).toBe(natively);
    const changed = await readBothWays(tampered(signed, fixture), fixture.mediaType, root);
    expect(changed!.native).toEqual(changed!.engine);
  });
});

/** Excludes `moov` by bytes that lie further in than the container room looks. */
function farIn(bytes: Uint8Array): object {
  const moov = Buffer.from(bytes).indexOf("moov") - 4;
  return {
    xpath: "/moov",
    data: [{ offset: 60, value: [...bytes.subarray(moov + 60, moov + 64)] }],
  };
}

describe("bytes put where no signature reaches", () => {
  it.each(["free", "skip"])("are named with their number: a %s box", async (type) => {
    const { name, bytes } = fixtures.find((fixture) => fixture.name === "mp4-moov-first")!;
    const { output } = await native(name, bytes);
    const longer = Buffer.concat([output, box(type, utf8("put here after signing"))]);
    const { state, findings } = await verify(longer, { anchors: [root] });
    expect(state).toBe("Trusted");
    const uncovered = findings.filter(({ code }) => code === "colophon.binding.uncovered");
    expect(uncovered).toHaveLength(1);
    expect(uncovered[0]!.explanation).toContain(`22 bytes at offset ${output.length + 8}`);
  });
});

// Test data under others' licences, kept beside the repository and never in it.
const corpus = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn("native-reading: the corpus is skipped, ../shared/corpus is absent");

describe.skipIf(!present)("the corpus, read natively and by the engine", () => {
  it("comes to the same state and codes, untouched and changed", { timeout: 60_000 }, async () => {
    const index = readFileSync(`${corpus}INDEX.csv`, "utf8").trim().split("\n").slice(1);
    const different: string[] = [];
    let [read, natively] = [0, 0];
    for (const path of index.map((row) => row.slice(0, row.indexOf(",")))) {
      if (!existsSync(corpus + path)) continue;
      const bytes = new Uint8Array(readFileSync(corpus + path));
      const mediaType = await sniffMediaType(memorySource(bytes));
      if (!mediaType || !containerFor(mediaType)) continue;
      const last = bytes.length - 1;
      const changed = [
        bytes.with(last - (last >> 2), bytes[last - (last >> 2)]! ^ 1),
        Buffer.concat([bytes, Buffer.from("appended")]),
        bytes.subarray(0, last),
      ];
      for (const variant of bytes.length < 200_000 ? [bytes, ...changed] : [bytes]) {
        const both = await readBothWays(variant, mediaType);
        if (!both) continue;
        read += 1;
        if (both.checkedNatively) natively += 1;
        if (differs(both)) different.push(`${path}: ${both.native.state}, ${both.engine.state}`);
      }
    }
    expect(different).toEqual([]);
    expect(read).toBeGreaterThan(100);
    expect(natively).toBeGreaterThan(60);
  });
});
