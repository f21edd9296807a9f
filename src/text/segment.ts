// A canonical block cut into sentences and into words, in the same places by every engine.
// Sentences by Intl.Segmenter, for English whatever the language: the same in 26 languages in Node, Chromium and Firefox,
// where each language's own rules would cut Greek elsewhere. Its words differ between engines, so words are our own.
import { IDEOGRAPH, LEADING, TOKEN, TRAILING, UNSPACED_LETTER } from "./character-table.js";

/** Made when a text is at hand: it takes longer than all else that a program which signs pictures loads. */
let segmenter: Intl.Segmenter | undefined;

/** Sentences of a canonical block, trimmed, none of them empty. */
export function sentencesOf(block: string): string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "sentence" });
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(block)) {
    const sentence = segment.trim();
    if (sentence) sentences.push(sentence);
  }
  return sentences;
}

/** What stands between spaces, with its punctuation; each character of a script that has no spaces by itself. */
export function tokensOf(block: string): string[] {
  return block.match(TOKEN) ?? [];
}

/** Most tokens of most texts: nothing to strip. */
const PLAIN = /^[A-Za-z]+$/;

/** A token in lower case without the punctuation at its ends; empty when it is nothing else. */
export function bareToken(token: string): string {
  if (PLAIN.test(token)) return token.toLowerCase();
  return token.replace(LEADING, "").replace(TRAILING, "").toLowerCase();
}

const ONE_IDEOGRAPH = new RegExp(`^${IDEOGRAPH}$`, "u");
const ONE_UNSPACED_LETTER = new RegExp(`^${UNSPACED_LETTER}$`, "u");

/**
 * What a token counts in tenths of a word, so that fifteen words are about as telling in any script: two characters of
 * Chinese or Japanese are a word, and five of Thai, Lao, Myanmar or Khmer; mere punctuation is none.
 */
export function tenthsOf(token: string): number {
  if (PLAIN.test(token)) return 10;
  if (ONE_IDEOGRAPH.test(token)) return 5;
  if (ONE_UNSPACED_LETTER.test(token)) return 2;
  return bareToken(token) ? 10 : 0;
}

/** How many words tokens are, begun ones left out. */
export function countWords(tokens: Iterable<string>): number {
  let tenths = 0;
  for (const token of tokens) tenths += tenthsOf(token);
  return Math.floor(tenths / 10);
}
