// From the folder to the memory of a gateway. Every file is checked again: what is damaged or foreign is set aside with a
// warning, and what depended on it goes on without. A chain ends where it stops fitting; transactions that lose their block
// that way wait for another, so nothing that was accepted is lost.
import { parseBundle } from "../../src/archive/index.js";
import { decodeBlock } from "./block-file.js";
import { type Catalogue, compareEntries } from "./catalogue.js";
import { holds, itemListing, type Listing, transactionListings } from "./entry.js";
import type { Store } from "./store.js";
import { dataPlace, decodeTransaction } from "./transaction-file.js";
import type { Weave } from "./weave.js";

interface Means {
  readonly store: Store;
  readonly weave: Weave;
  readonly catalogue: Catalogue;
  readonly warn: (text: string) => void;
}

/** Fills weave and catalogue. @returns the next free number @throws ColophonError ARCHIVE_UNAVAILABLE */
export async function reload(means: Means): Promise<number> {
  const { listings, highest } = await loadTransactions(means);
  await loadBlocks(means);
  for (const { entry } of listings) {
    const height = means.weave.mined(entry.bundledIn ?? entry.id)?.block.height;
    if (height !== undefined) entry.height = height;
  }
  listings.sort((a, b) => compareEntries(a.entry, b.entry)); // of the same item twice the first counts, as it did
  for (const { entry, tags } of listings) {
    const { kind, position, height } = entry;
    // Until it is in a block, what others sent is not listed, nor is the shell of a bundle.
    if (height !== undefined || (kind === "item" && position.own)) means.catalogue.add(entry, tags);
  }
  return Math.max(highest, await loadPending(means)) + 1;
}

async function loadTransactions({
  store,
  weave,
}: Means): Promise<{ listings: Listing[]; highest: number }> {
  const listings: Listing[] = [];
  let highest = 0;
  for (const name of await store.names("transactions")) {
    const bytes = await store.read("transactions", name);
    const found = bytes && (await decodeTransaction(bytes));
    if (!found || found.kept.head.id !== name) {
      if (bytes) await store.setAside("transactions", name, "its data are not what was signed");
      continue;
    }
    const { kept, data } = found;
    const stored = { ...kept, place: dataPlace(kept, store.path("transactions", name)) };
    try {
      listings.push(...(await transactionListings(stored, data)));
    } catch {
      await store.setAside("transactions", name, "it doesn't hold the items that it should");
      continue;
    }
    weave.add(stored);
    highest = Math.max(highest, kept.number);
  }
  return { listings, highest };
}

async function loadBlocks({ store, weave, warn }: Means): Promise<void> {
  const names = await store.names("blocks");
  for (const [i, name] of names.entries()) {
    const bytes = await store.read("blocks", name);
    const block = bytes && (await decodeBlock(bytes));
    if (block && blockName(block.height) === name && (await weave.fits(block))) {
      await weave.append(block);
      const missing = block.transactions.filter(({ id }) => !weave.transaction(id)).length;
      if (missing > 0)
        warn(`block ${block.height}: data of ${missing} of its transactions are missing`);
      continue;
    }
    for (const later of names.slice(i))
      await store.setAside("blocks", later, "it doesn't go on from the block before");
    warn("what was in these blocks waits for the next one");
    return;
  }
}

/** @returns the highest number in use */
async function loadPending({ store, catalogue, warn }: Means): Promise<number> {
  let highest = 0;
  for (const name of await store.names("pending")) {
    highest = Math.max(highest, Number(name));
    const bytes = await store.read("pending", name);
    if (!bytes) continue;
    let spans: ReturnType<typeof parseBundle>;
    try {
      spans = parseBundle(bytes);
    } catch {
      await store.setAside("pending", name, "it is damaged");
      continue;
    }
    let unknown = 0;
    for (const { id, offset, size } of spans) {
      if (catalogue.get(id)) continue;
      unknown++;
      const item = bytes.subarray(offset, offset + size);
      if (!(await holds(item, id))) {
        warn(`item ${id} in pending/${name} is damaged and was passed over`);
        continue;
      }
      const place = { path: store.path("pending", name), start: offset, size };
      const position = { own: true, number: Number(name), offset };
      const { entry, tags } = await itemListing(item, { place, position });
      catalogue.add(entry, tags);
    }
    if (unknown === 0) await store.remove([store.path("pending", name)]); // all of it is in a transaction
  }
  return highest;
}

/** Nine digits, so that names sort as heights do. */
export function blockName(height: number): string {
  return `${String(height).padStart(9, "0")}.json`;
}
