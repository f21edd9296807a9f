// A verdict as one line, for folders of files: state, name, and in a few words who and why.

import { isContentMismatch } from "../../src/credential/index.js";
import type { Verdict } from "../../src/index.js";
import { fitted, widthOf } from "./layout.js";
import { plain } from "./plain.js";
import type { Paint } from "./screen.js";
import { NAMELESS, signerOfWords } from "./signed-text-words.js";

/** As wide as "NotChecked", and a gap. */
const STATE_COLUMNS = 13;
const LONGEST_NAME = 60;

export interface BriefOptions {
  readonly columns: number;
  readonly paint: Paint;
}

/** At most `columns` wide; the end of a long line is left out, never the state or the file. */
export function briefText(
  path: string,
  verdict: Verdict,
  { columns, paint }: BriefOptions,
): string {
  const padding = " ".repeat(STATE_COLUMNS - verdict.state.length);
  const state = paint.state(verdict.state, verdict.state) + padding;
  const name = plain(path);
  const left = columns - STATE_COLUMNS - widthOf(name) - 2;
  const words = remarks(verdict).join("; ");
  return `${state}${name}${words === "" || left < 12 ? "" : `  ${paint.faint(fitted(words, left))}`}`;
}

/** Who and why. What an Invalid file says of itself is not repeated. */
function remarks(verdict: Verdict): string[] {
  const { state, signer, ai, archive } = verdict;
  const ours = (text: string | undefined) => plain(text ?? NAMELESS, LONGEST_NAME);
  if (state === "Trusted" || state === "Valid")
    return [
      `${state === "Trusted" ? "by" : "under the name"} ${ours(signer?.name)}`,
      ...(archive?.withdrawn ? ["record withdrawn"] : []),
      ...(ai && ai.kind !== "not-declared" ? [plain(ai.words, LONGEST_NAME)] : []),
    ];
  const author = signerOfWords(verdict);
  const what = verdict.words || verdict.text?.label === "exact" ? "same words" : "a quote";
  const words = author === undefined ? [] : [`${what} signed: ${ours(author)}`];
  if (state === "Invalid")
    return [
      verdict.findings.some(isContentMismatch) ? "changed since signing" : "does not check out",
      ...words,
    ];
  if (!archive) return words;
  return [`found in the archive${archive.withdrawn ? ", withdrawn" : ""}: ${ours(archive.signer)}`];
}
