// The history of a file as a tree: itself at the root, what it was made from below. The manifests form a graph that a
// hostile store can make cyclic or exponentially wide, so each is opened once and the tree has a largest size.
import type { Finding, ProvenanceNode } from "../verdict.js";
import { actions } from "./action.js";
import { ingredientStates } from "./ingredient-state.js";
import {
  type ManifestStore,
  type StoredIngredient,
  type StoredManifest,
  some,
} from "./manifest-store.js";

const MAX_NODES = 1000;
const MAX_DEPTH = 100;

interface Growth {
  readonly store: ManifestStore;
  readonly stateOf: ReturnType<typeof ingredientStates>;
  /** Manifests already opened somewhere in the tree, and those between here and the root. */
  readonly opened: Set<string>;
  readonly path: string[];
  left: number;
}

/**
 * The tree below a manifest; undefined when the store has no such manifest. Where it was cut, a node carries
 * `colophon.tree.cycle`, `.repeated` or `.truncated`.
 */
export function provenanceTree(store: ManifestStore, label: string): ProvenanceNode | undefined {
  const manifest = store.manifests.get(label);
  if (!manifest) return undefined;
  const growth: Growth = {
    store,
    stateOf: ingredientStates(store),
    opened: new Set(),
    path: [],
    left: MAX_NODES - 1,
  };
  const { ingredients, notes } = open(growth, manifest);
  return {
    title: manifest.title ?? UNTITLED,
    relationship: "self",
    ...some("mediaType", manifest.mediaType),
    manifest: label,
    ...described(manifest),
    state: "self",
    findings: notes,
    ...some("thumbnail", manifest.thumbnail),
    ingredients,
  };
}

const UNTITLED = "untitled";

function branch(growth: Growth, parent: StoredManifest, from: StoredIngredient): ProvenanceNode {
  const { state, findings } = growth.stateOf(parent, from);
  const manifest =
    from.manifest === undefined ? undefined : growth.store.manifests.get(from.manifest);
  const { ingredients, notes } = manifest ? open(growth, manifest) : NOTHING;
  return {
    title: from.title ?? manifest?.title ?? UNTITLED,
    relationship: from.relationship,
    ...some("mediaType", from.mediaType ?? manifest?.mediaType),
    ...some("manifest", from.manifest),
    ...(manifest ? described(manifest) : { actions: [] }),
    state,
    findings: [...findings, ...notes],
    ...some("thumbnail", from.thumbnail ?? manifest?.thumbnail),
    ingredients,
  };
}

interface Opened {
  readonly ingredients: readonly ProvenanceNode[];
  readonly notes: readonly Finding[];
}

const NOTHING: Opened = { ingredients: [], notes: [] };

function open(growth: Growth, manifest: StoredManifest): Opened {
  const { label, ingredients } = manifest;
  if (growth.path.includes(label))
    return { ...NOTHING, notes: [note("cycle", "failure", "its history contains itself")] };
  if (ingredients.length === 0) return NOTHING;
  if (growth.opened.has(label))
    return { ...NOTHING, notes: [note("repeated", "informational", "its history is shown above")] };
  growth.opened.add(label);
  const room = growth.path.length < MAX_DEPTH ? Math.min(growth.left, ingredients.length) : 0;
  growth.left -= room; // taken before going deeper, so that siblings are not starved by the first of them
  growth.path.push(label);
  const nodes = ingredients.slice(0, room).map((item) => branch(growth, manifest, item));
  growth.path.pop();
  const cut = ingredients.length - room;
  const text = `its history is too large: ${cut} of its ingredients are not shown`;
  return { ingredients: nodes, notes: cut > 0 ? [note("truncated", "informational", text)] : [] };
}

function described(
  manifest: StoredManifest,
): Pick<ProvenanceNode, "signer" | "at" | "generator" | "actions"> {
  const done = actions(manifest);
  const { signature } = manifest;
  return {
    ...some("signer", signature?.organisation ?? signature?.commonName),
    ...some("at", signature?.time ?? done.find(({ when }) => when)?.when),
    ...some("generator", manifest.generator),
    actions: done,
  };
}

function note(what: string, kind: Finding["kind"], explanation: string): Finding {
  return { code: `colophon.tree.${what}`, kind, explanation, source: "colophon" };
}
