// Words for what was done to a file: actions and digital source types of C2PA 2.2 §A.5 (labels) and IPTC (sources).
// What is not in the tables is shown as it stands.
import type { Action } from "../../src/index.js";
import { toolWords } from "./words.js";

const ACTIONS = new Map([
  ["c2pa.addedText", "text added"],
  ["c2pa.adjustedColor", "colours adjusted"],
  ["c2pa.changedSpeed", "speed changed"],
  ["c2pa.color_adjustments", "colours adjusted"],
  ["c2pa.converted", "converted"],
  ["c2pa.copied", "copied"],
  ["c2pa.created", "created"],
  ["c2pa.cropped", "cropped"],
  ["c2pa.deleted", "part deleted"],
  ["c2pa.drawing", "drawn on"],
  ["c2pa.dubbed", "dubbed"],
  ["c2pa.edited", "edited"],
  ["c2pa.edited.metadata", "metadata edited"],
  ["c2pa.enhanced", "enhanced"],
  ["c2pa.filtered", "filtered"],
  ["c2pa.formatted", "formatted"],
  ["c2pa.managed", "put under management"],
  ["c2pa.opened", "opened"],
  ["c2pa.orientation", "turned"],
  ["c2pa.placed", "placed into it"],
  ["c2pa.printed", "printed"],
  ["c2pa.produced", "produced"],
  ["c2pa.published", "published"],
  ["c2pa.redacted", "part of the history removed"],
  ["c2pa.removed", "an ingredient removed"],
  ["c2pa.repackaged", "repackaged"],
  ["c2pa.resized", "resized"],
  ["c2pa.resized.proportional", "resized in proportion"],
  ["c2pa.saved", "saved"],
  ["c2pa.transcoded", "re-encoded"],
  ["c2pa.translated", "translated"],
  ["c2pa.trimmed", "trimmed"],
  ["c2pa.unknown", "something not specified"],
  ["c2pa.version_updated", "version of its manifest updated"],
  ["c2pa.watermarked", "watermarked"],
  ["c2pa.watermarked.bound", "watermarked, bound to its manifest"],
  ["c2pa.watermarked.unbound", "watermarked"],
]);

const SOURCES = new Map([
  ["algorithmicMedia", "made by an algorithm without training data"],
  ["algorithmicallyEnhanced", "enhanced by an algorithm"],
  ["compositeCapture", "composite of captures"],
  ["compositeSynthetic", "composite with synthetic parts"],
  ["compositeWithTrainedAlgorithmicMedia", "edited with generative AI"],
  ["composite", "composite"],
  ["computationalCapture", "captured by camera, computationally"],
  ["dataDrivenMedia", "made from data"],
  ["digitalArt", "digital art"],
  ["digitalCapture", "captured by a digital device"],
  ["digitalCreation", "made by a person with digital tools"],
  ["empty", "started empty"],
  ["humanEdits", "edited by a person"],
  ["minorHumanEdits", "minor edits by a person"],
  ["negativeFilm", "scanned from negative film"],
  ["positiveFilm", "scanned from positive film"],
  ["print", "scanned from a print"],
  ["screenCapture", "captured from a screen"],
  ["softwareImage", "made by software"],
  ["trainedAlgorithmicData", "data made by generative AI"],
  ["trainedAlgorithmicMedia", "made by generative AI"],
  ["virtualRecording", "recorded from a virtual event"],
]);

/** One action as a phrase, without its time: `created (made by generative AI), with Studio 2`. */
export function actionWords(action: Action): string {
  const what = ACTIONS.get(action.action) ?? action.action;
  const source = action.digitalSourceType && ` (${sourceWords(action.digitalSourceType)})`;
  const tool = action.tool && `, with ${toolWords(action.tool)}`;
  const description = action.description && `: ${action.description}`;
  return `${what}${source ?? ""}${tool ?? ""}${description ?? ""}`;
}

/** A digital source type, given as IRI, in words; one that is unknown as it stands. */
function sourceWords(iri: string): string {
  return SOURCES.get(iri.slice(iri.lastIndexOf("/") + 1)) ?? iri;
}
