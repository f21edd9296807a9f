// What the engine gets of a page's words: text and markup in order, each a short string, because a tree as deep as a
// hostile page's would not survive a message. The engine makes blocks of it.
import type { Passage } from "../../src/examine/index.js";
import { type Step, walk } from "./text-walk.js";

/** UTF-16 units of text, and pieces: what stands further up belongs to no article that ends here. */
const MOST_TEXT = 1_000_000;
const MOST_PIECES = 200_000;

/** @param run the credential that ends the words, where one does */
export function passage(steps: Iterable<Step>, run = ""): Passage {
  const markup = Array.from(steps, pieceOf);
  let left = MOST_TEXT;
  let first = markup.length;
  while (first > 0 && left > 0 && markup.length - first < MOST_PIECES)
    left -= markup[--first]?.length ?? 0;
  return { markup: markup.slice(first), skipped: first, run };
}

function pieceOf(step: Step): string {
  if (step.is === "text") return `"${step.text}`;
  return step.is === "begin" ? `<${step.name}` : "/";
}

/** The text node that became a piece; undefined where the page is another by now. */
export function nodeOfPiece(root: Node, range: Range | undefined, index: number): Text | undefined {
  let at = 0;
  for (const step of walk(root, range))
    if (at++ === index) return step.is === "text" ? step.node : undefined;
  return undefined;
}

/** For a message: a Blob crosses from page to engine without being copied on the way. */
export function inJson(words: Passage): Blob {
  return new Blob([JSON.stringify(words)]);
}

const LONGEST_EXCERPT = 90;

/** The first words, for a list. */
export function excerptOf(text: string): string {
  const head = text.trimStart().slice(0, 300).replace(/\s+/g, " ");
  return head.length > LONGEST_EXCERPT ? `${head.slice(0, LONGEST_EXCERPT)}…` : head;
}
