// Ed25519, strict (RFC 8032 with canonical points). Sole importer of @noble/ed25519, which is loaded only for signing and
// where the platform has no Ed25519: it is a fifth of all that is needed to check a record.
// Refusing keys of small order is the point of this file: by common implementations, the key 01 00..00 and the
// signature 01 00..00 verify for ANY message, so one "signature" would vouch for two contradictory records.
import { concat, digest } from "../encoding/index.js";
import { isStrongKey, littleEndian } from "./small-order.js";

/** Verifies a 64-byte signature by a 32-byte public key. Malformed input is false, never an exception. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64 || !isStrongKey(publicKey)) return false;
  try {
    const native = await byPlatform(publicKey, signature, message);
    return native ?? (await byLibrary(publicKey, signature, message));
  } catch {
    return false;
  }
}

/** What the platform says; undefined where it has no Ed25519. Its equation is the one without the cofactor. */
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

/** As the platforms do it: S·B = R + k·A, all canonical. The library's own verify is content with eight times both. */
async function byLibrary(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  const { Point } = await import("@noble/ed25519");
  const a = Point.fromBytes(publicKey);
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const order = Point.CURVE().n;
  const k = littleEndian(await digest("SHA-512", concat(r, publicKey, message))) % order;
  return (
    s < order && Point.BASE.multiply(s, false).equals(Point.fromBytes(r).add(a.multiply(k, false)))
  );
}

/** Signs with a 32-byte seed; 64 bytes, deterministic. */
export async function signEd25519(seed: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const { signAsync } = await import("@noble/ed25519");
  return signAsync(message, seed);
}

/** The 32-byte public key of a 32-byte seed. */
export async function ed25519PublicKey(seed: Uint8Array): Promise<Uint8Array> {
  const { getPublicKeyAsync } = await import("@noble/ed25519");
  return getPublicKeyAsync(seed);
}
