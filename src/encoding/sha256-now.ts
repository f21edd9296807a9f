// SHA-256 at once, for thousands of short strings: WebCrypto answers each through a promise, which costs more than the hash.
import { sha256 } from "@noble/hashes/sha2.js";

/** SHA-256 of a short byte string, 32 bytes; files are hashed by the platform. */
export function sha256Now(bytes: Uint8Array): Uint8Array {
  return sha256(bytes);
}
