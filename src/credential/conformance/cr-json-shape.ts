// Whether a crJSON document has the types that the rules rely on. Anything else would be skipped as absent,
// and a check that skips what it can't read would pass what it never saw.
import { asArray, asObject } from "../../encoding/index.js";
import { given, type Json } from "./cr-json.js";

/** JSON pointers (RFC 6901) of what has the wrong type in the active manifest; none when all can be judged. */
export function shapeProblems(crJson: unknown): readonly string[] {
  const manifest = asObject(asArray(asObject(crJson)?.["manifests"])[0]);
  if (manifest === undefined) return ["/manifests/0"];
  const at = "/manifests/0";
  const claim = asObject(manifest["claim.v2"]);
  const validation = asObject(manifest["validationResults"]);
  return [
    ...optional(manifest, "label", isString, at),
    ...optional(manifest, "claim.v2", isObject, at),
    ...listOf(claim?.["created_assertions"], "url", `${at}/claim.v2/created_assertions`),
    ...listOf(claim?.["gathered_assertions"], "url", `${at}/claim.v2/gathered_assertions`),
    ...optional(manifest, "validationResults", isObject, at),
    ...listOf(validation?.["failure"], "code", `${at}/validationResults/failure`),
    ...optional(manifest, "assertions", isObject, at),
    ...Object.entries(asObject(manifest["assertions"]) ?? {}).flatMap(([label, value]) =>
      assertionProblems(asObject(value) ?? {}, `${at}/assertions/${pointer(label)}`),
    ),
  ];
}

function assertionProblems(body: Json, at: string): string[] {
  const isReference = given(body["url"]) && !given(body["relationship"]);
  return [
    ...listOf(body["actions"], "action", `${at}/actions`),
    ...asArray(body["actions"]).flatMap((action, i) =>
      actionProblems(asObject(action) ?? {}, `${at}/actions/${i}`),
    ),
    ...(isReference ? optional(body, "label", isString, at) : []),
    ...optional(body, "exclusions", Array.isArray, at),
  ];
}

function actionProblems(action: Json, at: string): string[] {
  const parameters = asObject(action["parameters"]) ?? {};
  return [
    ...optional(action, "parameters", isObject, at),
    ...optional(parameters, "ingredients", Array.isArray, `${at}/parameters`),
  ];
}

/** A list of maps that each carry the string `field`; absent is fine. */
function listOf(value: unknown, field: string, at: string): string[] {
  if (!given(value)) return [];
  if (!Array.isArray(value)) return [at];
  return value.flatMap((entry, i) =>
    isString(asObject(entry)?.[field]) ? [] : [`${at}/${i}/${field}`],
  );
}

function optional(owner: Json, name: string, is: (value: unknown) => boolean, at: string) {
  return !given(owner[name]) || is(owner[name]) ? [] : [`${at}/${name}`];
}

function isString(value: unknown): boolean {
  return typeof value === "string";
}

function isObject(value: unknown): boolean {
  return asObject(value) !== undefined;
}

/** A label as one step of a JSON pointer. */
function pointer(label: string): string {
  return label.replaceAll("~", "~0").replaceAll("/", "~1");
}
