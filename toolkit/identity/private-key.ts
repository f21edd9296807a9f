// Private keys in PEM: PKCS#8 (RFC 5958, plain or encrypted), SEC 1 (RFC 5915) and PKCS#1 (RFC 8017 A.1.2).
// Says apart what a user can act on: no key at all, a damaged one, a passphrase missing or wrong.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { ColophonError } from "../../src/index.js";

const BLOCK = /-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----[\s\S]*?-----END \1PRIVATE KEY-----/;

/** Whether reading the first private key of this text takes a passphrase. */
export function isEncrypted(pem: string): boolean {
  return /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(BLOCK.exec(pem)?.[0] ?? "");
}

/**
 * The first private key in PEM text. `where` names the file for messages.
 * @throws ColophonError KEY_UNREADABLE, PASSPHRASE_NEEDED, PASSPHRASE_WRONG
 */
export function readPrivateKey(pem: string, where: string, passphrase?: string): KeyObject {
  const block = BLOCK.exec(pem)?.[0];
  if (!block)
    throw new ColophonError("KEY_UNREADABLE", `${where} holds no private key`, {
      hint: pem
        ? "a PEM file with a line like -----BEGIN PRIVATE KEY----- is needed; openssl pkey converts other forms"
        : "the file is empty: restore it from a backup, or make a new identity",
    });
  const encrypted = isEncrypted(block);
  if (encrypted && !passphrase) throw passphraseNeeded(where);
  try {
    return createPrivateKey({ key: block, ...(encrypted && passphrase && { passphrase }) });
  } catch (cause) {
    // A wrong key decrypts to noise: bad padding, or (1 in 256) padding by chance and then no ASN.1.
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (encrypted && isWhole(block) && /BAD_DECRYPT|OSSL_UNSUPPORTED|OSSL_ASN1/.test(code))
      throw new ColophonError("PASSPHRASE_WRONG", `the passphrase does not open ${where}`, {
        hint: "nothing was changed; try again (if you are sure of it, the file is damaged)",
        cause,
      });
    throw new ColophonError("KEY_UNREADABLE", `the private key in ${where} cannot be read`, {
      hint: "it is damaged or of a kind that OpenSSL doesn't read; restore it from a backup",
      cause,
    });
  }
}

/** For a key that is locked when there is nobody to ask. */
export function passphraseNeeded(where: string): ColophonError {
  return new ColophonError("PASSPHRASE_NEEDED", `${where} is locked by a passphrase`, {
    hint: "type it when a terminal asks for it, or set COLOPHON_PASSPHRASE",
  });
}

/** A damaged file must not be blamed on the passphrase: its outer SEQUENCE has to end where the bytes end. */
function isWhole(block: string): boolean {
  if (block.includes("Proc-Type:")) return true; // OpenSSL's old form encrypts all of it
  const der = Buffer.from(block.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const first = der[1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (der[0] !== 0x30 || lengthBytes > 4 || der.length < 2 + lengthBytes) return false;
  const length = lengthBytes ? der.readUIntBE(2, lengthBytes) : first;
  return der.length === 2 + lengthBytes + length;
}
