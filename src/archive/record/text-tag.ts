// The tags by which a text is found: fingerprints of its words, and 16 bits of the smallest one for those who don't want
// to tell. Apart from record-tag.ts, so that whoever looks up media takes none of this along.
import { asBase64Url, toBase64Url, toHex } from "../../encoding/index.js";
import type { Tag } from "../item/avro-tags.js";
import type { RecordContent } from "./record-tag.js";
import { invalid } from "./tag-value.js";

export const TEXT_TAG = {
  print: "Colophon-Text-Print",
  prefix: "Colophon-Text-Prefix",
} as const;

/** Fingerprints that the record of a text carries itself: enough to find the whole text, edited or cut. */
export const MOST_SMALLEST = 16;
/** Of one item: what ANS-104's 4,096 bytes of tags have room for. */
export const MOST_PRINTS = 88;
/** Bytes of a fingerprint. */
const PRINT = 16;

/** Fingerprints in base64url, each once, the smallest first: which those are is the same for every reader. */
export function sortedPrints(prints: readonly Uint8Array[]): string[] {
  const byHex = new Map(prints.map((print) => [toHex(print), print]));
  return [...byHex].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, print]) => toBase64Url(print));
}

export function printTags(prints: readonly string[]): Tag[] {
  return prints.map((value) => ({ name: TEXT_TAG.print, value }));
}

/** First 16 bits of the smallest fingerprint, in hex: what a private look-up asks for, once for each text. */
export function textPrefix(smallest: string): string {
  const bytes = asBase64Url(smallest) ?? new Uint8Array(0);
  return toHex(bytes.subarray(0, 2));
}

/** What an index files an item under, by its tags alone: hints for a search. Malformed ones are left out. */
export function textKeys(tags: readonly Tag[]): string[] {
  const values = tags.filter(({ name }) => name === TEXT_TAG.print).map(({ value }) => value);
  return values.filter(isPrint).slice(0, MOST_PRINTS);
}

/** The prefix that an item is listed under in private look-ups, if any. */
export function listedPrefix(tags: readonly Tag[]): string | undefined {
  return tags.find(({ name }) => name === TEXT_TAG.prefix)?.value;
}

/**
 * The fingerprints that an item names, strictly: each of 16 bytes, each once, the smallest first, at most `most`.
 * @throws ColophonError RECORD_INVALID naming the tag
 */
export function readPrints({ tags }: Pick<RecordContent, "tags">, most: number): string[] {
  for (const name of Object.values(TEXT_TAG))
    if (tags.some((tag) => tag.name !== name && tag.name.toLowerCase() === name.toLowerCase()))
      throw invalid(name, "is spelt in another case");
  const prints = tags.filter(({ name }) => name === TEXT_TAG.print).map(({ value }) => value);
  if (prints.length > most) throw invalid(TEXT_TAG.print, `occurs more than ${most} times`);
  if (!prints.every(isPrint)) throw invalid(TEXT_TAG.print, "is not 16 bytes in base64url");
  const bytes = prints.map((print) => asBase64Url(print) ?? new Uint8Array(0));
  if (sortedPrints(bytes).some((print, i) => print !== prints[i]) || isDoubled(prints))
    throw invalid(TEXT_TAG.print, "is out of order, or says the same twice");
  return prints;
}

function isPrint(text: string): boolean {
  return text.length === 22 && asBase64Url(text)?.length === PRINT;
}

function isDoubled(prints: readonly string[]): boolean {
  return new Set(prints).size !== prints.length;
}
