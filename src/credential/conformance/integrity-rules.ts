// Rules about what the validator found: well formed, hashes matching, signature trusted (C2PA 2.4 §15).
// The official rubric counts a bad signature (claimSignature.mismatch) under trust, so the `integrity` set alone
// never replaces the engine's verdict.
import { type CrManifest, truthy } from "./cr-json.js";
import type { Rule, RuleSet } from "./rule.js";
import { MALFORMED, MISMATCHED, NO_RESULTS, UNTRUSTED } from "./validation-codes.js";

export const integrityRules: readonly Rule[] = [
  present("validation:well_formed_data_present", "integrity"),
  without(
    "validation:well_formed_success",
    "integrity",
    "the validator found no malformed part",
    MALFORMED,
  ),
  present("validation:valid_data_present", "integrity"),
  without(
    "validation:valid_success",
    "integrity",
    "the validator found no hash that differs from its content",
    MISMATCHED,
  ),
  present("validation:trusted_data_present", "trust"),
  without(
    "validation:trusted_success",
    "trust",
    "the signature verifies and its signer is on a trust list",
    UNTRUSTED,
  ),
];

/** Failure codes of the active manifest; a made-up one where there are no results at all. */
export function failureCodes(manifest: CrManifest): readonly string[] {
  return truthy(manifest.validation) ? manifest.failureCodes : [NO_RESULTS];
}

function present(id: string, set: RuleSet): Rule {
  return {
    id,
    set,
    severity: "error",
    requirement: "the validator reported results",
    violations: ({ validation }) => (validation === undefined ? [NO_RESULTS] : []),
  };
}

function without(id: string, set: RuleSet, requirement: string, codes: ReadonlySet<string>): Rule {
  return {
    id,
    set,
    severity: "error",
    requirement,
    violations: (manifest) => failureCodes(manifest).filter((code) => codes.has(code)),
  };
}
