// Reading an archive record: tags and payload of a data item as typed fields, or RECORD_INVALID with the tag named.
// A tag that is missing, doubled, contradictory or spelt in other case is a fault; unknown tags are left alone.
import { equal } from "../../encoding/index.js";
import { parseProof, type SignedProof } from "./proof.js";
import {
  PAYLOAD_TYPE,
  PROTOCOL,
  PROTOCOL_VERSION,
  RECORD_VERSION,
  type RecordContent,
  TAG,
} from "./record-tag.js";
import {
  atMostOne,
  collect,
  fixed,
  hash,
  hashes,
  invalid,
  MANIFEST_URN,
  MEDIA_TYPE,
  matching,
  one,
} from "./tag-value.js";

interface RecordFields {
  /** URN of the active manifest. */
  readonly manifest: string;
  /** SHA-256 of the manifest store. */
  readonly storeHash: Uint8Array;
  /** SHA-256 of the original file. */
  readonly assetHash: Uint8Array;
  /** Media type of the asset. */
  readonly mediaType: string;
  /** Up to four SHA-256 under which the record is found. */
  readonly hashes: readonly Uint8Array[];
  /** Id of an earlier record; honoured only from the same signer. */
  readonly supersedes?: string;
}

/** What a record says. Nothing in it is believed before verifyRecord. */
export type ArchiveRecord = RecordFields &
  (
    | { readonly kind: "manifest"; readonly store: Uint8Array }
    | { readonly kind: "proof"; readonly proof: SignedProof }
  );

/** Reads what an item says of itself as a record. @throws ColophonError RECORD_INVALID naming the tag */
export function readRecord(item: RecordContent): ArchiveRecord {
  const fields = readRecordTags(item);
  const { kind } = fields;
  if (item.data.length === 0) throw invalid("the payload", "is empty");
  return kind === "manifest"
    ? { ...fields, kind, store: item.data }
    : { ...fields, kind, proof: agreeing(fields, parseProof(item.data)) };
}

/** What a record's tags say, as far as that can be told without its payload. @throws ColophonError RECORD_INVALID */
export function readRecordTags(
  item: Pick<RecordContent, "tags">,
): RecordFields & Pick<ArchiveRecord, "kind"> {
  const tags = collect(item);
  fixed(tags, TAG.protocol, PROTOCOL);
  fixed(tags, TAG.protocolVersion, PROTOCOL_VERSION);
  fixed(tags, TAG.version, RECORD_VERSION);
  const kind = one(tags, TAG.kind);
  if (kind !== "manifest" && kind !== "proof") throw invalid(TAG.kind, "names an unknown kind");
  fixed(tags, TAG.storageMode, kind);
  fixed(tags, TAG.payloadType, PAYLOAD_TYPE[kind]);
  const supersedes = atMostOne(tags, TAG.supersedes);
  if (supersedes !== undefined) hash(TAG.supersedes, supersedes);
  return {
    kind,
    manifest: matching(tags, TAG.manifest, MANIFEST_URN),
    storeHash: hash(TAG.storeHash, one(tags, TAG.storeHash)),
    assetHash: hash(TAG.assetHash, one(tags, TAG.assetHash)),
    mediaType: matching(tags, TAG.mediaType, MEDIA_TYPE),
    hashes: hashes(tags),
    ...(supersedes !== undefined && { supersedes }),
  };
}

/** The statement must say what the tags say: the tags are what an index finds it by. */
function agreeing(fields: RecordFields, proof: SignedProof): SignedProof {
  if (proof.manifest !== fields.manifest) throw invalid(TAG.manifest, "differs from the payload");
  if (!equal(proof.assetHash, fields.assetHash))
    throw invalid(TAG.assetHash, "differs from the payload");
  if (!equal(proof.storeHash, fields.storeHash))
    throw invalid(TAG.storeHash, "differs from the payload");
  return proof;
}
