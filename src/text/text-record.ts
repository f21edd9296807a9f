// What is archived of a text: hashes of its blocks and sentences and its fingerprints, by which a copy of it, or a quote
// from it, is recognised on any page. Its SHA-256 stands in the signed manifest, so an index can't lie about it.
import { sha256Now, utf8 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { canonical } from "./canonical.js";
import { countWords, sentencesOf, tokensOf } from "./segment.js";
import { hashKey, shortHash } from "./short-hash.js";
import { bareWords, gramsOf, winnow } from "./winnow.js";

/** The text that hashes are of: typography is gone, words, case and punctuation stay (docs/format/text.md). */
export const CANONICAL_FORM = "colophon-text-1";

/** A text record. Blocks are paragraphs, headings, list items; everything is in the order of the text. */
export interface TextRecord {
  readonly version: 1;
  readonly form: typeof CANONICAL_FORM;
  /** Where the text was first published, by the signer's own word. */
  readonly canonicalUrl?: string;
  readonly title?: string;
  /** BCP 47. */
  readonly language?: string;
  /** How many words it has. */
  readonly words: number;
  /** SHA-256 of the canonical blocks, joined by line feeds: 32 bytes. */
  readonly article: Uint8Array;
  /** First 16 bytes of the SHA-256 of each canonical block. */
  readonly blocks: readonly Uint8Array[];
  /** Sentences of each block: how many of `sentences` belong to it. As long as `blocks`. */
  readonly sentenceCounts: readonly number[];
  /** First 16 bytes of the SHA-256 of each sentence. */
  readonly sentences: readonly Uint8Array[];
  /** Winnowed fingerprints, each once, by the place where it first comes: first 16 bytes of the SHA-256 of eight words. */
  readonly prints: readonly Uint8Array[];
  /** The canonical blocks themselves, where the signer chose to archive the words: then differences can be shown. */
  readonly text?: readonly string[];
}

/** What the signer says of a text besides its words. */
export interface AboutText {
  /** An http or https URL. */
  readonly canonicalUrl?: string;
  readonly title?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Whether the words themselves are archived, for ever and for everybody. */
  readonly keepWords?: boolean;
}

/**
 * The record of a text. What it is too large or unfit for is said by encodeTextRecord.
 * @param blocks as plainBlocks or markupBlocks give them
 * @throws ColophonError RECORD_INVALID when there is not one word in it
 */
export function textRecord(blocks: readonly string[], about: AboutText = {}): TextRecord {
  const text = blocks.map(canonical).filter((block) => block !== "");
  const sentences = text.map(sentencesOf);
  const words = countTextWords(text);
  if (words === 0) throw new ColophonError("RECORD_INVALID", "the text has no words");
  const { canonicalUrl, title, language, keepWords } = about;
  return {
    version: 1,
    form: CANONICAL_FORM,
    ...(canonicalUrl !== undefined && { canonicalUrl }),
    ...(title !== undefined && { title }),
    ...(language !== undefined && { language }),
    words,
    article: articleHash(text),
    blocks: text.map(shortHash),
    sentenceCounts: sentences.map(({ length }) => length),
    sentences: sentences.flat().map(shortHash),
    prints: printsOf(text),
    ...(keepWords && { text }),
  };
}

/** SHA-256 of canonical blocks, joined by line feeds. */
export function articleHash(blocks: readonly string[]): Uint8Array {
  return sha256Now(utf8(blocks.join("\n")));
}

/** Words of canonical blocks. */
export function countTextWords(blocks: readonly string[]): number {
  return countWords(blocks.flatMap(tokensOf));
}

function printsOf(blocks: readonly string[]): Uint8Array[] {
  const grams = gramsOf(bareWords(blocks));
  const prints = new Map<string, Uint8Array>();
  for (const at of winnow(grams)) {
    const print = grams[at] as Uint8Array;
    const key = hashKey(print);
    if (!prints.has(key)) prints.set(key, print);
  }
  return [...prints.values()];
}
