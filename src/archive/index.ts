// Archive room: ANS-104 data items, the archive record, and whether a record counts for the file in hand.

export type { BlockLevel } from "./chain/block-agreement.js";
export { checkInclusion, confirmBlock, proveInclusion } from "./chain/block-proof.js";
export type { InclusionProof } from "./chain/inclusion.js";
export { decodeInclusion, encodeInclusion } from "./chain/inclusion-json.js";
export { walkPath } from "./chain/merkle-path.js";
export { chunkData, transactionTree } from "./chain/merkle-tree.js";
export type { Tag } from "./item/avro-tags.js";
export { parseBundle, serializeBundle } from "./item/bundle.js";
export { createItem, type DataItem, parseItem, serializeItem } from "./item/data-item.js";
export { ownerAddress, verifyItem } from "./item/verify-item.js";
export type {
  BlockHead,
  Chunk,
  Gateway,
  GatewayQuery,
  ItemPlace,
  ListedItem,
  TransactionPlace,
} from "./network/gateway.js";
export { openGateway } from "./network/gateway-open.js";
export type { Http, HttpAnswer, HttpQuestion } from "./network/http.js";
export {
  type ListedRecord,
  type LookupAnswer,
  lookup,
} from "./network/lookup.js";
export type { FoundItem } from "./network/lookup-fetch.js";
export type { LookupQuestion } from "./network/lookup-list.js";
export { lookupText, type TextQuestion } from "./network/text-lookup.js";
export { readAnyRecord } from "./record/any-record.js";
export { batchRecord, MAX_BATCH, readBatch } from "./record/batch.js";
export { type BatchPath, checkBatchPath } from "./record/batch-path.js";
export { batchTree } from "./record/batch-tree.js";
export { checkReceipt, type StoreFacts } from "./record/check-receipt.js";
export type { Copy } from "./record/copy-match.js";
export type { JudgedStore, JudgeStore } from "./record/judge-item.js";
export { judgeRecord } from "./record/judge-record.js";
export { type JudgedText, judgeText, textRecordEvidence } from "./record/judge-text.js";
export { type KeptRecord, readKeptRecord } from "./record/kept-record.js";
export type { HardBinding } from "./record/proof.js";
export { type ArchiveRecord, readRecord } from "./record/read-record.js";
export { type Receipt, readReceipt, writeReceipt } from "./record/receipt.js";
export { MAX_RECEIPT, ReceiptFault } from "./record/receipt-field.js";
export { manifestRecord, proofRecord, type RecordInput } from "./record/record.js";
export { lookupKeys } from "./record/record-tag.js";
export { withSuccessors } from "./record/successor.js";
export { MANIFEST_URN } from "./record/tag-value.js";
export { readTextAssertion, TEXT_ASSERTION, type TextAssertion } from "./record/text-assertion.js";
export { type TextItem, textRecordItem } from "./record/text-item.js";
export { textPrintsItems } from "./record/text-prints.js";
export { withTextSuccessors } from "./record/text-successor.js";
export { sortedPrints, textKeys } from "./record/text-tag.js";
export { type RecordAnswer, verifyRecord } from "./record/verify-record.js";
export {
  MAX_REASON,
  readWithdrawal,
  withdrawalRecord,
} from "./record/withdrawal.js";
