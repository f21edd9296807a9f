// Who signed, as the certificate itself has it: the engine reads names in UTF-8 and ASCII only, and older authorities
// also write BMPString and T61String. A name that is there is never called missing.
import { ColophonError } from "../errors.js";
import { parseCertificate } from "../trust/index.js";
import type { Signer } from "../verdict.js";

/** What a certificate calls its holder. */
export type SignerNames = Pick<Signer, "name" | "organisation" | "commonName">;

const NAMELESS = "a certificate without a name";

/** Names of a DER certificate's subject; the whole subject where it has neither organisation nor common name. @throws ColophonError CERTIFICATE_UNREADABLE */
export function certificateNames(certificate: Uint8Array): SignerNames {
  const { subject } = parseCertificate(certificate);
  const organisation = subject.organisation?.trim();
  const commonName = subject.commonName?.trim();
  return {
    name: organisation || commonName || subject.text || NAMELESS,
    ...(organisation && { organisation }),
    ...(commonName && { commonName }),
  };
}

/** A signer with the names of its certificate, where the engine found no organisation. */
export function named<T extends SignerNames>(signer: T, leaf: Uint8Array | undefined): T {
  if (signer.organisation !== undefined || !leaf) return signer;
  try {
    return { ...signer, ...certificateNames(leaf) };
  } catch (cause) {
    if (cause instanceof ColophonError) return signer;
    throw cause;
  }
}
