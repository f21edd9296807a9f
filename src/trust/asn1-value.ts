// Values of ASN.1 primitives: object identifiers, integers, times, bit strings and text. Total: anything odd is
// ENCODING_INVALID, or (text) shown as far as it goes.
import { toHex, utf8Text } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Asn1, expect, TAG } from "./asn1.js";

/** Dotted decimal (X.690 §8.19). @throws ColophonError ENCODING_INVALID */
export function oid(node: Asn1 | undefined): string {
  const { content } = expect(node, "oid");
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0; // bigint where it does not fit: 2.25 is followed by a whole UUID
  let length = 0;
  for (const byte of content) {
    if ((length === 0 && byte === 0x80) || ++length > 20) throw invalid("object identifier");
    arc = length > 7 ? BigInt(arc) * 128n + BigInt(byte & 0x7f) : Number(arc) * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(...(arcs.length === 0 ? firstArcs(arc) : [arc]));
    arc = 0;
    length = 0;
  }
  if (length > 0 || arcs.length === 0) throw invalid("object identifier");
  return arcs.join(".");
}

/** The first two arcs are written as one (§8.19.4). */
function firstArcs(value: number | bigint): (number | bigint)[] {
  if (typeof value === "bigint") return [2, value - 80n];
  const root = Math.min(Math.floor(value / 40), 2);
  return [root, value - 40 * root];
}

/** Content of an INTEGER as lower-case hex without its sign byte. @throws ColophonError ENCODING_INVALID */
export function integerHex(node: Asn1 | undefined): string {
  const { content } = expect(node, "integer");
  if (content.length === 0) throw invalid("integer");
  return toHex(content.length > 1 && content[0] === 0 ? content.subarray(1) : content);
}

/** A small non-negative INTEGER, up to 2^31-1. @throws ColophonError ENCODING_INVALID */
export function smallInteger(node: Asn1 | undefined): number {
  const hex = integerHex(node);
  const value = Number.parseInt(hex, 16);
  if ((node?.content[0] ?? 0) & 0x80 || value > 0x7fffffff) throw invalid("integer");
  return value;
}

/** DER booleans are 00 or ff. @throws ColophonError ENCODING_INVALID */
export function boolean(node: Asn1): boolean {
  const { content } = expect(node, "boolean");
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw invalid("boolean");
  return content[0] === 0xff;
}

/** Bytes of a BIT STRING, unused bits included. @throws ColophonError ENCODING_INVALID */
export function bitString(node: Asn1 | undefined): Uint8Array {
  const { content, constructed } = expect(node, "bitString");
  if (constructed || content.length === 0 || (content[0] ?? 8) > 7) throw invalid("bit string");
  return content.subarray(1);
}

/** Bytes of a BIT STRING that holds whole bytes: a key, a signature. @throws ColophonError ENCODING_INVALID */
export function wholeBytes(node: Asn1 | undefined): Uint8Array {
  const bytes = bitString(node);
  if (node?.content[0] !== 0) throw invalid("bit string");
  return bytes;
}

/** UTCTime or GeneralizedTime in the forms of RFC 5280 §4.1.2.5; a fraction (RFC 3161 §2.4.2) is admitted. @throws ColophonError ENCODING_INVALID */
export function time(node: Asn1 | undefined): Date {
  const text = String.fromCharCode(...(node?.content.subarray(0, 32) ?? []));
  const utc = node?.tagClass === "universal" && node.tag === TAG.utcTime;
  if (!utc) expect(node, "generalizedTime");
  const parts = utc
    ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
    : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/.exec(text);
  if (!parts) throw invalid("time");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map(Number);
  const fullYear = utc ? year + (year < 50 ? 2000 : 1900) : year;
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute, second);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59)
    throw invalid("time"); // 30 February would silently become 2 March
  return date;
}

const LATIN1 = new Set([18, 19, 20, 22, 26]); // Numeric, Printable, Teletex, IA5, Visible
/** Text of a directory string; bytes that are no text of their type are shown as hex, as RFC 4514 §2.4 does. */
export function directoryString(node: Asn1): string {
  const { content, tag } = node;
  if (node.tagClass !== "universal" || node.constructed) return `#${toHex(node.raw)}`;
  if (LATIN1.has(tag)) return new TextDecoder("latin1").decode(content);
  const text =
    tag === 12
      ? utf8Text(content)
      : tag === 30 && content.length % 2 === 0
        ? new TextDecoder("utf-16be").decode(content)
        : undefined;
  return text ?? `#${toHex(node.raw)}`;
}

function invalid(what: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not a valid ASN.1 ${what}`);
}
