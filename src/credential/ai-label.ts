// The one classifier for AI: what a manifest and the history it includes declare. It repeats declarations and guesses
// nothing, so a tool's name alone never makes a label. What speaks for AI is believed from anywhere in the history;
// what speaks against it (a camera, a person) only from an unbroken line of parents whose credentials hold.
import { asObject } from "../encoding/index.js";
import type { Action, AiLabel } from "../verdict.js";
import { actions } from "./action.js";
import { ingredientStates } from "./ingredient-state.js";
import {
  assertionsOf,
  type ManifestStore,
  type StoredIngredient,
  type StoredManifest,
  some,
  words,
} from "./manifest-store.js";
import { sourceKind } from "./source-type.js";

const WORDS: Readonly<Record<AiLabel["kind"], string>> = {
  generated: "AI-generated",
  edited: "AI-edited",
  captured: "Camera-captured",
  "human-made": "Made by a person",
  "not-declared": "AI use not declared",
};

/** As deep as a history is followed; far beyond what tools write, far below what overflows a stack. */
const MAX_DEPTH = 100;

type Label = Omit<AiLabel, "words">;
const NOT_DECLARED: Label = { kind: "not-declared", inherited: false };

/** The label of a manifest. A manifest that is not in the store declares nothing. */
export function aiLabel(store: ManifestStore, label: string): AiLabel {
  const stateOf = ingredientStates(store);
  const history = { store, stateOf, known: new Map<string, Label>() };
  const { kind, model, oversight, inherited } = classify(history, label, 0);
  return {
    kind,
    words: WORDS[kind],
    ...some("model", model),
    ...some("oversight", oversight),
    inherited,
  };
}

interface History {
  readonly store: ManifestStore;
  readonly stateOf: ReturnType<typeof ingredientStates>;
  readonly known: Map<string, Label>;
}

interface Past {
  readonly relationship: StoredIngredient["relationship"];
  readonly label: Label;
  readonly holds: boolean;
}

function classify(history: History, label: string, depth: number): Label {
  const known = history.known.get(label);
  if (known) return known;
  const manifest = history.store.manifests.get(label);
  if (!manifest || depth >= MAX_DEPTH) return NOT_DECLARED;
  history.known.set(label, NOT_DECLARED); // a manifest that is its own ancestor adds nothing to itself
  const past = manifest.ingredients.map((ingredient): Past => {
    const child = ingredient.manifest;
    return {
      relationship: ingredient.relationship,
      label: child === undefined ? NOT_DECLARED : classify(history, child, depth + 1),
      holds: history.stateOf(manifest, ingredient).state === "valid",
    };
  });
  const result = combine(declared(manifest), past);
  history.known.set(label, result);
  return result;
}

/** What a manifest says by itself. */
function declared(manifest: StoredManifest): Label {
  const all = actions(manifest);
  const details = disclosure(manifest, all);
  const inception = all.filter(isInception).map((action) => sourceKind(action.digitalSourceType));
  const edits = all
    .filter((action) => !isInception(action))
    .map((action) => sourceKind(action.digitalSourceType));
  const ai = (kind: "generated" | "edited"): Label => ({ kind, ...details, inherited: false });
  if (inception.includes("ai")) return ai("generated");
  if (inception.includes("ai-part") || edits.includes("ai") || edits.includes("ai-part"))
    return ai("edited");
  const origin = inception.find((kind) => kind === "captured" || kind === "human-made");
  if (assertionsOf(manifest, DISCLOSURE).length === 0)
    return origin ? { kind: origin, inherited: false } : NOT_DECLARED;
  // A disclosure without a source type: a model took part. Made from nothing by it, or added to something.
  const fromNothing = all[0]?.action === "c2pa.created" && origin === undefined;
  return ai(fromNothing ? "generated" : "edited");
}

/** What a manifest says, in the light of what it was made from. */
function combine(own: Label, past: readonly Past[]): Label {
  if (own.kind === "generated") return own;
  const parents = past.filter(({ relationship }) => relationship === "parentOf");
  const others = past.filter(({ relationship }) => relationship !== "parentOf");

  // A generated image that is edited stays generated.
  const generated = parents.find(({ label }) => label.kind === "generated");
  if (generated) return { ...generated.label, inherited: true };
  if (own.kind === "edited") return own;
  const ai =
    parents.find(({ label }) => label.kind === "edited") ??
    others.find(({ label }) => label.kind === "generated" || label.kind === "edited");
  if (ai) return { ...ai.label, kind: "edited", inherited: true };

  const origin = own.kind === "not-declared" ? inherited(parents) : own;
  // A camera or a person does not answer for components of unknown or other origin.
  const covered = others.every(
    ({ relationship, label, holds }) =>
      relationship !== "componentOf" || (holds && label.kind === origin.kind),
  );
  return covered ? origin : NOT_DECLARED;
}

/** The label of an only parent whose credential holds. */
function inherited(parents: readonly Past[]): Label {
  const [parent, second] = parents;
  if (!parent?.holds || second || parent.label.kind === "not-declared") return NOT_DECLARED;
  return { ...parent.label, inherited: true };
}

const DISCLOSURE = "c2pa.ai-disclosure";

/** Model and human oversight, from the disclosure, else from a model among the ingredients, else from the AI action. */
function disclosure(
  manifest: StoredManifest,
  all: readonly Action[],
): { model?: string; oversight?: string } {
  const said = asObject(assertionsOf(manifest, DISCLOSURE)[0]) ?? {};
  const ingredient = manifest.ingredients.find(({ dataTypes }) =>
    dataTypes.some((type) => /^c2pa\.types\.model(?:\.|$)/.test(type)),
  );
  const agents = all
    .filter(({ digitalSourceType }) => sourceKind(digitalSourceType)?.startsWith("ai"))
    .map((action) => action.tool?.name);
  // An agent of the generator's own name is the program that wrote the manifest, not the model.
  const agent = agents.find((name) => name !== undefined && name !== manifest.generator?.name);
  return {
    ...some("model", words(said["modelName"]) ?? ingredient?.title ?? agent),
    ...some("oversight", words(asObject(said["contentProfile"])?.["humanOversightLevel"])),
  };
}

/** Actions that begin a history; a source type on any other action is about an edit. */
function isInception({ action }: Action): boolean {
  return action === "c2pa.created" || action === "c2pa.opened";
}
