// A passage compared with one record. What is favourable needs every word of it proven, in its place; whatever can't be
// proven falls to a label that says less. Pure and bounded: a hostile page or record makes it say less, never wait.

import { equal } from "../encoding/index.js";
import { findPieces } from "./align.js";
import { canonical } from "./canonical.js";
import { differencesOf, sameWords, type WordChanges, wordChanges } from "./changes.js";
import { withJoinsUndone } from "./joins.js";
import { type ParsedText, parseText, textBetween, wordsBetween } from "./parsed-text.js";
import { type Placement, place, placesOf, placeTokens, sentenceKeys } from "./placement.js";
import { type PrintEvidence, printEvidence } from "./print-evidence.js";
import { hashKey, shortHash } from "./short-hash.js";
import { blockOfSentence, type SignedText, signedText } from "./signed-text.js";
import type { BlockMatch, TextLabel, TextMatch } from "./text-match.js";
import { articleHash, type TextRecord } from "./text-record.js";

/** Words under which nothing favourable is said. */
const LEAST_WORDS = 15;
/** Words of a sentence cut short, at the edge of a block, from which it counts as found. */
const LEAST_PIECE = 8;
/** Most characters of context on either side. */
const CONTEXT = 300;

/** What is compared, and what has been found out about it. */
interface Comparison {
  readonly passage: ParsedText;
  readonly signed: SignedText;
  /** By sentence of the passage: the sentence of the record, -1 for none. */
  readonly found: readonly number[];
  readonly prints: PrintEvidence;
  readonly changes: WordChanges | undefined;
}

/**
 * What a passage has to do with the text of a record.
 * @param blocks of the passage, as plainBlocks or markupBlocks give them
 */
export function matchText(blocks: readonly string[], record: TextRecord): TextMatch {
  const passage = parseText(blocks.map(canonical).filter((block) => block !== ""));
  return matchParsed(passage, signedText(record));
}

function matchParsed(passage: ParsedText, signed: SignedText, isCutAnew = false): TextMatch {
  const count = passage.blocks.length;
  const placed = count > 0 ? place(passage, 0, count, signed) : undefined;
  const found = placed
    ? passage.sentences.map((_, i) => Math.min(placed.firstSentence + i, placed.lastSentence))
    : findSentences(passage, signed);
  const prints = printEvidence(passage, signed.prints);
  const related = (prints.any || found.some((at) => at >= 0)) && found.some((at) => at < 0);
  const apart = related && !isCutAnew ? withJoinsUndone(passage, found, signed) : undefined;
  if (apart) return matchParsed(apart, signed, true);
  const changes = related ? wordChanges(passage, signed) : undefined;
  const comparison = { passage, signed, found, prints, changes };
  const each = passage.blocks.map((_, block) => matchBlock(comparison, block));
  const words = wordsBetween(passage, 0, passage.tokens.length);
  const context = placed && contextOf(placed, signed);
  return {
    label: floored(words, wholeLabel(comparison, placed, each)),
    words,
    sentences: { found: found.filter((at) => at >= 0).length, of: found.length },
    blocks: { found: each.filter((one) => one.stands).length, of: count },
    share: {
      found: placed
        ? placed.lastSentence - placed.firstSentence + 1
        : new Set(found.filter((at) => at >= 0)).size,
      of: signed.sentences.length,
    },
    cut: placed?.cut ?? { start: false, end: false },
    each: each.map(({ stands: _, ...one }) => one),
    differences: placed ? [] : differencesOf(passage, found, changes),
    ...(context && { context }),
  };
}

/** Whether a label says that the words are the signer's. */
export function isFavourable(label: TextLabel): boolean {
  return label === "exact" || label === "partial-quote" || label === "omissions";
}

function wholeLabel(
  comparison: Comparison,
  placed: Placement | undefined,
  each: readonly BlockMatch[],
): TextLabel {
  const { passage, signed } = comparison;
  if (placed) return isWhole(passage, signed) ? "exact" : "partial-quote";
  const count = passage.blocks.length;
  const pieces = labelOfPieces(comparison, 0, count);
  return pieces === "none" && each.some(({ label }) => isFavourable(label)) ? "based-on" : pieces;
}

