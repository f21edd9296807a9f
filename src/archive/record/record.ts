// Writing an archive record: which tags and which payload go into the data item (docs/format/archive-record.md).
// What is written here can be read by readRecord, or it is not written.
import { sha256, toBase64Url } from "../../encoding/index.js";
import type { Tag } from "../item/avro-tags.js";
import { type HardBinding, type ProofSigner, signProof } from "./proof.js";
import { readRecord } from "./read-record.js";
import {
  hashPrefix,
  PAYLOAD_TYPE,
  PROTOCOL,
  PROTOCOL_VERSION,
  RECORD_VERSION,
  type RecordContent,
  type RecordKind,
  TAG,
} from "./record-tag.js";

export interface RecordInput {
  /** URN of the active manifest. */
  readonly manifest: string;
  /** The whole manifest store (JUMBF). */
  readonly store: Uint8Array;
  /** Media type of the asset. */
  readonly mediaType: string;
  /** SHA-256 of the original file, 32 bytes. */
  readonly assetHash: Uint8Array;
  /** SHA-256 of the signed file, 32 bytes; absent when the manifest is kept beside it. */
  readonly signedHash?: Uint8Array;
  /** The manifest's hard binding; a lookup key when its algorithm is SHA-256. */
  readonly hardBinding?: HardBinding;
  /** Id of an earlier record by the same signer that this one replaces. */
  readonly supersedes?: string;
}

/** A record that carries the manifest store itself. @throws ColophonError RECORD_INVALID naming the field */
export async function manifestRecord(input: RecordInput): Promise<RecordContent> {
  return checked({ tags: await tags("manifest", input), data: input.store });
}

/**
 * A record that carries a statement about the manifest, signed by the manifest's own key, instead of the manifest.
 * @param signedAt RFC 3339 in UTC, `2026-08-21T10:00:00Z`
 * @throws ColophonError RECORD_INVALID naming the field; whatever `signer.sign` throws
 */
export async function proofRecord(
  input: RecordInput & { readonly hardBinding: HardBinding; readonly signedAt: string },
  signer: ProofSigner,
): Promise<RecordContent> {
  const { manifest, assetHash, hardBinding, signedAt } = input;
  const storeHash = await sha256(input.store);
  const data = await signProof({ manifest, assetHash, hardBinding, storeHash, signedAt }, signer);
  return checked({ tags: await tags("proof", input), data });
}

async function tags(kind: RecordKind, input: RecordInput): Promise<Tag[]> {
  const list: Tag[] = [
    { name: TAG.protocol, value: PROTOCOL },
    { name: TAG.protocolVersion, value: PROTOCOL_VERSION },
    { name: TAG.payloadType, value: PAYLOAD_TYPE[kind] },
    { name: TAG.manifest, value: input.manifest },
    { name: TAG.storageMode, value: kind },
    { name: TAG.assetHash, value: toBase64Url(input.assetHash) },
    { name: TAG.storeHash, value: toBase64Url(await sha256(input.store)) },
    { name: TAG.mediaType, value: input.mediaType },
    { name: TAG.version, value: RECORD_VERSION },
    { name: TAG.kind, value: kind },
  ];
  for (const [hash, bytes] of lookupKeys(input))
    list.push({ name: TAG.hash, value: hash }, { name: TAG.hashPrefix, value: hashPrefix(bytes) });
  if (input.supersedes !== undefined) list.push({ name: TAG.supersedes, value: input.supersedes });
  return list;
}

/** Hard binding, signed file, original file; each once, by its base64url. */
function lookupKeys({ hardBinding, signedHash, assetHash }: RecordInput): Map<string, Uint8Array> {
  const binding = hardBinding?.algorithm === "sha256" ? hardBinding.hash : undefined;
  const keys = [binding, signedHash, assetHash].filter((key) => key !== undefined);
  return new Map(keys.map((key) => [toBase64Url(key), key]));
}

function checked(content: RecordContent): RecordContent {
  readRecord(content);
  return content;
}
