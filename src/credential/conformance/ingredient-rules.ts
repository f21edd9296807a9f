// Rules about ingredient assertions (C2PA 2.4 §18.16). As in the official rubrics, whatever carries a
// `relationship` counts as one.
import { type CrAssertion, type CrManifest, given, shown } from "./cr-json.js";
import type { Rule } from "./rule.js";

const RELATIONSHIPS: ReadonlySet<unknown> = new Set(["parentOf", "inputTo", "componentOf"]);

export const ingredientRules: readonly Rule[] = [
  {
    id: "validation:ingredient_relationship_values",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.15.3", "2.4": "§18.16.3" },
    requirement: "the relationship of an ingredient is parentOf, componentOf or inputTo",
    violations: (manifest) =>
      ingredients(manifest)
        .map(({ body }) => body["relationship"])
        .filter((relationship) => !RELATIONSHIPS.has(relationship))
        .map(shown),
  },
  {
    id: "validation:ingredient_v3_no_active_manifest",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.15.12.4.3", "2.4": "§18.16.12.4.3" },
    requirement: "an ingredient without a manifest has no validationResults",
    violations: (manifest) =>
      having(manifest, (has) => !has("activeManifest") && has("validationResults")),
  },
  {
    id: "validation:ingredient_v3_mandatory_validation_results",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.15.12.4.3", "2.4": "§18.16.12.4.3" },
    requirement: "an ingredient with a manifest has the validationResults of that manifest",
    violations: (manifest) =>
      having(manifest, (has) => has("activeManifest") && !has("validationResults")),
  },
  {
    id: "validation:ingredient_v3_choice",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§18.16.12.3" },
    requirement: "an ingredient with a manifest has no digitalSourceType of its own",
    violations: (manifest) =>
      having(manifest, (has) => has("activeManifest") && has("digitalSourceType")),
  },
];

function ingredients(manifest: CrManifest): readonly CrAssertion[] {
  return manifest.assertions.filter(({ body }) => given(body["relationship"]));
}

function having(manifest: CrManifest, breaks: (has: (field: string) => boolean) => boolean) {
  return ingredients(manifest)
    .filter(({ body }) => breaks((field) => given(body[field])))
    .map(({ label }) => label);
}
