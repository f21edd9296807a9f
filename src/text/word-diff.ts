// Two texts compared word by word. Four words in a row that come once in each hold them together; between such anchors,
// Myers' algorithm (1986) finds the fewest changes, up to a bound, beyond which a stretch counts as replaced. So time
// grows with the length of the texts, whatever is in them.

/** A stretch that both have, or only one: words `a` up to `aEnd` of the first, `b` up to `bEnd` of the second. */
export interface Stretch {
  readonly same: boolean;
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** Words of an anchor. */
const ANCHOR = 4;
/** Most changes between two anchors. */
const MOST_CHANGES = 200;
/** Before the first anchor and behind the last, the second text is looked at as far as the first goes, and so much more. */
const SLACK = 32;

/** The stretches of both texts in order, together all of `first` and of `second`, of which `first` may be a small part. */
export function wordDiff(first: readonly string[], second: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  const add = (same: boolean, a: number, aEnd: number, b: number, bEnd: number) => {
    if (a === aEnd && b === bEnd) return;
    const last = stretches.at(-1);
    if (last?.same === same) stretches[stretches.length - 1] = { ...last, aEnd, bEnd };
    else stretches.push({ same, a, aEnd, b, bEnd });
  };
  let [a, b] = [0, 0];
  const upTo = (aEnd: number, bEnd: number) => {
    let [x, y] = [a, b];
    const far = aEnd - a + SLACK;
    const from = a === 0 && b === 0 ? Math.max(0, bEnd - far) : b;
    const to = aEnd === first.length && bEnd === second.length ? Math.min(bEnd, from + far) : bEnd;
    for (const [i, j] of commonWords(first, a, aEnd, second, from, to)) {
      add(false, x, i, y, j);
      add(true, i, i + 1, j, j + 1);
      [x, y] = [i + 1, j + 1];
    }
    add(false, x, aEnd, y, bEnd);
    [a, b] = [aEnd, bEnd];
  };
  for (const [i, j] of anchors(first, second)) {
    if (i < a || j < b) continue; // inside the one before
    upTo(i, j);
    while (a < first.length && b < second.length && first[a] === second[b]) {
      add(true, a, a + 1, b, b + 1);
      [a, b] = [a + 1, b + 1];
    }
  }
  upTo(first.length, second.length);
  return stretches;
}

type Pair = readonly [number, number];

/** Where anchors begin in both, ascending in both. */
function anchors(first: readonly string[], second: readonly string[]): Pair[] {
  const [one, other] = [once(first), once(second)];
  const pairs: Pair[] = [];
  for (const [gram, i] of one) {
    const j = other.get(gram) ?? -1;
    if (i >= 0 && j >= 0) pairs.push([i, j]);
  }
  return ascending(pairs);
}

/** Place of every four words that come once, and -1 of those that come again. In the order of the text. */
function once(words: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = 0; i + ANCHOR <= words.length; i++) {
    const gram = words.slice(i, i + ANCHOR).join(" ");
    places.set(gram, places.has(gram) ? -1 : i);
  }
  return places;
}

/** The longest selection whose second numbers ascend, too (patience sorting). @param pairs ascending in the first */
function ascending(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = []; // by length of a selection: its last pair, with the smallest second number there is
  const before = new Array<number>(pairs.length);
  for (const [at, [, j]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < j) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  }
  const chosen: Pair[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) chosen.push(pairs[at] as Pair);
  return chosen.reverse();
}

/** Pairs of equal words by the fewest changes, none when these are too many. */
function commonWords(
  first: readonly string[],
  a: number,
  aEnd: number,
  second: readonly string[],
  b: number,
  bEnd: number,
): Pair[] {
  const [n, m] = [aEnd - a, bEnd - b];
  if (n === 0 || m === 0 || Math.abs(n - m) > MOST_CHANGES) return [];
  const most = Math.min(n + m, MOST_CHANGES);
  const reach = new Int32Array(2 * most + 3); // by diagonal: how far in the first text
  const trace: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes++) {
    trace.push(reach.slice());
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const k = diagonal + most + 1;
      const [below, above] = [reach[k - 1] ?? 0, reach[k + 1] ?? 0];
      let x = diagonal === -changes || (diagonal !== changes && below < above) ? above : below + 1;
      let y = x - diagonal;
      while (x < n && y < m && first[a + x] === second[b + y]) [x, y] = [x + 1, y + 1];
      reach[k] = x;
      if (x >= n && y >= m) return walkBack(trace, most, n, m).map(([i, j]) => [a + i, b + j]);
    }
  }
  return [];
}

function walkBack(trace: readonly Int32Array[], most: number, n: number, m: number): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [n, m];
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const reach = trace[changes] as Int32Array;
    const diagonal = x - y;
    const k = diagonal + most + 1;
    const down =
      diagonal === -changes || (diagonal !== changes && (reach[k - 1] ?? 0) < (reach[k + 1] ?? 0));
    const fromX = changes === 0 ? 0 : (reach[down ? k + 1 : k - 1] ?? 0);
    const fromY = changes === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) {
      [x, y] = [x - 1, y - 1];
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}
