// Makes certificates and certificate requests (RFC 5280, RFC 2986). Sole importer of @peculiar/x509, and imported
// only when something is made: loading it costs more than signing a picture.
// The recipe is the one that every C2PA engine accepts; identity lint checks what comes out.
import "reflect-metadata";
import { createPublicKey, type KeyObject, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonNameParams,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  Pkcs10CertificateRequestGenerator,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { SubjectName } from "./subject.js";

export interface CertificateTerms {
  readonly subject: SubjectName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Up to 20 bytes; the first bit is cleared, because a serial number is positive. */
  readonly serial: Uint8Array;
}

/** EKUs of a claim signing certificate: C2PA's own, and the one that older engines insist on. */
const CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1";
const EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";

/** A self-signed root for `key`, DER. */
export async function makeRoot(key: KeyObject, terms: CertificateTerms): Promise<Uint8Array> {
  const spki = publicKeyInfo(key);
  const name = nameOf(terms.subject);
  return issue(key, name, spki, terms, [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(spki),
  ]);
}

/** A claim signing certificate for the public half of `key`, issued by `root`, DER. */
export async function makeLeaf(
  key: KeyObject,
  root: { readonly certificate: Uint8Array; readonly key: KeyObject },
  terms: CertificateTerms,
): Promise<Uint8Array> {
  const spki = publicKeyInfo(key);
  const issuer = new X509Certificate(plainBytes(root.certificate));
  return issue(root.key, issuer.subjectName, spki, terms, [
    new BasicConstraintsExtension(false, undefined, true),
    ...claimSigningUsage(),
    await AuthorityKeyIdentifierExtension.create(publicKeyInfo(root.key)),
    await SubjectKeyIdentifierExtension.create(spki),
  ]);
}

/** A PKCS#10 request that asks a certificate authority for a claim signing certificate, DER. */
export async function makeRequest(key: KeyObject, subject: SubjectName): Promise<Uint8Array> {
  const algorithm = webAlgorithm(key);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: nameOf(subject),
    keys: {
      privateKey: await signingKey(key),
      publicKey: await webcrypto.subtle.importKey("spki", publicKeyInfo(key), algorithm, true, [
        "verify",
      ]),
    },
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(false, undefined, true), ...claimSigningUsage()],
  });
  return new Uint8Array(request.rawData);
}

function claimSigningUsage(): Extension[] {
  return [
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([CLAIM_SIGNING, EMAIL_PROTECTION]),
  ];
}

async function issue(
  issuerKey: KeyObject,
  issuer: Name,
  publicKey: Uint8Array<ArrayBuffer>,
  terms: CertificateTerms,
  extensions: Extension[],
): Promise<Uint8Array> {
  const serial = Buffer.from(terms.serial);
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0); // positive, and never with a leading zero
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString("hex"),
    subject: nameOf(terms.subject),
    issuer,
    notBefore: terms.notBefore,
    notAfter: terms.notAfter,
    publicKey,
    signingKey: await signingKey(issuerKey),
    signingAlgorithm: webAlgorithm(issuerKey),
    extensions,
  });
  return new Uint8Array(certificate.rawData);
}

/** O before CN, as UTF-8: the library's own text form would interpret quotes, backslashes and a leading #. */
function nameOf(subject: SubjectName): Name {
  const json: JsonNameParams = [
    { "2.5.4.10": [{ utf8String: subject.organisation }] },
    { "2.5.4.3": [{ utf8String: subject.commonName }] },
  ];
  return new Name(json);
}

function publicKeyInfo(key: KeyObject): Uint8Array<ArrayBuffer> {
  return plainBytes(createPublicKey(key).export({ type: "spki", format: "der" }));
}

function signingKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = plainBytes(key.export({ type: "pkcs8", format: "der" }));
  return webcrypto.subtle.importKey("pkcs8", der, webAlgorithm(key), false, ["sign"]);
}

/** Certificates are signed with PKCS#1 v1.5 by RSA keys: every reader knows it, unlike RSASSA-PSS parameters. */
function webAlgorithm(key: KeyObject): { name: string; hash: string; namedCurve?: string } {
  switch (key.asymmetricKeyDetails?.namedCurve) {
    case "prime256v1":
      return { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    case "secp384r1":
      return { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" };
    case "secp521r1":
      return { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" };
  }
  return key.asymmetricKeyType === "ed25519"
    ? { name: "Ed25519", hash: "SHA-512" }
    : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
}

function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
