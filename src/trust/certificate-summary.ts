// A certificate in words, for verdicts and lists.
import { sha256, toHex } from "../encoding/index.js";
import type { CertificateSummary } from "../verdict.js";
import type { Certificate } from "./certificate.js";

/** Names, period, serial number and fingerprint. */
export async function certificateSummary(certificate: Certificate): Promise<CertificateSummary> {
  const { subject, issuer, notBefore, notAfter, serial, der } = certificate;
  return {
    subject: subject.text,
    issuer: issuer.text,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    serial,
    sha256: toHex(await sha256(der)),
  };
}
