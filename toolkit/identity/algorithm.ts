// The key behind each COSE algorithm: how it is made, recognised and signs (C2PA 2.4 §13.2.1, RFC 9053, RFC 8230).
import { constants, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import type { CoseAlgorithm } from "../../src/index.js";

/** Algorithms that a self-made identity may have; others can be imported. */
export const CREATABLE = ["ed25519", "es256", "es384", "es512", "ps256"] as const;
export type CreatableAlgorithm = (typeof CREATABLE)[number];

const CURVES = { es256: "P-256", es384: "P-384", es512: "P-521" } as const;
const HASH = {
  es256: "sha256",
  es384: "sha384",
  es512: "sha512",
  ps256: "sha256",
  ps384: "sha384",
  ps512: "sha512",
} as const;
const RSA_BITS = 3072; // 128 bits of security, as Ed25519 and P-256; the programme's minimum for issuing CAs

/** A new private key for this algorithm. */
export async function generateKey(algorithm: CreatableAlgorithm): Promise<KeyObject> {
  const generate = promisify(generateKeyPair);
  switch (algorithm) {
    case "ed25519":
      return (await generate("ed25519")).privateKey;
    case "ps256":
      return (await generate("rsa", { modulusLength: RSA_BITS })).privateKey;
    default:
      return (await generate("ec", { namedCurve: CURVES[algorithm] })).privateKey;
  }
}

/** The algorithm that a key signs with, or undefined when C2PA has none for it. RSA keys sign as PS256 unless restricted. */
export function algorithmOf(key: KeyObject): CoseAlgorithm | undefined {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case "ed25519":
      return "ed25519";
    case "ec": {
      const curve = details?.namedCurve;
      if (curve === "prime256v1") return "es256";
      if (curve === "secp384r1") return "es384";
      return curve === "secp521r1" ? "es512" : undefined;
    }
    case "rsa":
      return "ps256";
    case "rsa-pss":
      if (details?.hashAlgorithm === "sha384") return "ps384";
      return details?.hashAlgorithm === "sha512" ? "ps512" : "ps256";
    default:
      return undefined;
  }
}

/** Raw signature as COSE wants it: 64 bytes, r||s (IEEE P1363), or RSASSA-PSS with a salt as long as the hash. */
export function signRaw(algorithm: CoseAlgorithm, key: KeyObject, bytes: Uint8Array): Uint8Array {
  if (algorithm === "ed25519") return new Uint8Array(sign(null, bytes, key));
  const how = algorithm.startsWith("es")
    ? { key, dsaEncoding: "ieee-p1363" as const }
    : {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      };
  return new Uint8Array(sign(HASH[algorithm], bytes, how));
}

/** For people: `Ed25519`, `ES256`, `PS256`. */
export function algorithmName(algorithm: CoseAlgorithm): string {
  return algorithm === "ed25519" ? "Ed25519" : algorithm.toUpperCase();
}
