// Checks a signature that somebody else made, in the raw form that COSE takes (RFC 9053, RFC 8230), and tells the usual
// mistakes apart: DER instead of r||s, PKCS #1 v1.5 instead of PSS, another salt, text instead of bytes.
import { constants, type KeyObject, verify } from "node:crypto";
import type { CoseAlgorithm } from "../../src/index.js";

const SIZE: Readonly<Record<string, number>> = { ed25519: 64, es256: 64, es384: 96, es512: 132 };

/** What is wrong with `signature` over `bytes`, in words; undefined when it is good. */
export function signatureFault(
  algorithm: CoseAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): string | undefined {
  const holds = (options: object = {}): boolean =>
    verifies(algorithm, key, bytes, signature, options);
  if (signature.length === 0) return "no signature came out of it";
  if (holds()) return undefined;
  if (algorithm.startsWith("es") && holds({ dsaEncoding: "der" }))
    return "the signature is in DER; C2PA takes r and s one after the other (r||s, IEEE P1363)";
  if (algorithm.startsWith("ps") && holds({ saltLength: constants.RSA_PSS_SALTLEN_AUTO }))
    return "the PSS salt must be as long as the hash (RFC 8230 §2)";
  if (algorithm.startsWith("ps") && holds({ padding: constants.RSA_PKCS1_PADDING }))
    return "the padding is PKCS #1 v1.5; C2PA takes PSS";
  const size = SIZE[algorithm] ?? Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (signature.length !== size)
    return `the signature has ${signature.length} bytes instead of ${size}: it must be raw bytes, not text`;
  return "the signature does not fit the certificate: another key, or other bytes were signed";
}

/** Whether a key can make signatures of this algorithm: the curve of an ES algorithm is fixed, as its signature's length is. */
export function fitsKey(algorithm: CoseAlgorithm, key: KeyObject): boolean {
  const curve = { es256: "prime256v1", es384: "secp384r1", es512: "secp521r1" }[
    algorithm as string
  ];
  if (curve) return key.asymmetricKeyDetails?.namedCurve === curve;
  if (algorithm === "ed25519") return key.asymmetricKeyType === "ed25519";
  return key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "rsa-pss";
}

function verifies(
  algorithm: CoseAlgorithm,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
  options: object,
): boolean {
  if (algorithm === "ed25519") return verify(null, bytes, key, signature);
  const how = algorithm.startsWith("es")
    ? { dsaEncoding: "ieee-p1363" as const }
    : {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      };
  try {
    return verify(`sha${algorithm.slice(2)}`, bytes, { key, ...how, ...options }, signature);
  } catch {
    return false; // a key that is restricted to other parameters
  }
}
