// What c2pa.hash.bmff covers (C2PA 2.4 §18.7): every top-level box but the excluded ones, each preceded by its
// big-endian 64-bit file offset (v2 and v3), so that boxes cannot be reordered.
import { asArray, asObject, asString, equal, view } from "../encoding/index.js";
import { type Box, C2PA_UUID, HEAD } from "./bmff-box.js";
import type { Piece, Uncovered } from "./container.js";

const STANDARD = new Set(["ftyp", "mfra", "free", "skip"]);

/** True for boxes that the standard exclusions (bmffHashData) leave out. */
export function isExcluded(box: Box): boolean {
  return box.c2pa || STANDARD.has(box.type);
}

/** The offset marker that is hashed before a box. */
export function offsetPiece(offset: number): Piece {
  const bytes = new Uint8Array(8);
  view(bytes).setBigUint64(0, BigInt(offset));
  return { kind: "hash-only", bytes };
}

/**
 * Pieces to hash for an assertion; undefined for anything but plain top-level exclusions
 * (nested paths, subsets, versions, Merkle trees): then the engine tells.
 */
export function coveredByBmffHash(
  label: string,
  data: unknown,
  boxes: readonly Box[],
): readonly Piece[] | undefined {
  const base = label.split("__")[0];
  if (base !== "c2pa.hash.bmff.v2" && base !== "c2pa.hash.bmff.v3") return undefined;
  const assertion = asObject(data);
  if (!assertion || assertion.merkle != null || !(assertion.hash instanceof Uint8Array))
    return undefined;
  const covered = coveredBoxes(assertion, boxes);
  return covered && coveredPieces(covered);
}

/** The boxes that an assertion's exclusions leave; undefined for anything but plain top-level exclusions. */
export function coveredBoxes(data: unknown, boxes: readonly Box[]): readonly Box[] | undefined {
  const exclusions = asArray(asObject(data)?.exclusions).map(plainExclusion);
  if (exclusions.some((exclusion) => exclusion === undefined)) return undefined;
  return boxes.filter((box) => !exclusions.some((one) => matches(one!, box)));
}

/** Boxes as they are hashed: each after the marker of its own offset. */
export function coveredPieces(boxes: readonly Box[]): Piece[] {
  return boxes.flatMap(({ start, length }) => [
    offsetPiece(start),
    { kind: "copy" as const, start, end: start + length, hashed: true },
  ]);
}

/**
 * Boxes that an assertion leaves out on top of the standard exclusions, wholly or in part: a manifest may exclude even
 * the media data, and its hash then holds whatever that is replaced by.
 */
export function excludedBeyondStandard(data: unknown, boxes: readonly Box[]): Uncovered[] {
  const out: Uncovered[] = [];
  for (const value of asArray(asObject(data)?.exclusions)) {
    const path = asString(asObject(value)?.xpath) ?? "";
    const type = /^\/([^/[\]]{4})(?:[/[]|$)/.exec(path)?.[1];
    if (type === undefined || STANDARD.has(type)) continue;
    const plain = plainExclusion(value);
    for (const box of boxes) {
      if (box.type !== type || box.c2pa || (plain && !matches(plain, box))) continue;
      const what = plain ? `${type} box` : `at most: ${path}`;
      out.push({ what: `${what}, left out by the manifest`, start: box.start, length: box.length });
    }
  }
  return out;
}

interface Exclusion {
  readonly type: string;
  /** Bytes that must stand at an offset from the start of the box. */
  readonly data: readonly { readonly offset: number; readonly value: Uint8Array }[];
}

function plainExclusion(value: unknown): Exclusion | undefined {
  const entry = asObject(value);
  const path = asString(entry?.xpath);
  if (!entry || !path || !/^\/[^/[\]]{4}$/.test(path)) return undefined;
  if (["length", "version", "flags", "subset"].some((key) => entry[key] != null)) return undefined;
  const data = [];
  for (const item of asArray(entry.data)) {
    const { offset, value: bytes } = asObject(item) ?? {};
    if (typeof offset !== "number" || !(bytes instanceof Uint8Array)) return undefined;
    if (!(offset >= 0 && offset + bytes.length <= HEAD)) return undefined; // more than is at hand
    data.push({ offset, value: bytes });
  }
  return { type: path.slice(1), data };
}

function matches(exclusion: Exclusion, box: Box): boolean {
  return (
    exclusion.type === box.type &&
    exclusion.data.every(({ offset, value }) =>
      equal(box.head.subarray(offset, offset + value.length), value),
    )
  );
}

/** Assertion data of c2pa.hash.bmff.v3 with the standard exclusions. Byte strings are number arrays: the engine takes no others. */
export function bmffHashData(hash: Uint8Array): Record<string, unknown> {
  return { ...standardData(), hash: [...hash] };
}

/** One Merkle tree of an assertion: how many leaves, and a row of it. */
export interface MerkleRow {
  readonly uniqueId: number;
  readonly localId: number;
  readonly count: number;
  /** Hash of the initialization segment. */
  readonly initHash: Uint8Array;
  readonly hashes: readonly Uint8Array[];
}

/** Assertion data of c2pa.hash.bmff.v3 for an initialization segment and the fragments that belong to it. */
export function bmffMerkleData(row: MerkleRow): Record<string, unknown> {
  const { uniqueId, localId, count } = row;
  const hashes = row.hashes.map((hash) => [...hash]);
  const merkle = { uniqueId, localId, count, alg: "sha256", initHash: [...row.initHash], hashes };
  return { ...standardData(), merkle: [merkle] };
}

function standardData() {
  return {
    exclusions: [
      { xpath: "/uuid", data: [{ offset: 8, value: [...C2PA_UUID] }] },
      ...[...STANDARD].map((type) => ({ xpath: `/${type}` })),
    ],
    alg: "sha256",
    name: "jumbf manifest",
  };
}
