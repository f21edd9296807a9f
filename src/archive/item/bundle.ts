// ANS-104 bundles: several items in one transaction, behind a table of their sizes and ids.
//   count u256 | count times (size u256, id[32]) | items          (integers little-endian)
import { toBase64Url } from "../../encoding/index.js";
import { Cursor, malformed } from "./cursor.js";

interface BundleEntry {
  readonly id: string;
  /** First byte of the item, from the start of the bundle. */
  readonly offset: number;
  readonly size: number;
}

/**
 * The table of a bundle. The ids in it are claims: verifyItem settles each.
 * @throws ColophonError ITEM_MALFORMED when the items don't fill the bundle exactly
 */
export function parseBundle(bytes: Uint8Array): BundleEntry[] {
  const cursor = new Cursor(bytes);
  const count = cursor.integer(32, "the number of items");
  if (count > cursor.left / 64)
    throw malformed(`a bundle of this size has no table of ${count} items`);
  const entries: BundleEntry[] = [];
  let offset = 32 + 64 * count;
  for (let i = 0; i < count; i++) {
    const size = cursor.integer(32, "the size of an item");
    const id = toBase64Url(cursor.take(32, "the id of an item"));
    entries.push({ id, offset, size });
    offset += size;
  }
  if (offset !== bytes.length)
    throw malformed(`the items of the bundle end at byte ${offset}, the bundle at ${bytes.length}`);
  return entries;
}
