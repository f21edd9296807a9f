// What a conformance rule is: an official id, the requirement in our words, and a search for violations.
import type { CrManifest } from "./cr-json.js";

/** Versions of the C2PA specification and of the conformance programme that have official asset rubrics. */
export type SpecVersion = "2.2" | "2.4";
export type ProgramVersion = "0.1" | "0.2";

/**
 * `structure`: what the specification and the programme demand of a manifest.
 * `integrity`: the validator found it well formed and its hashes matching.
 * `trust`: the signature verifies and its signer is on a trust list.
 * `text`: what the text rubric asks of a text asset.
 */
export type RuleSet = "structure" | "integrity" | "trust" | "text";

export interface Rule {
  /** Id of the statement in the official rubric. */
  readonly id: string;
  readonly set: RuleSet;
  /** A broken rule with severity `warning` is advice and fails nothing. */
  readonly severity: "error" | "warning";
  /** First versions of the specification and programme that have the rule; all when absent. */
  readonly sinceSpec?: "2.4";
  readonly sinceProgram?: "0.2";
  /** Clauses of the specification, by version. */
  readonly clauses?: Readonly<Partial<Record<SpecVersion, string>>>;
  /** What must hold, as one sentence without a full stop. */
  readonly requirement: string;
  /** What breaks the rule: labels, actions, codes or values. Empty when the rule holds. */
  readonly violations: (manifest: CrManifest, spec: SpecVersion) => readonly string[];
}
