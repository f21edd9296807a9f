// Rules of the official text rubric, for manifests of text assets. Only on request: they say nothing about other media.
// Its media type rule looks in places that a version 2 claim and the parameter rule leave no room for;
// see docs/format/conformance.md.
import { asArray, asObject } from "../../encoding/index.js";
import { type CrManifest, given, readActions } from "./cr-json.js";
import { failureCodes } from "./integrity-rules.js";
import type { Rule } from "./rule.js";

const TEXT_TYPES: ReadonlySet<unknown> = new Set([
  "text/html",
  "text/plain",
  "text/csv",
  "text/tab-separated-values",
  "text/markdown",
  "text/xml",
  "application/xml",
  "application/xhtml+xml",
]);

const TWO_MANIFESTS = "manifest.html.multipleManifests";

export const textRules: readonly Rule[] = [
  {
    id: "text:no_html_text_errors",
    set: "text",
    severity: "error",
    requirement: "an HTML page carries one manifest",
    violations: (manifest) => failureCodes(manifest).filter((code) => code === TWO_MANIFESTS),
  },
  text("text:is_text_asset", "the manifest declares a text media type", (manifest) => {
    const first = actionsV2(manifest)[0];
    return (
      TEXT_TYPES.has(first?.parameters?.["dc:format"]) ||
      TEXT_TYPES.has(manifest.claim?.["dc_format"])
    );
  }),
  text("text:hard_binding_present", "the text is bound by c2pa.hash.data", (manifest) =>
    given(manifest.assertion("c2pa.hash.data")),
  ),
  text("text:exclusions_defined", "the hard binding excludes the manifest itself", (manifest) => {
    const binding = asObject(manifest.assertion("c2pa.hash.data"));
    return asArray(binding?.["exclusions"]).length > 0;
  }),
  text("text:inception_action_present", "the text has a c2pa.created action", (manifest) =>
    actionsV2(manifest).some(({ action }) => action === "c2pa.created"),
  ),
  text("text:inception_has_dst", "the c2pa.created action says its digitalSourceType", (manifest) =>
    actionsV2(manifest).some(
      (item) => item.action === "c2pa.created" && given(item.digitalSourceType),
    ),
  ),
];

function text(id: string, requirement: string, holds: (manifest: CrManifest) => boolean): Rule {
  return {
    id,
    set: "text",
    severity: "error",
    requirement,
    violations: (manifest) => (holds(manifest) ? [] : [requirement]),
  };
}

function actionsV2(manifest: CrManifest) {
  return readActions(asObject(manifest.assertion("c2pa.actions.v2")) ?? {});
}
