// Whether a manifest binds the owner of an archive record: what makes the record's tags the signer's word.
import { equal } from "../../encoding/index.js";
import type { DataItem } from "../item/data-item.js";

interface Binder {
  /** `owner` of the signed assertion `app.colophon.archive`. */
  readonly archiveOwner?: string;
  /** The manifest's own key, where it is Ed25519. */
  readonly signerKey?: Uint8Array;
}

/** Either the manifest names the owner's address, or the owner's key is the manifest's own. */
export function ownerIsBound(
  item: Pick<DataItem, "owner">,
  address: string,
  { archiveOwner, signerKey }: Binder,
): boolean {
  return archiveOwner === address || (signerKey !== undefined && equal(signerKey, item.owner));
}
