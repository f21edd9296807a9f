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

/** @param prints those of a record: their place in it */
export function printEvidence(
  blocks: readonly string[],
  prints: ReadonlyMap<string, number>,
): HasPrints {
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
  const hits = gramsOf(words).map((gram) => prints.get(hashKey(gram)));
  return (from, to) => {
    const [start, end] = [firstWord[from] ?? 0, firstWord[to] ?? 0];
    // A copy of n words holds n - 7 grams, of which one in every eight was kept.
    const needed = Math.min(ENOUGH, Math.floor((end - start - GRAM + 1) / WINDOW));
    if (needed < 1) return false;
    let [run, began, last] = [0, 0, -1];
    for (let i = start; i + GRAM <= end; i++) {
      const hit = hits[i];
      if (hit === undefined || hit === last) continue;
      if (run > 0 && hit === last + 1) run++;
      else [run, began] = [1, i];
      last = hit;
      const span = (tenths[i + GRAM] ?? 0) - (tenths[began] ?? 0);
      if (run >= needed && span >= LEAST_SPAN) return true;
    }
    return false;
  };
}
