// The engine's validation results as findings. Codes of the specification stay verbatim (C2PA 2.4 §15.2.1).
import { asArray, asObject } from "../encoding/index.js";
import type { Finding } from "../verdict.js";
import { type ManifestStore, type StoredIngredient, some, words } from "./manifest-store.js";

/** Everything the engine found: about this file first, then about its ingredients, marked as such. */
export function findings(store: ManifestStore): Finding[] {
  const results = asObject(store.results);
  if (!results) return statuses(store.statuses);
  return [...group(results["activeManifest"]), ...deltas(results)];
}

/** What was found about one ingredient when it was added. */
export function recordedFindings(ingredient: StoredIngredient, uri: string): Finding[] {
  const results = asObject(ingredient.results);
  if (!results) return statuses(ingredient.statuses, uri);
  return [...group(results["activeManifest"], uri), ...deltas(results)];
}

/** True for a failure that says the manifest does not hold; a signer or time-stamp nobody knows is not that. */
export function invalidates(finding: Finding): boolean {
  return finding.kind === "failure" && !HARMLESS_FAILURE.test(finding.code);
}

/** True when the content itself is not what was signed: the hard binding of this file, not of an ingredient. */
export function isContentMismatch(finding: Finding): boolean {
  return (
    finding.kind === "failure" &&
    finding.ingredient === undefined &&
    /^assertion\.(?:data|bmff|boxes|collection|multiAsset)Hash\.mismatch$/.test(finding.code) &&
    !leavesTooMuchOut(finding)
  );
}

/**
 * True when the binding leaves more of the file out than the manifest's own place. The engine has no code of its own for
 * that, and says besides whether the hash matches: it does with files of Truepic's from 2023, which nobody changed.
 */
export function leavesTooMuchOut({ code, explanation, source }: Finding): boolean {
  return (
    source === "engine" &&
    code === "assertion.dataHash.mismatch" &&
    explanation.startsWith("data hash exclusion does not match the manifest location")
  );
}

/** CAWG identity and time-stamps add to a claim; without them the claim still holds (C2PA 2.4 §15.7, §15.8). */
const HARMLESS_FAILURE = /^(?:signingCredential\.untrusted$|timeStamp\.|cawg\.)/;

/** Statuses of ingredients v1 and v2 carry no kind; these codes are the ones that are no failure. */
const SUCCESS =
  /\.(?:match|validated|trusted|accessible|insideValidity|ocsp\.notRevoked|well-formed)$/;
const INFORMATIONAL =
  /^(?:timeStamp\.|ingredient\.unknownProvenance$|algorithm\.deprecated$|signingCredential\.ocsp\.(?:skipped|inaccessible|unknown)$)/;

function group(value: unknown, ingredient?: string): Finding[] {
  const from = asObject(value) ?? {};
  return (["success", "informational", "failure"] as const).flatMap((kind) =>
    asArray(from[kind]).flatMap((status) => finding(status, () => kind, ingredient)),
  );
}

function deltas(results: Readonly<Record<string, unknown>>): Finding[] {
  return asArray(results["ingredientDeltas"]).flatMap((item) => {
    const delta = asObject(item) ?? {};
    // An unnamed delta is still about an ingredient, never about this file.
    return group(delta["validationDeltas"], words(delta["ingredientAssertionURI"]) ?? "unknown");
  });
}

function statuses(value: unknown, ingredient?: string): Finding[] {
  return asArray(value).flatMap((status) => finding(status, kindOf, ingredient));
}

/** An unknown code is a failure. The `success` flag of ingredient v1 is not asked: the code says it. */
function kindOf(code: string): Finding["kind"] {
  if (SUCCESS.test(code)) return "success";
  return INFORMATIONAL.test(code) ? "informational" : "failure";
}

function finding(
  value: unknown,
  kind: (code: string) => Finding["kind"],
  ingredient: string | undefined,
): Finding[] {
  const from = asObject(value);
  const code = words(from?.["code"]);
  if (!from || code === undefined) return [];
  return [
    {
      code,
      kind: kind(code),
      ...some("url", words(from["url"])),
      explanation: words(from["explanation"]) ?? code,
      source: "engine",
      ...some("ingredient", ingredient),
    },
  ];
}