/** Whether the passage is the signed text, word for word and mark for mark, however it is cut into blocks. */
function isWhole(passage: ParsedText, signed: SignedText): boolean {
  const { record, words, sentences, keyOf } = signed;
  if (equal(articleHash(passage.blocks), record.article)) return true;
  if (words)
    return (
      passage.tokens.length === words.text.tokens.length &&
      passage.tokens.every((token, i) => token.text === words.text.tokens[i]?.text)
    );
  return (
    passage.sentences.length === sentences.length &&
    passage.sentences.every((sentence, i) => keyOf(sentence.text) === sentences[i])
  );
}

/** @returns the match, and whether the block stands in the record: as one of its blocks, however short, or as a quote */
function matchBlock(comparison: Comparison, block: number): BlockMatch & { stands: boolean } {
  const { passage, signed, found } = comparison;
  const { firstToken, firstSentence } = passage;
  const words = wordsBetween(passage, firstToken[block] ?? 0, firstToken[block + 1] ?? 0);
  const same = signed.blocks.get(hashKey(shortHash(passage.blocks[block] ?? "")));
  if (same !== undefined) return { label: floored(words, "exact"), block: same, stands: true };
  const placed = words < LEAST_WORDS ? undefined : place(passage, block, block + 1, signed);
  if (placed)
    return {
      label: "partial-quote",
      block: blockOfSentence(signed, placed.firstSentence),
      stands: true,
    };
  const label = floored(words, labelOfPieces(comparison, block, block + 1));
  const at = found.slice(firstSentence[block], firstSentence[block + 1]).find((one) => one >= 0);
  return {
    label,
    ...(at !== undefined && { block: blockOfSentence(signed, at) }),
    stands: isFavourable(label),
  };
}

/** The label of blocks `from` up to `to` of the passage, which don't stand in the record in one run. */
function labelOfPieces(comparison: Comparison, from: number, to: number): TextLabel {
  const { passage, found, prints, changes } = comparison;
  const { sentences, firstToken, firstSentence } = passage;
  const [first, last] = [firstSentence[from] ?? 0, firstSentence[to] ?? 0];
  let [count, wordsFound] = [0, 0];
  for (let i = first; i < last; i++) {
    const { from: start, to: end } = sentences[i] ?? { from: 0, to: 0 };
    if ((found[i] ?? -1) < 0) continue;
    count++;
    wordsFound += wordsBetween(passage, start, end);
  }
  if (count === last - first && count > 0) return "omissions";
  if (2 * count >= last - first && wordsFound >= LEAST_WORDS) return "edited";
  const [start, end] = [firstToken[from] ?? 0, firstToken[to] ?? 0];
  const words = wordsBetween(passage, start, end);
  const same = changes ? sameWords(changes, start, end) : 0;
  if (same >= LEAST_WORDS && 2 * same >= words) return "edited";
  return prints.enough(from, to) ? "based-on" : "none";
}

function floored(words: number, label: TextLabel): TextLabel {
  return words < LEAST_WORDS && label !== "none" ? "too-short" : label;
}

/** Every sentence of the passage by itself; one that a block begins or ends with may be cut short where words are known. */
function findSentences(passage: ParsedText, signed: SignedText): number[] {
  const { sentences, firstSentence } = passage;
  const keys = sentenceKeys(passage, 0, sentences.length, signed);
  const found = findPieces({
    from: 0,
    to: sentences.length,
    among: signed.sentences.length,
    places: (i) => placesOf(keys[i] ?? [], signed.sentencePlaces),
    same: (i, at) => keys[i]?.includes(signed.sentences[at] ?? "") ?? false,
  });
  const { words } = signed;
  if (!words) return found;
  return found.map((at, i) => {
    const { block, from, to } = sentences[i] ?? { block: 0, from: 0, to: 0 };
    const isEdge = i === firstSentence[block] || i + 1 === firstSentence[block + 1];
    if (at >= 0 || !isEdge || wordsBetween(passage, from, to) < LEAST_PIECE) return at;
    return placeTokens(passage, from, to, words)?.firstSentence ?? -1;
  });
}

function contextOf({ tokens }: Placement, { words }: SignedText): TextMatch["context"] {
  if (!words || !tokens) return undefined;
  const { text } = words;
  const [from, to] = tokens;
  const block = (token: number) => text.tokens[token]?.block ?? 0;
  const before = from > 0 ? textBetween(text, text.firstToken[block(from - 1)] ?? 0, from) : "";
  const after =
    to < text.tokens.length ? textBetween(text, to, text.firstToken[block(to) + 1] ?? to) : "";
  return { before: before.slice(-CONTEXT), after: after.slice(0, CONTEXT) };
}
