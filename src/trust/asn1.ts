// ASN.1 as byte ranges: strict DER on the way in (X.690 §10), BER lengths only for CMS. A reader of its own: asn1js,
// which every X.509 library here builds on, takes 3 ms for a certificate and lets a part run past its whole, so that
// two readers could see two certificates in the same bytes.
// Parts are read when asked for, so that nesting costs a hostile file more than it costs us.
import { ColophonError } from "../errors.js";

/** One value. `raw` and `content` share memory with what was parsed. */
export class Asn1 {
  readonly tagClass: "universal" | "application" | "context" | "private";
  readonly tag: number;
  readonly constructed: boolean;
  readonly #place: Place;
  #parts: readonly Asn1[] | undefined;

  constructor(first: number, place: Place, parts?: readonly Asn1[]) {
    this.tagClass = CLASSES[first >> 6] ?? "private";
    this.tag = first & TAG_NUMBER;
    this.constructed = (first & CONSTRUCTED) !== 0;
    this.#place = place;
    this.#parts = parts;
  }

  /** Tag, length and content: what signatures and names are compared over. */
  get raw(): Uint8Array {
    return this.#place.bytes.subarray(this.#place.at, this.#place.after);
  }

  get content(): Uint8Array {
    return this.#place.bytes.subarray(this.#place.start, this.#place.end);
  }

  /** Bytes from its tag to where the next value begins. */
  get size(): number {
    return this.#place.after - this.#place.at;
  }

  /** Parts of a constructed value, which fill it exactly. @throws ColophonError ENCODING_INVALID */
  get children(): readonly Asn1[] {
    this.#parts ??= this.constructed ? readParts(this.#place) : [];
    return this.#parts;
  }
}

/** Where a value is: tag at `at`, content from `start` to `end`, the next value at `after`. */
interface Place {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly ber: boolean;
  readonly depth: number;
}

const CLASSES = ["universal", "application", "context", "private"] as const;
const CONSTRUCTED = 0x20;
const TAG_NUMBER = 0x1f;
const MADE_OF_PARTS: ReadonlySet<number> = new Set([16, 17]);
const INDEFINITE = -1;
/** Deeper than any certificate or token; only indefinite lengths have to be followed down to find their end. */
const MAX_DEPTH = 32;

/**
 * One value with nothing behind it; `ber` admits indefinite and needlessly long lengths.
 * @throws ColophonError ENCODING_INVALID
 */
export function parseAsn1(bytes: Uint8Array, options: { ber?: boolean } = {}): Asn1 {
  // A view of the same memory: Node's Buffer would hand out Buffers, which are not equal to plain bytes.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const node = read(plain, 0, plain.length, options.ber ?? false, 0);
  if (node.size !== bytes.length) throw invalid("bytes behind its end");
  return node;
}

/** The value at `at`, which ends at `limit` at the latest. */
function read(bytes: Uint8Array, at: number, limit: number, ber: boolean, depth: number): Asn1 {
  const first = bytes[at] ?? 0;
  const constructed = (first & CONSTRUCTED) !== 0;
  if (at + 2 > limit || (first & TAG_NUMBER) === TAG_NUMBER)
    throw invalid("cut short, or a tag of several bytes");
  if (depth > MAX_DEPTH) throw invalid("nested too deep");
  // Sequences and sets are made of parts, everything else is not (X.690 §8, §10.2): else one signature has two forms.
  if (!ber && first >> 6 === 0 && constructed !== MADE_OF_PARTS.has(first & TAG_NUMBER))
    throw invalid("not DER: a primitive value in parts, or the other way round");
  const { start, length } = readLength(bytes, at + 1, limit, ber, constructed);
  if (length === INDEFINITE) {
    const inside = { bytes, at, start, end: limit, after: limit, ber, depth };
    const parts = readParts(inside, true);
    const end = parts.reduce((sum, part) => sum + part.size, start);
    return new Asn1(first, { ...inside, end, after: end + 2 }, parts);
  }
  const end = start + length;
  if (end > limit) throw invalid("a value that runs past the one it is part of");
  return new Asn1(first, { bytes, at, start, end, after: end, ber, depth });
}

/** Values one after the other up to the end, or up to the end-of-contents octets 00 00. */
function readParts({ bytes, start, end, ber, depth }: Place, indefinite = false): Asn1[] {
  const parts: Asn1[] = [];
  for (let at = start; indefinite || at < end; ) {
    if (indefinite && at + 2 <= end && bytes[at] === 0 && bytes[at + 1] === 0) break;
    const part = read(bytes, at, end, ber, depth + 1);
    parts.push(part);
    at += part.size;
  }
  return parts;
}

/** X.690 §8.1.3, in DER (§10.1) the shortest form only. */
function readLength(
  bytes: Uint8Array,
  at: number,
  limit: number,
  ber: boolean,
  constructed: boolean,
): { start: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { start: at + 1, length: first };
  if (first === 0x80 && ber && constructed) return { start: at + 1, length: INDEFINITE };
  const count = first & 0x7f;
  const start = at + 1 + count;
  if (count === 0 || count > 4 || start > limit) throw invalid("an impossible length");
  let length = 0;
  for (let i = at + 1; i < start; i++) length = length * 256 + (bytes[i] ?? 0);
  if (!ber && (length < 0x80 || bytes[at + 1] === 0))
    throw invalid("not DER: a length in a longer form than needed");
  return { start, length };
}

function invalid(reason: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not valid ASN.1: ${reason}`);
}

/** Tag numbers of the universal class that X.509 and CMS use. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const;

/** The node if it is of this universal type. @throws ColophonError ENCODING_INVALID */
export function expect(node: Asn1 | undefined, type: keyof typeof TAG): Asn1 {
  if (node?.tagClass !== "universal" || node.tag !== TAG[type])
    throw invalid(`${type} expected, ${node ? `tag ${node.tag}` : "nothing"} found`);
  return node;
}

/** Whether it is context-specific tag `[number]`. */
export function isContext(node: Asn1 | undefined, number: number): node is Asn1 {
  return node?.tagClass === "context" && node.tag === number;
}
