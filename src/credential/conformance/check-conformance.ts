// Our own implementation of the official C2PA asset rubrics (release 1.0) over crJSON. It decides what the rubrics
// decide, rule by rule; test/src/credential/official-rubrics.test.ts holds it to that.
import { actionRules } from "./action-rules.js";
import { assertionRules } from "./assertion-rules.js";
import { readManifest } from "./cr-json.js";
import { shapeProblems } from "./cr-json-shape.js";
import { ingredientRules } from "./ingredient-rules.js";
import { integrityRules } from "./integrity-rules.js";
import { programRules } from "./program-rules.js";
import type { ProgramVersion, Rule, RuleSet, SpecVersion } from "./rule.js";
import { textRules } from "./text-rules.js";

const RULES: readonly Rule[] = [
  ...programRules,
  ...actionRules,
  ...assertionRules,
  ...ingredientRules,
  ...integrityRules,
  ...textRules,
];

/** The outcome of one rule. */
export interface RuleResult {
  /** Id of the statement in the official rubric; `colophon:cr_json_shape` is ours. */
  readonly id: string;
  readonly set: RuleSet;
  readonly passed: boolean;
  /** A broken rule with severity `warning` is advice and fails nothing. */
  readonly severity: "error" | "warning";
  /** What broke the rule: labels, actions, codes or values, as the file has them. Empty when it passed. */
  readonly matches: readonly string[];
  /** What the rule demands, as one sentence without a full stop. */
  readonly explanation: string;
  /** Where the specification demands it, such as `C2PA 2.4 §18.15.4`. */
  readonly spec?: string;
}

/** By which rules, and of which version, a manifest is checked. */
export interface ConformanceOptions {
  /** Version of the conformance programme; `0.2` by default. */
  readonly program?: ProgramVersion;
  /** Version of the specification; `2.4` by default. */
  readonly spec?: SpecVersion;
  /** Default `structure` and `integrity`: together the official conformance rubric, which leaves trust out. */
  readonly sets?: readonly RuleSet[];
}

/**
 * Checks the active manifest of a crJSON document against the official asset rubrics.
 * Takes crJSON as the engine gives it, of any shape, and never throws: what can't be read breaks
 * the rule `colophon:cr_json_shape`, which is always checked and comes first.
 */
export function checkConformance(
  crJson: unknown,
  options: ConformanceOptions = {},
): readonly RuleResult[] {
  const { program = "0.2", spec = "2.4", sets = ["structure", "integrity"] } = options;
  const manifest = readManifest(crJson);
  const rules = RULES.filter(
    (rule) =>
      sets.includes(rule.set) &&
      (rule.sinceSpec ?? spec) <= spec &&
      (rule.sinceProgram ?? program) <= program,
  );
  return [
    shapeResult(crJson),
    ...rules.map((rule) => result(rule, rule.violations(manifest, spec), spec)),
  ];
}

function result(rule: Rule, matches: readonly string[], spec: SpecVersion): RuleResult {
  const clause = rule.clauses?.[spec];
  return {
    id: rule.id,
    set: rule.set,
    passed: matches.length === 0,
    severity: rule.severity,
    matches,
    explanation: rule.requirement,
    ...(clause === undefined ? {} : { spec: `C2PA ${spec} ${clause}` }),
  };
}

function shapeResult(crJson: unknown): RuleResult {
  const matches = shapeProblems(crJson);
  return {
    id: "colophon:cr_json_shape",
    set: "structure",
    passed: matches.length === 0,
    severity: "error",
    matches,
    explanation: "the crJSON has an active manifest, and all that the rules look at has its type",
  };
}
