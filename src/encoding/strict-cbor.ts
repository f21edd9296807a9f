// The deterministic encoding of CBOR (RFC 8949 §4.2.1), read by a reader that takes nothing else: one value has one
// spelling, so nothing can be changed behind the back of a signature or a hash. All that checks records rests on this
// file, so it is small and does without cborg (docs/decisions/0005-read-side.md).
import { ColophonError } from "../errors.js";
import { concat } from "./bytes.js";

/** Our records need three levels. */
const MAX_DEPTH = 16;

/**
 * Decodes one deterministically encoded value with nothing behind it. Maps are plain objects where all keys are text,
 * and Map where any is an integer; byte strings are copies. Tags, floats, undefined, integers beyond 2^53 and other
 * kinds of key are refused: no record has them.
 * @throws ColophonError ENCODING_INVALID
 */
export function decodeStrictCbor(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.at !== bytes.length) throw invalid("bytes follow the value");
  return value;
}

/** A byte string with its head, of less than 2^32 bytes. */
export function encodeByteString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const size = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 4;
  const head = [0x57 + size - (size >> 2)]; // 0x58, 0x59, 0x5a
  for (let shift = 8 * size - 8; shift >= 0; shift -= 8) head.push((length >>> shift) & 0xff);
  return concat(Uint8Array.from(length < 24 ? [0x40 | length] : head), bytes);
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw invalid(`nested more than ${MAX_DEPTH} deep`);
    const first = this.#take(1)[0] as number;
    const minor = first & 31;
    switch (first >> 5) {
      case 0:
        return this.#argument(minor);
      case 1:
        return safe(-1 - this.#argument(minor));
      case 2:
        return new Uint8Array(this.#take(this.#argument(minor))); // slice of a Buffer is no copy
      case 3:
        return text(this.#take(this.#argument(minor)));
      case 4:
        return this.#list(this.#argument(minor), depth);
      case 5:
        return this.#map(this.#argument(minor), depth);
      default:
        if (first < 0xf4 || first > 0xf6) throw invalid("a tag, a float or a simple value");
        return first === 0xf6 ? null : first === 0xf5;
    }
  }

  #list(count: number, depth: number): unknown[] {
    const list: unknown[] = [];
    for (let i = 0; i < count; i++) list.push(this.value(depth + 1)); // runs out of bytes before it runs out of memory
    return list;
  }

  #map(count: number, depth: number): unknown {
    const entries: [unknown, unknown][] = [];
    let named = true;
    let last: Uint8Array | undefined;
    for (let i = 0; i < count; i++) {
      const start = this.at;
      const key = this.value(depth + 1);
      const spelt = this.#bytes.subarray(start, this.at);
      if (typeof key === "number") named = false;
      else if (typeof key !== "string") throw invalid("a key that is neither text nor integer");
      if (last && !ascends(last, spelt)) throw invalid("keys out of order");
      last = spelt;
      entries.push([key, this.value(depth + 1)]);
    }
    return named ? Object.fromEntries(entries as [string, unknown][]) : new Map(entries);
  }

  /** The number in or behind the first byte, in its shortest form. */
  #argument(minor: number): number {
    if (minor < 24) return minor;
    if (minor > 27) throw invalid("an indefinite length");
    const size = 1 << (minor - 24);
    const value = this.#take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < (size === 1 ? 24 : 2 ** (4 * size))) throw invalid("a number longer than need be");
    return safe(value);
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw invalid("it ends too early");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw invalid("an integer beyond 2^53");
  return value;
}

/** Fatal, and with the byte order mark kept: otherwise two spellings would read alike. */
function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid("text that is not UTF-8");
  }
}

/** Whether `b` comes after `a` in bytewise order. No encoded key is the beginning of another. */
function ascends(a: Uint8Array, b: Uint8Array): boolean {
  const i = a.findIndex((byte, at) => byte !== b[at]);
  return i >= 0 && (a[i] as number) < (b[i] ?? -1);
}

function invalid(fault: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not deterministic CBOR: ${fault}`);
}
