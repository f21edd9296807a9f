// Where a movie or a HEIF file says that its samples are, read by other code than the container room's: a plain
// search for the tables by name, as a player would use them.
import { fourCC, view } from "../../src/encoding/index.js";

interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Chunks of every track, fragments, and extents of every item that counts from the start of the file. */
export function mediaPlaces(bytes: Uint8Array): readonly Place[] {
  const fields = view(bytes);
  const places: Place[] = [];
  for (let at = 0, length = 0; at < bytes.length; at += length) {
    length = fields.getUint32(at);
    if (length === 1) length = Number(fields.getBigUint64(at + 8));
    const type = fourCC(bytes, at + 4);
    if (["moov", "meta", "moof", "mfra"].includes(type))
      places.push(...tables(bytes, at, at + length));
  }
  return places;
}

function tables(bytes: Uint8Array, start: number, end: number): readonly Place[] {
  const places: Place[] = [];
  for (let body = start + 8; body < end; body++) {
    const type = fourCC(bytes, body - 4);
    if (type === "stco" || type === "co64") places.push(...chunks(bytes, body, type === "co64"));
    if (type === "iloc") places.push(...extents(bytes, body));
    if (type === "tfra") places.push(...fragments(bytes, body));
    if (type === "tfhd" && (bytes[body + 3]! & 1) === 1)
      places.push({ offset: Number(view(bytes).getBigUint64(body + 8)), length: FRAGMENT_HEAD });
  }
  return places;
}

const FRAGMENT_HEAD = 24; // moof and the movie fragment's number

/** Version 0 with numbers of one byte: what the fixtures have. */
function fragments(bytes: Uint8Array, body: number): readonly Place[] {
  const fields = view(bytes);
  return Array.from({ length: fields.getUint32(body + 12) }, (_, i) => ({
    offset: fields.getUint32(body + 16 + 11 * i + 4),
    length: FRAGMENT_HEAD,
  }));
}

const CHUNK_HEAD = 48; // bytes of each chunk that are compared

function chunks(bytes: Uint8Array, body: number, wide: boolean): readonly Place[] {
  const fields = view(bytes);
  return Array.from({ length: fields.getUint32(body + 4) }, (_, i) => ({
    offset: wide
      ? Number(fields.getBigUint64(body + 8 + 8 * i))
      : fields.getUint32(body + 8 + 4 * i),
    length: CHUNK_HEAD,
  }));
}

/** Version 0 with four-byte fields and no base, or version 1 with one: what the fixtures have. */
function extents(bytes: Uint8Array, body: number): readonly Place[] {
  const fields = view(bytes);
  const version = bytes[body]!;
  const baseSize = bytes[body + 5]! >> 4;
  if (bytes[body + 4] !== 0x44 || version > 1 || ![0, 4].includes(baseSize))
    throw new Error("an iloc that this test cannot read");
  const places: Place[] = [];
  let at = body + 8;
  for (let items = fields.getUint16(body + 6); items > 0; items--) {
    const method = version > 0 ? fields.getUint16(at + 2) & 15 : 0;
    at += version > 0 ? 6 : 4;
    const base = baseSize === 4 ? fields.getUint32(at) : 0;
    at += baseSize;
    const count = fields.getUint16(at);
    at += 2;
    for (let i = 0; i < count; i++, at += 8)
      if (method === 0)
        places.push({ offset: base + fields.getUint32(at), length: fields.getUint32(at + 4) });
  }
  return places;
}

/** The bytes at each place. */
export function samples(bytes: Uint8Array): readonly Buffer[] {
  return mediaPlaces(bytes).map(({ offset, length }) => {
    if (offset + 1 > bytes.length) throw new Error(`an offset of ${offset} lies behind the end`);
    return Buffer.from(bytes.subarray(offset, offset + length));
  });
}
