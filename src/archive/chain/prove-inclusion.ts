// Makes the proof of inclusion.ts with the help of gateways. Where the item is, which transaction holds it and in which block
// are hints that anybody may give; each is followed until the hashes bear it out, and the next one is tried if they don't.
import { equal } from "../../encoding/index.js";
import type { ArchiveBlock } from "../../verdict.js";
import type { Gateway, ItemPlace, TransactionPlace } from "../network/gateway.js";
import { agreedBlock, type BlockLevel } from "./block-agreement.js";
import { GatewayRound } from "./gateway-round.js";
import type { InclusionProof } from "./inclusion.js";
import { ProvenData } from "./proven-data.js";
import { unproven } from "./unproven.js";

interface Item {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Entries of one table that name the item; a true bundle has one. */
const MOST_ENTRIES = 4;

/**
 * Proves that an item is part of a block. One chunk is asked for when the item lies within it and its place is known; the
 * transaction's own table tells the place otherwise.
 * @param item its signature has been verified by the caller; exactly these bytes are proven
 * @param gateways are asked in turn for places, transactions and chunks, and all of them for the block
 * @throws ColophonError RECORD_UNPROVEN when the hashes lead nowhere, or two gateways name different blocks; CANCELLED
 */
export async function proveInclusion(
  item: Item,
  gateways: readonly Gateway[],
): Promise<{ proof: InclusionProof; block: ArchiveBlock; level: BlockLevel }> {
  const round = new GatewayRound(gateways);
  for await (const place of places(item.id, round))
    for await (const transaction of transactions(place.transaction, round)) {
      const agreement = await agreedBlock(transaction.height, round);
      if (!agreement) continue;
      const data = new ProvenData(transaction, agreement, round);
      const found = await findItem(item, place, data, round);
      if (!found) continue;
      const { id, dataRoot, size: dataSize } = transaction;
      const { head, previousWeaveSize, block, level } = agreement;
      const known = { item: item.id, transaction: id, dataRoot, dataSize };
      return { proof: { ...known, ...found, block: head, previousWeaveSize }, block, level };
    }
  throw round.unproven("no gateway names a transaction that holds it");
}

async function* places(id: string, round: GatewayRound): AsyncGenerator<ItemPlace> {
  const seen = new Set<string>();
  for (const gateway of round.gateways)
    try {
      const place = await gateway.place(id);
      const key = place && JSON.stringify([place.transaction, place.offset, place.size]);
      if (!place || !key || seen.has(key)) continue;
      seen.add(key);
      yield place;
    } catch (cause) {
      round.noteFailure(cause, gateway);
    }
}

async function* transactions(id: string, round: GatewayRound): AsyncGenerator<TransactionPlace> {
  const seen = new Set<string>();
  for (const gateway of round.gateways)
    try {
      const place = await gateway.transaction(id);
      if (!place) round.note(`${gateway.url} has no transaction ${id} in a block`);
      const key = place && JSON.stringify([place.size, place.end, place.height]);
      if (!place || !key || seen.has(key)) continue;
      seen.add(key);
      yield place;
    } catch (cause) {
      round.noteFailure(cause, gateway);
    }
}

/** The item's place in the data and the chunks around it: where it is said to be, else where the table says. */
async function findItem(
  item: Item,
  { offset, size = item.bytes.length }: ItemPlace,
  data: ProvenData,
  round: GatewayRound,
): Promise<Pick<InclusionProof, "offset" | "size" | "chunks" | "txPath"> | undefined> {
  for (const candidates of [
    async () => (offset !== undefined && size === item.bytes.length ? [offset] : []),
    () => offsetsInTable(item, data),
  ])
    try {
      for (const candidate of await candidates()) {
        const found = await itemAt(item, candidate, data);
        if (found) return found;
        round.note("other bytes than the item's are where it is said to be");
      }
    } catch (cause) {
      round.noteFailure(cause);
    }
  return undefined;
}

async function offsetsInTable({ id, bytes }: Item, data: ProvenData): Promise<readonly number[]> {
  const entries = (await data.table()).filter(
    (entry) => entry.id === id && entry.size === bytes.length,
  );
  if (entries.length === 0) throw unproven("the item is not in the table of the transaction");
  return entries.slice(0, MOST_ENTRIES).map((entry) => entry.offset);
}

async function itemAt({ bytes }: Item, offset: number, data: ProvenData) {
  const end = offset + bytes.length;
  const read = await data.read(offset, end);
  const [first] = read.chunks;
  if (!first || !equal(read.bytes, bytes)) return undefined;
  const chunks = read.chunks.map((chunk) => ({
    start: chunk.start,
    end: chunk.end,
    dataPath: chunk.dataPath,
    before: chunk.bytes.slice(0, Math.max(0, offset - chunk.start)),
    after: chunk.bytes.slice(Math.min(end, chunk.end) - chunk.start),
  }));
  return { offset, size: bytes.length, chunks, txPath: first.txPath };
}
