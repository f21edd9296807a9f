import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Piece, Span } from "../../../src/container/container.js";
import {
  complement,
  copyWithout,
  coveredByDataHash,
  merge,
  removedBefore,
} from "../../../src/container/data-hash.js";

const SIZE = 1000;
const MANIFEST = [{ start: 20, length: 300 }];
const covered = (
  exclusions: unknown,
  manifest: readonly Span[] = MANIFEST,
  label = "c2pa.hash.data",
) => coveredByDataHash(label, { exclusions }, manifest, SIZE);
const ends = (pieces: readonly Piece[] | undefined) =>
  pieces?.map((piece) => (piece.kind === "copy" ? [piece.start, piece.end] : piece.kind));

describe("c2pa.hash.data covers", () => {
  it("everything but the manifest", () => {
    expect(ends(covered(MANIFEST))).toEqual([
      [0, 20],
      [320, 1000],
    ]);
  });

  it("the whole file when there is no manifest in it and nothing is excluded", () => {
    expect(ends(covered([], []))).toEqual([[0, 1000]]);
    expect(ends(covered(undefined, []))).toEqual([[0, 1000]]);
    expect(ends(covered(null, []))).toEqual([[0, 1000]]);
  });

  it("segments that touch as one exclusion", () => {
    const parts = [
      { start: 20, length: 100 },
      { start: 120, length: 200 },
    ];
    expect(ends(covered(MANIFEST, parts))).toEqual(ends(covered(MANIFEST)));
    expect(covered(parts, parts)).toBeUndefined();
  });

  it("the file under every instance of its label", () => {
    expect(covered(MANIFEST, MANIFEST, "c2pa.hash.data__2")).toBeDefined();
    expect(covered(MANIFEST, MANIFEST, "c2pa.hash.boxes")).toBeUndefined();
  });
});

// Shrink and inject (c2pa-rs #2653): whoever can widen the hole in the hash can put content there.
describe("an exclusion that is not exactly the manifest is left for the engine to judge", () => {
  it.each<[what: string, exclusions: unknown]>([
    ["starts earlier", [{ start: 19, length: 301 }]],
    ["ends later", [{ start: 20, length: 301 }]],
    ["is shorter", [{ start: 20, length: 299 }]],
    ["is moved", [{ start: 21, length: 300 }]],
    ["is missing", []],
    ["comes with a second", [...MANIFEST, { start: 900, length: 10 }]],
    ["comes with an empty second", [...MANIFEST, { start: 900, length: 0 }]],
    ["comes twice", [...MANIFEST, ...MANIFEST]],
    ["is given in strings", [{ start: "20", length: "300" }]],
    ["is given as big integers", [{ start: 20n, length: 300n }]],
    ["is not a map", [[20, 300]]],
    ["is null", [null]],
    ["is a map instead of a list", { 0: MANIFEST[0], length: 1 }],
  ])("%s", (_, exclusions) => {
    expect(covered(exclusions)).toBeUndefined();
  });

  it("whatever the assertion holds instead of a map", () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(coveredByDataHash("c2pa.hash.data", data, MANIFEST, SIZE)).toBeUndefined();
      }),
    );
  });
});

/** Spans in file order that do not overlap, within 1,000 bytes. */
const spans = fc
  .array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 60 })), { maxLength: 8 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length]) => {
      const span = { start: at + gap, length };
      at += gap + length;
      return span;
    });
  });

const holds = (list: readonly Span[], at: number) =>
  list.some(({ start, length }) => start <= at && at < start + length);
const copied = (pieces: readonly Piece[]) =>
  pieces.flatMap((piece) =>
    piece.kind === "copy"
      ? Array.from({ length: piece.end - piece.start }, (_, i) => piece.start + i)
      : [],
  );
const every = Array.from({ length: SIZE }, (_, at) => at);

describe("the bytes around spans", () => {
  it("are exactly those in none of them, in order", () => {
    fc.assert(
      fc.property(spans, (list) => {
        const outside = every.filter((at) => !holds(list, at));
        expect(copied(complement(list, SIZE))).toEqual(outside);
        expect(copied(complement(merge(list), SIZE))).toEqual(outside);
      }),
    );
  });

  it("are the same between any two places", () => {
    fc.assert(
      fc.property(spans, fc.nat(SIZE), fc.nat(SIZE), (list, a, b) => {
        const [start, end] = a < b ? [a, b] : [b, a];
        const outside = every.slice(start, end).filter((at) => !holds(list, at));
        expect(copied(copyWithout(list, start, end))).toEqual(outside);
      }),
    );
  });

  it("move back by what was taken out before them", () => {
    fc.assert(
      fc.property(spans, fc.nat(SIZE), (list, at) => {
        fc.pre(!holds(list, at));
        const before = every.slice(0, at).filter((place) => holds(list, place));
        expect(removedBefore(list, at)).toBe(before.length);
      }),
    );
  });
});
