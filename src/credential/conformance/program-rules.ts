// Rules of the C2PA conformance programme, beyond the specification
// ("Additional Conformance Requirements", versions 0.1 and 0.2).
import { asObject } from "../../encoding/index.js";
import { type CrManifest, given, shown, truthy } from "./cr-json.js";
import type { Rule, SpecVersion } from "./rule.js";
import { INCEPTION_ACTIONS, NON_EDITORIAL_ACTIONS } from "./vocabulary.js";

export const programRules: readonly Rule[] = [
  {
    id: "validation:mandatory_dst_for_perceptible_transformations",
    set: "structure",
    severity: "error",
    requirement:
      "every c2pa.* action that changes what is seen or heard says its digitalSourceType",
    violations: (manifest) =>
      manifest.actions
        .filter(
          ({ action, digitalSourceType }) =>
            action.startsWith("c2pa.") &&
            action !== "c2pa.placed" &&
            !INCEPTION_ACTIONS.has(action) &&
            !NON_EDITORIAL_ACTIONS.has(action) &&
            !given(digitalSourceType),
        )
        .map(({ action }) => action),
  },
  {
    id: "validation:mandatory_spec_version",
    set: "structure",
    severity: "error",
    sinceProgram: "0.2",
    requirement:
      "claim_generator_info.specVersion names the version of the specification that is checked",
    violations: specVersionViolations,
  },
  {
    id: "validation:mandatory_all_actions_included",
    set: "structure",
    severity: "error",
    sinceProgram: "0.2",
    requirement: "every actions assertion says in allActionsIncluded whether its list is complete",
    violations: (manifest) =>
      manifest.assertions
        .filter(({ body }) => given(body["actions"]) && !given(body["allActionsIncluded"]))
        .map(({ label }) => label),
  },
  {
    id: "validation:no_dst_for_opened_action",
    set: "structure",
    severity: "error",
    sinceProgram: "0.2",
    requirement: "no c2pa.opened action has a digitalSourceType (from specification 2.4)",
    violations: (manifest, spec) =>
      spec === "2.2"
        ? []
        : manifest.actions
            .filter(
              ({ action, digitalSourceType }) =>
                action === "c2pa.opened" && given(digitalSourceType),
            )
            .map(({ digitalSourceType }) => shown(digitalSourceType)),
  },
];

/** May be missing for 2.2; where it stands, major and minor number must be those checked. */
function specVersionViolations(manifest: CrManifest, spec: SpecVersion): readonly string[] {
  const version = declaredSpecVersion(manifest);
  if (!given(version)) return spec === "2.2" ? [] : ["missing"];
  if (typeof version !== "string") return [shown(version)];
  return version.split(".").slice(0, 2).join(".") === spec ? [] : [version];
}

/** One map in a version 2 claim; validators also write a list with that map in it. */
function declaredSpecVersion(manifest: CrManifest): unknown {
  const info = manifest.claim?.["claim_generator_info"];
  if (!Array.isArray(info)) return asObject(info)?.["specVersion"];
  const version: unknown = asObject(info[0])?.["specVersion"];
  return truthy(version) ? version : undefined;
}
