// What was done to a file, in the reader's language: actions of C2PA 2.4 §18.16, and digital source types (IPTC and C2PA).
// What has no words here is shown as it stands.
import type { Action } from "../src/index.js";
import { clauses, listed, text } from "./text.js";
import { toolWords } from "./words.js";

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["c2pa.addedText", "actionAddedText"],
  ["c2pa.adjustedColor", "actionColor"],
  ["c2pa.changedSpeed", "actionSpeed"],
  ["c2pa.color_adjustments", "actionColor"],
  ["c2pa.converted", "actionConverted"],
  ["c2pa.copied", "actionCopied"],
  ["c2pa.created", "actionCreated"],
  ["c2pa.cropped", "actionCropped"],
  ["c2pa.deleted", "actionDeleted"],
  ["c2pa.drawing", "actionDrawing"],
  ["c2pa.dubbed", "actionDubbed"],
  ["c2pa.edited", "actionEdited"],
  ["c2pa.edited.metadata", "actionMetadata"],
  ["c2pa.enhanced", "actionEnhanced"],
  ["c2pa.filtered", "actionFiltered"],
  ["c2pa.formatted", "actionFormatted"],
  ["c2pa.managed", "actionManaged"],
  ["c2pa.opened", "actionOpened"],
  ["c2pa.orientation", "actionTurned"],
  ["c2pa.placed", "actionPlaced"],
  ["c2pa.printed", "actionPrinted"],
  ["c2pa.produced", "actionProduced"],
  ["c2pa.published", "actionPublished"],
  ["c2pa.redacted", "actionRedacted"],
  ["c2pa.removed", "actionRemoved"],
  ["c2pa.repackaged", "actionRepackaged"],
  ["c2pa.resized", "actionResized"],
  ["c2pa.resized.proportional", "actionResized"],
  ["c2pa.saved", "actionSaved"],
  ["c2pa.transcoded", "actionTranscoded"],
  ["c2pa.translated", "actionTranslated"],
  ["c2pa.trimmed", "actionTrimmed"],
  ["c2pa.unknown", "actionUnknown"],
  ["c2pa.version_updated", "actionUpdated"],
  ["c2pa.watermarked", "actionWatermarked"],
  ["c2pa.watermarked.bound", "actionWatermarked"],
  ["c2pa.watermarked.unbound", "actionWatermarked"],
]);

const SOURCES: ReadonlyMap<string, string> = new Map([
  ["algorithmicMedia", "sourceAlgorithm"],
  ["algorithmicallyEnhanced", "sourceEnhanced"],
  ["compositeCapture", "sourceCompositeCapture"],
  ["compositeSynthetic", "sourceCompositeSynthetic"],
  ["compositeWithTrainedAlgorithmicMedia", "sourceAiEdited"],
  ["composite", "sourceComposite"],
  ["computationalCapture", "sourceComputational"],
  ["multiFrameComputationalCapture", "sourceComputational"],
  ["dataDrivenMedia", "sourceData"],
  ["digitalArt", "sourceArt"],
  ["digitalCapture", "sourceCapture"],
  ["digitalCreation", "sourceCreation"],
  ["empty", "sourceEmpty"],
  ["humanEdits", "sourceHumanEdits"],
  ["minorHumanEdits", "sourceMinorEdits"],
  ["negativeFilm", "sourceNegative"],
  ["positiveFilm", "sourcePositive"],
  ["print", "sourcePrint"],
  ["screenCapture", "sourceScreen"],
  ["softwareImage", "sourceSoftware"],
  ["trainedAlgorithmicData", "sourceAiData"],
  ["trainedAlgorithmicMedia", "sourceAi"],
  ["virtualRecording", "sourceVirtual"],
]);

/** What was done, in a word or two. */
function actionName({ action }: Pick<Action, "action">): string {
  const key = ACTIONS.get(action);
  return key === undefined ? action : text(key);
}

/** Where it says that it comes from, given as IRI or bare term. */
function sourceTypeWords(iri: string): string {
  const key = SOURCES.get(iri.slice(iri.lastIndexOf("/") + 1));
  return key === undefined ? iri : text(key);
}

/** What was done to a file, each kind once and without its details: `opened, edited, cropped`. */
export function doneWords(actions: readonly Pick<Action, "action">[]): string {
  return listed([...new Set(actions.map(actionName))].slice(0, MOST_KINDS));
}

const MOST_KINDS = 5;

/**
 * One action as a phrase, without its time: `created (made by generative AI); Studio 2; Cover`. Holds the manifest's own
 * words: make it plain before showing it.
 */
export function actionWords(action: Action): string {
  const { digitalSourceType: source, tool, description } = action;
  const what = actionName(action);
  const named = source === undefined ? what : text("actionFrom", what, sourceTypeWords(source));
  return clauses([
    named,
    ...(tool ? [toolWords(tool)] : []),
    ...(description ? [description] : []),
  ]);
}
