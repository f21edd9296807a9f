// The canonical form "colophon-text-1", of which everything is hashed: what a site's typography, an editor or a transport
// changes without being asked is gone; case, words, punctuation and look-alike letters stay (docs/format/text.md).
// The same in every engine: tables of our own, and NFKC, which never changes for a character that has been assigned.
import {
  APOSTROPHE,
  INVISIBLE,
  LONG_DASH,
  QUOTE,
  RAISED,
  SHORT_DASH,
  SPACE_AMONG_IDEOGRAPHS,
  WHITE_SPACE,
} from "./character-table.js";

/** Text of ASCII alone, which is most of what there is: NFKC leaves it as it is, and nothing in it is raised. */
const ASCII = /^[\t-\r -~]*$/;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** The canonical form of one block of text: one line, trimmed. Of the canonical form it is the canonical form. */
export function canonical(text: string): string {
  return (ASCII.test(text) ? text : composed(text))
    .replace(APOSTROPHE, "'")
    .replace(QUOTE, '"')
    .replace(LONG_DASH, "--")
    .replace(SHORT_DASH, "-")
    .replace(/-{2,}/g, " - ")
    .replace(WHITE_SPACE, " ")
    .replace(SPACE_AMONG_IDEOGRAPHS, "")
    .trim();
}

/** NFKC of all but what is raised. The marks that NFKC would take apart are replaced before it. */
function composed(text: string): string {
  return text
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(WHITE_SPACE, " ")
    .replace(INVISIBLE, "")
    .replace(APOSTROPHE, "'")
    .replace(QUOTE, '"')
    .split(RAISED)
    .map((part, i) => (i % 2 ? part : part.normalize("NFKC")))
    .join("");
}
