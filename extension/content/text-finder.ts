// Finds text that carries its own credential: an invisible run of variation selectors at its end (C2PA 2.4 §A.8). A page
// without any costs one look at its text as a whole; only a hit is looked at more closely. The run may be split over
// nodes, and the mark in front of it (U+FEFF), which much software takes for white space, may be gone.
import { type Step, walk } from "./text-walk.js";

/** "C2PATXT\0" in variation selectors: how every run begins. */
const MAGIC = "\u{E0133}\u{E0122}\u{E0140}\u{E0131}\u{E0144}\u{E0148}\u{E0144}\uFE00" as const;
/** The first half of every selector beyond the first sixteen: text without it holds no part of a run worth a look. */
export const SIGN = "\uDB40";
const MARKER = "\uFEFF";

/** Runs in one document or shadow root; a page that is full of them is no article. */
const MOST_RUNS = 50;
/** UTF-16 units of text before a run that are looked at, and of a run itself. */
const MOST_BEFORE = 1_000_000;
const MOST_RUN = 4_000_000;

/** A run, and what stands before it. */
export interface Run {
  /** The text before the run: after the run before this one, and not more than the last million characters. */
  readonly before: string;
  /** With the mark in front of it where that is there. */
  readonly run: string;
}

/** A run on a page. */
export interface Wrapped extends Run {
  /** Where it begins, the mark not counted. */
  readonly node: Text;
  readonly offset: number;
}

/** Whether there is anything to be looked at more closely. */
export function mayHoldRun(root: Node): boolean {
  return root.textContent?.includes(MAGIC) ?? false;
}

/** All runs below a node, in order. */
export function wrappedIn(root: Node): Wrapped[] {
  const { text, parts } = flowOf(walk(root));
  return runsIn(text).flatMap(({ at, ...run }) => {
    const part = parts.findLast((one) => one.at <= at);
    return part ? [{ ...run, node: part.node, offset: at - part.at + part.from }] : [];
  });
}

/** All runs in a text; `at` is where the magic stands. */
export function runsIn(text: string): (Run & { readonly at: number })[] {
  const found: (Run & { readonly at: number })[] = [];
  let after = 0;
  for (let at = text.indexOf(MAGIC); at >= 0 && found.length < MOST_RUNS; ) {
    const end = endOfRun(text, at);
    const start = text[at - 1] === MARKER ? at - 1 : at;
    const before = text.slice(Math.max(after, start - MOST_BEFORE), start);
    if (end - at <= MOST_RUN) found.push({ before, run: text.slice(start, end), at });
    after = end;
    at = text.indexOf(MAGIC, end);
  }
  return found;
}

/** Where the selectors that start at `from` end. */
function endOfRun(text: string, from: number): number {
  let at = from;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xfe00 && unit <= 0xfe0f) at++;
    else if (unit === 0xdb40 && isLowSelector(text.charCodeAt(at + 1))) at += 2;
    else return at;
  }
}

/** Of U+E0100 to U+E01EF. */
function isLowSelector(unit: number): boolean {
  return unit >= 0xdd00 && unit <= 0xddef;
}

/** A stretch of the text that is one node's: where it begins in the text, and in the node. */
interface Part {
  readonly node: Text;
  readonly at: number;
  readonly from: number;
}

/** The text of a walk in one piece, with the way back. */
export function flowOf(steps: Iterable<Step>): {
  readonly text: string;
  readonly parts: readonly Part[];
} {
  const parts: Part[] = [];
  const pieces: string[] = [];
  let at = 0;
  for (const step of steps)
    if (step.is === "text") {
      parts.push({ node: step.node, at, from: step.from });
      pieces.push(step.text);
      at += step.text.length;
    }
  return { text: pieces.join(""), parts };
}
