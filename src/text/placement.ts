// Whether a passage stands in a signed text as it is: every word of it, in one run. By its words where they were archived;
// else by the hashes of its sentences, so that a sentence that was cut short can't be proven and isn't.
import { findRun } from "./align.js";
import { isWordless, type ParsedText, sentenceAt } from "./parsed-text.js";
import type { SignedText } from "./signed-text.js";

/** Where it stands, in sentences of the signed text: from its first up to its last, the latter included. */
export interface Placement {
  readonly firstSentence: number;
  readonly lastSentence: number;
  /** Whether it begins, or ends, in the middle of a sentence. */
  readonly cut: { readonly start: boolean; readonly end: boolean };
  /** Tokens of the signed text, where the words were archived: from, up to. */
  readonly tokens?: readonly [from: number, to: number];
}

/** What a site puts around a quote. */
const OPENING = /^["'([{]+/;
const CLOSING = /["')\]}]+$/;
/** With what a quote that is cut short may end where the signed text goes on. A question or an exclamation stays one. */
const STOP = /[.,;:]+$/;

/** Places blocks `from` up to `to` of a passage. */
export function place(
  passage: ParsedText,
  from: number,
  to: number,
  signed: SignedText,
): Placement | undefined {
  const { words } = signed;
  if (!words)
    return placeSentences(
      passage,
      passage.firstSentence[from] ?? 0,
      passage.firstSentence[to] ?? 0,
      signed,
    );
  return placeTokens(passage, passage.firstToken[from] ?? 0, passage.firstToken[to] ?? 0, words);
}

/** Places tokens `from` up to `to` of a passage in a signed text whose words are known. */
export function placeTokens(
  passage: ParsedText,
  from: number,
  to: number,
  { text, places }: NonNullable<SignedText["words"]>,
): Placement | undefined {
  const { tokens, firstToken } = passage;
  while (from < to && isWordless(passage, from, from + 1)) from++;
  while (to > from && isWordless(passage, to - 1, to)) to--;
  const start = findRun({
    from,
    to,
    among: text.tokens.length,
    places: (i) => places.get(tokens[i]?.text ?? "") ?? [],
    same: (i, at) => {
      const [token, other] = [tokens[i], text.tokens[at]];
      if (!token || !other) return false;
      if (token.text === other.text) return true;
      const first = i === from || i === firstToken[token.block];
      const last = i === to - 1 || i + 1 === firstToken[token.block + 1];
      return (first || last) && isSameWord(token.text, other.text, first, last);
    },
  });
  if (start === undefined) return undefined;
  const end = start + to - from;
  const [firstSentence, lastSentence] = [sentenceAt(text, start), sentenceAt(text, end - 1)];
  return {
    firstSentence,
    lastSentence,
    cut: {
      start: !isWordless(text, text.sentences[firstSentence]?.from ?? start, start),
      end: !isWordless(text, end, text.sentences[lastSentence]?.to ?? end),
    },
    tokens: [start, end],
  };
}

/** The same word at the beginning or end of a quote, with other marks around it. */
function isSameWord(word: string, other: string, first: boolean, last: boolean): boolean {
  const inner = (text: string) => {
    const opened = first ? text.replace(OPENING, "") : text;
    return last ? opened.replace(CLOSING, "") : opened;
  };
  const [a, b] = [inner(word), inner(other)];
  return a === b || (last && a.replace(STOP, "") === b.replace(STOP, ""));
}

function placeSentences(
  passage: ParsedText,
  from: number,
  to: number,
  signed: SignedText,
): Placement | undefined {
  const isMarks = (i: number) => {
    const { from: first, to: end } = passage.sentences[i] ?? { from: 0, to: 0 };
    return isWordless(passage, first, end);
  };
  while (from < to && isMarks(from)) from++;
  while (to > from && isMarks(to - 1)) to--;
  const keys = sentenceKeys(passage, from, to, signed);
  const { sentences, sentencePlaces } = signed;
  const start = findRun({
    from: 0,
    to: to - from,
    among: sentences.length,
    places: (i) => placesOf(keys[i] ?? [], sentencePlaces),
    same: (i, at) => keys[i]?.includes(sentences[at] ?? "") ?? false,
  });
  return start === undefined
    ? undefined
    : {
        firstSentence: start,
        lastSentence: start + to - from - 1,
        cut: { start: false, end: false },
      };
}

/** By sentence `from` up to `to` of a passage: its key, and those without the marks that a site puts around a quote. */
export function sentenceKeys(
  { sentences, firstSentence }: ParsedText,
  from: number,
  to: number,
  { keyOf }: SignedText,
): string[][] {
  return sentences.slice(from, to).map(({ text, block }, i) => {
    const first = i === 0 || from + i === firstSentence[block];
    const last = from + i + 1 === to || from + i + 1 === firstSentence[block + 1];
    const opened = first ? text.replace(OPENING, "") : text;
    const closed = last ? text.replace(CLOSING, "") : text;
    const both = last ? opened.replace(CLOSING, "") : opened;
    return [...new Set([text, opened, closed, both])].filter(Boolean).map(keyOf);
  });
}

/** Places of the first of its keys that has any. */
export function placesOf(
  keys: readonly string[],
  all: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  for (const key of keys) {
    const places = all.get(key);
    if (places) return places;
  }
  return [];
}
