// Word by word differences: together they are both texts, and for small texts the fewest there are.
import fc from "fast-check";
import { expect, it } from "vitest";
import { wordDiff } from "../../../src/text/word-diff.js";

const texts = fc.tuple(
  fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }),
  fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }),
);

/** Length of the longest common subsequence, by the book. */
function common(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [j, other] of b.entries())
      next.push(word === other ? (row[j] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

it("the stretches follow one another and cover both texts, and what is the same is the same", () => {
  fc.assert(
    fc.property(texts, ([one, other]) => {
      let [a, b] = [0, 0];
      for (const stretch of wordDiff(one, other)) {
        expect([stretch.a, stretch.b]).toEqual([a, b]);
        [a, b] = [stretch.aEnd, stretch.bEnd];
        if (stretch.same) expect(one.slice(stretch.a, a)).toEqual(other.slice(stretch.b, b));
      }
      expect([a, b]).toEqual([one.length, other.length]);
    }),
    { numRuns: 1000 },
  );
});

it("without words that hold them together, they are the fewest there are", () => {
  fc.assert(
    fc.property(texts, ([one, other]) => {
      const [few, some] = [one.slice(0, 3), other]; // no four words in a row
      const same = wordDiff(few, some).reduce(
        (sum, { same, a, aEnd }) => sum + (same ? aEnd - a : 0),
        0,
      );
      expect(same).toBe(common(few, some));
    }),
    { numRuns: 1000 },
  );
});

it("a word put in, left out and changed are three differences", () => {
  const one = "the quick brown fox did jump over a very lazy dog today".split(" ");
  const other = "the quick fox did not jump over a very lazy cat today".split(" ");
  const said = wordDiff(one, other)
    .filter(({ same }) => !same)
    .map(
      ({ a, aEnd, b, bEnd }) => `${one.slice(a, aEnd).join(" ")}>${other.slice(b, bEnd).join(" ")}`,
    );
  expect(said).toEqual(["brown>", ">not", "dog>cat"]);
});

it("a small part is found in a large text", () => {
  const large = Array.from({ length: 20_000 }, (_, i) => `w${i}`);
  const part = [...large.slice(9000, 9003), "new", ...large.slice(9004, 9020)];
  const same = wordDiff(part, large).reduce(
    (sum, { same, a, aEnd }) => sum + (same ? aEnd - a : 0),
    0,
  );
  expect(same).toBe(19);
});
