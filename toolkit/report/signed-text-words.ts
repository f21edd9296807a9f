// What is said of words that stand in signed texts. It is about words and signatures: never that a text is true, nor that
// who archived it first wrote it.
import { foundWords } from "../../src/credential/index.js";
import type { SignedText, TextEvidence, Verdict } from "../../src/index.js";
import { momentWords } from "./quantity.js";

type Words = Pick<SignedText, "label" | "sentences" | "share">;

/** What the words have to do with a signed text, with `who` for its signer. */
export function labelWords({ label, sentences, share }: Words, who: string): string {
  const some = `${sentences.found} of ${sentences.of} sentences`;
  switch (label) {
    case "exact":
      return `the same words stand in a text signed by ${who}; only typography may differ`;
    case "partial-quote":
      return `a quote: these words stand, in this order, in a text signed by ${who} (${share.found} of its ${share.of} sentences)`;
    case "omissions":
      return `the sentences stand in a text signed by ${who}, with others left out or in another order (${share.found} of its ${share.of} sentences)`;
    case "edited":
      return `${some} stand in a text signed by ${who}; the others were changed`;
    case "based-on":
      return `possibly based on a text signed by ${who}: some of the words are the same`;
    case "common-phrase":
      return "texts of several signers have these words, so they tell nothing about where these are from";
    case "too-short":
      return `a text signed by ${who} has these words, and so few words tell nothing about where they are from`;
    case "none":
      return "no signed text was found that has these words";
  }
}

/** Who signed the words, where the bytes are not what was signed; undefined where that can't be said in a name. */
export function signerOfWords({
  words,
  text,
}: Pick<Verdict, "words" | "text">): string | undefined {
  if (words) return words.signer?.name ?? NAMELESS;
  const found = text && foundWords(text);
  if (!found) return undefined;
  return found.signers > 1 ? "several signers" : (found.signer ?? NAMELESS);
}

/** What is said of a signer whom a record or a certificate does not name. */
export const NAMELESS = "a signer without a name";

/** When a text was signed or archived, and on whose word; undefined where nobody says. */
export function signedWhenWords({ archive, when }: SignedText): string | undefined {
  if (archive.block) return `in the archive since ${momentWords(archive.block.at)}`;
  if (!when) return undefined;
  const by = when.source === "time-stamp" ? "time-stamped" : "by the signer's own clock";
  return `signed ${momentWords(when.at)}, ${by}`;
}

/** How far the name of a text's signer can be relied on. */
export function textSignerWords({ state }: Pick<SignedText, "state">): string {
  return state === "Trusted"
    ? "vouched for by a trust list in use"
    : "the name is the certificate's own word";
}

/** Said where several texts have the words: who was first is no author for that. */
export function severalWords({ texts }: TextEvidence): string | undefined {
  return texts.length < 2
    ? undefined
    : "the earliest first; who archived a text first need not have written it";
}

/** A sentence that differs, in one line: `[-signed-]` and `{+in this text+}`. */
export function differenceWords(runs: SignedText["differences"][number]): string {
  return runs
    .map(({ kind, text }) =>
      kind === "same" ? text : kind === "signed" ? `[-${text}-]` : `{+${text}+}`,
    )
    .join(" ");
}
