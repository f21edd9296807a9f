// Whether a time-stamp token is signed by the authority that it names (RFC 3161 §2.2, §2.3; RFC 5652 §5.4). Asked before the
// token goes into a file, because readers treat a broken one as if the file had no time-stamp at all.
import { constants, createHash, timingSafeEqual, verify, X509Certificate } from "node:crypto";
import { parseCertificate, type TimeStampToken } from "../../src/trust/index.js";

const DIGEST: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};
/** Signature algorithms that fix their digest; the others (plain RSA, PSS) take the one that the signer names. */
const SIGNATURE_DIGEST: Readonly<Record<string, string | null>> = {
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.3.101.112": null, // Ed25519
};
const RSA_PSS = "1.2.840.113549.1.1.10";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

/** What is wrong with the token's signature or signer, in words; undefined when nothing is. */
export function timeStampFault(token: TimeStampToken): string | undefined {
  const { signer, certificates, info } = token;
  const { algorithm, value } = signer.certificateHash;
  const der = certificates.find((certificate) => isDigest(algorithm, certificate, value));
  if (!der) return "the certificate of the authority is not in it";
  const certificate = parseCertificate(der);
  const usage = certificate.extendedKeyUsage ?? [];
  if (usage.length !== 1 || usage[0] !== TIME_STAMPING)
    return "the certificate of the authority is not one for time-stamping alone";
  if (!certificate.extensions.get(EXTENDED_KEY_USAGE)?.critical)
    return "the certificate of the authority does not say so critically that it is for time-stamping";
  if (token.at < certificate.notBefore || token.at > certificate.notAfter)
    return "the certificate of the authority was not valid at that time";
  if (!isDigest(signer.digestAlgorithm, info, signer.messageDigest))
    return "its signature is over something else";
  return isSignedBy(der, signer) ? undefined : "its signature does not verify";
}

function isDigest(algorithm: string, bytes: Uint8Array, digest: Uint8Array): boolean {
  const name = DIGEST[algorithm];
  if (name === undefined) return false;
  const actual = createHash(name).update(bytes).digest();
  return actual.length === digest.length && timingSafeEqual(actual, digest);
}

function isSignedBy(certificate: Uint8Array, signer: TimeStampToken["signer"]): boolean {
  const named = SIGNATURE_DIGEST[signer.signatureAlgorithm];
  const digest = named === undefined ? DIGEST[signer.digestAlgorithm] : named;
  const key = new X509Certificate(certificate).publicKey;
  const pss = signer.signatureAlgorithm === RSA_PSS && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_AUTO,
  };
  return verify(digest, signer.signedAttributes, { key, ...pss }, signer.signature);
}
