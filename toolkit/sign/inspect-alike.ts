// The check of a file that is like one that was held against the rubrics: what would be written is taken apart again, the
// manifest has to be where readers look for it, bind these bytes, name each assertion by its hash and carry the signer's own
// signature. All of it natively, in a tenth of the time that the engine takes.
import { type KeyObject, X509Certificate } from "node:crypto";
import { containerFor, memorySource } from "../../src/container/index.js";
import { checkBinding, manifestHolds, parseJumbf } from "../../src/credential/index.js";
import { equal } from "../../src/encoding/index.js";
import { bytesSubject } from "../verify/subject.js";
import type { SignMeans } from "./job.js";
import { signatureFault } from "./raw-signature.js";

/**
 * True when all of that holds; false when it doesn't or can't be told so, which is for the engine to explain.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID
 */
export async function holdsAlike(
  mediaType: string,
  content: Uint8Array,
  store: Uint8Array,
  { identity }: Pick<SignMeans, "identity">,
): Promise<boolean> {
  const layout = await containerFor(mediaType)?.open(memorySource(content), mediaType);
  const carried = await layout?.readStore();
  if (!layout || !carried || !equal(carried, store)) return false;
  const { hash } = bytesSubject("", "", content);
  const asset = { mediaType, size: content.length, content, layout };
  const boxes = parseJumbf(carried);
  const binding = await checkBinding(boxes, asset, hash);
  if (!binding?.matches) return false;
  const { algorithm, chain } = identity.signer;
  const [leaf] = chain;
  if (!leaf) return false;
  return manifestHolds(
    boxes,
    (certificate, signature, signed) =>
      equal(certificate, leaf) &&
      signatureFault(algorithm, keyOf(leaf), signed, signature) === undefined,
  );
}

const keys = new WeakMap<Uint8Array, KeyObject>();

function keyOf(certificate: Uint8Array): KeyObject {
  const known = keys.get(certificate);
  if (known) return known;
  const key = new X509Certificate(certificate).publicKey;
  keys.set(certificate, key);
  return key;
}
