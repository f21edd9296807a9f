// Any kind of record of a file: for whoever looks them up. What an archive keeps besides is in kept-record.ts.
import { type BatchRecord, readBatch } from "./batch.js";
import { type ArchiveRecord, readRecord } from "./read-record.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { collect, one } from "./tag-value.js";
import { readWithdrawal, type WithdrawalRecord } from "./withdrawal.js";

export type AnyRecord = ArchiveRecord | BatchRecord | WithdrawalRecord;

/** Reads what an item says of itself, whatever its kind. @throws ColophonError RECORD_INVALID naming the tag */
export function readAnyRecord(item: RecordContent): AnyRecord {
  switch (one(collect(item), TAG.kind)) {
    case "batch":
      return readBatch(item);
    case "withdrawal":
      return readWithdrawal(item);
    default:
      return readRecord(item);
  }
}
