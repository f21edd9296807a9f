// What fingerprints say of a passage: whether a copy of the signed text would show as many. They say "possibly", never more.
import { tenthsOf } from "./segment.js";
import { hashKey } from "./short-hash.js";
import { bareWords, GRAM, gramsOf, WINDOW } from "./winnow.js";

/** Fingerprints in a row that are enough. */
const ENOUGH = 3;
/** Fewest words, in tenths, that they span: so many in scripts whose characters count as words of their own, too. */
const LEAST_SPAN = 80;

/** Whether blocks `from` up to `to` of the passage share enough fingerprints in a row with the record. */
export type HasPrints = (from: number, to: number) => boolean;

/** @param prints those of a record, by hashKey */
export function printEvidence(blocks: readonly string[], prints: ReadonlySet<string>): HasPrints {
  const words: string[] = [];
  const firstWord = [0];
  const tenths = [0];
  for (const block of blocks) {
    for (const word of bareWords([block])) {
      words.push(word);
      tenths.push((tenths.at(-1) ?? 0) + tenthsOf(word));
    }
    firstWord.push(words.length);
  }
  const hits = gramsOf(words).map((gram) => prints.has(hashKey(gram)));
  return (from, to) => {
    const [start, end] = [firstWord[from] ?? 0, firstWord[to] ?? 0];
    // A copy of n words holds n - 7 grams, of which one in every eight was kept.
    const needed = Math.min(ENOUGH, Math.floor((end - start - GRAM + 1) / WINDOW));
    if (needed < 1) return false;
    let [run, began, last] = [0, 0, start - 1];
    for (let i = start; i + GRAM <= end; i++) {
      if (!hits[i]) continue;
      // In a copy, no more than seven that were not kept come between two that were.
      if (run > 0 && i - last <= WINDOW) run++;
      else [run, began] = [1, i];
      last = i;
      const span = (tenths[i + GRAM] ?? 0) - (tenths[began] ?? 0);
      if (run >= needed && span >= LEAST_SPAN) return true;
    }
    return false;
  };
}
