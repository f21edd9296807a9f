// SHA-2 digests through WebCrypto, which Node and every browser have.

type DigestName = "SHA-256" | "SHA-384" | "SHA-512";

/** Digest of bytes held in memory: 32, 48 or 64 bytes. */
export async function digest(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, bytes as Uint8Array<ArrayBuffer>));
}

/** SHA-256 of bytes held in memory: 32 bytes. */
export function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return digest("SHA-256", bytes);
}
