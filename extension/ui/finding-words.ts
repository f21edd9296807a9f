// Sentences for validation codes, by keys made from the code. What has no sentence is shown as it stands: it comes from a
// file, so it is made plain where it is shown.
import { leavesTooMuchOut } from "../../src/credential/index.js";
import type { Finding } from "../../src/index.js";
import { text } from "../text.js";

/** What a finding says: our sentence for its code, else the explanation that came with it, else the code itself. */
export function findingWords(finding: Finding): string {
  if (leavesTooMuchOut(finding)) return text("leavesTooMuchOut");
  const { code, explanation } = finding;
  const ours = isOurs(finding);
  if (ours && explainsItself()) return asSentence(explanation);
  return known(code, ours) ?? (ours ? asSentence(explanation) : explanation || code);
}

/** What the engine adds to our sentence, or we do in English; undefined when there is nothing more to read in it. */
export function findingDetail(finding: Finding): string | undefined {
  const { code, explanation } = finding;
  const ours = isOurs(finding);
  if (explanation === "" || explanation === code || (ours && explainsItself())) return undefined;
  return known(code, ours) === undefined ? undefined : explanation;
}

function isOurs({ source, explanation }: Finding): boolean {
  return source === "colophon" && explanation !== "";
}

/** Our explanations are English, and say more than a sentence for all with their code could. */
function explainsItself(): boolean {
  return text("languageTag").split("-")[0] === "en";
}

const LONGEST_CODE = 80;
/** Codes of ours that share a sentence, where they have none of their own: the reasons of refused records and certificates. */
const FAMILY = /^(?:archive|chain)(?=\.)/;

function known(code: string, ours: boolean): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(code) || code.length > LONGEST_CODE) return undefined;
  const words = worded(`finding_${code}`);
  if (words !== undefined || !ours) return words;
  const remark = code.replace(/^colophon\./, "");
  const [family] = FAMILY.exec(remark) ?? [];
  return worded(`remark_${remark}`) ?? (family && worded(`remark_${family}`));
}

function worded(name: string): string | undefined {
  const key = name.replace(/[^A-Za-z0-9]/g, "_");
  const words = text(key);
  return words === key ? undefined : words;
}

/** Our explanations are written like error messages: lower case, no full stop. */
function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
