// Making a block. Each step leaves the folder in a state that reload understands: bundles are files before their items
// leave `pending`, and a block is a file before anything counts as being in it.
import { randomBytes } from "node:crypto";
import { parseBundle, serializeBundle, type Tag } from "../../src/archive/index.js";
import { type Jwk, signedTransaction } from "../adapter/arweave.js";
import { type Block, encodeBlock } from "./block-file.js";
import type { Catalogue, Entry } from "./catalogue.js";
import { type Listing, readEntry, transactionListings } from "./entry.js";
import { blockName } from "./reload.js";
import { readPlace, type Store } from "./store.js";
import { BUNDLE_TAGS } from "./transaction.js";
import {
  dataPlace,
  encodeTransaction,
  type ItemSpan,
  type StoredTransaction,
} from "./transaction-file.js";
import type { Weave } from "./weave.js";

/** Most items of a bundle, and most bytes of one with more than one item. */
const MOST_ITEMS = 2000;
const MOST_BYTES = 10 * 1024 * 1024;

export interface MinerMeans {
  readonly store: Store;
  readonly weave: Weave;
  readonly catalogue: Catalogue;
  readonly wallet: () => Promise<Jwk>;
  readonly nextNumber: () => number;
  readonly now: () => Date;
}

/**
 * Puts everything that waits into a block; without anything it is an empty one.
 * @param extra how many transactions of random data to add, so that proofs have neighbours
 * @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE, WALLET_INVALID; whatever waits still does
 */
export async function mineBlock(means: MinerMeans, extra: number): Promise<Block> {
  const { store, weave, catalogue } = means;
  const pending = catalogue.pending();
  const paths = new Set(pending.map(({ place }) => place.path));
  for (const group of groups(pending)) await bundle(means, group);
  for (let i = 0; i < extra; i++) {
    const data = randomBytes(1000 + i * 300_001);
    await keep(means, data, {
      own: false,
      number: means.nextNumber(),
      items: [],
      tags: [{ name: "App-Name", value: "extra" }],
    });
  }
  const waiting = weave.waiting();
  const listings: Listing[] = [];
  for (const stored of waiting)
    listings.push(...(await transactionListings(stored, await readPlace(stored.place))));
  const timestamp = Math.floor(means.now().getTime() / 1000);
  const block = await weave.seal(waiting, { timestamp, nonce: "" });
  await store.write("blocks", blockName(block.height), encodeBlock(block));
  await weave.append(block);
  for (const { entry, tags } of listings) settle(catalogue, entry, tags, block.height);
  for (const { place } of catalogue.pending()) paths.delete(place.path);
  await store.remove([...paths]);
  return block;
}

function settle(catalogue: Catalogue, entry: Entry, tags: readonly Tag[], height: number): void {
  const known = catalogue.get(entry.id);
  if (!known) catalogue.add({ ...entry, height }, tags);
  else if (known.height === undefined && known.bundledIn === entry.bundledIn)
    catalogue.settle(known, height, entry.position);
}

function groups(pending: readonly Entry[]): Entry[][] {
  const found: Entry[][] = [];
  let bytes = 0;
  for (const entry of pending) {
    const last = found.at(-1);
    bytes += entry.place.size;
    if (last && last.length < MOST_ITEMS && bytes <= MOST_BYTES) last.push(entry);
    else {
      found.push([entry]);
      bytes = entry.place.size;
    }
  }
  return found;
}

async function bundle(means: MinerMeans, group: readonly Entry[]): Promise<void> {
  const items: { id: string; bytes: Uint8Array }[] = [];
  for (const entry of group) items.push({ id: entry.id, bytes: await readEntry(entry, 0) });
  const data = serializeBundle(items);
  const spans = parseBundle(data);
  const stored = await keep(means, data, {
    own: true,
    number: group[0]?.position.number ?? 0, // its place among what is pending, also when no block follows
    items: spans.map(({ offset, size }) => ({ offset, size })),
    tags: BUNDLE_TAGS,
  });
  const { path, start } = stored.place;
  for (const [i, entry] of group.entries()) {
    const span = spans[i];
    if (!span) continue;
    const place = { path, start: start + span.offset, size: span.size };
    means.catalogue.bundle(entry, stored.head.id, place);
  }
}

/** Signs a transaction of this gateway's own and writes it down. */
async function keep(
  { store, weave, wallet }: MinerMeans,
  data: Uint8Array,
  about: { own: boolean; number: number; items: readonly ItemSpan[]; tags: readonly Tag[] },
): Promise<StoredTransaction> {
  const { own, number, items, tags } = about;
  const anchor = weave.current?.id ?? "";
  const { head } = await signedTransaction({ data, tags, anchor, reward: "0" }, await wallet());
  const { data: _, ...rest } = head;
  return keepTransaction({ store, weave }, { head: rest, number, own, items }, data);
}

/** Writes a transaction down, from then on it waits for a block. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
export async function keepTransaction(
  { store, weave }: Pick<MinerMeans, "store" | "weave">,
  kept: Omit<StoredTransaction, "place">,
  data: Uint8Array,
): Promise<StoredTransaction> {
  const { id } = kept.head;
  await store.write("transactions", id, encodeTransaction(kept, data));
  const stored = { ...kept, place: dataPlace(kept, store.path("transactions", id)) };
  weave.add(stored);
  return stored;
}
