// What fingerprints say of a passage: whether a copy of the signed text would show as many. They say "possibly", never more.
import type { ParsedText } from "./parsed-text.js";
import { bareToken } from "./segment.js";
import { hashKey } from "./short-hash.js";
import { GRAM, gramsOf, WINDOW } from "./winnow.js";

/** Fingerprints in a row that are enough. */
const ENOUGH = 3;
/** Fewest words, in tenths, that they span: so many in scripts whose characters count as words of their own, too. */
const LEAST_SPAN = 80;

/** One in so many of a passage's own, where they come in no row: of a text with every sixth word changed, two are left. */
const SCATTERED = 32;

/** What fingerprints say of a passage. */
export interface PrintEvidence {
  /** Whether there is one at all. */
  readonly any: boolean;
  /** Whether blocks `from` up to `to` share as many with the record as a copy would, or a text with changes all over. */
  enough(from: number, to: number): boolean;
}

/** @param prints those of a record, by hashKey */
export function printEvidence(passage: ParsedText, prints: ReadonlySet<string>): PrintEvidence {
  const words: string[] = [];
  const firstWord = [0];
  const tenths = [0];
  for (const [i, token] of passage.tokens.entries()) {
    while (firstWord.length <= token.block) firstWord.push(words.length);
    const word = bareToken(token.text);
    if (!word) continue;
    words.push(word);
    tenths.push(passage.tenths[i + 1] ?? 0);
  }
  while (firstWord.length <= passage.blocks.length) firstWord.push(words.length);
  const hits = gramsOf(words).map((gram) => prints.has(hashKey(gram)));
  const enough = (from: number, to: number) => {
    const [start, end] = [firstWord[from] ?? 0, firstWord[to] ?? 0];
    // A copy of n words holds n - 7 grams, of which one in every eight was kept.
    const grams = end - start - GRAM + 1;
    const needed = Math.min(ENOUGH, Math.floor(grams / WINDOW));
    if (needed < 1) return false;
    const spans = (first: number, last: number) =>
      (tenths[last + GRAM] ?? 0) - (tenths[first] ?? 0) >= LEAST_SPAN;
    const places: number[] = [];
    let run = 0;
    for (let i = start; i + GRAM <= end; i++) {
      if (!hits[i]) continue;
      // In a copy, no more than seven that were not kept come between two that were.
      run = i - (places.at(-1) ?? start) <= WINDOW ? run + 1 : 1;
      places.push(i);
      if (run >= needed && spans(places[places.length - run] ?? i, i)) return true;
    }
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined || !spans(first, last)) return false;
    return places.length >= ENOUGH && places.length * SCATTERED >= grams;
  };
  return { any: hits.includes(true), enough };
}
