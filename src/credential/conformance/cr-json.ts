// crJSON, the conformance programme's form of a manifest store, read defensively: what has the wrong type is absent.
// The active manifest is the first one (C2PA crJSON format; `manifests[0]` in the official rubrics).
import { asArray, asObject, asString } from "../../encoding/index.js";

export type Json = Readonly<Record<string, unknown>>;

export interface CrAction {
  readonly action: string;
  readonly digitalSourceType: unknown;
  readonly parameters: Json | undefined;
}

/** One assertion that is a map. */
export interface CrAssertion {
  readonly label: string;
  readonly body: Json;
}

/** One manifest of a crJSON document, as the rules look at it. */
export interface CrManifest {
  readonly label: string;
  /** The claim, version 2 only; a version 1 claim counts as none. */
  readonly claim: Json | undefined;
  readonly createdUrls: readonly string[];
  readonly gatheredUrls: readonly string[];
  /** Labels of all assertions, in order. */
  readonly labels: readonly string[];
  readonly assertions: readonly CrAssertion[];
  /** What stands behind one label, whatever its type. */
  assertion(label: string): unknown;
  /** Actions of all actions assertions, in order. */
  readonly actions: readonly CrAction[];
  readonly validation: Json | undefined;
  readonly failureCodes: readonly string[];
}

/** Present and not null: json-formula makes no difference between null and absent. */
export function given(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** True as json-formula has it: null, false, 0, "" and empty arrays and objects are false. */
export function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  const object = asObject(value);
  return object === undefined ? Boolean(value) : Object.keys(object).length > 0;
}

/** A value as it is shown among a rule's matches: a scalar itself, else the name of its type. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "array" : "object";
  return String(value);
}

/** Reads manifest number `index` of a crJSON document; an empty view when there is none. */
export function readManifest(crJson: unknown, index = 0): CrManifest {
  const manifest = asObject(asArray(asObject(crJson)?.["manifests"])[index]) ?? {};
  const claim = asObject(manifest["claim.v2"]);
  const bodies = asObject(manifest["assertions"]) ?? {};
  const assertions = Object.entries(bodies).flatMap(([label, value]) => {
    const body = asObject(value);
    return body === undefined ? [] : [{ label, body }];
  });
  const validation = asObject(manifest["validationResults"]);
  return {
    label: asString(manifest["label"]) ?? "",
    claim,
    createdUrls: fields(claim?.["created_assertions"], "url"),
    gatheredUrls: fields(claim?.["gathered_assertions"], "url"),
    labels: Object.keys(bodies),
    assertions,
    assertion: (label) => (Object.hasOwn(bodies, label) ? bodies[label] : undefined),
    actions: assertions.flatMap(({ body }) => readActions(body)),
    validation,
    failureCodes: fields(validation?.["failure"], "code"),
  };
}

/** The actions that one assertion lists; none when it is no actions assertion. */
export function readActions(body: Json): CrAction[] {
  return asArray(body["actions"]).flatMap((entry) => {
    const item = asObject(entry);
    const action = asString(item?.["action"]);
    if (item === undefined || action === undefined) return [];
    const parameters = asObject(item["parameters"]);
    return [{ action, digitalSourceType: item["digitalSourceType"], parameters }];
  });
}

function fields(list: unknown, name: string): string[] {
  return asArray(list).flatMap((entry) => asString(asObject(entry)?.[name]) ?? []);
}
