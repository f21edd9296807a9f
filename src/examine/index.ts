// Examine room: from bytes to a verdict, with everything that archives know. The same for files, pages and programs.
export { localEvidence, type Search, searchGateways } from "./archive-search.js";
export { examine } from "./examine.js";
export { type ExaminedPassage, examinePassage, type PassageLabel } from "./examine-passage.js";
export { storeBindings, storeJudge } from "./judge-store.js";
export type { GatewayMeans, VerifyMeans } from "./means.js";
export { openCredential } from "./open-credential.js";
export { type Passage, readPassage } from "./passage.js";
export { storeFacts } from "./store-facts.js";
export type { Subject } from "./subject.js";
export type { TextMeans } from "./text-evidence.js";
export { type Gathered, gatherThumbnails } from "./thumbnails.js";
export { examineWords } from "./words.js";
