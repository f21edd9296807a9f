// The tags of an archive record, version 1. About one manifest: a superset of ar.io's `C2PA-Manifest-Proof` 1.0.0, so
// that readers of that schema understand them. About several or about a record: a protocol of our own, so that they
// don't misunderstand them. docs/format/archive-record.md is the specification; this is its table.

import { toHex } from "../../encoding/index.js";
import type { Tag } from "../item/avro-tags.js";

export const PROTOCOL = "C2PA-Manifest-Proof";
export const PROTOCOL_VERSION = "1.0.0";
/** Of records that are not about one manifest. */
export const OWN_PROTOCOL = "Colophon";
export const OWN_PROTOCOL_VERSION = "1";
export const RECORD_VERSION = "1";

/** What is archived: the manifest store itself, or a signed statement about it. */
export type RecordKind = "manifest" | "proof";

/** What else is said in a record: a list of many manifests, that a record is taken back, what a signed text consists of. */
export type NoticeKind = "batch" | "withdrawal" | "text" | "text-prints";

/** Media type of the payload, by kind. */
export const PAYLOAD_TYPE: Readonly<Record<RecordKind | NoticeKind, string>> = {
  manifest: "application/c2pa",
  proof: "application/cbor",
  batch: "application/cbor",
  withdrawal: "application/cbor",
  text: "application/cbor",
  "text-prints": "application/cbor",
};

/** What a data item needs besides a key, and what is read from one. */
export interface RecordContent {
  readonly tags: readonly Tag[];
  readonly data: Uint8Array;
}

export const TAG = {
  protocol: "Protocol",
  protocolVersion: "Protocol-Version",
  payloadType: "Content-Type",
  manifest: "C2PA-Manifest-ID",
  storageMode: "C2PA-Storage-Mode",
  assetHash: "C2PA-Asset-Hash",
  storeHash: "C2PA-Manifest-Store-Hash",
  mediaType: "C2PA-Asset-Content-Type",
  version: "Colophon-Version",
  kind: "Colophon-Kind",
  hash: "Colophon-Hash",
  hashPrefix: "Colophon-Hash-Prefix",
  supersedes: "Colophon-Supersedes",
} as const;

export type TagName = (typeof TAG)[keyof typeof TAG];

/** Lookup keys in one record. More would let one record show up under everybody's files. */
export const MAX_HASHES = 4;

/** First 16 bits of a hash, in hex: enough to find a record among some, too little to tell which file it is. */
export function hashPrefix(hash: Uint8Array): string {
  return toHex(hash.subarray(0, 2));
}

/** What an index files an item under, by its tags alone: hints for a search, not yet checked by readRecord. */
export function lookupKeys(tags: readonly Tag[]): {
  hashes: string[];
  manifest?: string;
  supersedes?: string;
} {
  const hashes = tags.filter(({ name }) => name === TAG.hash).map(({ value }) => value);
  const manifest = tags.find(({ name }) => name === TAG.manifest)?.value;
  const supersedes = tags.find(({ name }) => name === TAG.supersedes)?.value;
  return {
    hashes: hashes.slice(0, MAX_HASHES),
    ...(manifest !== undefined && { manifest }),
    ...(supersedes !== undefined && { supersedes }),
  };
}
