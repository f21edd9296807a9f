// Sentences for validation codes, actions and digital source types, by keys made from the code. What has no sentence is
// shown as it stands: it comes from a file, so it is made plain where it is shown.
import type { Action, Finding } from "../../src/index.js";
import { text } from "../text.js";
import { toolWords } from "../words.js";

/** What a finding says: our sentence for its code, else the explanation that came with it, else the code itself. */
export function findingWords({ code, explanation, source }: Finding): string {
  const ours = source === "colophon" && explanation !== "";
  return known("finding", code) ?? (ours ? asSentence(explanation) : explanation || code);
}

/** What the engine adds to our sentence; undefined when there is nothing more to read in it. */
export function findingDetail({ code, explanation }: Finding): string | undefined {
  const more = explanation !== "" && explanation !== code;
  return more && known("finding", code) !== undefined ? explanation : undefined;
}

/** One action as a phrase, without its time: `created (made by generative AI), with Studio 2`. */
export function actionWords({ action, digitalSourceType, tool, description }: Action): string {
  const what = known("action", action.replace(/^c2pa\./, "")) ?? action;
  const source = digitalSourceType === undefined ? "" : ` (${sourceWords(digitalSourceType)})`;
  const done = `${what}${source}`;
  const by = tool === undefined ? done : text("panelActionWith", done, toolWords(tool));
  return description === undefined ? by : `${by}: ${description}`;
}

/** A digital source type, given as IRI, in words; one that is unknown as it stands. */
function sourceWords(iri: string): string {
  return known("source", iri.slice(iri.lastIndexOf("/") + 1)) ?? iri;
}

const LONGEST_CODE = 80;

function known(table: "finding" | "action" | "source", code: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(code) || code.length > LONGEST_CODE) return undefined;
  const key = `${table}_${code.replace(/[^A-Za-z0-9]/g, "_")}`;
  const words = text(key);
  return words === key ? undefined : words;
}

/** Our explanations are written like error messages: lower case, no full stop. */
function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
