// The engine's manifest store JSON (c2pa-rs Reader::json) as typed values. Signed does not mean honest: any field
// may be missing, hostile or of another kind; what does not fit is dropped, and nothing here throws.
import { asArray, asObject, asString } from "../encoding/index.js";
import type { ProvenanceNode, Tool } from "../verdict.js";
import { isoTime } from "./iso-time.js";

export interface StoredSignature {
  /** As the engine names it: `Ed25519`, `Es256`, ... */
  readonly algorithm?: string;
  /** Organisation of the certificate's subject, which the engine calls issuer. */
  readonly organisation?: string;
  readonly commonName?: string;
  /** ISO 8601; the engine fills it only from a time-stamp that it validated. */
  readonly time?: string;
}

interface StoredAssertion {
  readonly label: string;
  readonly data: unknown;
}

export interface StoredIngredient {
  /** Label of its assertion, `c2pa.ingredient.v3__1`. */
  readonly label?: string;
  readonly title?: string;
  readonly mediaType?: string;
  readonly relationship: Exclude<ProvenanceNode["relationship"], "self">;
  /** Label of its own active manifest. */
  readonly manifest?: string;
  readonly thumbnail?: { readonly mediaType: string; readonly uri: string };
  /** Asset types (C2PA 2.4 §18.15.9): `c2pa.types.model`, `c2pa.types.generator.prompt`, ... */
  readonly dataTypes: readonly string[];
  /** What was found when it was added: `validation_results` (v3) and `validation_status` (v1, v2), for findings.ts. */
  readonly results: unknown;
  readonly statuses: unknown;
}

export interface StoredManifest {
  readonly label: string;
  readonly title?: string;
  readonly mediaType?: string;
  readonly generator?: Tool;
  readonly thumbnail?: { readonly mediaType: string; readonly uri: string };
  readonly signature?: StoredSignature;
  readonly assertions: readonly StoredAssertion[];
  readonly ingredients: readonly StoredIngredient[];
}

export interface ManifestStore {
  readonly active?: string;
  readonly manifests: ReadonlyMap<string, StoredManifest>;
  /** Untyped; see findings.ts. */
  readonly results: unknown;
  readonly statuses: unknown;
  /** `validation_state`; anything unknown is Invalid. */
  readonly state: "Trusted" | "Valid" | "Invalid";
}

/** Reads the engine's JSON. Never throws: an unreadable store is an empty, Invalid one. */
export function manifestStore(json: unknown): ManifestStore {
  const root = asObject(json) ?? {};
  const manifests = new Map(
    Object.entries(asObject(root["manifests"]) ?? {}).map(([label, value]) => [
      label,
      manifest(label, asObject(value) ?? {}),
    ]),
  );
  const state = root["validation_state"];
  return {
    ...some("active", words(root["active_manifest"])),
    manifests,
    results: root["validation_results"],
    statuses: root["validation_status"],
    state: state === "Trusted" || state === "Valid" ? state : "Invalid",
  };
}

/** All assertions of a kind, whatever their instance number (`c2pa.actions.v2`, `c2pa.actions.v2__1`). */
export function assertionsOf(manifest: StoredManifest, ...labels: readonly string[]): unknown[] {
  return manifest.assertions
    .filter(({ label }) => labels.includes(label.replace(/__\d+$/, "")))
    .map(({ data }) => data);
}

/** A tool from `{name, version}` or from a string; undefined when it has no name. */
export function tool(value: unknown): Tool | undefined {
  const object = asObject(value);
  const name = words(object ? object["name"] : value);
  return name === undefined ? undefined : { name, ...some("version", words(object?.["version"])) };
}

/** The text, trimmed; undefined when it is none or empty. */
export function words(value: unknown): string | undefined {
  return asString(value)?.trim() || undefined;
}

/** `{[key]: value}`, or `{}` without a value: optional fields are absent, never undefined. */
export function some<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

type Fields = Readonly<Record<string, unknown>>;

function manifest(label: string, from: Fields): StoredManifest {
  const generator =
    asArray(from["claim_generator_info"]).map(tool).find(Boolean) ??
    userAgent(words(from["claim_generator"]));
  const signature = asObject(from["signature_info"]);
  return {
    label,
    ...some("title", words(from["title"])),
    ...some("mediaType", words(from["format"])),
    ...some("generator", generator),
    ...some("thumbnail", thumbnail(from["thumbnail"])),
    ...some("signature", signature && signatureInfo(signature)),
    assertions: asArray(from["assertions"]).flatMap(assertion),
    ingredients: asArray(from["ingredients"]).flatMap(ingredient),
  };
}

/** Claims of version 1 name their generator as a User-Agent: `Adobe_Firefly adobe_c2pa/0.5.0 c2pa-rs/0.20.0`. */
function userAgent(text: string | undefined): Tool | undefined {
  if (!text?.includes("/")) return tool(text);
  const [product = ""] = text.split(/\s+/);
  const [name = "", version] = product.split("/");
  return tool({ name: name.replaceAll("_", " "), version });
}

function signatureInfo(from: Fields): StoredSignature {
  return {
    ...some("algorithm", words(from["alg"])),
    ...some("organisation", words(from["issuer"])),
    ...some("commonName", words(from["common_name"])),
    ...some("time", isoTime(from["time"])),
  };
}

function assertion(value: unknown): StoredAssertion[] {
  const from = asObject(value);
  const label = words(from?.["label"]);
  return label === undefined ? [] : [{ label, data: from?.["data"] }];
}

function ingredient(value: unknown): StoredIngredient[] {
  const from = asObject(value);
  if (!from) return [];
  return [
    {
      ...some("label", words(from["label"])),
      ...some("title", words(from["title"])),
      ...some("mediaType", words(from["format"])),
      relationship: relationship(from["relationship"]),
      ...some("manifest", words(from["active_manifest"])),
      ...some("thumbnail", thumbnail(from["thumbnail"])),
      dataTypes: asArray(from["data_types"] ?? from["dataTypes"])
        .map((item) => words(asObject(item)?.["type"]))
        .filter((type) => type !== undefined),
      results: from["validation_results"],
      statuses: from["validation_status"],
    },
  ];
}

function relationship(value: unknown): StoredIngredient["relationship"] {
  return value === "parentOf" || value === "componentOf" || value === "inputTo" ? value : "unknown";
}

function thumbnail(value: unknown): { mediaType: string; uri: string } | undefined {
  const from = asObject(value);
  const mediaType = words(from?.["format"]);
  const uri = words(from?.["identifier"]);
  return mediaType && uri ? { mediaType, uri } : undefined;
}
