// A text taken apart for comparison: its tokens and sentences with their places. The same for a passage and for a signed
// text whose words were archived.
import { sentencesOf, tenthsOf, tokensOf } from "./segment.js";

/** A sentence: tokens `from` up to `to`, the latter not included. */
interface Sentence {
  readonly text: string;
  readonly block: number;
  readonly from: number;
  readonly to: number;
}

/** A token: where it stands in its block. */
interface Token {
  readonly text: string;
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

export interface ParsedText {
  /** Canonical blocks, none of them empty. */
  readonly blocks: readonly string[];
  readonly tokens: readonly Token[];
  /** What the tokens before each count, in tenths of a word, and at the end what all do. */
  readonly tenths: readonly number[];
  readonly sentences: readonly Sentence[];
  /** Index of each block's first token, and at the end how many there are. */
  readonly firstToken: readonly number[];
  /** Index of each block's first sentence, and at the end how many there are. */
  readonly firstSentence: readonly number[];
}

/** @param blocks canonical */
export function parseText(blocks: readonly string[]): ParsedText {
  const tokens: Token[] = [];
  const tenths = [0];
  const sentences: Sentence[] = [];
  const firstToken = [0];
  const firstSentence = [0];
  for (const [block, content] of blocks.entries()) {
    let end = 0;
    let token = tokens.length;
    for (const text of tokensOf(content)) {
      const start = content.indexOf(text, end);
      end = start + text.length;
      tokens.push({ text, block, start, end });
      tenths.push((tenths.at(-1) ?? 0) + tenthsOf(text));
    }
    let at = 0;
    for (const text of sentencesOf(content)) {
      at = content.indexOf(text, at) + text.length;
      const from = token;
      while (token < tokens.length && (tokens[token]?.start ?? 0) < at) token++;
      sentences.push({ text, block, from, to: token });
    }
    firstToken.push(tokens.length);
    firstSentence.push(sentences.length);
  }
  return { blocks, tokens, tenths, sentences, firstToken, firstSentence };
}

/** Words among tokens `from` up to `to`. */
export function wordsBetween({ tenths }: ParsedText, from: number, to: number): number {
  return Math.floor(((tenths[to] ?? 0) - (tenths[from] ?? 0)) / 10);
}

/** The text from one token up to another, blocks joined by a space. */
export function textBetween({ blocks, tokens }: ParsedText, from: number, to: number): string {
  const parts: string[] = [];
  for (let i = from; i < to; ) {
    const first = tokens[i] as Token;
    let last = first;
    while (i < to && tokens[i]?.block === first.block) last = tokens[i++] as Token;
    parts.push((blocks[first.block] ?? "").slice(first.start, last.end));
  }
  return parts.join(" ");
}

/** Index of the sentence that a token stands in. */
export function sentenceAt({ sentences }: ParsedText, token: number): number {
  let [low, high] = [0, sentences.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sentences[middle]?.from ?? 0) <= token) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether there is no word among tokens `from` up to `to`. */
export function isWordless({ tenths }: ParsedText, from: number, to: number): boolean {
  return tenths[from] === tenths[to];
}
