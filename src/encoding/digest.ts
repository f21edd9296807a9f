// SHA-2 digests through WebCrypto, which Node and every browser have. For streams, the caller brings a hasher.

export type DigestName = "SHA-256" | "SHA-384" | "SHA-512";

/** Digest of bytes held in memory: 32, 48 or 64 bytes. */
export async function digest(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, bytes as Uint8Array<ArrayBuffer>));
}

/** SHA-256 of bytes held in memory: 32 bytes. */
export function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return digest("SHA-256", bytes);
}

/** An incremental hash: what node:crypto's Hash and @noble/hashes offer. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Makes a hasher for a C2PA algorithm name (`sha256`, `sha384`, `sha512`). */
export type HasherFactory = (algorithm: "sha256" | "sha384" | "sha512") => Hasher;
