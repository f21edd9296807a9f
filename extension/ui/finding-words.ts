// Sentences for validation codes, by keys made from the code. What has no sentence is shown as it stands: it comes from a
// file, so it is made plain where it is shown.
import { leavesTooMuchOut } from "../../src/credential/index.js";
import type { Finding } from "../../src/index.js";
import { text } from "../text.js";

/** What a finding says: our sentence for its code, else the explanation that came with it, else the code itself. */
export function findingWords(finding: Finding): string {
  if (leavesTooMuchOut(finding)) return text("leavesTooMuchOut");
  const { code, explanation, source } = finding;
  const ours = source === "colophon" && explanation !== "";
  return known(code) ?? (ours ? asSentence(explanation) : explanation || code);
}

/** What the engine adds to our sentence; undefined when there is nothing more to read in it. */
export function findingDetail({ code, explanation }: Finding): string | undefined {
  const more = explanation !== "" && explanation !== code;
  return more && known(code) !== undefined ? explanation : undefined;
}

const LONGEST_CODE = 80;

function known(code: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(code) || code.length > LONGEST_CODE) return undefined;
  const key = `finding_${code.replace(/[^A-Za-z0-9]/g, "_")}`;
  const words = text(key);
  return words === key ? undefined : words;
}

/** Our explanations are written like error messages: lower case, no full stop. */
function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
