// "colophon/core": everything that judges, for Node and browsers alike. This file is the table of contents.
export { ColophonError, type ErrorCode } from "./errors.js";
export type { CoseAlgorithm } from "./signature/index.js";
export {
  type Certificate,
  type DistinguishedName,
  type PublicKey,
  parseCertificate,
  parsePem,
  toPem,
} from "./trust/index.js";
export type {
  Action,
  AiLabel,
  ArchiveEvidence,
  CertificateSummary,
  EvidenceLevel,
  Finding,
  ProvenanceNode,
  Signer,
  SigningTime,
  State,
  Tool,
  Verdict,
} from "./verdict.js";
