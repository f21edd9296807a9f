// Somebody who signs through a program: an Ed25519 key in an HSM can own its archive records too, since the program
// signs whatever bytes it is given. Keys of other kinds cannot sign data items, and nothing is archived for them.

import { ColophonError } from "../../src/index.js";
import { parseCertificate } from "../../src/trust/index.js";
import type { OpenIdentity, Signer } from "./signer.js";

/** An identity around an external signer. @throws ColophonError CERTIFICATE_UNREADABLE */
export function externalIdentity(signer: Signer): OpenIdentity {
  const [leaf] = signer.chain;
  if (!leaf) throw new ColophonError("CERTIFICATE_UNREADABLE", "the signer has no certificate");
  const { subject, publicKey } = parseCertificate(leaf);
  const { raw } = publicKey;
  return {
    name: subject.commonName ?? subject.organisation ?? subject.text,
    signer,
    ...(signer.algorithm === "ed25519" &&
      raw && { archiveKey: { publicKey: raw, sign: (bytes) => signer.sign(bytes) } }),
  };
}
