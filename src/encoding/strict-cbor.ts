// The deterministic encoding of CBOR (RFC 8949 §4.2.1), read by a reader that takes nothing else: one value has one
// spelling, so nothing can be changed behind the back of a signature or a hash. All that checks records rests on this
// file, so it is small and does without cborg (docs/decisions/0005-read-side.md).
import { ColophonError } from "../errors.js";
import { concat, exactText } from "./bytes.js";

/** Our records need three levels. */
const MAX_DEPTH = 16;

/**
 * Decodes one deterministically encoded value with nothing behind it. Maps are plain objects where all keys are text,
 * and Map where any is an integer; byte strings are copies. Tags, floats, undefined, integers beyond 2^53 and other
 * kinds of key are refused: no record has them.
 * @throws ColophonError ENCODING_INVALID
 */
export function decodeStrictCbor(bytes: Uint8Array): unknown {
  let at = 0;

  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw invalid();
    at += length;
    return bytes.subarray(at - length, at);
  };

  /** The number in or behind the first byte, in its shortest form. */
  const argument = (minor: number): number => {
    if (minor < 24) return minor;
    if (minor > 27) throw invalid(); // an indefinite length
    const size = 1 << (minor - 24);
    const number = take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    if (number < (size === 1 ? 24 : 2 ** (4 * size))) throw invalid();
    return safe(number);
  };

  const list = (count: number, depth: number): unknown[] => {
    const values: unknown[] = [];
    while (values.length < count) values.push(value(depth)); // runs out of bytes before it runs out of memory
    return values;
  };

  const map = (count: number, depth: number): unknown => {
    const entries: [string, unknown][] = [];
    let named = true;
    let last: Uint8Array | undefined;
    while (entries.length < count) {
      const start = at;
      const key = value(depth);
      const spelt = bytes.subarray(start, at);
      if (typeof key === "number") named = false;
      else if (typeof key !== "string") throw invalid();
      if (last && !ascends(last, spelt)) throw invalid();
      last = spelt;
      entries.push([key as string, value(depth)]);
    }
    return named ? Object.fromEntries(entries) : new Map(entries);
  };

  const value = (depth: number): unknown => {
    if (depth < 0) throw invalid();
    const first = take(1)[0] as number;
    if (first >= 0xc0) {
      if (first < 0xf4 || first > 0xf6) throw invalid(); // a tag, a float, undefined, a simple value, a break
      return first === 0xf6 ? null : first === 0xf5;
    }
    const number = argument(first & 31);
    switch (first >> 5) {
      case 0:
        return number;
      case 1:
        return safe(-1 - number);
      case 2:
        return new Uint8Array(take(number)); // slice of a Buffer is no copy
      case 3:
        return text(take(number));
      case 4:
        return list(number, depth - 1);
      default:
        return map(number, depth - 1);
    }
  };

  const whole = value(MAX_DEPTH);
  if (at < bytes.length) throw invalid();
  return whole;
}

/** A byte string with its head, of less than 2^32 bytes. */
export function encodeByteString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const size = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 4;
  const head = [0x57 + size - (size >> 2)]; // 0x58, 0x59, 0x5a
  for (let shift = 8 * size - 8; shift >= 0; shift -= 8) head.push((length >>> shift) & 0xff);
  return concat(Uint8Array.from(length < 24 ? [0x40 | length] : head), bytes);
}

function text(bytes: Uint8Array): string {
  const found = exactText(bytes);
  if (found === undefined) throw invalid();
  return found;
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw invalid();
  return value;
}

/** Whether `b` comes after `a` in bytewise order. No encoded key is the beginning of another. */
function ascends(a: Uint8Array, b: Uint8Array): boolean {
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i >= 0 && (a[i] as number) < (b[i] ?? -1);
}

function invalid(): ColophonError {
  return new ColophonError("ENCODING_INVALID", "not CBOR in its deterministic encoding");
}
