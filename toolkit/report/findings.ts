// Findings in the order that people need them: what failed, what failed earlier in the history, what is worth
// knowing, and the rest. An unknown signer is worth knowing; it is no failure ("untrusted" is not "invalid").
import type { Finding, ProvenanceNode, State, Verdict } from "../../src/index.js";

export interface FindingGroups {
  readonly failed: readonly Finding[];
  /** Failures in the history of an ingredient. */
  readonly history: readonly Finding[];
  readonly notable: readonly Finding[];
  readonly rest: readonly Finding[];
}

/** Headings of the groups. */
export const GROUP_HEADINGS: Readonly<Record<keyof FindingGroups, string>> = {
  failed: "What failed",
  history: "What failed in the history",
  notable: "Worth knowing",
  rest: "What was checked",
};

/** Findings of a verdict, of its archive record and of its tree, each once. */
export function groupFindings(verdict: Verdict): FindingGroups {
  const groups: Record<keyof FindingGroups, Finding[]> = {
    failed: [],
    history: [],
    notable: [],
    rest: [],
  };
  const seen = new Set<string>();
  for (const finding of allFindings(verdict)) {
    const key = JSON.stringify([
      finding.code,
      finding.url,
      finding.ingredient,
      finding.explanation,
    ]);
    if (seen.has(key)) continue;
    seen.add(key);
    groups[groupOf(finding, verdict.state)].push(finding);
  }
  return groups;
}

function allFindings(verdict: Verdict): readonly Finding[] {
  const all = [...verdict.findings, ...(verdict.archive?.findings ?? [])];
  const open: ProvenanceNode[] = [...(verdict.tree?.ingredients ?? [])];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const finding of node.findings) all.push({ ingredient: node.title, ...finding });
    for (const child of node.ingredients) open.push(child);
  }
  return all;
}

const NOTABLE =
  /^(?:colophon\..*|.*\.additionalExclusionsPresent|timeOfSigning\.outsideValidity|timeStamp\.(?!validated$|trusted$).*|algorithm\.deprecated|manifest\.inaccessible)$/;

function groupOf(finding: Finding, state: State): keyof FindingGroups {
  const unknownSigner = /(?:^|\.)(?:untrusted|untrusted_issuer)$/.test(finding.code);
  if (finding.kind === "failure" && !unknownSigner)
    return finding.ingredient === undefined ? "failed" : "history";
  if (finding.ingredient !== undefined) return "rest";
  if (unknownSigner)
    return finding.code === "signingCredential.untrusted" && state === "Valid" ? "rest" : "notable"; // the state says it
  return finding.kind === "informational" && NOTABLE.test(finding.code) ? "notable" : "rest";
}
