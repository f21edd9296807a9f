// Absolute file offsets inside `moov`, `meta`, `moof` and `mfra` (ISO 14496-12): stco, co64, saio, iloc, tfhd, tfra.
// When a manifest is put in or taken out, each is moved; one that would no longer fit its field is an error, never a
// wrong number.
import { fourCC, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { boxSize } from "./bmff-box.js";

/** Maps an old file offset to the new one. */
export type Move = (offset: number) => number;

const CONTAINERS = new Set(
  "moov trak mdia minf stbl udta meta dinf edts tref treg mvex schi moof traf mfra".split(" "),
);
const MAX_DEPTH = 32;
const MAX_U32 = 0xffffffff;

/** Whether a box of this type holds others, into which moveOffsets looks. */
export function holdsBoxes(type: string): boolean {
  return CONTAINERS.has(type);
}

/** Moves every absolute offset in a box and its children, in place. @throws ColophonError FORMAT_UNSUPPORTED, CONTAINER_MALFORMED */
export function moveOffsets(box: Uint8Array, move: Move): void {
  walk(box, 0, box.length, move, []);
}

function walk(
  bytes: Uint8Array,
  start: number,
  end: number,
  move: Move,
  path: readonly string[],
): void {
  if (path.length > MAX_DEPTH) throw malformed("boxes are nested too deeply");
  let at = start;
  while (at + 8 <= end) {
    const { length, header } = boxSize(bytes.subarray(at, at + 16), end - at);
    // "To the end" is said of the file (ISO 14496-12 §4.2.2), and only zeroes to the end of a box are padding.
    const isEndless = path.length > 0 && view(bytes).getUint32(at) === 0;
    if (isEndless && bytes.subarray(at, end).every((byte) => byte === 0)) return;
    if (isEndless || length < header || at + length > end) {
      if (path.includes("udta")) return; // cameras put what they like into user data
      throw malformed(`a box at byte ${at} of the index has an impossible size`);
    }
    const type = fourCC(bytes, at + 4);
    const body = bytes.subarray(at + header, at + length);
    if (type === "cmov")
      throw new ColophonError("FORMAT_UNSUPPORTED", "the movie's index is compressed (cmov)", {
        hint: "re-save the file without a compressed header, or sign it with --sidecar",
      });
    if (type === "stco") table32(body, move);
    else if (type === "co64") table64(body, move);
    else if (type === "saio" && !path.includes("traf"))
      auxiliary(body, move); // there, they count from the fragment
    else if (type === "tfhd") fragmentBase(body, move);
    else if (type === "tfra") randomAccess(body, move);
    else if (type === "iloc") itemLocations(body, move);
    else if (CONTAINERS.has(type)) {
      const skip = type === "meta" && body.length >= 4 && view(body).getUint32(0) === 0 ? 4 : 0;
      walk(bytes, at + header + skip, at + length, move, [...path, type]);
    }
    at += length;
  }
  const rest = bytes.subarray(at, end);
  if (!path.includes("udta") && rest.some((byte) => byte !== 0))
    throw malformed(`${rest.length} bytes at byte ${at} of the index belong to no box`);
}

/** `u32 version+flags | u32 count | u32 offset ...` */
function table32(body: Uint8Array, move: Move): void {
  const count = counted(body, 4, 4);
  for (let i = 0; i < count; i++) move32(body, 8 + 4 * i, move);
}

function table64(body: Uint8Array, move: Move): void {
  const count = counted(body, 4, 8);
  for (let i = 0; i < count; i++) move64(body, 8 + 8 * i, move);
}

/** `u8 version | u24 flags | (aux type, parameter: 8 bytes when flags & 1) | u32 count | offsets` */
function auxiliary(body: Uint8Array, move: Move): void {
  if (body.length < 8) throw malformed("a saio box is too short");
  const at = 4 + (body[3]! & 1 ? 8 : 0);
  const wide = body[0] !== 0;
  const count = counted(body, at, wide ? 8 : 4);
  for (let i = 0; i < count; i++)
    if (wide) move64(body, at + 4 + 8 * i, move);
    else move32(body, at + 4 + 4 * i, move);
}

/** `u8 version | u24 flags | u32 track | u64 base data offset when flags & 1 | ...` */
function fragmentBase(body: Uint8Array, move: Move): void {
  if (body.length < 8) throw malformed("a tfhd box is too short");
  if ((body[3]! & 1) === 0) return;
  if (body.length < 16) throw malformed("a tfhd box is too short");
  move64(body, 8, move);
}

/** `u8 version | u24 flags | u32 track | u32 sizes of three numbers | u32 count | time, offset of a moof, numbers ...` */
function randomAccess(body: Uint8Array, move: Move): void {
  if (body.length < 16) throw malformed("a tfra box is too short");
  const wide = body[0] === 1;
  const sizes = body[11]!;
  const numbers = 3 + ((sizes >> 4) & 3) + ((sizes >> 2) & 3) + (sizes & 3);
  const size = (wide ? 16 : 8) + numbers;
  const count = counted(body, 12, size);
  for (let i = 0; i < count; i++)
    if (wide) move64(body, 16 + size * i + 8, move);
    else move32(body, 16 + size * i + 4, move);
}

/**
 * Item locations of HEIF (ISO 14496-12 §8.11.3): only construction method 0 counts from the start of the file.
 * The base moves when all extents of an item count from it, else each extent does.
 */
function itemLocations(body: Uint8Array, move: Move): void {
  const read = new Fields(body);
  const version = read.unsigned(1);
  read.skip(3);
  const sizes = read.unsigned(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  const items = read.unsigned(version < 2 ? 2 : 4);
  for (let item = 0; item < items; item++) {
    read.skip(version < 2 ? 2 : 4);
    const method = version > 0 ? read.unsigned(2) & 15 : 0;
    read.skip(2); // data reference
    const baseAt = read.at;
    const base = read.unsigned(baseSize);
    const extents = read.unsigned(2);
    const positions: number[] = [];
    read.expect(extents * (indexSize + offsetSize + lengthSize));
    // Extents of no size at all say nothing but the base: a box of 64 KB could list four hundred million.
    const listed = indexSize + offsetSize + lengthSize === 0 ? 0 : extents;
    for (let extent = 0; extent < listed; extent++) {
      read.skip(indexSize);
      positions.push(read.at);
      read.skip(offsetSize + lengthSize);
    }
    if (method !== 0) continue;
    moveItem(read, { baseAt, base, baseSize, offsetSize, positions }, move);
  }
}

interface ItemLocation {
  readonly baseAt: number;
  readonly base: number;
  readonly baseSize: number;
  readonly offsetSize: number;
  readonly positions: readonly number[];
}

function moveItem(fields: Fields, item: ItemLocation, move: Move): void {
  const { base, baseSize, offsetSize, positions } = item;
  const extents = positions.map((at) => fields.peek(at, offsetSize));
  const shift = move(base) - base;
  if (
    baseSize > 0 &&
    base > 0 &&
    extents.every((offset) => move(base + offset) - base - offset === shift)
  ) {
    fields.put(item.baseAt, baseSize, base + shift);
    return;
  }
  for (const [i, at] of positions.entries()) {
    const absolute = base + extents[i]!;
    const moved = move(absolute) - base;
    if (moved !== extents[i]) fields.put(at, offsetSize, moved);
  }
}

/** Big-endian fields of 0, 1, 2, 4 or 8 bytes, bounds checked. */
class Fields {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  skip(size: number): void {
    this.at += size;
  }

  /** Fails unless that many bytes are left. */
  expect(size: number): void {
    if (this.at + size > this.#bytes.length) throw malformed("an iloc box is too short");
  }

  unsigned(size: number): number {
    const value = this.peek(this.at, size);
    this.at += size;
    return value;
  }

  peek(at: number, size: number): number {
    if (at + size > this.#bytes.length) throw malformed("an iloc box is too short");
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.#bytes[at + i]!;
    return exact(value);
  }

  put(at: number, size: number, value: number): void {
    if (value < 0 || value >= 256 ** size) throw tooFar();
    let rest = value;
    for (let i = size - 1; i >= 0; i--) {
      this.#bytes[at + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
}

/** The entry count at `at`, checked against the room for entries of `size` bytes. */
function counted(body: Uint8Array, at: number, size: number): number {
  if (body.length < at + 4) throw malformed("an offset table is too short");
  const count = view(body).getUint32(at);
  if (at + 4 + count * size > body.length) throw malformed("an offset table is cut short");
  return count;
}

function move32(body: Uint8Array, at: number, move: Move): void {
  const value = move(view(body).getUint32(at));
  if (value < 0 || value > MAX_U32) throw tooFar();
  view(body).setUint32(at, value);
}

function move64(body: Uint8Array, at: number, move: Move): void {
  view(body).setBigUint64(at, BigInt(move(exact(Number(view(body).getBigUint64(at))))));
}

/** Beyond 2^53 numbers are no longer exact. */
function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw malformed("an offset lies beyond the end of any file");
  return value;
}

function tooFar(): ColophonError {
  return new ColophonError(
    "FORMAT_UNSUPPORTED",
    "with a manifest in front, the media data would lie beyond what the file's 32-bit index can name",
    { hint: "sign it with --sidecar, or re-save it with a 64-bit index (co64)" },
  );
}

function malformed(what: string): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", what, {
    hint: "the file is damaged: get another copy",
  });
}
