// The signed side of a comparison: what a record says of its text, ready to be searched. Where the words were archived,
// they are what counts, and its sentence hashes are not asked.

import { placesByKey } from "./align.js";
import { type ParsedText, parseText } from "./parsed-text.js";
import { hashKey, shortHash } from "./short-hash.js";
import type { TextRecord } from "./text-record.js";

export interface SignedText {
  readonly record: TextRecord;
  /** A key for every sentence. */
  readonly sentences: readonly string[];
  readonly sentencePlaces: ReadonlyMap<string, readonly number[]>;
  /** Index of each block's first sentence, and at the end how many there are. */
  readonly firstSentence: readonly number[];
  /** Blocks: the place of the first such. */
  readonly blocks: ReadonlyMap<string, number>;
  readonly prints: ReadonlySet<string>;
  /** The words, where they were archived, and the places of each. */
  readonly words?: {
    readonly text: ParsedText;
    readonly places: ReadonlyMap<string, readonly number[]>;
  };
  /** The key of a sentence of a passage. */
  keyOf(sentence: string): string;
}

/** Made once for a record, however many passages are compared with it, and gone with the record. */
const known = new WeakMap<TextRecord, SignedText>();

export function signedText(record: TextRecord): SignedText {
  const before = known.get(record);
  if (before) return before;
  const signed = prepare(record);
  known.set(record, signed);
  return signed;
}

function prepare(record: TextRecord): SignedText {
  const text = record.text && parseText(record.text);
  const sentences = text
    ? text.sentences.map((sentence) => sentence.text)
    : record.sentences.map(hashKey);
  return {
    record,
    sentences,
    sentencePlaces: placesByKey(sentences),
    firstSentence: text ? text.firstSentence : sums(record.sentenceCounts),
    blocks: firstPlaces(record.blocks),
    prints: new Set(record.prints.map(hashKey)),
    ...(text && { words: { text, places: placesByKey(text.tokens.map((token) => token.text)) } }),
    keyOf: text ? (sentence) => sentence : (sentence) => hashKey(shortHash(sentence)),
  };
}

function firstPlaces(hashes: readonly Uint8Array[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = hashes.length - 1; i >= 0; i--) places.set(hashKey(hashes[i] as Uint8Array), i);
  return places;
}

function sums(counts: readonly number[]): number[] {
  const all = [0];
  for (const count of counts) all.push((all.at(-1) ?? 0) + count);
  return all;
}

/** Index of the block that a sentence stands in. */
export function blockOfSentence({ firstSentence }: SignedText, sentence: number): number {
  let [low, high] = [0, firstSentence.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firstSentence[middle] ?? 0) <= sentence) low = middle;
    else high = middle - 1;
  }
  return low;
}
