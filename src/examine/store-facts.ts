// What a receipt says of a manifest store, read from the store itself: nothing is judged here.
import type { StoreFacts } from "../archive/index.js";
import { activeManifestLabel, signatureBytes } from "../credential/index.js";
import { ColophonError } from "../errors.js";
import { parseCoseSign1 } from "../signature/index.js";
import { certificateNames } from "./signer-names.js";

/** @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID, CERTIFICATE_UNREADABLE, CREDENTIAL_NOT_FOUND */
export function storeFacts(store: Uint8Array): StoreFacts {
  const manifest = activeManifestLabel(store);
  const signature = manifest === undefined ? undefined : signatureBytes(store, manifest);
  const certificate = signature && parseCoseSign1(signature).chain[0];
  if (manifest === undefined || !signature || !certificate)
    throw new ColophonError("CREDENTIAL_NOT_FOUND", "the manifest carries no signature to name");
  const { name } = certificateNames(certificate);
  return { manifest, signature, certificate, signer: name.slice(0, 1000) };
}
