// Whether a data item is what its owner signed (ANS-104 §2.1): the signature over the deep hash, and the id over the
// signature. That is level "authentic": it says who owns these bytes, nothing about what they claim.
import { equal, sha256, toBase64Url, toHex, utf8 } from "../../encoding/index.js";
import { verifyEd25519 } from "../../signature/index.js";
import { decodeTags, encodeTags } from "./avro-tags.js";
import { type DataItem, itemId, itemMessage } from "./data-item.js";
import { verifyRsaPss } from "./rsa-pss.js";

export type ItemFault =
  /** The signature hashes to another id than the one asked for. */
  | "id-mismatch"
  /** The owner's key did not sign these bytes. */
  | "signature-invalid"
  /** `tags` is not what `rawTags` says, and only the latter is signed. */
  | "tags-mismatch"
  /** A kind of key that is not verified here. */
  | "signature-type-unsupported";

type ItemCheck =
  | { readonly ok: true; readonly id: string; readonly ownerAddress: string }
  | { readonly ok: false; readonly reason: ItemFault };

type Scheme = (owner: Uint8Array, signature: Uint8Array, message: Uint8Array) => Promise<boolean>;

const SCHEMES: Readonly<Record<number, Scheme>> = {
  1: verifyRsaPss,
  2: verifyEd25519,
  4: (owner, signature, message) => verifyEd25519(owner, signature, utf8(toHex(message))),
};

/**
 * Verifies an item of signature type 1 (RSA-PSS), 2 (Ed25519, strict) or 4 (Ed25519 over hex).
 * @param options `id`: the id that was asked for
 * @returns never an exception for a bad item; `ownerAddress` as of ownerAddress()
 */
export async function verifyItem(
  item: DataItem,
  options: { id?: string } = {},
): Promise<ItemCheck> {
  const id = await itemId(item);
  if (options.id !== undefined && options.id !== id) return { ok: false, reason: "id-mismatch" };
  const scheme = SCHEMES[item.signatureType];
  if (!scheme) return { ok: false, reason: "signature-type-unsupported" };
  if (!tagsAgree(item)) return { ok: false, reason: "tags-mismatch" };
  if (!(await scheme(item.owner, item.signature, await itemMessage(item))))
    return { ok: false, reason: "signature-invalid" };
  return { ok: true, id, ownerAddress: await ownerAddress(item.owner) };
}

/** What a manifest names and an index is asked for: base64url of the SHA-256 of the owner key, 43 characters. */
export async function ownerAddress(owner: Uint8Array): Promise<string> {
  return toBase64Url(await sha256(owner));
}

/** An item put together from a gateway's answer may carry tags beside the signed ones. */
function tagsAgree(item: DataItem): boolean {
  try {
    const signed = decodeTags(item.rawTags);
    return equal(encodeTags(signed), encodeTags(item.tags));
  } catch {
    return false;
  }
}
