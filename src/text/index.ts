// Text room: the canonical form of a text, its record, and what a passage has to do with a record.
export type { BlockMatch, TextLabel, TextMatch, WordRun } from "./text-match.js";
export { CANONICAL_FORM, type TextRecord } from "./text-record.js";
