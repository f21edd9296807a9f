// Fingerprints: hashes of eight words in a row, of which winnowing (Schleimer, Wilkerson, Aiken 2003) keeps the smallest
// of every eight. Any fifteen words in a row that two texts share leave at least one fingerprint in both.
// They lead to a record and say "possibly"; what is favourable is decided from the canonical form.

import { utf8 } from "../encoding/index.js";
import { bareToken, tokensOf } from "./segment.js";
import { shortHashOf } from "./short-hash.js";

/** Words of a fingerprint. */
export const GRAM = 8;
/** Fingerprints of which one is kept. */
export const WINDOW = 8;

/** The words of blocks, one after the other, as fingerprints see them: without case and outer punctuation. */
export function bareWords(blocks: Iterable<string>): string[] {
  const words: string[] = [];
  for (const block of blocks)
    for (const token of tokensOf(block)) {
      const word = bareToken(token);
      if (word) words.push(word);
    }
  return words;
}

const SPACE = 0x20;

/** The fingerprint at every word of which seven follow: 16 bytes each, as often as it comes. @param words without spaces */
export function gramsOf(words: readonly string[]): Uint8Array[] {
  const bytes = utf8(words.join(" "));
  const ends: number[] = []; // of each word; all are encoded in one go, which takes a fraction of the time
  for (let at = bytes.indexOf(SPACE); at >= 0; at = bytes.indexOf(SPACE, at + 1)) ends.push(at);
  ends.push(bytes.length);
  const grams: Uint8Array[] = [];
  for (let i = 0; i + GRAM <= words.length; i++)
    grams.push(
      shortHashOf(bytes.subarray(i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, ends[i + GRAM - 1])),
    );
  return grams;
}

/** Places of the smallest of every WINDOW in a row, ascending; the last of equals. Of fewer than WINDOW: the smallest. */
export function winnow(grams: readonly Uint8Array[]): number[] {
  const kept: number[] = [];
  let least = -1;
  for (let end = 0; end < grams.length; end++) {
    const start = Math.max(0, end - WINDOW + 1);
    if (least < start) {
      least = start;
      for (let i = start + 1; i <= end; i++) if (isLeast(grams, i, least)) least = i;
    } else if (isLeast(grams, end, least)) least = end;
    const whole = end >= WINDOW - 1 || end === grams.length - 1;
    if (whole && kept.at(-1) !== least) kept.push(least);
  }
  return kept;
}

/** All fingerprints of a passage, not only those that winnowing keeps: what to look for among those of records. */
export function passagePrints(blocks: readonly string[]): Uint8Array[] {
  return gramsOf(bareWords(blocks));
}

/** The `most` smallest fingerprints of a record: of two texts with much in common, these are mostly the same. */
export function indexPrints(
  record: { readonly prints: readonly Uint8Array[] },
  most: number,
): Uint8Array[] {
  return [...record.prints].sort(compare).slice(0, most);
}

function isLeast(grams: readonly Uint8Array[], a: number, b: number): boolean {
  return compare(grams[a] as Uint8Array, grams[b] as Uint8Array) <= 0;
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
