// The words for what a passage of a page has to do with signed texts: labels of docs/format/text.md, in the reader's
// language, and nothing favourable beyond them. "Exact" is of words: whether they are true is nobody's to say here.
import type { PassageLabel } from "../src/examine/index.js";
import type { SignedText, Verdict } from "../src/index.js";
import type { Checked } from "./messages.js";
import { text } from "./text.js";
import { signerName, signerWords } from "./words.js";

type Keys<Case extends string> = Readonly<Record<Case, string>>;
type Passage = Pick<Checked, "verdict" | "words">;

const NAMES: Keys<Exclude<PassageLabel, "none">> = {
  "exact-file": "textExactFile",
  exact: "textExact",
  other: "textOther",
  "not-comparable": "textNotComparable",
  unreadable: "textUnreadable",
};

const SENTENCES: Keys<Exclude<PassageLabel, "none">> = {
  "exact-file": "textExactFileWords",
  exact: "textExactWords",
  other: "textOtherWords",
  "not-comparable": "textNotComparableWords",
  unreadable: "textUnreadableWords",
};

const SIGNED_NAMES: Keys<SignedText["label"]> = {
  exact: "textExact",
  "partial-quote": "textPartialQuote",
  omissions: "textOmissions",
  edited: "textEdited",
  "based-on": "textBasedOn",
  "common-phrase": "textCommonPhrase",
  "too-short": "textTooShort",
  none: "textNone",
};

const SIGNED_SENTENCES: Keys<SignedText["label"]> = {
  exact: "textSignedExactWords",
  "partial-quote": "textPartialQuoteWords",
  omissions: "textOmissionsWords",
  edited: "textEditedWords",
  "based-on": "textBasedOnWords",
  "common-phrase": "textCommonPhraseWords",
  "too-short": "textTooShortWords",
  none: "textNoneWords",
};

/** What a passage has to do with a signed text, in a word or two. */
export function signedTextName(label: SignedText["label"]): string {
  return text(SIGNED_NAMES[label]);
}

/** The same in a sentence. */
export function signedTextWords(label: SignedText["label"]): string {
  return text(SIGNED_SENTENCES[label]);
}

/** Fewer say nothing of where they are from. */
const FEWEST = 15;

/** The label of a passage; empty where there is nothing to be said of it beyond its verdict. */
export function passageName({ verdict, words }: Passage): string {
  if (!words) return "";
  if (words.label !== "none") return holds(verdict, words.label) ? text(NAMES[words.label]) : "";
  return verdict.text ? signedTextName(verdict.text.label) : "";
}

/** What came of it in a sentence; undefined where the verdict's own says it. Holds names from certificates: make it plain. */
export function passageWords({ verdict, words }: Passage): string | undefined {
  if (!words) return undefined;
  if (words.label === "none") return unsignedWords(verdict, words.words);
  const { signer, findings, state } = verdict;
  // Where the signature itself doesn't hold, every name in it is anybody's word.
  const unsigned = findings.some(({ code }) => /^claimSignature\.(?:mismatch|missing)$/.test(code));
  if (!holds(verdict, words.label) || (words.label === "other" && unsigned)) return undefined;
  const name = signer ? signerName(signer) : text("summaryNameless");
  return text(SENTENCES[words.label], state === "Valid" ? `${name} (${signerWords(state)})` : name);
}

/** A credential that doesn't hold makes nothing of the words, however well they fit. */
function holds({ state }: Verdict, label: PassageLabel): boolean {
  const isFavourable = label === "exact-file" || label === "exact";
  return !isFavourable || state === "Trusted" || state === "Valid";
}

function unsignedWords({ text: found, findings }: Verdict, words: number): string {
  if (found) return signedTextWords(found.label);
  if (words < FEWEST) return text("textTooShortWords");
  return text(findings.some(({ code }) => code === ASKED) ? "textNoneWords" : "textNotLookedUp");
}

const ASKED = "colophon.archive.asked";
