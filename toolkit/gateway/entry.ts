// From bytes to entries of the catalogue, and from an entry back to what it says in full.
import { ownerAddress, parseItem, type Tag, verifyItem } from "../../src/archive/index.js";
import { sha256, toBase64Url } from "../../src/encoding/index.js";
import type { Entry, Position } from "./catalogue.js";
import { type Place, readPlace } from "./store.js";
import { headOwner, readTags } from "./transaction.js";
import type { ItemSpan, StoredTransaction } from "./transaction-file.js";
import type { Weave } from "./weave.js";

/** An entry with what it is filed under. */
export interface Listing {
  readonly entry: Entry;
  readonly tags: readonly Tag[];
}

/** What an index has to say of an entry beyond the entry itself. */
export interface Details {
  /** Base64url, as are all of these. */
  readonly anchor: string;
  readonly signature: string;
  readonly ownerKey: string;
  readonly tags: readonly Tag[];
}

/** The entry of an item whose signature is known to hold. @throws ColophonError ITEM_MALFORMED */
export async function itemListing(
  bytes: Uint8Array,
  where: {
    readonly place: Place;
    readonly position: Position;
    readonly bundledIn?: string;
    readonly height?: number;
  },
): Promise<Listing> {
  const { signature, owner, target, tags, data } = parseItem(bytes);
  const entry: Entry = {
    ...where,
    id: toBase64Url(await sha256(signature)),
    kind: "item",
    owner: await ownerAddress(owner),
    recipient: toBase64Url(target),
    mediaType: mediaType(tags),
    dataStart: bytes.length - data.length,
  };
  return { entry, tags };
}

/** The entries of a transaction: itself, and the items in it. @throws ColophonError ITEM_MALFORMED */
export async function transactionListings(
  stored: StoredTransaction,
  data: Uint8Array,
  height?: number,
): Promise<Listing[]> {
  const { head, own, number, place } = stored;
  const tags = readTags(head);
  const mined = height !== undefined && { height };
  const itself: Entry = {
    id: head.id,
    kind: "transaction",
    owner: await headOwner(head),
    recipient: head.target,
    mediaType: mediaType(tags),
    place,
    dataStart: 0,
    position: { own, number, offset: -1 },
    ...mined,
  };
  const items = stored.items.map(({ offset, size }) =>
    itemListing(data.subarray(offset, offset + size), {
      place: { path: place.path, start: place.start + offset, size },
      position: { own, number, offset },
      bundledIn: head.id,
      ...mined,
    }),
  );
  return [{ entry: itself, tags }, ...(await Promise.all(items))];
}

/** The items of a bundle whose signatures hold; what else is in it is nobody's. */
export async function soundItems(
  data: Uint8Array,
  entries: readonly (ItemSpan & { readonly id: string })[],
): Promise<ItemSpan[]> {
  const sound: ItemSpan[] = [];
  for (const { id, offset, size } of entries)
    if (await holds(data.subarray(offset, offset + size), id)) sound.push({ offset, size });
  return sound;
}

/** Whether bytes are an item of this id, signed by its owner. */
export async function holds(bytes: Uint8Array, id: string): Promise<boolean> {
  try {
    return (await verifyItem(parseItem(bytes), { id })).ok;
  } catch {
    return false;
  }
}

/** Bytes of an entry's place; a place that moved meanwhile is followed. @throws when its file is gone or damaged */
export async function readEntry(entry: Entry, from: number, to?: number): Promise<Uint8Array> {
  const { place } = entry;
  try {
    return await readPlace(place, from, to);
  } catch (error) {
    if (entry.place === place) throw error;
    return readPlace(entry.place, from, to);
  }
}

/** Everything that the head of an entry says. */
export async function details(entry: Entry, weave: Weave): Promise<Details> {
  if (entry.kind === "transaction") {
    const head = weave.transaction(entry.id)?.head;
    if (!head) throw new Error(`transaction ${entry.id} is not here`);
    const { last_tx: anchor, signature, owner: ownerKey } = head;
    return { anchor, signature, ownerKey, tags: readTags(head) };
  }
  const { anchor, signature, owner, tags } = parseItem(await readEntry(entry, 0, entry.dataStart));
  return {
    anchor: toBase64Url(anchor),
    signature: toBase64Url(signature),
    ownerKey: toBase64Url(owner),
    tags,
  };
}

/** Bytes of the payload. */
export function payloadSize({ place, dataStart }: Entry): number {
  return place.size - dataStart;
}

/** What the first Content-Type tag says, where it has the form of a media type. */
function mediaType(tags: readonly Tag[]): string | undefined {
  const value = tags.find(({ name }) => name.toLowerCase() === "content-type")?.value;
  return value !== undefined && /^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/.test(value)
    ? value
    : undefined;
}
