// The segment index `sidx` (ISO 14496-12 §8.16.3), which says how long the parts behind it are: what is put between
// them makes one of them longer.
import { view } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Move } from "./bmff-offset.js";

const SIZE = 0x7fffffff;

/**
 * Writes the index anew, in place.
 *   u8 version | u24 flags | u32 id | u32 timescale | time, first offset: u32 or u64 each | u16 0 | u16 count | entries
 *   entry: 1 bit, 31 bits size | u32 duration | u32
 * @param body the box without its header
 * @param end where the box ends in the file as it was
 * @param move the new place of a boundary between parts
 * @throws ColophonError CONTAINER_MALFORMED, FORMAT_UNSUPPORTED
 */
export function moveSegmentIndex(body: Uint8Array, end: number, move: Move): void {
  const wide = body[0] !== 0;
  const entries = wide ? 32 : 24;
  const fields = view(body);
  if (body.length < entries) throw damaged();
  const count = fields.getUint16(entries - 2);
  if (body.length < entries + 12 * count) throw damaged();
  const before = wide ? Number(fields.getBigUint64(20)) : fields.getUint32(16);
  let at = end + before;
  if (!Number.isSafeInteger(at)) throw damaged();
  const offset = move(at) - move(end);
  if (wide) fields.setBigUint64(20, BigInt(offset));
  else fields.setUint32(16, offset);
  for (let i = 0; i < count; i++) {
    const entry = entries + 12 * i;
    const word = fields.getUint32(entry);
    const next = at + (word & SIZE);
    const size = move(next) - move(at);
    if (size < 0 || size > SIZE || offset < 0)
      throw new ColophonError("FORMAT_UNSUPPORTED", "the fragment's index cannot say its new size");
    fields.setUint32(entry, ((word & ~SIZE) | size) >>> 0);
    at = next;
  }
}

function damaged(): ColophonError {
  return new ColophonError("CONTAINER_MALFORMED", "a sidx box is cut short", {
    hint: "the file is damaged: get another copy",
  });
}
