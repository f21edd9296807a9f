// The hashes of a text record: SHA-256, cut to 128 bits, which is plenty against a second text with the same hash and
// half the size.
import { sha256Now, utf8 } from "../encoding/index.js";

/** Bytes of a hash in a record. */
export const HASH_BYTES = 16;

/** First 16 bytes of the SHA-256 of a string's UTF-8. */
export function shortHash(text: string): Uint8Array {
  return shortHashOf(utf8(text));
}

/** First 16 bytes of the SHA-256 of bytes. */
export function shortHashOf(bytes: Uint8Array): Uint8Array {
  return sha256Now(bytes).subarray(0, HASH_BYTES);
}

/** The same 128 bits as a string, to look up in a Map. */
export function hashKey(hash: Uint8Array): string {
  let key = "";
  for (let i = 0; i + 1 < hash.length; i += 2)
    key += String.fromCharCode(((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0));
  return key;
}
