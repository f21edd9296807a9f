// Archive room: ANS-104 data items, the archive record, and whether a record counts for the file in hand.
export type { Tag } from "./avro-tags.js";
export { type BundleEntry, parseBundle } from "./bundle.js";
export {
  createItem,
  type DataItem,
  type ItemInput,
  parseItem,
  serializeItem,
} from "./data-item.js";
export type { HardBinding, Proof, ProofSigner, SignedProof } from "./proof.js";
export { type ArchiveRecord, readRecord } from "./read-record.js";
export { manifestRecord, proofRecord, type RecordContent, type RecordInput } from "./record.js";
export { lookupKeys, type RecordKind } from "./record-tag.js";
export { type ItemCheck, type ItemFault, ownerAddress, verifyItem } from "./verify-item.js";
export {
  type Copy,
  type JudgedStore,
  type JudgeStore,
  type RecordAnswer,
  type RecordQuestion,
  verifyRecord,
} from "./verify-record.js";
