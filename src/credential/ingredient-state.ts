// Whether an ingredient's own credential held: as recorded by whoever added it, and as the engine re-checked it.
import type { Finding } from "../verdict.js";
import { findings, invalidates, recordedFindings } from "./findings.js";
import type { ManifestStore, StoredIngredient, StoredManifest } from "./manifest-store.js";

export interface IngredientState {
  readonly state: "valid" | "invalid" | "no-credential";
  /** What was recorded, then what differs now. */
  readonly findings: readonly Finding[];
}

/** Prepares a store for asking about many of its ingredients. */
export function ingredientStates(
  store: ManifestStore,
): (manifest: StoredManifest, ingredient: StoredIngredient) => IngredientState {
  const deltas = new Map<string, Finding[]>();
  for (const finding of findings(store)) {
    const about = deltas.get(finding.ingredient ?? "");
    if (about) about.push(finding);
    else deltas.set(finding.ingredient ?? "", [finding]);
  }
  return (manifest, ingredient) => {
    const uri = `self#jumbf=/c2pa/${manifest.label}/c2pa.assertions/${ingredient.label ?? ""}`;
    const found = [...recordedFindings(ingredient, uri), ...(deltas.get(uri) ?? [])];
    if (ingredient.manifest !== undefined && !store.manifests.has(ingredient.manifest))
      found.push(missing(ingredient.manifest, uri));
    // Deltas of the ingredient's own ingredients were recorded with it, but are theirs.
    const own = found.filter((finding) => finding.ingredient === uri);
    if (own.some(invalidates)) return { state: "invalid", findings: found };
    const state = ingredient.manifest === undefined ? "no-credential" : "valid";
    return { state, findings: found };
  };
}

function missing(manifest: string, ingredient: string): Finding {
  return {
    code: "colophon.ingredient.manifestMissing",
    kind: "failure",
    explanation: `its manifest ${manifest} is not in the store, so it could not be checked again`,
    source: "colophon",
    ingredient,
  };
}
