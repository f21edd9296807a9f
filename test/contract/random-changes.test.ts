// Signed files changed at random, read both ways: what nobody thought of must neither end the reading nor divide the two.
// The changes come from a fixed seed, so that a failure can be seen again.
import { describe, expect, it } from "vitest";
import { containerFor, type Span } from "../../src/container/index.js";
import { concat, view } from "../../src/encoding/index.js";
import { findBytes } from "../fixture/media/fixture.js";
import { mediaFixtures } from "../fixture/media/index.js";
import { latin1 } from "../fixture/media/integer.js";
import { readBothWays } from "./read-both-ways.js";
import { layoutOf, native, root } from "./workshop.js";

const CHANGES = 150;

const fixtures = (await mediaFixtures()).filter(
  ({ mediaType, bytes }) => containerFor(mediaType) && bytes.length < 100_000,
);

/** Whole numbers below a bound, the same in each run (numerical recipes' linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Half of the changes are in the manifest, the others anywhere; the file's own first bytes say its type and stay. */
function changed(bytes: Uint8Array, carrier: Span, below: (bound: number) => number) {
  const at = below(2)
    ? carrier.start + below(below(2) ? Math.min(200, carrier.length) : carrier.length)
    : 16 + below((below(2) ? Math.min(4096, bytes.length) : bytes.length) - 16);
  const amount = 1 + below(below(2) ? 8 : 300);
  const copy = Uint8Array.from(bytes);
  switch (below(5)) {
    case 0:
      copy[at]! ^= 1 << below(8);
      return { what: `a bit flipped at ${at}`, copy };
    case 1:
      return { what: `cut at ${at}`, copy: copy.subarray(0, at) };
    case 2:
      return {
        what: `${amount} bytes taken out at ${at}`,
        copy: concat(bytes.subarray(0, at), bytes.subarray(at + amount)),
      };
    case 3: {
      const from = below(bytes.length);
      const piece = bytes.subarray(from, from + amount);
      const copied = concat(bytes.subarray(0, at), piece, bytes.subarray(at));
      return { what: `${amount} bytes from ${from} put in at ${at}`, copy: copied };
    }
    default: {
      const value = [0, 1, 7, 8, 2 ** 31 - 1, 2 ** 32 - 1, bytes.length][below(7)]!;
      if (at + 4 <= copy.length) view(copy).setUint32(at, value, below(2) === 0);
      return { what: `${value} written at ${at}`, copy };
    }
  }
}

describe.each(fixtures)("$name, changed at random", ({ name, mediaType, bytes }) => {
  it("is read to the same state natively and by the engine", async () => {
    const { output } = await native(name, bytes);
    const [carrier] = (await layoutOf(output, mediaType)).manifestSpans;
    const below = numbers(name.length);
    for (let i = 0; i < CHANGES; i++) {
      const { what, copy } = changed(output, carrier!, below);
      const both = await readBothWays(copy, mediaType, root);
      if (!both) continue;
      // A film's index that the engine can't follow is, natively, bytes that are not the signed ones.
      const also = both.engine.state === "no reading: malformed" ? ["Invalid"] : [];
      expect([both.engine.state, ...also], what).toContain(both.native.state);
    }
  });

  it("is left to the engine when its binding is of a kind that no one knows", async () => {
    const { output } = await native(name, bytes);
    const label = findBytes(output, latin1("c2pa.hash."));
    const kind = label + findBytes(output.subarray(label), latin1("cbor"));
    const unknown = concat(output.subarray(0, kind), latin1("cbos"), output.subarray(kind + 4));
    const both = await readBothWays(unknown, mediaType, root);
    expect(both!.native).toEqual(both!.engine);
    expect(both!.checkedNatively).toBe(false);
  });
});
