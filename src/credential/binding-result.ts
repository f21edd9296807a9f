// Puts the outcome of a natively checked hard binding into the engine's results, in the engine's own words and codes,
// and draws the state from them anew. The engine, which saw the manifest alone, reported a mismatch of its own there.
import { asArray, asObject, asString } from "../encoding/index.js";
import { findings, invalidates } from "./findings.js";
import { manifestStore } from "./manifest-store.js";

/** What came of checking a hard binding ourselves. */
export interface BindingOutcome {
  readonly label: string;
  readonly matches: boolean;
  /** Nothing could be hashed: the binding says nothing of a file kept apart, or leaves out other bytes than the carrier's. */
  readonly unbound?: keyof typeof UNBOUND;
  /** What is wrong, where there is more to say than that something was changed. */
  readonly explanation?: string;
}

const UNBOUND = {
  apart: "this manifest does not say how it is bound to a file kept apart from it",
  elsewhere:
    "the credential does not stand where the signed text had it: the text was changed since signing",
};

const NAMES: Readonly<Record<string, string>> = {
  "c2pa.hash.data": "dataHash",
  "c2pa.hash.bmff": "bmffHash",
  "c2pa.hash.bmff.v2": "bmffHash",
  "c2pa.hash.bmff.v3": "bmffHash",
};

const BINDING_CODE =
  /^assertion\.(dataHash|bmffHash|boxesHash|collectionHash)\.(match|mismatch|malformed)$/;

/** The engine's JSON with the binding's outcome in place of its own. */
export function withBinding(storeJson: unknown, outcome: BindingOutcome): unknown {
  return rewritten(storeJson, (manifest) => finding(manifest, outcome), outcome.matches);
}

/** The engine's JSON with the binding left aside: whether the manifest holds by itself. */
export function withoutBinding(storeJson: unknown): unknown {
  return rewritten(storeJson, undefined, true);
}

function rewritten(
  storeJson: unknown,
  entry: ((manifest: string) => object) | undefined,
  matches: boolean,
): unknown {
  const json = asObject(storeJson) ?? {};
  const results = asObject(json["validation_results"]) ?? {};
  const active = asObject(results["activeManifest"]) ?? {};
  const kept = (kind: string) =>
    asArray(active[kind]).filter(
      (item) => !BINDING_CODE.test(asString(asObject(item)?.["code"]) ?? ""),
    );
  const added = entry ? [entry(asString(json["active_manifest"]) ?? "")] : [];
  const success = [...kept("success"), ...(matches ? added : [])];
  const failure = [...kept("failure"), ...(matches ? [] : added)];
  const revised = {
    ...json,
    validation_results: { ...results, activeManifest: { ...active, success, failure } },
    validation_status: failure,
  };
  return { ...revised, validation_state: state(revised) };
}

function finding(manifest: string, { label, matches, unbound, explanation }: BindingOutcome) {
  const name = NAMES[label.split("__")[0] ?? ""] ?? "dataHash";
  const said = unbound
    ? UNBOUND[unbound]
    : matches
      ? "the hash of the file matches"
      : "the hash of the file does not match: it was changed since signing";
  return {
    code: `assertion.${name}.${matches ? "match" : "mismatch"}`,
    url: `self#jumbf=/c2pa/${manifest}/c2pa.assertions/${label}`,
    explanation: explanation ?? said,
  };
}

/** Trusted, Valid or Invalid, as the engine draws it: ingredients' failures count, and so does an unknown code. */
function state(json: Readonly<Record<string, unknown>>): string {
  const found = findings(manifestStore(json));
  if (found.some(invalidates)) return "Invalid";
  const trusted = found.some(
    ({ code, ingredient }) => code === "signingCredential.trusted" && ingredient === undefined,
  );
  return trusted ? "Trusted" : "Valid";
}
