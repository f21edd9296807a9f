// The signature over a proof, checked with the key that signed the manifest. The certificates inside the proof are
// not looked at: whose key it is was settled when the manifest was judged.
import { verifyEd25519 } from "../../signature/index.js";
import type { SignedProof } from "./proof.js";

/** The manifest's signing key, in the form that its kind has. */
export interface SigningKey {
  /** Raw Ed25519 key, 32 bytes. */
  readonly signerKey?: Uint8Array;
  /** DER SubjectPublicKeyInfo of any other kind of key. */
  readonly signerSpki?: Uint8Array;
}

type Import = RsaHashedImportParams | EcKeyImportParams;
type Verify = RsaPssParams | EcdsaParams;

const ecdsa = (namedCurve: string, hash: string): [Import, Verify] => [
  { name: "ECDSA", namedCurve },
  { name: "ECDSA", hash },
];
const pss = (hash: string, saltLength: number): [Import, Verify] => [
  { name: "RSA-PSS", hash },
  { name: "RSA-PSS", saltLength },
];

const ED25519 = -8;

/** By COSE algorithm number (RFC 9053 §2), with the pairs of curve and hash of C2PA 2.4 §13.2. */
const ALGORITHMS: Readonly<Record<number, [Import, Verify]>> = {
  [-7]: ecdsa("P-256", "SHA-256"),
  [-35]: ecdsa("P-384", "SHA-384"),
  [-36]: ecdsa("P-521", "SHA-512"),
  [-37]: pss("SHA-256", 32),
  [-38]: pss("SHA-384", 48),
  [-39]: pss("SHA-512", 64),
};

/** Whether `key` signed the proof. A key of another kind, or one that WebCrypto can't read, did not. */
export async function verifyProof(proof: SignedProof, key: SigningKey): Promise<boolean> {
  const { algorithm = 0, signature } = proof;
  if (algorithm === ED25519)
    return key.signerKey ? verifyEd25519(key.signerKey, signature, proof.signed) : false;
  const how = ALGORITHMS[algorithm];
  if (!how || !key.signerSpki) return false;
  try {
    const spki = key.signerSpki as Uint8Array<ArrayBuffer>;
    const imported = await crypto.subtle.importKey("spki", spki, how[0], false, ["verify"]);
    return await crypto.subtle.verify(
      how[1],
      imported,
      signature as Uint8Array<ArrayBuffer>,
      proof.signed as Uint8Array<ArrayBuffer>,
    );
  } catch {
    return false;
  }
}
