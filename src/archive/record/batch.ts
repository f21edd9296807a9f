// The batch record: one data item for many manifests, by the root of a Merkle tree over their hashes (batch-tree.ts).
// Which files it is about only their receipts can show; docs/format/batch-record.md is the specification.
import { encodeCbor, equal } from "../../encoding/index.js";
import { keyTags, noticeTags, readNotice, readPayload } from "./notice.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { hash, hashes, invalid, one } from "./tag-value.js";

/** Most files of one batch, so that a path through its tree has at most 17 hashes and stays below 1 KB in a receipt. */
export const MAX_BATCH = 100_000;

export interface Batch {
  /** Root of the tree over the files' digests. */
  readonly root: Uint8Array;
  /** Leaves of the tree, 1 to MAX_BATCH. */
  readonly count: number;
}

/** What a batch record says. Nothing in it is believed before it is checked. */
export interface BatchRecord extends Batch {
  readonly kind: "batch";
  /** The root, under which the record is found. */
  readonly hashes: readonly [Uint8Array];
}

/** Tags and payload of a batch record. @throws ColophonError RECORD_INVALID naming the field */
export function batchRecord({ root, count }: Batch): RecordContent {
  const content = {
    tags: [...noticeTags("batch"), ...keyTags(root)],
    data: encodeCbor({ root, count }),
  };
  readBatch(content);
  return content;
}

/** Reads a batch record. @throws ColophonError RECORD_INVALID naming the tag or the field */
export function readBatch(item: RecordContent): BatchRecord {
  const tags = readNotice(item, "batch");
  hash(TAG.hash, one(tags, TAG.hash));
  const { root, count } = readPayload(item.data, 64, batchOf);
  const [key] = hashes(tags);
  if (!key || !equal(key, root)) throw invalid(TAG.hash, "is not the root in the payload");
  return { kind: "batch", root, count, hashes: [root] };
}

function batchOf({ root, count }: Readonly<Record<string, unknown>>): Batch {
  if (!(root instanceof Uint8Array) || root.length !== 32) throw invalid("root", "is not 32 bytes");
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 1 || count > MAX_BATCH)
    throw invalid("count", `is not a number from 1 to ${MAX_BATCH}`);
  return { root, count };
}
