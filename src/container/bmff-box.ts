// The top-level boxes of an ISO BMFF file (ISO 14496-12 §4.2), every length checked against the file.
import { equal, fourCC, fromHex, view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type ByteSource, truncated } from "./source.js";

/** Extended type of the C2PA box. */
export const C2PA_UUID = fromHex("d8fec3d61b0e483c92975828877ec481");

/** How much of each box is kept. */
export const HEAD = 40;

/** The engine takes time quadratic in this: 16,000 boxes take 2 s, and no real file has more. */
const MAX_BOXES = 16_000;

export interface Box {
  readonly type: string;
  readonly start: number;
  /** With header. */
  readonly length: number;
  /** 8, or 16 with a 64-bit size. */
  readonly header: number;
  /** A `uuid` box of C2PA. */
  readonly c2pa: boolean;
  /** First bytes with the header, at most HEAD, for exclusions that compare data. */
  readonly head: Uint8Array;
}

/** Box size and header length from the first 16 bytes; `rest` is what is left of the enclosing space. */
export function boxSize(head: Uint8Array, rest: number): { length: number; header: number } {
  const short = view(head).getUint32(0);
  if (short === 0) return { length: rest, header: 8 };
  if (short !== 1) return { length: short, header: 8 };
  if (head.length < 16) return { length: 0, header: 16 };
  return { length: Number(view(head).getBigUint64(8)), header: 16 };
}

/** @throws ColophonError CONTAINER_MALFORMED when the boxes do not fill the file exactly */
export async function topLevelBoxes(source: ByteSource): Promise<Box[]> {
  const boxes: Box[] = [];
  let at = 0;
  while (at < source.size) {
    if (boxes.length >= MAX_BOXES)
      throw new ColophonError("CONTAINER_MALFORMED", "more boxes than any real file has");
    if (at + 8 > source.size) throw trailing(source.size - at);
    const read = await source.read(at, Math.min(at + HEAD, source.size));
    const type = fourCC(read, 4);
    const { length, header } = boxSize(read, source.size - at);
    if (length < header)
      throw new ColophonError("CONTAINER_MALFORMED", `a box at byte ${at} has an impossible size`, {
        hint: "the file is damaged: get another copy",
      });
    if (at + length > source.size) {
      if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw trailing(source.size - at);
      throw truncated(at + length, source.size);
    }
    const head = read.subarray(0, length);
    const c2pa = type === "uuid" && equal(head.subarray(header, header + 16), C2PA_UUID);
    boxes.push({ type, start: at, length, header, c2pa, head });
    at += length;
  }
  return boxes;
}

/** Whether any of these bytes is other than zero: a box that is left out of a hash may pad, not hold. */
export async function hasContent(source: ByteSource, start: number, end: number): Promise<boolean> {
  const step = 1 << 20;
  for (let at = start; at < end; at += step) {
    const bytes = await source.read(at, Math.min(at + step, end));
    if (bytes.some((byte) => byte !== 0)) return true;
  }
  return false;
}

function trailing(bytes: number): ColophonError {
  return new ColophonError(
    "CONTAINER_MALFORMED",
    `${bytes} bytes after the last box belong to no box`,
    { hint: "the file is damaged or has something appended: get a clean copy" },
  );
}
