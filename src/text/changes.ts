// The words in which a passage differs from a signed text, for people to see: sentence by sentence, bounded.
import { type ParsedText, sentenceAt, textBetween } from "./parsed-text.js";
import type { SignedText } from "./signed-text.js";
import type { WordRun } from "./text-match.js";
import { type Stretch, wordDiff } from "./word-diff.js";

/** Most sentences of which the differences are shown. */
const MOST_SENTENCES = 200;
/** Most tokens of one run that only the signed text has. */
const MOST_SIGNED = 100;

export interface WordChanges {
  readonly passage: ParsedText;
  readonly signed: ParsedText;
  readonly stretches: readonly Stretch[];
  /** By token of the passage: what it counts and stands in the signed text, in tenths of a word, summed up to it. */
  readonly same: readonly number[];
}

/** Compares all words of both; undefined where the signed ones were not archived. */
export function wordChanges(passage: ParsedText, { words }: SignedText): WordChanges | undefined {
  if (!words) return undefined;
  const texts = ({ tokens }: ParsedText) => tokens.map((token) => token.text);
  const stretches = wordDiff(texts(passage), texts(words.text));
  const same = [0];
  for (const stretch of stretches)
    for (let i = stretch.a; i < stretch.aEnd; i++)
      same.push(
        (same.at(-1) ?? 0) +
          (stretch.same ? (passage.tenths[i + 1] ?? 0) - (passage.tenths[i] ?? 0) : 0),
      );
  return { passage, signed: words.text, stretches, same };
}

/** Words among tokens `from` up to `to` of the passage that stand in the signed text, in the same order. */
export function sameWords({ same }: WordChanges, from: number, to: number): number {
  return Math.floor(((same[to] ?? 0) - (same[from] ?? 0)) / 10);
}

/** The sentences of the passage that were not found, with what differs in each. @param found -1 for these */
export function differencesOf(
  passage: ParsedText,
  found: readonly number[],
  changes: WordChanges | undefined,
): WordRun[][] {
  const differing = passage.sentences.filter((_, i) => (found[i] ?? -1) < 0);
  let next = 0; // stretches before it are behind us
  return differing.slice(0, MOST_SENTENCES).map(({ text, from, to }) => {
    if (!changes) return [{ kind: "passage", text }];
    const { stretches } = changes;
    while (next < stretches.length && (stretches[next]?.aEnd ?? 0) < from) next++;
    const runs: WordRun[] = [];
    for (let i = next; i < stretches.length && (stretches[i]?.a ?? to) <= to; i++)
      runs.push(...runsOf(changes, i, from, to));
    return runs;
  });
}

/** The part of one stretch that belongs to tokens `from` up to `to` of the passage. */
function runsOf(
  { passage, signed, stretches }: WordChanges,
  i: number,
  from: number,
  to: number,
): WordRun[] {
  const stretch = stretches[i] as Stretch;
  const [a, aEnd] = [Math.max(stretch.a, from), Math.min(stretch.aEnd, to)];
  const own = a < aEnd ? textBetween(passage, a, aEnd) : "";
  if (stretch.same) return own ? [{ kind: "same", text: own }] : [];
  const runs: WordRun[] = own ? [{ kind: "passage", text: own }] : [];
  if (stretch.a < from) return runs; // shown with the sentence before
  // A sentence of the signed text that is not there at all belongs to none of the passage's.
  const before = stretch.a === from ? sentenceStart(signed, stretch.bEnd) : 0;
  const behind = stretch.aEnd >= to ? sentenceEnd(signed, stretch.b) : signed.tokens.length;
  const [b, bEnd] = own
    ? [stretch.b, stretch.bEnd]
    : [Math.max(stretch.b, before), Math.min(stretch.bEnd, behind)];
  const [first, last] = [
    i === 0 ? Math.max(b, before) : b,
    i === stretches.length - 1 ? Math.min(bEnd, behind) : bEnd,
  ];
  const theirs =
    first < last ? textBetween(signed, first, Math.min(last, first + MOST_SIGNED)) : "";
  return theirs ? [...runs, { kind: "signed", text: theirs }] : runs;
}

/** Where the sentence begins that goes on at a token. */
function sentenceStart(text: ParsedText, token: number): number {
  return text.sentences[sentenceAt(text, token)]?.from ?? 0;
}

/** Where the sentence ends that was going on before a token. */
function sentenceEnd(text: ParsedText, token: number): number {
  return text.sentences[sentenceAt(text, token - 1)]?.to ?? 0;
}
