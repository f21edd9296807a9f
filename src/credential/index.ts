// Credential room: reads manifests through the engine port and says in our own words what they hold.

export { withoutBinding } from "./binding-result.js";
export {
  type ConformanceOptions,
  checkConformance,
  type RuleResult,
} from "./conformance/check-conformance.js";
export { localSignals, type MediaSignal } from "./conformance/local-signals.js";
export type { RuleSet } from "./conformance/rule.js";
export type {
  Engine,
  EngineBlob,
  EngineIngredient,
  EngineReading,
  EngineRefusal,
  EngineSigner,
  EngineSigning,
  EngineTrust,
} from "./engine.js";
export { ENGINE_LIMIT, isReading } from "./engine.js";
export { type FindingGroups, groupFindings } from "./finding-groups.js";
export { invalidates, isContentMismatch, leavesTooMuchOut } from "./findings.js";
export type { FragmentAsset, HashPieces } from "./fragment-binding.js";
export {
  activeManifestLabel,
  assertionCbor,
  claim,
  hardBindingAssertion,
  signatureBytes,
  soleBinding,
} from "./jumbf.js";
export { parseJumbf } from "./jumbf-box.js";
export { signaturePlace } from "./jumbf-signature.js";
export { loadEngine } from "./load-engine.js";
export { manifestHolds } from "./manifest-integrity.js";
export { askedOf } from "./mould/asked.js";
export { mouldingEngine } from "./mould/moulding-engine.js";
export {
  type Asset,
  type Credential,
  checkBinding,
  type ReadMeans,
  readCredential,
} from "./read.js";
export { foundWords, sentence } from "./sentence.js";
export { SIGNER_PURPOSES } from "./signer-purpose.js";
export { type Summary, summarize } from "./summarize.js";
export { groupTraining } from "./training.js";
