// Where a passage stands in a signed text: as one run, or in pieces. Both look at few places only, so that a text made of
// a hundred thousand equal sentences takes no longer than any other; what is missed by that is never a favourable label.

/** A sequence to be found in another: `same(i, at)` compares, `places(i)` are where element `i` stands, ascending. */
export interface Wanted {
  readonly from: number;
  readonly to: number;
  /** How long the other sequence is. */
  readonly among: number;
  same(i: number, at: number): boolean;
  places(i: number): readonly number[];
}

/** Comparisons per element, and besides, that a search may take. */
const EFFORT = 64;
const HEAD_START = 2000;

/** Where the whole of it stands in one run: the place of its first element; undefined when nowhere. */
export function findRun({ from, to, among, same, places }: Wanted): number | undefined {
  let rarest = -1;
  for (let i = from; i < to; i++) {
    const count = places(i).length;
    if (count > 0 && (rarest < 0 || count < places(rarest).length)) rarest = i;
  }
  if (rarest < 0) return undefined;
  let effort = (to - from) * EFFORT + HEAD_START;
  for (const place of places(rarest)) {
    const start = place - (rarest - from);
    if (start < 0 || start + to - from > among) continue;
    let i = from;
    while (i < to && same(i, start + i - from)) i++;
    if (i === to) return start;
    effort -= i - from + 1;
    if (effort < 0) return undefined;
  }
  return undefined;
}

/** Places that are tried for one element: the next ones, and the first ones. */
const TRIED = 4;

/** The place of each element, -1 for none: in runs as long as can be found, in order where there is a choice. */
export function findPieces({ from, to, among, same, places }: Wanted): number[] {
  const found: number[] = new Array(to - from).fill(-1);
  let next = 0;
  for (let i = from; i < to; ) {
    let best = -1;
    let longest = 0;
    for (const place of someOf(places(i), next)) {
      let length = 0;
      while (i + length < to && place + length < among && same(i + length, place + length))
        length++;
      if (length > longest) [best, longest] = [place, length];
    }
    for (let k = 0; k < longest; k++) found[i - from + k] = best + k;
    if (longest > 0) next = best + longest;
    i += Math.max(1, longest);
  }
  return found;
}

function someOf(places: readonly number[], next: number): number[] {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < next) low = middle + 1;
    else high = middle;
  }
  return [...places.slice(low, low + TRIED), ...places.slice(0, Math.min(low, TRIED))];
}

/** Places of every key, ascending. */
export function placesByKey(keys: Iterable<string>): Map<string, number[]> {
  const places = new Map<string, number[]>();
  let at = 0;
  for (const key of keys) {
    const before = places.get(key);
    if (before) before.push(at);
    else places.set(key, [at]);
    at++;
  }
  return places;
}
