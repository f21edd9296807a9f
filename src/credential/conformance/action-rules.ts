// Rules about actions: how a history begins, which actions and parameters exist (C2PA 2.4 §18.15).
import { asArray, asObject } from "../../encoding/index.js";
import { type CrManifest, given } from "./cr-json.js";
import type { Rule } from "./rule.js";
import { ACTION_PARAMETERS, ACTIONS, DEPRECATED_ACTIONS, INCEPTION_ACTIONS } from "./vocabulary.js";

export const actionRules: readonly Rule[] = [
  {
    id: "validation:inception_action_position",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14.2", "2.4": "§18.15.3" },
    requirement:
      "the first actions assertion among the created assertions is c2pa.actions.v2, and c2pa.created or c2pa.opened comes first in it",
    violations: inceptionViolations,
  },
  {
    id: "validation:mandatory_dst_for_created_action",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14.2, §18.14.4.5", "2.4": "§18.15.4" },
    requirement: "every c2pa.created action says its digitalSourceType",
    violations: (manifest) =>
      manifest.actions
        .filter((item) => item.action === "c2pa.created" && !given(item.digitalSourceType))
        .map(({ action }) => action),
  },
  {
    id: "validation:no_deprecated_actions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14.11, appendix C.1", "2.4": "§18.15.11" },
    requirement: "no action is deprecated",
    violations: (manifest, spec) =>
      labels(manifest).filter((action) => DEPRECATED_ACTIONS[spec].has(action)),
  },
  {
    id: "validation:no_unsupported_actions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14, §18.14.12", "2.4": "§18.15.4" },
    requirement: "every c2pa.* action is one that the specification defines",
    violations: (manifest, spec) =>
      labels(manifest).filter((action) => action.startsWith("c2pa.") && !ACTIONS[spec].has(action)),
  },
  {
    id: "validation:no_unrecognized_custom_actions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14, §18.14.12", "2.4": "§18.15.4" },
    requirement: "every action of one's own has a namespace, with a dot in it",
    violations: (manifest) => labels(manifest).filter((action) => !action.includes(".")),
  },
  {
    id: "validation:no_unrecognized_custom_action_parameters",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.14.4.7", "2.4": "§18.15.4" },
    requirement: "every action parameter is a standard one or has a namespace, with a dot in it",
    violations: (manifest, spec) =>
      manifest.actions
        .flatMap(({ parameters }) => Object.keys(parameters ?? {}))
        .filter((name) => !ACTION_PARAMETERS[spec].has(name) && !name.includes(".")),
  },
  {
    id: "validation:discouraged_legacy_action_parameters",
    set: "structure",
    severity: "warning",
    clauses: { "2.2": "§18.14.4.1, §18.14.12", "2.4": "§18.15.4" },
    requirement:
      "no action keeps a description or a single ingredient among its parameters, as version 1 did",
    violations: (manifest) =>
      manifest.actions
        .filter((item) => {
          const { description, ingredient } = item.parameters ?? {};
          return given(description) || given(ingredient);
        })
        .map(({ action }) => action),
  },
  {
    id: "validation:all_actions_included_opened",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§18.15.3" },
    requirement: "where c2pa.opened is the only action, allActionsIncluded is true",
    violations: (manifest) => {
      const complete = asObject(manifest.assertion("c2pa.actions.v2"))?.["allActionsIncluded"];
      const actions = labels(manifest);
      return actions.length === 1 && complete !== true
        ? actions.filter((action) => action === "c2pa.opened")
        : [];
    },
  },
  {
    id: "validation:opened_action_ingredient_reference",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§15.10.3.2.3, §18.15.4.7" },
    requirement: "every c2pa.opened action refers to exactly one ingredient",
    violations: (manifest) =>
      manifest.actions
        .filter(
          ({ action, parameters }) =>
            action === "c2pa.opened" && asArray(parameters?.["ingredients"]).length !== 1,
        )
        .map(({ action }) => action),
  },
];

function labels(manifest: CrManifest): string[] {
  return manifest.actions.map(({ action }) => action);
}

/** A gathered actions assertion doesn't count: the signer must stand behind how the asset came to be. */
function inceptionViolations(manifest: CrManifest): readonly string[] {
  const first = manifest.createdUrls.find((url) => url.includes("c2pa.actions"));
  if (first === undefined) return ["no actions among the created assertions"];
  if (!first.endsWith("c2pa.actions.v2")) return [first];
  const [inception] = labels(manifest);
  const created = labels(manifest).includes("c2pa.created");
  return !created || INCEPTION_ACTIONS.has(inception ?? "") ? [] : [inception ?? ""];
}
