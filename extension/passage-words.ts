// The words for what a passage of a page has to do with signed texts: labels of docs/format/text.md, in the reader's
// language, and nothing favourable beyond them. "Exact" is of words: whether they are true is nobody's to say here.
import type { PassageLabel } from "../src/examine/index.js";
import type { Verdict } from "../src/index.js";
import type { Checked } from "./messages.js";
import { text } from "./text.js";
import { signerName, signerWords } from "./words.js";

type Keys<Case extends string> = Readonly<Record<Case, string>>;

const NAMES: Keys<PassageLabel> = {
  "exact-file": "textExactFile",
  exact: "textExact",
  other: "textOther",
  "not-comparable": "textNotComparable",
  unreadable: "textUnreadable",
  none: "textNone",
};

/** The label of a passage with a credential in it, in a word or two; empty where its credential doesn't hold. */
export function passageName({ verdict, words }: Pick<Checked, "verdict" | "words">): string {
  if (!words || !holds(verdict, words.label)) return "";
  return text(NAMES[words.label]);
}

/** A credential that doesn't hold makes nothing of the words, however well they fit. */
function holds({ state }: Verdict, label: PassageLabel): boolean {
  return label !== "exact-file" && label !== "exact"
    ? true
    : state === "Trusted" || state === "Valid";
}

const SENTENCES: Keys<Exclude<PassageLabel, "none">> = {
  "exact-file": "textExactFileWords",
  exact: "textExactWords",
  other: "textOtherWords",
  "not-comparable": "textNotComparableWords",
  unreadable: "textUnreadableWords",
};

/** What came of it, in a sentence; undefined where the verdict's own says it. Holds names from certificates: make it plain. */
export function passageWords({
  verdict,
  words,
}: Pick<Checked, "verdict" | "words">): string | undefined {
  if (!words || words.label === "none" || !holds(verdict, words.label)) return undefined;
  const { signer, findings, state } = verdict;
  // Whoever can't sign can't be named either: a broken signature makes every name in it anybody's word.
  const unsigned = findings.some(({ code }) => /^claimSignature\.(?:mismatch|missing)$/.test(code));
  if (words.label === "other" && unsigned) return undefined;
  const name = signer ? signerName(signer) : text("summaryNameless");
  return text(SENTENCES[words.label], state === "Valid" ? `${name} (${signerWords(state)})` : name);
}
