// Rules for every certificate of a chain: C2PA 2.4 §14.5.1, and the algorithms of §13.2 and §14.5.1.1.
import { toHex } from "../../src/encoding/index.js";
import type { Certificate } from "../../src/trust/index.js";
import { REISSUE, type Rule } from "./lint-rule.js";

const ED25519 = "1.3.101.112";
const RSASSA_PSS = "1.2.840.113549.1.1.10";
const SIGNATURE_ALGORITHMS = new Set([
  "1.2.840.10045.4.3.2", // ecdsa-with-SHA256, 384, 512
  "1.2.840.10045.4.3.3",
  "1.2.840.10045.4.3.4",
  "1.2.840.113549.1.1.11", // sha256WithRSAEncryption, 384, 512
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
  RSASSA_PSS,
  ED25519,
]);

/** Critical extensions that the engines handle; any other makes them refuse (RFC 5280 §4.2). */
const HANDLED = new Set([
  ...[14, 15, 17, 19, 30, 31, 32, 33, 35, 36, 37, 54].map((arc) => `2.5.29.${arc}`),
  "1.3.6.1.5.5.7.1.1", // authorityInfoAccess
  "2.16.840.1.113730.1.1", // Netscape certificate type
]);

/** Version, identifiers, algorithms, key, period, critical extensions. */
export const EVERY: readonly Rule[] = [
  {
    rule: "version",
    broken: ({ version }) => version !== 3,
    what: ({ version }) => `it is an X.509 certificate of version ${version}, not 3`,
    remedy: `${REISSUE} of version 3, which is the only one with extensions`,
  },
  {
    rule: "unique-id",
    broken: ({ hasUniqueId }) => hasUniqueId,
    what: "it has an issuer or subject unique identifier, which C2PA forbids",
    remedy: `${REISSUE} without unique identifiers`,
  },
  {
    rule: "signature-algorithm",
    broken: (certificate) => !signatureAlgorithmAllowed(certificate),
    what: ({ signatureAlgorithm }) =>
      `it was signed with an algorithm that C2PA doesn't allow (${signatureAlgorithm})`,
    remedy: `${REISSUE} signed with ECDSA, RSA or Ed25519 and SHA-256, 384 or 512`,
  },
  {
    rule: "key-type",
    broken: ({ publicKey: { algorithm, spki } }) =>
      // RFC 8410 §3: parameters must be absent, which makes the key 44 bytes long
      algorithm === "Ed25519" ? spki.length !== 44 : !["EC", "RSA", "RSA-PSS"].includes(algorithm),
    what: ({ publicKey }) =>
      `its key is of a kind that C2PA doesn't allow (${publicKey.algorithm})`,
    remedy: "make a new key: Ed25519, EC (P-256, P-384, P-521) or RSA",
  },
  {
    rule: "key-curve",
    broken: ({ publicKey: { algorithm, curve } }) =>
      algorithm === "EC" && !["P-256", "P-384", "P-521"].includes(curve ?? ""),
    what: ({ publicKey }) => `its key is on the curve ${publicKey.curve}, which C2PA doesn't allow`,
    remedy: "make a new key on P-256, P-384 or P-521",
  },
  {
    rule: "key-size",
    broken: ({ publicKey: { bits } }) => bits !== undefined && bits < 2048,
    what: ({ publicKey }) => `its RSA key has ${publicKey.bits} bits, fewer than 2048`,
    remedy: "make a new RSA key of 3072 bits, or an Ed25519 key",
  },
  {
    rule: "expired",
    broken: ({ notAfter }, now) => now > notAfter,
    what: ({ notAfter }) => `it expired on ${day(notAfter)}`,
    remedy: "renew it: colophon identity renew for one of your own, else ask its authority",
  },
  {
    rule: "not-yet-valid",
    broken: ({ notBefore }, now) => now < notBefore,
    what: ({ notBefore }) => `it is not valid before ${notBefore.toISOString()}`,
    remedy: "check this computer's clock, or wait until then",
  },
  {
    rule: "critical-extension",
    broken: ({ criticalExtensions }) => criticalExtensions.some((id) => !HANDLED.has(id)),
    what: ({ criticalExtensions }) =>
      `it has a critical extension that readers don't know (${criticalExtensions.find((id) => !HANDLED.has(id))})`,
    remedy: `${REISSUE} with that extension left out or not marked critical`,
  },
];

function signatureAlgorithmAllowed(certificate: Certificate): boolean {
  const { signatureAlgorithm, signatureAlgorithmDer } = certificate;
  const der = toHex(signatureAlgorithmDer);
  if (signatureAlgorithm === ED25519) return der === "300506032b6570"; // RFC 8410 §3: no parameters
  if (signatureAlgorithm === RSASSA_PSS) {
    // SHA-256, 384 or 512 named twice: as the hash and inside the mask generation function
    const [hash, mask, ...more] = der.match(/060960864801650304020[123]/g) ?? [];
    return hash !== undefined && hash === mask && more.length === 0;
  }
  return SIGNATURE_ALGORITHMS.has(signatureAlgorithm);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
