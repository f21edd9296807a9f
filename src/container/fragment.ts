// A fragment of a movie in a file of its own (`.m4s`: DASH, HLS, CMAF): it carries no manifest but its place in the
// Merkle tree of the manifest in the movie's initialization segment (C2PA 2.4 §A.5.4, §18.7).
//   u32 size | "uuid" | C2PA's type | version 0, flags 0 | "merkle\0" | CBOR {uniqueId, localId, location, ? hashes}
import {
  asArray,
  asObject,
  concat,
  decodeCbor,
  encodeCbor,
  equal,
  utf8,
  view,
} from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Box, C2PA_UUID, hasContent, topLevelBoxes } from "./bmff-box.js";
import { coveredBoxes, coveredPieces, isExcluded, offsetPiece } from "./bmff-hash.js";
import { moveOffsets } from "./bmff-offset.js";
import type { Piece } from "./container.js";
import { removedBefore } from "./data-hash.js";
import { moveSegmentIndex } from "./segment-index.js";
import type { ByteSource } from "./source.js";

const PURPOSE = utf8("merkle\0");
const MAX_BOX = 1 << 20; // a path of hashes, or the index of one fragment
const MAX_INDEX = 64 << 20;

/** Where a fragment says that it is: leaf `location` of the tree with these two numbers, and the path from there. */
export interface MerklePlace {
  readonly uniqueId: number;
  readonly localId: number;
  readonly location: number;
  readonly proof: readonly Uint8Array[];
}

/** A fragment that was opened. */
export interface Fragment {
  readonly places: readonly MerklePlace[];
  /** What its leaf covers by the exclusions of a binding; undefined where those are more than whole boxes. */
  covered(data: unknown): readonly Piece[] | undefined;
  /** How many bytes anybody can change without breaking the binding: content of boxes that no hash covers. */
  uncovered(data: unknown): Promise<number>;
  /**
   * The fragment with room for a place of so many bytes, straight before the media; one that it has is taken out.
   * @throws ColophonError CONTAINER_MALFORMED
   */
  splice(placeLength: number): Promise<readonly Piece[]>;
}

/** @throws ColophonError CONTAINER_MALFORMED, FORMAT_UNSUPPORTED for what is no fragment */
export async function openFragment(source: ByteSource): Promise<Fragment> {
  const boxes = await topLevelBoxes(source);
  const first = boxes.find(({ type }) => type === "moof");
  if (!first || boxes.some(({ type }) => type === "moov"))
    throw new ColophonError("FORMAT_UNSUPPORTED", "this is no fragment of a movie", {
      hint: "nothing was written; fragments are .m4s files with a moof box and without a moov box",
    });
  const places: MerklePlace[] = [];
  const holders: Box[] = [];
  for (const box of boxes) {
    const place = box.c2pa && (await readPlace(source, box));
    if (!place) continue;
    places.push(place);
    holders.push(box);
  }
  return {
    places,
    covered: (data) => {
      const covered = coveredBoxes(data, boxes);
      return covered && coveredPieces(covered);
    },
    uncovered: async (data) => {
      const known = new Set([...(coveredBoxes(data, boxes) ?? []), ...holders]);
      let bytes = 0;
      for (const box of boxes) {
        if (known.has(box) || box.type === "ftyp" || box.type === "mfra") continue;
        const [from, end] = [box.start + box.header, box.start + box.length];
        if (await hasContent(source, from, end)) bytes += end - from;
      }
      return bytes;
    },
    splice: (length) => plan(source, boxes, first, length),
  };
}

async function readPlace(source: ByteSource, box: Box): Promise<MerklePlace | undefined> {
  if (box.length > MAX_BOX) throw malformed("a C2PA box is larger than any place in a tree");
  const body = await source.read(box.start + box.header + 20, box.start + box.length);
  if (!equal(body.subarray(0, PURPOSE.length), PURPOSE)) return undefined;
  const fields = asObject(decodeCbor(body.subarray(PURPOSE.length)));
  const { uniqueId, localId, location } = fields ?? {};
  const proof = asArray(fields?.["hashes"]);
  if (![uniqueId, localId, location].every(isCount) || !proof.every((hash) => isBytes(hash)))
    throw malformed("a C2PA box says no place in a tree");
  return { uniqueId, localId, location, proof } as MerklePlace;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** The box that carries a place. Its length follows from the numbers and how many hashes there are. */
export function placeBox({ uniqueId, localId, location, proof }: MerklePlace): Uint8Array {
  const hashes = proof.length > 0 ? { hashes: proof } : {};
  const body = encodeCbor({ uniqueId, localId, location, ...hashes });
  const head = concat(new Uint8Array(4), utf8("uuid"), C2PA_UUID, new Uint8Array(4), PURPOSE);
  const out = concat(head, body);
  view(out).setUint32(0, out.length);
  return out;
}

async function plan(
  source: ByteSource,
  boxes: readonly Box[],
  first: Box,
  length: number,
): Promise<readonly Piece[]> {
  const removed = boxes.filter((box) => box.c2pa);
  const without = (old: number) => old - removedBefore(removed, old);
  const moved = (old: number) => without(old) + (old >= first.start ? length : 0);
  // The place belongs to what an index calls the first part: whoever fetches that alone can check it.
  const boundary = (old: number) => without(old) + (old > first.start ? length : 0);
  const pieces: Piece[] = [];
  for (const box of boxes) {
    if (box.c2pa) continue;
    if (box === first) pieces.push({ kind: "manifest", length });
    const { type, start } = box;
    const end = start + box.length;
    const hashed = !isExcluded(box);
    if (hashed) pieces.push(offsetPiece(moved(start)));
    if (type !== "moof" && type !== "sidx") {
      pieces.push({ kind: "copy", start, end, hashed });
      continue;
    }
    if (box.length > MAX_INDEX) throw malformed("an index is larger than that of any fragment");
    const bytes = new Uint8Array(await source.read(start, end));
    if (type === "moof") moveOffsets(bytes, moved);
    else moveSegmentIndex(bytes.subarray(box.header), end, boundary);
    pieces.push({ kind: "bytes", bytes, hashed });
  }
  return pieces;
}

function malformed(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", what, {
    hint: "the file is damaged: get another copy",
  });
}
