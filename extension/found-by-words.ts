// Whether what was looked up by its words is worth a word: a mark of its own kind, and a place among what was found.
import type { SignedText, Verdict } from "../src/index.js";

/** Whether signed texts were found of which something can be said. */
export function isFoundByWords({ state, text: found }: Verdict): boolean {
  return state === "None" && found !== undefined && !SAYS_NOTHING.has(found.label);
}

const SAYS_NOTHING: ReadonlySet<SignedText["label"]> = new Set([
  "common-phrase",
  "too-short",
  "none",
]);
