// Text room: the canonical form of a text, its record, and what a passage has to do with a record.
export { type Markup, markupBlocks, plainBlocks } from "./blocks.js";
export { canonical } from "./canonical.js";
export { matchText } from "./match.js";
export { byLabel, isCommonPhrase, matchAll, type SignedRecord } from "./match-all.js";
export { decodeTextRecord, encodeTextRecord } from "./record-cbor.js";
export type { TextLabel, TextMatch, WordRun } from "./text-match.js";
export {
  type AboutText,
  CANONICAL_FORM,
  countTextWords,
  type TextRecord,
  textRecord,
} from "./text-record.js";
export { indexPrints, passagePrints } from "./winnow.js";
