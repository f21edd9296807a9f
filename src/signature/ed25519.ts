// Ed25519, strict (RFC 8032 with canonical points). Sole importer of @noble/ed25519.
// Refusing keys of small order is the point of this file: by common implementations, the key 01 00..00 and the
// signature 01 00..00 verify for ANY message, so one "signature" would vouch for two contradictory records.
import { getPublicKeyAsync, Point, signAsync, verifyAsync } from "@noble/ed25519";

/** Verifies a 64-byte signature by a 32-byte public key. Malformed input is false, never an exception. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    if (Point.fromBytes(publicKey).isSmallOrder()) return false; // and no other encoding than the canonical one
    const native = await byPlatform(publicKey, signature, message);
    return native ?? (await verifyAsync(signature, message, publicKey, { zip215: false }));
  } catch {
    return false;
  }
}

/**
 * What the platform says; undefined where it has no Ed25519. It takes no signature that the library would refuse: its
 * equation is the one without the cofactor. The library's tables alone cost a short run more than all of this.
 */
async function byPlatform(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean | undefined> {
  const bytes = (array: Uint8Array) => array as Uint8Array<ArrayBuffer>;
  const key = await crypto.subtle
    .importKey("raw", bytes(publicKey), "Ed25519", false, ["verify"])
    .catch(() => undefined);
  return key && crypto.subtle.verify("Ed25519", key, bytes(signature), bytes(message));
}

/** Signs with a 32-byte seed; 64 bytes, deterministic. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  return signAsync(message, seed);
}

/** The 32-byte public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Promise<Uint8Array> {
  return getPublicKeyAsync(seed);
}
