// ANS-104 bundles: several items in one transaction, behind a table of their sizes and ids.
//   count u256 | count times (size u256, id[32]) | items          (integers little-endian)
import { concat, fromBase64Url, toBase64Url } from "../../encoding/index.js";
import { Cursor, malformed } from "./cursor.js";
import { littleEndian } from "./data-item.js";

export interface BundleEntry {
  readonly id: string;
  /** First byte of the item, from the start of the bundle. */
  readonly offset: number;
  readonly size: number;
}

/**
 * The table of a bundle. The ids in it are claims: verifyItem settles each.
 * @param size of the bundle, when `bytes` are no more than its beginning, with the whole table
 * @throws ColophonError ITEM_MALFORMED when the items don't fill the bundle exactly
 */
export function parseBundle(bytes: Uint8Array, size = bytes.length): BundleEntry[] {
  const cursor = new Cursor(bytes);
  const count = cursor.integer(32, "the number of items");
  if (count > cursor.left / 64)
    throw malformed(`a bundle of this size has no table of ${count} items`);
  const entries: BundleEntry[] = [];
  let offset = 32 + 64 * count;
  for (let i = 0; i < count; i++) {
    const length = cursor.integer(32, "the size of an item");
    const id = toBase64Url(cursor.take(32, "the id of an item"));
    entries.push({ id, offset, size: length });
    offset += length;
  }
  if (offset !== size)
    throw malformed(`the items of the bundle end at byte ${offset}, the bundle at ${size}`);
  return entries;
}

/**
 * A bundle of complete items, in this order; parseBundle takes it apart again.
 * @param items `id`: base64url of 32 bytes, 43 characters, not compared with the bytes
 * @throws ColophonError ITEM_MALFORMED for no items at all, an item twice or an id that is none
 */
export function serializeBundle(
  items: readonly { readonly id: string; readonly bytes: Uint8Array }[],
): Uint8Array {
  if (items.length === 0) throw malformed("a bundle of no items");
  const seen = new Set<string>();
  const table = items.map(({ id, bytes }) => {
    if (!/^[A-Za-z0-9_-]{43}$/.test(id)) throw malformed(`no data item has the id ${id}`);
    if (seen.has(id)) throw malformed(`a bundle that holds ${id} twice`);
    seen.add(id);
    return concat(littleEndian(bytes.length, 32), fromBase64Url(id));
  });
  return concat(littleEndian(items.length, 32), ...table, ...items.map(({ bytes }) => bytes));
}
