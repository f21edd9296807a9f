// Any kind of record that an archive keeps, texts too. Apart from any-record.ts, which whoever looks up media bundles.
import { type AnyRecord, readAnyRecord } from "./any-record.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { collect, one } from "./tag-value.js";
import { readTextItem, type TextItem } from "./text-item.js";
import { readTextPrints, type TextPrintsItem } from "./text-prints.js";

export type KeptRecord = AnyRecord | TextItem | TextPrintsItem;

/** Reads what an item says of itself, whatever its kind. @throws ColophonError RECORD_INVALID naming the tag */
export function readKeptRecord(item: RecordContent): KeptRecord {
  switch (one(collect(item), TAG.kind)) {
    case "text":
      return readTextItem(item);
    case "text-prints":
      return readTextPrints(item);
    default:
      return readAnyRecord(item);
  }
}
