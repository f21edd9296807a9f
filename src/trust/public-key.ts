// SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) taken apart as far as policy and WebCrypto need it.
import { type Asn1, expect, parseAsn1 } from "./asn1.js";
import { integerHex, oid, wholeBytes } from "./asn1-value.js";

/** The key in a certificate. */
export interface PublicKey {
  /** `RSA` is rsaEncryption, `RSA-PSS` a key for PSS alone; anything else is its dotted object identifier. */
  readonly algorithm: "Ed25519" | "EC" | "RSA" | "RSA-PSS" | (string & {});
  /** `P-256`, `P-384`, `P-521`, `secp256k1`, or the dotted object identifier of another curve. */
  readonly curve?: string;
  /** Bits of an RSA modulus. */
  readonly bits?: number;
  /** DER SubjectPublicKeyInfo, as WebCrypto imports it. */
  readonly spki: Uint8Array;
  /** Key bytes without the algorithm: 32 for Ed25519, the point for EC. */
  readonly raw: Uint8Array;
}

const ALGORITHM: Readonly<Record<string, string>> = {
  "1.3.101.112": "Ed25519",
  "1.2.840.10045.2.1": "EC",
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.1.1.10": "RSA-PSS",
};
const CURVE: Readonly<Record<string, string>> = {
  "1.2.840.10045.3.1.7": "P-256",
  "1.3.132.0.34": "P-384",
  "1.3.132.0.35": "P-521",
  "1.3.132.0.10": "secp256k1",
};

/** @throws ColophonError ENCODING_INVALID */
export function publicKey(node: Asn1 | undefined): PublicKey {
  const info = expect(node, "sequence");
  const [identifier, key] = info.children;
  const [id, parameters] = expect(identifier, "sequence").children;
  const name = oid(id);
  const algorithm = ALGORITHM[name] ?? name;
  const raw = wholeBytes(key);
  // Curves written out as parameters instead of named are forbidden (RFC 5480 §2.1.1): CVE-2020-0601.
  const curve = algorithm === "EC" ? oid(parameters) : undefined;
  return {
    algorithm,
    spki: info.raw,
    raw,
    ...(curve !== undefined && { curve: CURVE[curve] ?? curve }),
    ...(algorithm.startsWith("RSA") && { bits: modulusBits(raw) }),
  };
}

function modulusBits(raw: Uint8Array): number {
  const modulus = integerHex(expect(parseAsn1(raw), "sequence").children[0]).replace(/^0+/, "");
  const first = Number.parseInt(modulus[0] ?? "0", 16);
  return modulus.length * 4 - (first ? Math.clz32(first) - 28 : 0);
}
