import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isInMerkleTree,
  memorySource,
  merkleProof,
  merkleRows,
  openFragment,
  placeBox,
} from "../../../src/container/index.js";
import { concat, encodeCbor, sha256, utf8 } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { box, fullBox } from "../../fixture/media/bmff.js";
import { segmented } from "../../fixture/media/index.js";
import { u16be, u32be, u64be } from "../../fixture/media/integer.js";
import { damage, damaged } from "./damage.js";

const leavesOf = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => sha256(utf8(`leaf ${i}`))));

describe("a tree over fragments", () => {
  it("proves every leaf at its own place, and at no other", async () => {
    for (const count of [1, 2, 3, 5, 8, 13, 33]) {
      const leaves = await leavesOf(count);
      const rows = await merkleRows(leaves, sha256);
      for (let height = 0; height < rows.length; height++)
        for (const [location, hash] of leaves.entries()) {
          const leaf = { hash, location, count, proof: merkleProof(rows, location, height) };
          const row = rows[height]!;
          expect(await isInMerkleTree({ ...leaf, row }, sha256)).toBe(true);
          const elsewhere = (location + 1) % count;
          if (elsewhere !== location)
            expect(await isInMerkleTree({ ...leaf, row, location: elsewhere }, sha256)).toBe(false);
          expect(await isInMerkleTree({ ...leaf, row, location: count }, sha256)).toBe(false);
          expect(await isInMerkleTree({ ...leaf, row: [] }, sha256)).toBe(false);
        }
    }
  });

  it("gives a node without a neighbour up as it is", async () => {
    const leaves = await leavesOf(3);
    const rows = await merkleRows(leaves, sha256);
    const pair = await sha256(concat(leaves[0]!, leaves[1]!));
    expect(rows[1]).toEqual([pair, leaves[2]]);
    expect(rows[2]).toEqual([await sha256(concat(pair, leaves[2]!))]);
  });

  it("of a number that no movie has is answered at once", async () => {
    const hash = await sha256(utf8("leaf"));
    const leaf = { hash, location: 0, count: 2 ** 32 - 1, proof: [], row: [hash] };
    expect(await isInMerkleTree(leaf, sha256)).toBe(false);
  });
});

/** What a segment index says: where the parts start, counted from the end of the index. */
function indexOf(bytes: Uint8Array): readonly number[] {
  const data = Buffer.from(bytes);
  const at = data.indexOf("sidx") + 4;
  const end = at - 8 + data.readUInt32BE(at - 8);
  const wide = data[at] === 1;
  const first = wide ? Number(data.readBigUInt64BE(at + 20)) : data.readUInt32BE(at + 16);
  const entries = at + (wide ? 32 : 24);
  const starts = [end + first];
  for (let i = 0; i < data.readUInt16BE(entries - 2); i++)
    starts.push(starts.at(-1)! + (data.readUInt32BE(entries + 12 * i) & 0x7fffffff));
  return starts;
}

async function withPlace(bytes: Uint8Array, place: Uint8Array): Promise<Uint8Array> {
  const pieces = await (await openFragment(memorySource(bytes))).splice(place.length);
  const parts = pieces.map((piece) => {
    if (piece.kind === "hash-only") return new Uint8Array(0);
    if (piece.kind === "manifest") return place;
    return piece.kind === "bytes" ? piece.bytes : bytes.subarray(piece.start, piece.end);
  });
  return concat(...parts);
}

const PLACE = { uniqueId: 1, localId: 1, location: 300, proof: [new Uint8Array(32).fill(7)] };
const { segments } = await segmented(2);
const segment = segments[1]!;

describe("a fragment", () => {
  it("gives its place back as it was put in, and takes another instead", async () => {
    const once = await withPlace(segment, placeBox(PLACE));
    expect((await openFragment(memorySource(once))).places).toEqual([PLACE]);
    const other = { ...PLACE, location: 7, proof: [] };
    const twice = await withPlace(once, placeBox(other));
    expect((await openFragment(memorySource(twice))).places).toEqual([other]);
    expect(Buffer.compare(twice, await withPlace(segment, placeBox(other)))).toBe(0);
  });

  it.each([0, 1])(
    "keeps its index true, in version %i, before and between the parts",
    async (version) => {
      const number = version === 1 ? u64be : u32be;
      const moof = box("moof", fullBox("mfhd", 0, 0, u32be(1)));
      const media = box("mdat", new Uint8Array(40));
      const part = moof.length + media.length;
      const entry = (size: number) => concat(u32be(size), u32be(1), u32be(0x90000000));
      const head = [u32be(1), u32be(1), number(0), number(20), u16be(0), u16be(2)];
      const sidx = fullBox("sidx", version, 0, ...head, entry(part), entry(part));
      const bytes = concat(sidx, box("free", new Uint8Array(12)), moof, media, moof, media);
      const place = placeBox(PLACE);
      const out = await withPlace(bytes, place);
      const before = indexOf(bytes);
      const [first, second, end] = indexOf(out);
      expect([first, second! - place.length, end! - place.length]).toEqual(before);
      expect(end).toBe(out.length);
    },
  );

  it.each([
    ["no movie fragment", box("mdat", new Uint8Array(9))],
    ["a movie of its own", concat(box("moov"), box("moof"))],
  ])("is not what has %s", async (_, bytes) => {
    await expect(openFragment(memorySource(bytes))).rejects.toHaveProperty(
      "code",
      "FORMAT_UNSUPPORTED",
    );
  });

  it.each([
    ["a place far too large", new Uint8Array(1 << 20)],
    ["a place that is no number", encodeCbor({ uniqueId: 1, localId: 1, location: -1 })],
    ["a path of no hashes", encodeCbor({ ...PLACE, hashes: [5] })],
    ["no CBOR", new Uint8Array([0xff])],
  ])("with %s is refused", async (_, body) => {
    const empty = placeBox({ ...PLACE, proof: [] });
    const head = empty.subarray(4, empty.indexOf(0x65, 28) + 6);
    const bad = concat(u32be(4 + head.length + body.length), head, body);
    const error = await openFragment(memorySource(concat(bad, segment))).catch((cause) => cause);
    expect(error).toBeInstanceOf(ColophonError);
    expect(error.code).toMatch(/^(CONTAINER_MALFORMED|ENCODING_INVALID)$/);
  });

  it("with any damage is refused or taken whole", async () => {
    const signed = await withPlace(segment, placeBox(PLACE));
    await fc.assert(
      fc.asyncProperty(damage, async (edits) => {
        const bytes = damaged(signed, edits);
        const outcome = await withPlace(bytes, placeBox(PLACE)).catch((cause: unknown) => cause);
        if (outcome instanceof ColophonError) return;
        if (!(outcome instanceof Uint8Array)) throw outcome;
        expect((await openFragment(memorySource(outcome))).places).toEqual([PLACE]);
      }),
      { numRuns: 200 },
    );
  });
});
