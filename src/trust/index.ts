// Trust room: certificates, trust lists, the chain rules that the engine misses, and the judgement.
export { type Certificate, parseCertificate } from "./certificate.js";
export type { DistinguishedName } from "./distinguished-name.js";
export { engineTrust } from "./engine-trust.js";
export { type Evidence, type Judgement, judge } from "./judge.js";
export { KNOWN_LISTS, type KnownList } from "./known-lists.js";
export { parsePem, toPem } from "./pem.js";
export { type ChainResult, chainFindings } from "./policy.js";
export type { PublicKey } from "./public-key.js";
export { type TimeStampResult, timeStampFindings } from "./time-stamp.js";
export {
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampToken,
} from "./time-stamp-token.js";
export {
  type Anchor,
  NO_TRUST,
  type PemList,
  readAnchors,
  type TrustLists,
  type TrustSources,
  trustLists,
} from "./trust-list.js";
