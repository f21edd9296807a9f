// Media signals of one manifest: what its actions say about how the asset came to be and what was done to it.
// The official local signals rubric (release 1.0), which looks at each manifest by itself.
import { asObject } from "../../encoding/index.js";
import { type CrAction, type CrManifest, given, readActions, readManifest } from "./cr-json.js";
import { INCEPTION_ACTIONS, NON_EDITORIAL_ACTIONS } from "./vocabulary.js";

const IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const C2PA = "http://c2pa.org/digitalsourcetype/";

/** Signals of origin, each given by the source types of a c2pa.created or c2pa.opened action. */
const INCEPTION = {
  blankCanvas: [`${C2PA}empty`],
  capturedMedia: [`${IPTC}digitalCapture`, `${IPTC}computationalCapture`],
  capturedMediaStitched: [`${IPTC}compositeCapture`],
  compositionMayContainGenAI: [`${IPTC}composite`],
  fullyGenAIMedia: [`${IPTC}trainedAlgorithmicMedia`],
  nonGenAIDigitalCreation: [`${IPTC}digitalCreation`],
  partlyGenAICreation: [`${IPTC}compositeWithTrainedAlgorithmicMedia`],
  screenCaptureMayContainGenAI: [`${IPTC}screenCapture`],
} as const;

const GENERATED: ReadonlySet<unknown> = new Set([
  `${IPTC}trainedAlgorithmicMedia`,
  `${IPTC}compositeWithTrainedAlgorithmicMedia`,
  `${IPTC}compositeSynthetic`,
  `${C2PA}trainedAlgorithmicData`,
]);

const POSSIBLY_GENERATED: ReadonlySet<unknown> = new Set([`${IPTC}digitalArt`, `${IPTC}composite`]);

/** Names of the official rubric, without `inception:signal_` and `transformation:signal_`. */
export type MediaSignal =
  | keyof typeof INCEPTION
  | "mediaUnknownProvenance"
  | "ambiguousActions"
  | "nonEditorial"
  | "perceptibleGenAI"
  | "perceptibleNonGenAI"
  | "perceptiblePossiblyGenAI";

/**
 * The signals that a manifest of a crJSON document gives, origin first. Never throws; an absent signal says
 * only that the manifest doesn't declare it. `index` counts manifests, the active one being 0.
 */
export function localSignals(crJson: unknown, index = 0): readonly MediaSignal[] {
  const manifest = readManifest(crJson, index);
  const actionsV2 = asObject(manifest.assertion("c2pa.actions.v2")) ?? {};
  const actions = readActions(actionsV2);
  const found: MediaSignal[] = inceptionSignals(actions);
  if (ingredientUnknown(manifest)) found.push("mediaUnknownProvenance");
  if (actionsV2["allActionsIncluded"] !== true || ambiguous(actions, manifest))
    found.push("ambiguousActions");
  return [...found, ...transformationSignals(actions)];
}

function inceptionSignals(actions: readonly CrAction[]): MediaSignal[] {
  const origins: ReadonlySet<unknown> = new Set(
    actions
      .filter(({ action }) => INCEPTION_ACTIONS.has(action))
      .map(({ digitalSourceType }) => digitalSourceType),
  );
  return (Object.keys(INCEPTION) as (keyof typeof INCEPTION)[]).filter((signal) =>
    INCEPTION[signal].some((type) => origins.has(type)),
  );
}

/** Something went in that brought no credential of its own. */
function ingredientUnknown(manifest: CrManifest): boolean {
  const ingredient = manifest.assertion("c2pa.ingredient.v3");
  return given(ingredient) && !given(asObject(ingredient)?.["activeManifest"]);
}

function ambiguous(actions: readonly CrAction[], manifest: CrManifest): boolean {
  return (
    actions.length === 0 ||
    actions.some(({ action }) => !action.startsWith("c2pa.") || action === "c2pa.unknown") ||
    manifest.gatheredUrls.some((url) => url.includes("c2pa.actions"))
  );
}

function transformationSignals(actions: readonly CrAction[]): MediaSignal[] {
  const sources = actions
    .filter(({ action }) => !INCEPTION_ACTIONS.has(action) && !NON_EDITORIAL_ACTIONS.has(action))
    .map(({ digitalSourceType }) => digitalSourceType);
  const signals: [MediaSignal, boolean][] = [
    ["nonEditorial", actions.some(({ action }) => NON_EDITORIAL_ACTIONS.has(action))],
    ["perceptibleGenAI", sources.some((type) => GENERATED.has(type))],
    ["perceptibleNonGenAI", sources.some((type) => given(type) && !GENERATED.has(type))],
    ["perceptiblePossiblyGenAI", sources.some((type) => POSSIBLY_GENERATED.has(type))],
  ];
  return signals.flatMap(([signal, holds]) => (holds ? [signal] : []));
}
