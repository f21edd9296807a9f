// The tree of a batch against RFC 6962 as it is written down: recursive, split from above.
import { createHash, hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchPath, batchTree, checkBatchPath } from "../../../../src/archive/index.js";
import { toBase64Url, toHex } from "../../../../src/encoding/index.js";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const digestOf = (n: number) => sha256(Buffer.from(`file ${n}`));
const digestsOf = (count: number) => Array.from({ length: count }, (_, n) => digestOf(n));

/** MTH of RFC 6962 §2.1, on its own. */
function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only) return createHash("sha256").update("\0").update(only).digest();
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return createHash("sha256")
    .update("\x01")
    .update(naiveRoot(leaves.slice(0, split)))
    .update(naiveRoot(leaves.slice(split)))
    .digest();
}

/** PATH of RFC 6962 §2.1.1. */
function naivePath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...naivePath(index, left), naiveRoot(right)]
    : [...naivePath(index - split, right), naiveRoot(left)];
}

const inOrder = (digests: readonly Uint8Array[]) =>
  [...new Set(digests.map(toHex))].sort().map((hex) => new Uint8Array(Buffer.from(hex, "hex")));
const tree = (digests: readonly Uint8Array[]) => batchTree(digests, sha256);
const pathOf = (digests: readonly Uint8Array[], digest: Uint8Array) => {
  const path = tree(digests).path(digest);
  if (!path) throw new Error("not in the tree");
  return path;
};
const flipped = (bytes: Uint8Array, bit: number) => {
  const out = Uint8Array.from(bytes);
  out[bit >> 3]! ^= 1 << (bit & 7);
  return out;
};
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("the tree of a batch", () => {
  it("is that of RFC 6962 over the sorted, distinct digests, whatever their order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(digest, { minLength: 1, maxLength: 70 }), async (digests) => {
        const leaves = inOrder(digests);
        const batch = tree(digests);
        expect(toHex(batch.root)).toBe(naiveRoot(leaves).toString("hex"));
        expect(batch.count).toBe(leaves.length);
        for (const [index, leaf] of leaves.entries()) {
          const path = batch.path(leaf);
          expect(path).toEqual({
            index,
            count: leaves.length,
            hashes: naivePath(index, leaves).map((hash) => Buffer.from(hash)),
          });
          if (path) expect(await checkBatchPath(leaf, path, batch)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("knows no way from a digest that is not in it", () => {
    expect(tree(digestsOf(9)).path(digestOf(10))).toBeUndefined();
  });

  it.each([
    ["no file", []],
    ["a digest of 31 bytes", [digestOf(1), digestOf(2).subarray(1)]],
    ["100,001 files", digestsOf(100_001)],
  ])("is not built over %s", (_, digests) => {
    expect(() => tree(digests)).toThrow(expect.objectContaining({ code: "RECORD_INVALID" }));
  });

  it("of 100,000 files takes under 5 s with all its paths, each under 1 KB in a receipt", async () => {
    const digests = digestsOf(100_000);
    const started = performance.now();
    const batch = tree(digests);
    let longest = 0;
    for (const leaf of digests) {
      const path = batch.path(leaf);
      if (path && path.hashes.length > longest) longest = path.hashes.length;
    }
    expect(performance.now() - started).toBeLessThan(5000);
    expect(longest).toBe(17);
    const { hashes, ...place } = pathOf(digests, digestOf(77_777));
    expect(await checkBatchPath(digestOf(77_777), { ...place, hashes }, batch)).toBe(true);
    const written = JSON.stringify({ batch: { ...place, path: hashes.map(toBase64Url) } }, null, 2);
    expect(written.length).toBeLessThan(1024);
  });
});

describe("a path that is refused", () => {
  const digests = digestsOf(11);
  const batch = tree(digests);
  const leaf = digestOf(4);
  const path = pathOf(digests, leaf);
  const check = (change: Partial<BatchPath>, from = leaf, to = batch) =>
    checkBatchPath(from, { ...path, ...change }, to);

  it("every flipped bit, in the digest, in each hash and in the root", async () => {
    expect(await check({})).toBe(true);
    for (let bit = 0; bit < 256; bit++) {
      expect(await check({}, flipped(leaf, bit))).toBe(false);
      expect(await check({}, leaf, { ...batch, root: flipped(batch.root, bit) })).toBe(false);
      for (const [i, hash] of path.hashes.entries())
        expect(await check({ hashes: path.hashes.with(i, flipped(hash, bit)) })).toBe(false);
    }
  });

  it("every other index and every other count", async () => {
    for (let n = -1; n < 20; n++) {
      if (n !== path.index) expect(await check({ index: n }), `index ${n}`).toBe(false);
      if (n !== path.count) expect(await check({ count: n }), `count ${n}`).toBe(false);
    }
    for (const n of [0.5, Number.NaN, 2 ** 31, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(await check({ index: n })).toBe(false);
      expect(await check({ count: n }, leaf, { ...batch, count: n })).toBe(false);
    }
  });

  it("for any number of files: another index, another count, a hash more or fewer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        fc.nat(),
        async (count, pick, otherwise) => {
          const files = inOrder(digestsOf(count));
          const whole = tree(files);
          const from = files[pick % count]!;
          const way = pathOf(files, from);
          const wrong = otherwise % (2 * count);
          const ask = (change: Partial<BatchPath>) =>
            checkBatchPath(from, { ...way, ...change }, whole);
          expect(await ask({})).toBe(true);
          if (wrong !== way.index) expect(await ask({ index: wrong })).toBe(false);
          if (wrong !== count) expect(await ask({ count: wrong })).toBe(false);
          expect(await ask({ hashes: [...way.hashes, from] })).toBe(false);
          if (way.hashes.length > 0) {
            expect(await ask({ hashes: way.hashes.slice(1) })).toBe(false);
            expect(await ask({ hashes: way.hashes.slice(0, -1) })).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("of a node that is passed off as a leaf", async () => {
    const [a, b] = inOrder(digestsOf(2));
    const two = tree([a!, b!]);
    const inner = Buffer.concat([sha256(Buffer.from([0, ...a!])), sha256(Buffer.from([0, ...b!]))]);
    const node = { index: 0, count: 1, hashes: [] };
    expect(await checkBatchPath(inner, node, { root: two.root, count: 1 })).toBe(false);
    // a hash from inside the tree, as a digest of 32 bytes
    const four = inOrder(digestsOf(4));
    const whole = tree(four);
    const left = tree(four.slice(0, 2)).root;
    const right = tree(four.slice(2)).root;
    const short = { index: 0, count: 2, hashes: [right] };
    expect(await checkBatchPath(left, short, { root: whole.root, count: 2 })).toBe(false);
    expect(await checkBatchPath(left, { ...short, count: 4 }, whole)).toBe(false);
  });

  it("with a digest or a hash of another length", async () => {
    expect(await check({}, leaf.subarray(1))).toBe(false);
    expect(await check({ hashes: path.hashes.with(0, new Uint8Array(33)) })).toBe(false);
  });
});
