// Archive room: ANS-104 data items, the archive record, and whether a record counts for the file in hand.
export type { Tag } from "./avro-tags.js";
export { parseBundle } from "./bundle.js";
export type { Copy } from "./copy-match.js";
export { createItem, type DataItem, parseItem, serializeItem } from "./data-item.js";
export type { HardBinding } from "./proof.js";
export { type ArchiveRecord, readRecord } from "./read-record.js";
export { manifestRecord, proofRecord, type RecordInput } from "./record.js";
export { lookupKeys } from "./record-tag.js";
export { ownerAddress, verifyItem } from "./verify-item.js";
export {
  type JudgedStore,
  type JudgeStore,
  type RecordAnswer,
  verifyRecord,
} from "./verify-record.js";
