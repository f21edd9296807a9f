// What a passage has to do with a signed text. Decided from the record in hand alone, never from an index.

/**
 * `exact`: the whole text, word for word; only typography may differ. `partial-quote`: sentences of it (the first and last
 * perhaps cut short), contiguous and in order. `omissions`: its sentences, but not contiguous or not in order. `edited`: at
 * least half of the sentences, the others changed. `based-on`: three consecutive fingerprints or more, below that half.
 * `common-phrase`: stands in different texts of different signers, so it says nothing of where it is from (matchAll).
 * `too-short`: matches, but is too short to say anything favourable. `none`: no match, which says nothing about the text.
 */
export type TextLabel =
  | "exact"
  | "partial-quote"
  | "omissions"
  | "edited"
  | "based-on"
  | "common-phrase"
  | "too-short"
  | "none";

/** A run of words: the same in both, only in the passage, or only in the signed text. */
export interface WordRun {
  readonly kind: "same" | "passage" | "signed";
  readonly text: string;
}

/** One block of the passage. */
export interface BlockMatch {
  readonly label: TextLabel;
  /** Index of the block of the record that it stands in, where there is one. */
  readonly block?: number;
}

/** What came of comparing a passage with one record. */
export interface TextMatch {
  readonly label: TextLabel;
  /** Words of the passage: two characters of Chinese or Japanese count as one, five of Thai, Lao, Myanmar or Khmer. */
  readonly words: number;
  /** Sentences of the passage that stand in the record, of how many. */
  readonly sentences: { readonly found: number; readonly of: number };
  /** Blocks of the passage that stand in the record, whole or as a quote, of how many. */
  readonly blocks: { readonly found: number; readonly of: number };
  /** Of the record's sentences: how many the passage has, of how many ("3 of 41 sentences"). */
  readonly share: { readonly found: number; readonly of: number };
  /** Of a partial quote: whether it begins, or ends, in the middle of a sentence. */
  readonly cut: { readonly start: boolean; readonly end: boolean };
  /** By block of the passage. */
  readonly each: readonly BlockMatch[];
  /**
   * Sentences of the passage that differ, the first 200: word by word where the record holds the words, else each as one
   * run that only the passage has.
   */
  readonly differences: readonly (readonly WordRun[])[];
  /** What stands before and after a partial quote in the signed text, where the record holds the words. */
  readonly context?: { readonly before: string; readonly after: string };
}
