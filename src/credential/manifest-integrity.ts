// Whether the active manifest of a store holds by itself, without an engine: its claim names every assertion by a hash that
// fits, and somebody's signature over the claim fits. Says nothing of trust, time and rules, which are the engine's to judge:
// it is for who has just signed a file like another that the engine has judged.
import { asArray, asObject, asString, decodeCbor, equal, sha256Now } from "../encoding/index.js";
import { parseCoseSign1, signatureStructure } from "../signature/index.js";
import {
  activeManifestLabel,
  assertions,
  claimBox,
  manifestBox,
  type StoreBoxes,
  signatureBytes,
} from "./jumbf.js";
import { type JumbfBox, parseJumbf } from "./jumbf-box.js";

/** Whether a signature over `signed` is that of the DER certificate's key. */
type Verifies = (certificate: Uint8Array, signature: Uint8Array, signed: Uint8Array) => boolean;

/**
 * True when claim, signature and assertions of the active manifest fit each other; false when they don't, and for what is
 * hashed otherwise than with SHA-256.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID
 */
export function manifestHolds(store: StoreBoxes, verifies: Verifies): boolean {
  const root = store instanceof Uint8Array ? parseJumbf(store) : store;
  const label = activeManifestLabel(root) ?? "";
  const claim = claimBox(root, label)?.content.find(({ type }) => type === "cbor")?.bytes;
  const cose = signatureBytes(root, label);
  if (!manifestBox(root, label) || !claim || !cose) return false;
  const { protectedHeader, chain, signature } = parseCoseSign1(cose);
  const [leaf] = chain;
  if (!leaf || !verifies(leaf, signature, signatureStructure(protectedHeader, claim))) return false;
  return namesAll(asObject(decodeCbor(claim)) ?? {}, assertions(root, label));
}

const SELF = "self#jumbf=c2pa.assertions/";

/** Each assertion is named once, by its hash, and nothing is named that isn't there. */
function namesAll(claim: Readonly<Record<string, unknown>>, boxes: readonly JumbfBox[]): boolean {
  const named = ["created_assertions", "gathered_assertions", "assertions"]
    .flatMap((list) => asArray(claim[list]))
    .map((value) => asObject(value) ?? {});
  const fits = ({ label = "", bytes }: JumbfBox) => {
    const [one, other] = named.filter(({ url }) => asString(url) === `${SELF}${label}`);
    const alg = one?.["alg"] ?? claim["alg"] ?? "sha256";
    const hash = one?.["hash"];
    const known = alg === "sha256" && hash instanceof Uint8Array;
    return other === undefined && known && equal(hash, sha256Now(bytes));
  };
  return named.length === boxes.length && boxes.every(fits);
}
