// Findings in the order that people need them: what failed, what failed earlier in the history, what is worth
// knowing, and the rest. An unknown signer is worth knowing; it is no failure ("untrusted" is not "invalid").
import type { Finding, ProvenanceNode, Verdict } from "../verdict.js";

export interface FindingGroups {
  readonly failed: readonly Finding[];
  /** Failures in the history of an ingredient. */
  readonly history: readonly Finding[];
  readonly notable: readonly Finding[];
  readonly rest: readonly Finding[];
}

/** Findings of a verdict, of its archive record and of its tree, each once; ingredients by their titles. */
export function groupFindings(verdict: Verdict): FindingGroups {
  const groups: Record<keyof FindingGroups, Finding[]> = {
    failed: [],
    history: [],
    notable: [],
    rest: [],
  };
  const { findings, titles } = treeFindings(verdict.tree);
  const seen = new Set<string>();
  for (const found of [...verdict.findings, ...(verdict.archive?.findings ?? []), ...findings]) {
    const { code, url, explanation, ingredient } = found;
    const key = JSON.stringify([code, url, explanation, ingredient]);
    if (seen.has(key)) continue;
    seen.add(key);
    const title = ingredient === undefined ? undefined : titles.get(ingredient);
    const finding = title === undefined ? found : { ...found, ingredient: title };
    groups[groupOf(finding, verdict)].push(finding);
  }
  return groups;
}

/** Findings of all ingredients, and the titles of the ingredients that they name by URI. */
function treeFindings(tree: ProvenanceNode | undefined): {
  findings: readonly Finding[];
  titles: ReadonlyMap<string, string>;
} {
  const findings: Finding[] = [];
  const titles = new Map<string, string>();
  const nodes: ProvenanceNode[] = [...(tree?.ingredients ?? [])];
  for (const node of nodes) {
    for (const finding of node.findings) {
      findings.push({ ingredient: node.title, ...finding });
      if (finding.ingredient !== undefined) titles.set(finding.ingredient, node.title);
    }
    for (const child of node.ingredients) nodes.push(child); // the loop comes to these, too
  }
  return { findings, titles };
}

/** Failures that leave the claim standing: a signer or an authority nobody knows, an added statement of identity. */
const HARMLESS = /^(?:signingCredential\.untrusted$|timeStamp\.|cawg\.)/;

const NOTABLE =
  /^(?:colophon\..*|.*\.additionalExclusionsPresent|timeOfSigning\.outsideValidity|timeStamp\.(?!validated$|trusted$).*|algorithm\.deprecated|manifest\.inaccessible)$/;

function groupOf(finding: Finding, verdict: Verdict): keyof FindingGroups {
  const { code, kind, ingredient } = finding;
  const failed = kind === "failure" && !HARMLESS.test(code);
  if (ingredient !== undefined) return failed ? "history" : "rest";
  if (failed) return "failed";
  if (kind === "success" || isToldAlready(code, verdict)) return "rest";
  return kind === "failure" || NOTABLE.test(code) ? "notable" : "rest";
}

/** "Valid" says that the signer is unknown, and the words for the time that its authority is. */
function isToldAlready(code: string, { state, when }: Verdict): boolean {
  if (code === "signingCredential.untrusted") return state === "Valid";
  return code === "timeStamp.untrusted" && when?.source === "time-stamp";
}
