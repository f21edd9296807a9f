// The record of a text as a data item: what it consists of in hashes, under the fingerprints by which a copy or a quote
// of it is found. It counts only where the manifest that it names was signed over its SHA-256 (judge-text.ts).
import { equal, sha256, toBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { decodeTextRecord, encodeTextRecord, type TextRecord } from "../../text/index.js";
import { keyTags, noticeTags, readNotice } from "./notice.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { atMostOne, hash, hashes, invalid, MANIFEST_URN, matching, one } from "./tag-value.js";
import {
  listedPrefix,
  MOST_SMALLEST,
  printTags,
  readPrints,
  sortedPrints,
  TEXT_TAG,
  textPrefix,
} from "./text-tag.js";

export interface TextItemInput {
  readonly record: TextRecord;
  /** URN of the manifest whose assertion `app.colophon.text` has the record's SHA-256. */
  readonly manifest: string;
  /** The whole manifest store (JUMBF). */
  readonly store: Uint8Array;
  /** Id of an earlier text record by the same signer that this one replaces. */
  readonly supersedes?: string;
}

/** What a text's item says. Nothing in it is believed before judgeText. */
export interface TextItem {
  readonly kind: "text";
  readonly manifest: string;
  /** SHA-256 of the manifest store. */
  readonly storeHash: Uint8Array;
  readonly text: TextRecord;
  /** SHA-256 of the text in its canonical form, under which the record is found. */
  readonly hashes: readonly [Uint8Array];
  readonly supersedes?: string;
}

/** Tags and payload of a text's item. @throws ColophonError RECORD_INVALID naming the field */
export async function textRecordItem(input: TextItemInput): Promise<RecordContent> {
  const { record, manifest, store, supersedes } = input;
  const begin = noticeTags("text");
  const smallest = sortedPrints(record.prints).slice(0, MOST_SMALLEST);
  const [first] = smallest;
  const content = {
    tags: [
      ...begin.slice(0, 3),
      { name: TAG.manifest, value: manifest },
      { name: TAG.storeHash, value: toBase64Url(await sha256(store)) },
      ...begin.slice(3),
      ...keyTags(record.article),
      ...(first === undefined ? [] : [{ name: TEXT_TAG.prefix, value: textPrefix(first) }]),
      ...printTags(smallest),
      ...(supersedes === undefined ? [] : [{ name: TAG.supersedes, value: supersedes }]),
    ],
    data: encodeTextRecord(record),
  };
  readTextItem(content);
  return content;
}

/** What the tags of a text's item say, as far as that can be told without its payload. @throws ColophonError RECORD_INVALID */
export function readTextTags(item: Pick<RecordContent, "tags">) {
  const tags = readNotice(item, "text", [TAG.manifest, TAG.storeHash, TAG.supersedes]);
  const [article, ...more] = hashes(tags);
  if (!article || more.length > 0) throw invalid(TAG.hash, "is not exactly one");
  const prints = readPrints(item, MOST_SMALLEST);
  const prefix = prints[0] === undefined ? undefined : textPrefix(prints[0]);
  if (listedPrefix(item.tags) !== prefix)
    throw invalid(TEXT_TAG.prefix, "does not begin the smallest fingerprint");
  const supersedes = atMostOne(tags, TAG.supersedes);
  if (supersedes !== undefined) hash(TAG.supersedes, supersedes);
  return {
    manifest: matching(tags, TAG.manifest, MANIFEST_URN),
    storeHash: hash(TAG.storeHash, one(tags, TAG.storeHash)),
    article,
    prints,
    ...(supersedes !== undefined && { supersedes }),
  };
}

/** Reads a text's item; its tags must be what follows from the record in it. @throws ColophonError RECORD_INVALID */
export function readTextItem(item: RecordContent): TextItem {
  const { article, prints, ...fields } = readTextTags(item);
  const text = decoded(item.data);
  if (!equal(article, text.article)) throw invalid(TAG.hash, "is not that of the text");
  const smallest = sortedPrints(text.prints).slice(0, MOST_SMALLEST);
  if (smallest.length !== prints.length || smallest.some((print, i) => print !== prints[i]))
    throw invalid(TEXT_TAG.print, "does not name the smallest fingerprints of the text");
  return { kind: "text", ...fields, text, hashes: [article] };
}

function decoded(data: Uint8Array): TextRecord {
  try {
    return decodeTextRecord(data);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    throw new ColophonError("RECORD_INVALID", `the payload is no text record: ${cause.message}`, {
      cause,
    });
  }
}
