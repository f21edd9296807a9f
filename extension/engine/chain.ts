// The signer's certificates themselves, for a reader who wants to put one on their own list.
import {
  activeManifestLabel,
  ColophonError,
  type Credential,
  parseCoseSign1,
  signatureBytes,
  toPem,
} from "../../src/index.js";

const MOST = 12;

/** Certificates of the claim's signature as PEM, the signer's own first; none where they can't be read. */
export function certificatesOf(credential: Credential): string[] {
  try {
    const store = credential.storeBytes();
    const manifest = activeManifestLabel(store);
    const bytes = manifest === undefined ? undefined : signatureBytes(store, manifest);
    return bytes
      ? parseCoseSign1(bytes)
          .chain.slice(0, MOST)
          .map((der) => toPem([der]))
      : [];
  } catch (error) {
    if (error instanceof ColophonError) return []; // the verdict says what is wrong with it
    throw error;
  }
}
