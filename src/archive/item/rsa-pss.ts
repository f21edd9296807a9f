// The signature of Arweave's own keys, under data items of type 1 and under transactions alike.
import { toBase64Url } from "../../encoding/index.js";

/** Salts: 32 bytes in browsers, 478 (the maximum) in Node, 0 in early items. */
const SALTS = [32, 478, 0];

/**
 * RSA of 4,096 bits, e = 65537, PSS with SHA-256.
 * @param owner the modulus; one that no RSA key has verifies nothing
 */
export async function verifyRsaPss(
  owner: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey(
      "jwk",
      { kty: "RSA", e: "AQAB", n: toBase64Url(owner), alg: "PS256", ext: true },
      { name: "RSA-PSS", hash: "SHA-256" },
      false,
      ["verify"],
    );
    for (const saltLength of SALTS)
      if (
        await crypto.subtle.verify(
          { name: "RSA-PSS", saltLength },
          key,
          signature as Uint8Array<ArrayBuffer>,
          message as Uint8Array<ArrayBuffer>,
        )
      )
        return true;
    return false;
  } catch {
    return false;
  }
}
