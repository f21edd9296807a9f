// From what an index says and a payload from anywhere to a data item that its owner signed, or to nothing.
import { sha256, toBase64Url } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { encodeTags } from "../item/avro-tags.js";
import { serializeItem } from "../item/data-item.js";
import { verifyItem } from "../item/verify-item.js";
import type { ListedItem } from "./gateway.js";

/** Signature types by the bytes of a signature. An index need not say which; only the right one verifies. */
const TYPES: Readonly<Record<number, readonly number[]>> = { 512: [1], 64: [2, 4] };

/** The address of the owner that is listed, if the id is the hash of the signature that is listed. */
export async function listedOwner({ id, signature, owner }: ListedItem) {
  if (!signature || !owner || !TYPES[signature.length]) return undefined;
  if (toBase64Url(await sha256(signature)) !== id) return undefined;
  return toBase64Url(await sha256(owner));
}

/** The bytes of the item, when its signature holds over exactly these tags and this payload. */
export async function provenItem(
  listed: ListedItem,
  data: Uint8Array,
): Promise<Uint8Array | undefined> {
  const { id, signature, owner, tags } = listed;
  if (!signature || !owner) return undefined;
  const nothing = new Uint8Array(0);
  const { target = nothing, anchor = nothing } = listed;
  try {
    const rawTags = encodeTags(tags);
    for (const signatureType of TYPES[signature.length] ?? []) {
      const item = { signatureType, signature, owner, target, anchor, rawTags, tags, data };
      if ((await verifyItem(item, { id })).ok) return serializeItem(item);
    }
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause; // lengths or tags that no item has
  }
  return undefined;
}
