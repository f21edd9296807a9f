// Digital source types: where media says it comes from. IPTC NewsCodes, and C2PA's own (C2PA 2.4 §18.16.8).

/** What a source type says about AI: `ai` wholly by a model, `ai-part` in part, otherwise by whom it was made. */
export type SourceKind = "ai" | "ai-part" | "captured" | "human-made";

// Terms that could hold AI or not (composite, screenCapture, digitalArt, print, ...) say neither and are left out, and
// so is algorithmicMedia: made by an algorithm, but not by one with training data.
const KINDS: ReadonlyMap<string, SourceKind> = new Map([
  ["trainedAlgorithmicMedia", "ai"],
  ["trainedAlgorithmicData", "ai"],
  ["compositeWithTrainedAlgorithmicMedia", "ai-part"],
  ["compositeSynthetic", "ai-part"],
  ["digitalCapture", "captured"],
  ["computationalCapture", "captured"],
  ["multiFrameComputationalCapture", "captured"],
  ["compositeCapture", "captured"],
  ["negativeFilm", "captured"],
  ["positiveFilm", "captured"],
  ["digitalCreation", "human-made"],
  ["humanEdits", "human-made"],
]);

const VOCABULARY = /^https?:\/\/(?:cv\.iptc\.org\/newscodes|c2pa\.org)\/digitalsourcetype\/(\w+)$/i;

/** The kind of a source type, by its IPTC or C2PA address or its bare term; undefined when it says nothing. */
export function sourceKind(digitalSourceType: string | undefined): SourceKind | undefined {
  const text = digitalSourceType?.trim() ?? "";
  return KINDS.get(VOCABULARY.exec(text)?.[1] ?? text);
}
