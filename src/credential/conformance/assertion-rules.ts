// Rules about assertions and the claim: which labels exist, and what may not stand together (C2PA 2.4 §6.2, §18).
import { asObject } from "../../encoding/index.js";
import { type CrAssertion, given, truthy } from "./cr-json.js";
import type { Rule } from "./rule.js";
import { ASSERTIONS, DEPRECATED_ASSERTIONS } from "./vocabulary.js";

export const assertionRules: readonly Rule[] = [
  {
    id: "validation:active_manifest_urn",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§8.1, §10.2.1", "2.4": "§8.4.2, §10.2.1" },
    requirement: "the label of the active manifest starts with urn:c2pa:",
    violations: ({ label }) => (label.startsWith("urn:c2pa:") ? [] : [label]),
  },
  {
    id: "validation:no_deprecated_claim_fields",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§10.2.3.2, §10.2.1" },
    requirement: "specVersion stands in claim_generator_info, not in the claim itself",
    violations: ({ claim }) => (given(claim?.["specVersion"]) ? ["specVersion in claim"] : []),
  },
  {
    id: "validation:no_deprecated_assertions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§6.3, appendix C.1", "2.4": "§6.3" },
    requirement: "no assertion is deprecated",
    violations: ({ labels }) =>
      labels.filter((label) => label.startsWith("stds.") || DEPRECATED_ASSERTIONS.has(label)),
  },
  {
    id: "validation:no_unsupported_assertions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§6.2, §6.2.2, §6.3", "2.4": "§6.2.2" },
    requirement: "every c2pa.* assertion is one that the specification defines",
    violations: ({ labels }, spec) =>
      labels.filter((label) => {
        const base = label.split("__")[0] ?? "";
        return (
          label.startsWith("c2pa.") &&
          !ASSERTIONS[spec].has(base) &&
          !DEPRECATED_ASSERTIONS.has(base)
        );
      }),
  },
  {
    id: "validation:no_unrecognized_custom_assertions",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§6.2.2", "2.4": "§6.2.2" },
    requirement: "every assertion of one's own has a namespace, with a dot in it",
    violations: ({ labels }) => labels.filter((label) => !label.includes(".")),
  },
  {
    id: "validation:review_ratings_datasource",
    set: "structure",
    severity: "error",
    clauses: { "2.2": "§18.3.3", "2.4": "§18.28.3" },
    requirement: "nothing that a person typed in carries reviewRatings",
    violations: ({ assertions }) =>
      where(assertions, (body) => {
        const source = asObject(body["dataSource"])?.["type"];
        return (
          given(body["reviewRatings"]) &&
          (source === "humanEntry.anonymous" || source === "humanEntry.credentialed")
        );
      }),
  },
  {
    id: "validation:alternative_content_representation_choice",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§15.10.3.2.7" },
    requirement:
      "an original preservation image is either a part of a multi-asset file or embedded, not both and not neither",
    violations: ({ assertions }) =>
      where(assertions, (body) => {
        const parameters = asObject(body["parameters"]);
        const types = [body["type"], parameters?.["type"]];
        const inPart = given(parameters?.["multiAssetPartIndex"]);
        const embedded = given(parameters?.["embeddedOriginalPreservationImage"]);
        return types.includes("exif.originalPreservationImage") && inPart === embedded;
      }),
  },
  {
    id: "validation:forbidden_labels_in_external_references",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§15.10.3.2.2, §18.24.1" },
    requirement:
      "no external reference stands for a hash, an ingredient, actions or another reference",
    violations: ({ assertions }) =>
      assertions.flatMap(({ body }) => {
        const { label, url, relationship } = body;
        const isReference = typeof label === "string" && given(url) && !given(relationship);
        return isReference && mustBeEmbedded(label) ? [label] : [];
      }),
  },
  {
    id: "validation:no_url_in_hashes",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§18.5, §18.6" },
    requirement: "no hard binding has a url field",
    // As the official expression has it: only the first of the two that has the field is named.
    violations: (manifest) =>
      ["c2pa.hash.data", "c2pa.hash.bmff.v3"]
        .map((label) => ({ label, url: asObject(manifest.assertion(label))?.["url"] }))
        .filter(({ url }) => given(url))
        .slice(0, 1)
        .filter(({ url }) => truthy(url))
        .map(({ label }) => label),
  },
  {
    id: "validation:no_box_hash_for_tiff",
    set: "structure",
    severity: "error",
    sinceSpec: "2.4",
    clauses: { "2.4": "§18.7.3.3, §15.10.1.2" },
    requirement: "a TIFF or DNG file is not bound by a box hash",
    violations: (manifest) => {
      const format = asObject(manifest.assertion("c2pa.asset-type.v2"))?.["dc:format"];
      const isTiff = format === "image/tiff" || format === "image/x-adobe-dng";
      return isTiff ? manifest.labels.filter((label) => label === "c2pa.hash.boxes") : [];
    },
  },
];

function mustBeEmbedded(label: string): boolean {
  return (
    ["c2pa.actions", "c2pa.actions.v2", "c2pa.cloud-data", "c2pa.external-reference"].includes(
      label,
    ) ||
    label.startsWith("c2pa.hash") ||
    label.startsWith("c2pa.ingredient")
  );
}

function where(assertions: readonly CrAssertion[], breaks: (body: CrAssertion["body"]) => boolean) {
  return assertions.filter(({ body }) => breaks(body)).map(({ label }) => label);
}
