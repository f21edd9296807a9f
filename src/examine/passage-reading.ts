// The ways to read the words of a page. A page is no file: how lines were joined, and what white space stood around the
// signed text, is lost, so what was signed is looked for in every way that pages are known to be made from texts.
import { concat, utf8 } from "../encoding/index.js";
import { canonical } from "../text/index.js";
import type { Passage } from "./passage.js";

/** A stretch of text and the piece with which it begins. */
interface Stretch {
  readonly text: string;
  readonly piece: number;
}

/** One way to read the words before the run: stretches of it, and what joins them. */
export interface Reading {
  readonly stretches: readonly Stretch[];
  readonly between: string;
  /** Stands between the last of them and the run. */
  readonly end: string;
}

/** Elements that are no block of their own, but part of the one around them. */
const INLINE = new Set(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb ruby s samp slot small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** Every way to read the words in front of the run that anybody is known to have written them. */
export function readings(passage: Passage): Reading[] {
  const { lines, blocks } = stretchesOf(passage);
  const plain = lines.filter(({ text }) => text !== "\n");
  const ends = ["", "\n", "\n\n"];
  return [
    { stretches: plain, between: "", end: "" },
    { stretches: lines, between: "", end: "" },
    ...["\n\n", "\n"].flatMap((between) =>
      ends.map((end) => ({ stretches: blocks, between, end })),
    ),
    { stretches: trimmedAtEnd(plain), between: "", end: "" },
    { stretches: trimmedAtEnd(plain), between: "", end: "\n" },
  ];
}

/**
 * The text of a reading in Unicode's composed form, as it is signed.
 * @returns its last `length` bytes and the piece that they begin in; undefined where it is shorter
 */
export function lastBytes(
  { stretches, between, end }: Reading,
  length: number,
): { readonly bytes: Uint8Array; readonly piece: number } | undefined {
  let bytes = utf8(end.normalize("NFC"));
  const parts = [bytes];
  let left = length - bytes.length;
  for (let i = stretches.length - 1; i >= 0 && left > 0; i--) {
    const stretch = stretches[i];
    if (!stretch) break;
    const joined = i < stretches.length - 1 ? stretch.text + between : stretch.text;
    bytes = utf8(joined.normalize("NFC"));
    left -= bytes.length;
    parts.unshift(left < 0 ? bytes.subarray(-left) : bytes);
    if (left <= 0) return { bytes: concat(...parts), piece: stretch.piece };
  }
  return undefined;
}

function trimmedAtEnd(stretches: readonly Stretch[]): Stretch[] {
  const kept = [...stretches];
  for (let last = kept.pop(); last; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text !== "") return [...kept, { ...last, text }];
  }
  return kept;
}

/** The text in front of the run, piece by piece (`<br>` as a line feed), and in blocks as they stand. */
function stretchesOf({ markup, run }: Passage): { lines: Stretch[]; blocks: Stretch[] } {
  const lines: Stretch[] = [];
  const blocks: Stretch[] = [];
  const names: string[] = [];
  let open: Stretch | undefined;
  const close = () => {
    const text = open?.text.trim();
    if (open && text) blocks.push({ ...open, text });
    open = undefined;
  };
  const add = (stretch: Stretch) => {
    lines.push(stretch);
    open = open ? { ...open, text: open.text + stretch.text } : stretch;
  };
  for (const [piece, what] of withoutRun(markup, run).entries()) {
    const rest = what.slice(1);
    if (what.startsWith('"')) add({ text: rest, piece });
    else if (what === "<br") add({ text: "\n", piece });
    else if (what.startsWith("<") ? !INLINE.has(rest) : !INLINE.has(names.at(-1) ?? "")) close();
    if (what.startsWith("<")) names.push(rest);
    else if (what === "/") names.pop();
  }
  close();
  return { lines, blocks };
}

/** The pieces in front of the run, where it is among them: it may be split over several. */
function withoutRun(markup: readonly string[], run: string): readonly string[] {
  if (run === "") return markup;
  const text = markup.map((piece) => (piece.startsWith('"') ? piece.slice(1) : ""));
  const at = text.join("").indexOf(run);
  if (at < 0) return withoutMark(markup, run);
  let left = at;
  const kept: string[] = [];
  for (const [i, piece] of markup.entries()) {
    const { length } = text[i] ?? "";
    if (piece.startsWith('"') && length >= left) return [...kept, piece.slice(0, left + 1)];
    left -= length;
    kept.push(piece);
  }
  return kept;
}

/** The mark in front of the run may be in a piece of the text. */
function withoutMark(markup: readonly string[], run: string): readonly string[] {
  const last = markup.findLastIndex((piece) => piece.startsWith('"') && piece !== '"');
  const end = markup[last];
  if (!run.startsWith("\ufeff") || !end?.endsWith("\ufeff")) return markup;
  return markup.with(last, end.slice(0, -1));
}

/** The piece with which the last block begins whose canonical form is `block`. */
export function pieceOfBlock(passage: Passage, block: string): number | undefined {
  return stretchesOf(passage).blocks.findLast(({ text }) => canonical(text) === block)?.piece;
}

const MOST_QUOTED = 6000;

/** The blocks from a piece on, as they stand; of a long text, the beginning. */
export function quoteFrom(passage: Passage, piece: number): string[] {
  const { blocks } = stretchesOf(passage);
  const first = blocks.findLastIndex((block) => block.piece <= piece);
  return shortened(blocks.slice(Math.max(0, first)));
}

/** The last blocks in front of the run. */
export function quoteOfLast(passage: Passage, count: number): string[] {
  return shortened(stretchesOf(passage).blocks.slice(-count));
}

function shortened(blocks: readonly Stretch[]): string[] {
  const quote: string[] = [];
  let left = MOST_QUOTED;
  for (const { text } of blocks) {
    if (left <= 0) break;
    quote.push(text.slice(0, left));
    left -= text.length;
  }
  return quote;
}
