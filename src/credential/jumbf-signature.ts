// Puts another COSE_Sign1 into a manifest's signature box. The claim does not cover that box, and no hashed URI points at it
// in the active manifest, so its padding may change after signing; the lengths of the boxes around it change with it.
import { concat, fourCC, view } from "../encoding/index.js";
import { activeManifestLabel, manifestBox, signatureBytes } from "./jumbf.js";
import { malformed, parseJumbf } from "./jumbf-box.js";

const SIGNATURE = "c2pa.signature";

/** The place of a manifest's signature. */
export interface SignaturePlace {
  /** The COSE_Sign1 that stands there. */
  readonly cose: Uint8Array;
  /** The store with another one in its place. */
  with(cose: Uint8Array): Uint8Array;
}

/**
 * The signature of the active manifest, which no other manifest holds a hash of.
 * @throws ColophonError CONTAINER_MALFORMED when there is none
 */
export function signaturePlace(store: Uint8Array): SignaturePlace {
  const root = parseJumbf(store);
  const label = activeManifestLabel(root) ?? "";
  const manifest = manifestBox(root, label);
  const box = manifest?.children.find((child) => child.label === SIGNATURE);
  const cose = signatureBytes(root, label);
  if (!manifest || !box || !cose) throw malformed("it has no signature");
  const start = offset(cose, store);
  const around = [start, ...[box, manifest, root].map(({ bytes }) => offset(bytes, store))];
  for (const [i, at] of around.entries())
    if (fourCC(store, at - 4) !== (i === 0 ? "cbor" : "jumb"))
      throw malformed("it has lengths of 64 bits, which no store of this size needs");
  return {
    cose,
    with(other) {
      const out = concat(store.subarray(0, start), other, store.subarray(start + cose.length));
      const data = view(out);
      for (const at of around)
        data.setUint32(at - 8, data.getUint32(at - 8) + other.length - cose.length);
      return out;
    },
  };
}

function offset(part: Uint8Array, store: Uint8Array): number {
  return part.byteOffset - store.byteOffset;
}
