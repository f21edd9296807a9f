// Checks a signature by a certificate's key, as certificates (RFC 5280 §4.1.1.2) and CMS (RFC 5652 §5.6) carry them.
// Only what C2PA 2.4 §14.5.1 admits: ECDSA on P-256, P-384, P-521; RSA of 2048 bits and more; Ed25519; SHA-2.
import { equal } from "../encoding/index.js";
import { verifyEd25519 } from "../signature/index.js";
import { type Asn1, expect, isContext, parseAsn1 } from "./asn1.js";
import { oid, smallInteger } from "./asn1-value.js";
import { ecdsaRaw, rsaSpki } from "./key-encoding.js";
import type { PublicKey } from "./public-key.js";

/** `unsupported` is an algorithm or key that is weak, unknown or does not fit; it is no better than `wrong`. */
export type SignatureCheck = "right" | "wrong" | "unsupported";

const ED25519 = "1.3.101.112";
const RSA_PSS = "1.2.840.113549.1.1.10";
const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
const ECDSA_HASH: Readonly<Record<string, string>> = {
  "1.2.840.10045.4.3.2": "SHA-256",
  "1.2.840.10045.4.3.3": "SHA-384",
  "1.2.840.10045.4.3.4": "SHA-512",
};
const RSA_HASH: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
};
export const HASH: Readonly<Record<string, "SHA-256" | "SHA-384" | "SHA-512">> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const CURVES: ReadonlySet<string | undefined> = new Set(["P-256", "P-384", "P-521"]);
const MIN_RSA_BITS = 2048;

/**
 * `algorithm` is a DER AlgorithmIdentifier. `digest` names the hash where the identifier does not: CMS writes plain
 * rsaEncryption and keeps the hash apart. Never throws for hostile input.
 */
export async function checkSignature(
  key: PublicKey,
  algorithm: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
  digest?: string,
): Promise<SignatureCheck> {
  try {
    const [id, parameters] = expect(parseAsn1(algorithm), "sequence").children;
    const name = oid(id);
    if (name === ED25519 && key.algorithm === "Ed25519")
      return verdict(await verifyEd25519(key.raw, signature, data));
    const hash = ECDSA_HASH[name];
    if (hash && key.algorithm === "EC" && key.curve && CURVES.has(key.curve))
      return await checkEcdsa(key, key.curve, hash, signature, data);
    if (!key.algorithm.startsWith("RSA") || (key.bits ?? 0) < MIN_RSA_BITS) return "unsupported";
    const rsaHash = RSA_HASH[name] ?? (name === RSA_ENCRYPTION ? digest : undefined);
    if (rsaHash && key.algorithm === "RSA") {
      const scheme = { name: "RSASSA-PKCS1-v1_5", hash: rsaHash };
      return await checkWith(key.spki, scheme, scheme, signature, data);
    }
    return name === RSA_PSS ? await checkPss(key, parameters, signature, data) : "unsupported";
  } catch {
    return "unsupported";
  }
}

function checkEcdsa(
  key: PublicKey,
  curve: string,
  hash: string,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<SignatureCheck> {
  const scheme = { name: "ECDSA", namedCurve: curve };
  return checkWith(key.spki, scheme, { name: "ECDSA", hash }, ecdsaRaw(signature, curve), data);
}

/** RFC 4055 §3.1: `[0] hash [1] mask generation [2] salt length [3] trailer`; one hash for both, or nothing. */
async function checkPss(
  key: PublicKey,
  parameters: Asn1 | undefined,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<SignatureCheck> {
  const part = (number: number): Asn1 | undefined =>
    parameters?.children.find((child) => isContext(child, number))?.children[0];
  const hashId = expect(part(0), "sequence");
  const maskHash = expect(expect(part(1), "sequence").children[1], "sequence");
  const hash = HASH[oid(hashId.children[0])];
  if (!hash || !equal(oidBytes(hashId), oidBytes(maskHash)) || part(3)) return "unsupported";
  const scheme = { name: "RSA-PSS", hash };
  const saltLength = smallInteger(part(2));
  const spki = key.algorithm === "RSA-PSS" ? rsaSpki(key.raw) : key.spki;
  return checkWith(spki, scheme, { name: "RSA-PSS", saltLength }, signature, data);
}

function oidBytes(identifier: Asn1): Uint8Array {
  return expect(identifier.children[0], "oid").raw;
}

async function checkWith(
  spki: Uint8Array,
  importAs: { name: string; hash?: string; namedCurve?: string },
  scheme: { name: string; hash?: string; saltLength?: number },
  signature: Uint8Array,
  data: Uint8Array,
): Promise<SignatureCheck> {
  const key = await crypto.subtle.importKey(
    "spki",
    spki as Uint8Array<ArrayBuffer>,
    importAs as RsaHashedImportParams | EcKeyImportParams,
    false,
    ["verify"],
  );
  return verdict(
    await crypto.subtle.verify(
      scheme as RsaPssParams | EcdsaParams,
      key,
      signature as Uint8Array<ArrayBuffer>,
      data as Uint8Array<ArrayBuffer>,
    ),
  );
}

function verdict(holds: boolean): SignatureCheck {
  return holds ? "right" : "wrong";
}
