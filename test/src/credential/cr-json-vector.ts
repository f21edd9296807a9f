// The project's own crJSON documents, and edits of them that each break one rule (test/vector/crjson).
import { readFileSync } from "node:fs";
import type { ConformanceOptions } from "../../../src/credential/index.js";
import { asArray, asObject, asString, parseJson } from "../../../src/encoding/index.js";

const folder = new URL("../../vector/crjson/", import.meta.url);

export interface CrJsonCase {
  readonly name: string;
  readonly crJson: unknown;
  readonly options: ConformanceOptions;
  /** Rules that fail, with what they match. */
  readonly breaks: Readonly<Record<string, readonly string[]>>;
}

/** A fresh copy of `created`, `opened` or `text`. */
export function baseDocument(name: string): unknown {
  return asObject(readVector(`${name}.json`))?.["crJson"];
}

export const crJsonCases: readonly CrJsonCase[] = asArray(
  asObject(readVector("cases.json"))?.["cases"],
).map((entry) => {
  const item = asObject(entry)!;
  const crJson = baseDocument(asString(item["base"])!);
  for (const edit of asArray(item["edits"])) {
    const { at, put } = asObject(edit)!;
    editAt(crJson, asString(at)!, put);
  }
  return {
    name: asString(item["name"])!,
    crJson,
    options: (item["options"] ?? {}) as ConformanceOptions,
    breaks: item["breaks"] as CrJsonCase["breaks"],
  };
});

/** Sets what a JSON pointer names; `-` appends to a list, and undefined removes. */
export function editAt(document: unknown, pointer: string, value: unknown): void {
  const steps = pointer.split("/").slice(1);
  const last = steps.pop()!;
  let owner = document as Record<string, unknown>;
  for (const step of steps) owner = owner[step] as Record<string, unknown>;
  if (Array.isArray(owner) && last === "-") owner.push(value);
  else if (value !== undefined) owner[last] = value;
  else if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else delete owner[last];
}

function readVector(name: string): unknown {
  return parseJson(readFileSync(new URL(name, folder), "utf8"));
}
