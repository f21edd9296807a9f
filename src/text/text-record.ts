// What is archived of a text: hashes of its blocks and sentences and its fingerprints, by which a copy of it, or a quote
// from it, is recognised on any page. Its SHA-256 stands in the signed manifest, so an index can't lie about it.

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
  /** Winnowed fingerprints, each once: first 16 bytes of the SHA-256 of eight words. */
  readonly prints: readonly Uint8Array[];
  /** The canonical blocks themselves, where the signer chose to archive the words: then differences can be shown. */
  readonly text?: readonly string[];
}
