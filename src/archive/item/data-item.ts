// ANS-104 data items: bytes to fields and back, and making one with Ed25519 (signature type 2).
//   type u16 | signature | owner | 0 or 1 target[32] | 0 or 1 anchor[32] | tag count u64 | tag bytes u64 | tags | data
// (integers little-endian). Exactly one byte string is the serialisation of an item, so an id names bytes, too.
import { concat, sha256, toBase64Url, utf8 } from "../../encoding/index.js";
import { decodeTags, encodeTags, type Tag } from "./avro-tags.js";
import { Cursor, malformed } from "./cursor.js";
import { deepHash } from "./deep-hash.js";

const ED25519 = 2;

/** Bytes of signature and owner key, by signature type (ANS-104 §1.1 and its registry). */
const SIGNATURES: Readonly<Record<number, { signature: number; owner: number }>> = {
  1: { signature: 512, owner: 512 }, // Arweave: RSA-PSS with SHA-256, 4,096 bits
  2: { signature: 64, owner: 32 }, // Ed25519
  3: { signature: 65, owner: 65 }, // Ethereum: read, so that a bundle can be taken apart; never verified here
  4: { signature: 64, owner: 32 }, // Solana: Ed25519 over the hex of the deep hash
};

/** An ANS-104 data item, taken apart but not verified. */
export interface DataItem {
  readonly signatureType: number;
  readonly signature: Uint8Array;
  readonly owner: Uint8Array;
  /** 32 bytes, or none. */
  readonly target: Uint8Array;
  /** 32 bytes, or none. */
  readonly anchor: Uint8Array;
  /** The tags as they were signed; `tags` is what they say. */
  readonly rawTags: Uint8Array;
  readonly tags: readonly Tag[];
  readonly data: Uint8Array;
}

interface ItemInput {
  readonly data: Uint8Array;
  readonly tags: readonly Tag[];
  /** Ed25519 public key, 32 bytes. */
  readonly owner: Uint8Array;
  /** Signs 48 bytes; 64 bytes come back. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  readonly target?: Uint8Array;
  readonly anchor?: Uint8Array;
}

/**
 * Makes a signed item. Ed25519 is deterministic: the same input has the same bytes and the same id.
 * @returns `id` is base64url of the SHA-256 of the signature
 * @throws ColophonError ITEM_MALFORMED for anything that ANS-104 does not allow; whatever `sign` throws
 */
export async function createItem(
  input: ItemInput,
): Promise<{ id: string; bytes: Uint8Array; item: DataItem }> {
  const unsigned = {
    signatureType: ED25519,
    owner: input.owner,
    target: input.target ?? new Uint8Array(0),
    anchor: input.anchor ?? new Uint8Array(0),
    rawTags: encodeTags(input.tags),
    tags: input.tags,
    data: input.data,
  };
  const item = { ...unsigned, signature: await input.sign(await itemMessage(unsigned)) };
  const bytes = serializeItem(item);
  return { id: await itemId(item), bytes, item };
}

/** The id of an item: base64url of the SHA-256 of its signature, 43 characters. */
export async function itemId(item: Pick<DataItem, "signature">): Promise<string> {
  return toBase64Url(await sha256(item.signature));
}

/** What is signed: the deep hash of everything but the signature, 48 bytes. */
export function itemMessage(item: Omit<DataItem, "signature" | "tags">): Promise<Uint8Array> {
  return deepHash([
    utf8("dataitem"),
    utf8("1"),
    utf8(String(item.signatureType)), // absent from the text of ANS-104, present in every implementation
    item.owner,
    item.target,
    item.anchor,
    item.rawTags,
    item.data,
  ]);
}

/**
 * Takes an item apart without judging its signature; the fields are views of `bytes`.
 * @throws ColophonError ITEM_MALFORMED
 */
export function parseItem(bytes: Uint8Array): DataItem {
  const cursor = new Cursor(bytes);
  const signatureType = cursor.integer(2, "the signature type");
  const length = lengths(signatureType);
  const signature = cursor.take(length.signature, "the signature");
  const owner = cursor.take(length.owner, "the owner");
  const target = optional(cursor, "the target");
  const anchor = optional(cursor, "the anchor");
  const tagCount = cursor.integer(8, "the number of tags");
  const tagBytes = cursor.integer(8, "the length of the tags");
  const rawTags = cursor.take(tagBytes, "the tags");
  const tags = decodeTags(rawTags);
  if (tags.length !== tagCount)
    throw malformed(`the item announces ${tagCount} tags and has ${tags.length}`);
  const data = cursor.rest();
  return { signatureType, signature, owner, target, anchor, rawTags, tags, data };
}

/** The inverse of parseItem. @throws ColophonError ITEM_MALFORMED when a field has a length it cannot have */
export function serializeItem(item: DataItem): Uint8Array {
  const length = lengths(item.signatureType);
  if (item.signature.length !== length.signature)
    throw malformed(`a signature of ${item.signature.length} bytes, not ${length.signature}`);
  if (item.owner.length !== length.owner)
    throw malformed(`an owner of ${item.owner.length} bytes, not ${length.owner}`);
  return concat(
    littleEndian(item.signatureType, 2),
    item.signature,
    item.owner,
    presence(item.target, "target"),
    presence(item.anchor, "anchor"),
    littleEndian(decodeTags(item.rawTags).length, 8),
    littleEndian(item.rawTags.length, 8),
    item.rawTags,
    item.data,
  );
}

function lengths(signatureType: number): { signature: number; owner: number } {
  const found = SIGNATURES[signatureType];
  if (!found) throw malformed(`signature type ${signatureType} is not known here`);
  return found;
}

function optional(cursor: Cursor, what: string): Uint8Array {
  const present = cursor.integer(1, what);
  if (present > 1)
    throw malformed(`${what} is marked ${present}, which is neither there nor absent`);
  return cursor.take(present ? 32 : 0, what);
}

function presence(field: Uint8Array, what: string): Uint8Array {
  if (field.length === 0) return Uint8Array.of(0);
  if (field.length !== 32) throw malformed(`a ${what} of ${field.length} bytes, not 32`);
  return concat(Uint8Array.of(1), field);
}

/** An unsigned integer below 2^53 in `length` bytes. */
export function littleEndian(value: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0, left = value; i < length; i++, left = Math.floor(left / 256)) out[i] = left % 256;
  return out;
}
