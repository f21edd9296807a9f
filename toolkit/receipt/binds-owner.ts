// Whether a manifest makes an owner's records its signer's word. Asked of a signer's own files before a record is made
// that would count for nothing; whether the manifest holds is judged elsewhere.
import { ownerIsBound } from "../../src/archive/index.js";
import { assertionCbor } from "../../src/credential/index.js";
import { asObject, asString } from "../../src/encoding/index.js";
import { parseCertificate } from "../../src/trust/index.js";
import { storeFacts } from "./store-facts.js";

/** @param owner Ed25519 key and its address @throws ColophonError as storeFacts */
export function bindsOwner(
  store: Uint8Array,
  owner: { readonly publicKey: Uint8Array; readonly address: string },
): boolean {
  const { manifest, certificate } = storeFacts(store);
  const stated = asObject(assertionCbor(store, manifest, "app.colophon.archive"))?.["owner"];
  const archiveOwner = asString(stated);
  const key = parseCertificate(certificate).publicKey;
  return ownerIsBound({ owner: owner.publicKey }, owner.address, {
    ...(archiveOwner !== undefined && { archiveOwner }),
    ...(key.algorithm === "Ed25519" && key.raw && { signerKey: key.raw }),
  });
}
