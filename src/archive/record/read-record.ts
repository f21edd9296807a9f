// Reading an archive record: tags and payload of a data item as typed fields, or RECORD_INVALID with the tag named.
// A tag that is missing, doubled, contradictory or spelt in other case is a fault; unknown tags are left alone.
import { equal, fromBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { DataItem } from "../item/data-item.js";
import { parseProof, type SignedProof } from "./proof.js";
import {
  hashPrefix,
  MAX_HASHES,
  PAYLOAD_TYPE,
  PROTOCOL,
  PROTOCOL_VERSION,
  RECORD_VERSION,
  TAG,
  type TagName,
} from "./record-tag.js";

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
export function readRecord(item: Pick<DataItem, "tags" | "data">): ArchiveRecord {
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
  const fields: RecordFields = {
    manifest: matching(tags, TAG.manifest, MANIFEST_URN),
    storeHash: hash(TAG.storeHash, one(tags, TAG.storeHash)),
    assetHash: hash(TAG.assetHash, one(tags, TAG.assetHash)),
    mediaType: matching(tags, TAG.mediaType, MEDIA_TYPE),
    hashes: hashes(tags),
    ...(supersedes !== undefined && { supersedes }),
  };
  if (item.data.length === 0) throw invalid("the payload", "is empty");
  return kind === "manifest"
    ? { ...fields, kind, store: item.data }
    : { ...fields, kind, proof: agreeing(fields, parseProof(item.data)) };
}

const MANIFEST_URN = /^urn:(c2pa|uuid):[!-~]{1,300}$/;
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;

type Collected = ReadonlyMap<TagName, readonly string[]>;
const NAMES = new Map<string, TagName>(
  Object.values(TAG).map((name) => [name.toLowerCase(), name]),
);

/** Values by name. Other readers of these tags ignore case, so one that differs only in case is a second meaning. */
function collect(item: Pick<DataItem, "tags">): Collected {
  const out = new Map<TagName, string[]>();
  for (const { name, value } of item.tags) {
    const known = NAMES.get(name.toLowerCase());
    if (known === undefined) continue;
    if (known !== name) throw invalid(known, "is spelt in another case");
    const values = out.get(known);
    if (values) values.push(value);
    else out.set(known, [value]);
  }
  return out;
}

function atMostOne(tags: Collected, name: TagName): string | undefined {
  const values = tags.get(name) ?? [];
  if (values.length > 1) throw invalid(name, "occurs more than once");
  return values[0];
}

function one(tags: Collected, name: TagName): string {
  const value = atMostOne(tags, name);
  if (value === undefined) throw invalid(name, "is missing");
  return value;
}

function fixed(tags: Collected, name: TagName, expected: string): void {
  if (one(tags, name) !== expected) throw invalid(name, `is not "${expected}"`);
}

function matching(tags: Collected, name: TagName, form: RegExp): string {
  const value = one(tags, name);
  if (!form.test(value)) throw invalid(name, "does not have the form of one");
  return value;
}

function hash(name: TagName, text: string): Uint8Array {
  const bytes = text.length === 43 ? decoded(text) : undefined;
  if (!bytes) throw invalid(name, "is not 32 bytes in base64url");
  return bytes;
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return fromBase64Url(text);
  } catch {
    return undefined;
  }
}

/** Each key with its prefix, in the same order: a prefix of something else would be found and never match. */
function hashes(tags: Collected): Uint8Array[] {
  const texts = tags.get(TAG.hash) ?? [];
  if (texts.length > MAX_HASHES) throw invalid(TAG.hash, `occurs more than ${MAX_HASHES} times`);
  if (new Set(texts).size !== texts.length) throw invalid(TAG.hash, "says the same twice");
  const keys = texts.map((text) => hash(TAG.hash, text));
  const prefixes = tags.get(TAG.hashPrefix) ?? [];
  if (prefixes.length !== keys.length || keys.some((key, i) => hashPrefix(key) !== prefixes[i]))
    throw invalid(TAG.hashPrefix, `does not begin the ${TAG.hash} it stands for`);
  return keys;
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

function invalid(what: string, fault: string): ColophonError {
  return new ColophonError("RECORD_INVALID", `${what} ${fault}`);
}
