// An X.509 certificate (RFC 5280 §4.1) as a value. Parsing judges nothing but the encoding: what a certificate
// may do is decided in policy.ts, and hostile bytes end in CERTIFICATE_UNREADABLE, never in a hang.
import { equal } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Asn1, expect, isContext, parseAsn1 } from "./asn1.js";
import { integerHex, oid, smallInteger, time, wholeBytes } from "./asn1-value.js";
import { type CertificateExtensions, certificateExtensions } from "./certificate-extensions.js";
import { type DistinguishedName, distinguishedName } from "./distinguished-name.js";
import { type PublicKey, publicKey } from "./public-key.js";

/** An X.509 certificate, read but not judged. */
export interface Certificate extends CertificateExtensions {
  readonly der: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Lower-case hex. */
  readonly serial: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  /** Object identifier. */
  readonly signatureAlgorithm: string;
  /** DER AlgorithmIdentifier with its parameters. */
  readonly signatureAlgorithmDer: Uint8Array;
  /** issuerUniqueID or subjectUniqueID present; C2PA 2.4 §14.5.1.1 forbids both. */
  readonly hasUniqueId: boolean;
  /** What the issuer signed. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
}

/** Reads one certificate from DER. @throws ColophonError CERTIFICATE_UNREADABLE */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return read(parseAsn1(der));
  } catch (cause) {
    throw new ColophonError("CERTIFICATE_UNREADABLE", "not a readable X.509 certificate", {
      hint: "give a certificate in PEM (-----BEGIN CERTIFICATE-----) or DER form",
      cause,
    });
  }
}

function read(root: Asn1): Certificate {
  const [tbs, algorithm, signature] = expect(root, "sequence").children;
  const parts = [...expect(tbs, "sequence").children];
  const version = isContext(parts[0], 0) ? smallInteger(parts.shift()?.children[0]) + 1 : 1;
  const [serial, inner, issuer, validity, subject, spki, ...optional] = parts;
  const [notBefore, notAfter] = expect(validity, "sequence").children;
  const outer = expect(algorithm, "sequence");
  if (!equal(outer.raw, expect(inner, "sequence").raw))
    throw new ColophonError("ENCODING_INVALID", "two different signature algorithms"); // §4.1.1.2
  return {
    der: root.raw,
    version,
    serial: integerHex(serial),
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    subjectDer: expect(subject, "sequence").raw,
    issuerDer: expect(issuer, "sequence").raw,
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    publicKey: publicKey(spki),
    signatureAlgorithm: oid(outer.children[0]),
    signatureAlgorithmDer: outer.raw,
    hasUniqueId: optional.some((part) => isContext(part, 1) || isContext(part, 2)),
    ...certificateExtensions(optional.find((part) => isContext(part, 3))),
    tbs: expect(tbs, "sequence").raw,
    signature: wholeBytes(signature),
  };
}
