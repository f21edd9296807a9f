// Blocks that a transport ran together: with its line breaks gone, a heading becomes the beginning of the first sentence
// behind it. By hashes alone such a sentence is unknown; cut where two blocks of the record meet, it is two that are known.
import { type ParsedText, textBetween } from "./parsed-text.js";
import { blockOfSentence, type SignedText } from "./signed-text.js";

type Sentence = ParsedText["sentences"][number];

/** Tokens of a sentence's first part at most, and hashes in all: a hostile passage is left as it is. */
const LONGEST_PART = 200;
const MOST_HASHES = 2_000;

/**
 * The passage with such sentences cut in two or more.
 * @param found by sentence of the passage: the sentence of the record, -1 for none
 * @returns undefined where there are none, and where the words are known and need no cutting
 */
export function withJoinsUndone(
  passage: ParsedText,
  found: readonly number[],
  signed: SignedText,
): ParsedText | undefined {
  if (signed.words) return undefined;
  const budget = { left: MOST_HASHES };
  const sentences: Sentence[] = [];
  const firstSentence = [0];
  let isCut = false;
  for (const [i, sentence] of passage.sentences.entries()) {
    while (firstSentence.length <= sentence.block) firstSentence.push(sentences.length);
    const parts = found[i] === -1 ? partsOf(sentence, passage, signed, budget) : undefined;
    isCut ||= parts !== undefined;
    sentences.push(...(parts ?? [sentence]));
  }
  while (firstSentence.length <= passage.blocks.length) firstSentence.push(sentences.length);
  return isCut ? { ...passage, sentences, firstSentence } : undefined;
}

/** Sentences of the record that make up one of the passage, each but the first the first of its block. */
function partsOf(
  { block, from, to }: Sentence,
  passage: ParsedText,
  signed: SignedText,
  budget: { left: number },
): Sentence[] | undefined {
  const parts: Sentence[] = [];
  let places: readonly number[] = [];
  for (let start = from; start < to; ) {
    const part = firstPart(start);
    if (!part) return undefined;
    parts.push(part.sentence);
    places = part.places;
    start = part.sentence.to;
  }
  return parts.length > 1 ? parts : undefined;

  function firstPart(start: number) {
    for (let end = start + 1; end <= Math.min(to, start + LONGEST_PART); end++) {
      if (budget.left-- <= 0) return undefined;
      const text = textBetween(passage, start, end);
      const all = signed.sentencePlaces.get(signed.keyOf(text)) ?? [];
      const next = start === from ? all : all.filter((at) => follows(at));
      if (next.length > 0) return { sentence: { text, block, from: start, to: end }, places: next };
    }
    return undefined;
  }

  function follows(at: number): boolean {
    return (
      places.includes(at - 1) && blockOfSentence(signed, at) !== blockOfSentence(signed, at - 1)
    );
  }
}
