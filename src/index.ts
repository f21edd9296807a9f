// "colophon/core": everything that judges, for Node and browsers alike. This file is the table of contents.
// Trust, time, hashing and the engine's WebAssembly are arguments; nothing here reads a clock or the network.

// What went wrong, and what was found out

export { ColophonError, type ErrorCode } from "./errors.js";
export type {
  Action,
  AiLabel,
  ArchiveBlock,
  ArchiveEvidence,
  CertificateSummary,
  EvidenceLevel,
  Finding,
  ProvenanceNode,
  SignedText,
  SignedWords,
  Signer,
  SigningTime,
  State,
  TextEvidence,
  Tool,
  TrainingRule,
  Verdict,
  Withdrawal,
} from "./verdict.js";

// Files: what kind one is, where its manifest sits, what its hard binding covers

export {
  type ByteSource,
  type Container,
  CREDENTIAL_MARKS,
  containerFor,
  type Layout,
  memorySource,
  type Piece,
  type Span,
  type Splice,
  sniffMediaType,
  type Uncovered,
} from "./container/index.js";

// Credentials: reading one through the engine, and saying in words what it holds

export {
  type Asset,
  activeManifestLabel,
  type ConformanceOptions,
  type Credential,
  checkConformance,
  type Engine,
  type EngineBlob,
  type EngineIngredient,
  type EngineReading,
  type EngineRefusal,
  type EngineSigner,
  type EngineSigning,
  type EngineTrust,
  isReading,
  loadEngine,
  localSignals,
  type MediaSignal,
  type ReadMeans,
  type RuleResult,
  readCredential,
  type Summary,
  sentence,
  signatureBytes,
  summarize,
} from "./credential/index.js";
export { type CoseAlgorithm, type ParsedCoseSign1, parseCoseSign1 } from "./signature/index.js";

// Trust: whose word counts, and the judgement

export {
  type Anchor,
  type Certificate,
  type ChainResult,
  chainFindings,
  type DistinguishedName,
  type Evidence,
  engineTrust,
  type Judgement,
  judge,
  KNOWN_LISTS,
  type KnownList,
  NO_TRUST,
  type PemList,
  type PublicKey,
  parseCertificate,
  parsePem,
  type TimeStampResult,
  type TrustLists,
  type TrustSources,
  timeStampFindings,
  toPem,
  trustLists,
} from "./trust/index.js";

// The archive: data items, records, and whether a record counts for the file in hand

export {
  type ArchiveRecord,
  type Copy,
  type DataItem,
  type JudgedStore,
  type JudgeStore,
  lookupKeys,
  ownerAddress,
  parseBundle,
  parseItem,
  type RecordAnswer,
  readRecord,
  type Tag,
  verifyItem,
  verifyRecord,
} from "./archive/index.js";

// Gateways, asked over the caller's own Http, and proofs that an item is part of a block

export {
  type BlockHead,
  type BlockLevel,
  type Chunk,
  checkInclusion,
  confirmBlock,
  decodeInclusion,
  encodeInclusion,
  type Gateway,
  type GatewayQuery,
  type Http,
  type HttpAnswer,
  type HttpQuestion,
  type InclusionProof,
  type ItemPlace,
  type ListedItem,
  openGateway,
  proveInclusion,
  type TransactionPlace,
} from "./archive/index.js";

// Examining: from bytes to a verdict, wherever the bytes are kept

export {
  examine,
  type GatewayMeans,
  gatherThumbnails,
  type Subject,
  type VerifyMeans,
} from "./examine/index.js";

// Text: the canonical form of a text, its record, and what a passage has to do with a record

export {
  type AboutText,
  canonical,
  type Markup,
  markupBlocks,
  matchAll,
  matchText,
  plainBlocks,
  type SignedRecord,
  type TextLabel,
  type TextMatch,
  type TextRecord,
  textRecord,
} from "./text/index.js";

// Texts: signing one with an engine and a key of the caller's, taking its credential out, verifying it

export {
  articleBlocks,
  embeddingFor,
  type OpenText,
  openText,
  type SaidText,
  type SignedTextContent,
  signText,
  type TextAssertion,
  type TextEmbedding,
  type TextSigning,
  verifyText,
} from "./sign/index.js";
