// Finds the manifest block of structured text (C2PA 2.4 §A.9):
//   PREFIX -----BEGIN C2PA MANIFEST----- REFERENCE -----END C2PA MANIFEST----- SUFFIX
// or on three lines of its own, as in front matter. The reference is an address or a data: URI with the store.
// Each line is looked at once, and only a line that is nothing but a comment counts: the same words in a string of a
// program, or in the middle of a sentence, are no credential.
import { utf8 } from "../encoding/index.js";
import { isComment } from "./comment-style.js";
import { find } from "./find.js";

export const BEGIN = "-----BEGIN C2PA MANIFEST-----";
export const END = "-----END C2PA MANIFEST-----";
const BEGIN_BYTES = utf8(BEGIN);
const END_BYTES = utf8(END);

/** No comment opener or closer is longer, however it is indented. */
const MAX_AROUND = 256;

/** A block, or one delimiter of it. Offsets in bytes. */
export interface ManifestBlock {
  /** Of its first line. */
  readonly start: number;
  /** Of its last line, without the line ending. */
  readonly end: number;
  /** Trimmed; undefined when the second delimiter is missing. */
  readonly reference?: string;
}

/** A line without its ending, and where the next one starts. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** All blocks in order of the text. Linear in its length. */
export function manifestBlocks(text: Uint8Array, mediaType: string): ManifestBlock[] {
  const out: ManifestBlock[] = [];
  for (let at = find(text, BEGIN_BYTES); at >= 0; ) {
    const line = lineAround(text, at);
    const block = blockAt(text, mediaType, at, line);
    if (block) out.push(block);
    at = find(text, BEGIN_BYTES, block ? lineAround(text, block.end).next : line.next);
  }
  return out;
}

function blockAt(
  text: Uint8Array,
  mediaType: string,
  at: number,
  line: Line,
): ManifestBlock | undefined {
  if (at - line.start > MAX_AROUND) return undefined;
  const start = line.start === 0 ? markLength(text) : line.start;
  const before = latin1(text, start, at);
  const inside = at + BEGIN_BYTES.length;
  const close = find(text, END_BYTES, inside, line.end);
  if (close >= 0) {
    const behind = close + END_BYTES.length;
    if (line.end - behind > MAX_AROUND) return undefined;
    if (!isComment(mediaType, before, latin1(text, behind, line.end))) return undefined;
    return { start, end: line.end, reference: latin1(text, inside, close).trim() };
  }
  const rest = latin1(text, inside, Math.min(line.end, inside + MAX_AROUND)).trim();
  if (before.trim() === "" && rest === "") return onThreeLines(text, start, line);
  return isComment(mediaType, before, undefined) ? { start, end: line.end } : undefined;
}

/** The reference and the second delimiter on lines of their own. */
function onThreeLines(text: Uint8Array, start: number, first: Line): ManifestBlock {
  const alone = { start, end: first.end };
  const second = lineAround(text, first.next);
  const third = lineAround(text, second.next);
  const close = find(text, END_BYTES, third.start, third.end);
  if (second.start === first.start || third.start === second.start || close < 0) return alone;
  const around = latin1(text, third.start, Math.min(close, third.start + MAX_AROUND));
  const behind = latin1(text, close + END_BYTES.length, third.end);
  if (around.trim() !== "" || behind.trim() !== "") return alone;
  return { start, end: third.end, reference: latin1(text, second.start, second.end).trim() };
}

/** The line that `at` stands in. */
export function lineAround(text: Uint8Array, at: number): Line {
  const start = at === 0 ? 0 : text.lastIndexOf(0x0a, at - 1) + 1;
  const feed = text.indexOf(0x0a, at);
  if (feed < 0) return { start, end: text.length, next: text.length };
  return { start, end: text[feed - 1] === 0x0d && feed > start ? feed - 1 : feed, next: feed + 1 };
}

/** Length of a byte order mark at the start. */
export function markLength(text: Uint8Array): number {
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
}

const LATIN1 = new TextDecoder("latin1");

/** One character for each byte: what is looked for is ASCII. */
export function latin1(text: Uint8Array, start: number, end: number): string {
  return LATIN1.decode(text.subarray(start, end));
}
