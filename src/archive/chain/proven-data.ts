// The data of a transaction, read chunk by chunk from gateways of which none is believed: a chunk counts when its hash leads
// up to the tx_root of the block, at the very place that was asked for.
import { concat, equal, sha256 } from "../../encoding/index.js";
import { type BundleEntry, parseBundle } from "../item/bundle.js";
import type { Chunk, TransactionPlace } from "../network/gateway.js";
import type { BlockAgreement } from "./block-agreement.js";
import type { GatewayRound } from "./gateway-round.js";
import { walkPath } from "./merkle-path.js";
import { unproven } from "./unproven.js";

/** A chunk of which everything has been proven. Positions count from the start of the transaction's data. */
export interface ProvenChunk extends Chunk {
  readonly start: number;
  readonly end: number;
}

/** A table of a quarter of a million items. */
const MAX_TABLE = 2 ** 24;

export class ProvenData {
  readonly #transaction: TransactionPlace;
  readonly #block: BlockAgreement;
  readonly #round: GatewayRound;
  readonly #chunks: ProvenChunk[] = [];

  constructor(transaction: TransactionPlace, block: BlockAgreement, round: GatewayRound) {
    this.#transaction = transaction;
    this.#block = block;
    this.#round = round;
  }

  /** The chunk that holds a byte of the data. @throws ColophonError RECORD_UNPROVEN when no gateway has it; CANCELLED */
  async chunkAt(offset: number): Promise<ProvenChunk> {
    const { size, end } = this.#transaction;
    if (!(offset >= 0 && offset < size)) throw unproven("the place is outside of the transaction");
    const known = this.#chunks.find((chunk) => chunk.start <= offset && offset < chunk.end);
    if (known) return known;
    for (const gateway of this.#round.gateways)
      try {
        const chunk = await this.#prove(await gateway.chunk(end - size + offset + 1), offset);
        if (!chunk) throw unproven(`the chunk that ${gateway.url} gave does not lead to the block`);
        this.#chunks.push(chunk);
        return chunk;
      } catch (cause) {
        this.#round.noteFailure(cause, gateway);
      }
    throw this.#round.unproven("no gateway was asked");
  }

  /** The bytes from `start` to `end` (exclusive), and the chunks that hold them. @throws as chunkAt */
  async read(
    start: number,
    end: number,
  ): Promise<{ bytes: Uint8Array; chunks: readonly ProvenChunk[] }> {
    const chunks: ProvenChunk[] = [];
    const parts: Uint8Array[] = [];
    for (let at = start; at < end; ) {
      const chunk = await this.chunkAt(at);
      const until = Math.min(end, chunk.end);
      chunks.push(chunk);
      parts.push(chunk.bytes.subarray(at - chunk.start, until - chunk.start));
      at = until;
    }
    return { bytes: concat(...parts), chunks };
  }

  /** What the data say of themselves as a bundle. @throws as chunkAt; ColophonError ITEM_MALFORMED when they are none */
  async table(): Promise<readonly BundleEntry[]> {
    const { size } = this.#transaction;
    const { bytes } = await this.chunkAt(0);
    const items = bytes.subarray(0, 32).reduceRight((sum, byte) => sum * 256 + byte, 0);
    const length = 32 + 64 * items;
    if (length > Math.min(size, MAX_TABLE))
      throw unproven("the transaction has no table of items at its start");
    return parseBundle((await this.read(0, length)).bytes, size);
  }

  async #prove(chunk: Chunk, offset: number): Promise<ProvenChunk | undefined> {
    const { dataRoot, size, end } = this.#transaction;
    const { head, previousWeaveSize } = this.#block;
    const space = head.weaveSize - previousWeaveSize;
    const from = end - size - previousWeaveSize;
    const above = await walkPath(head.txRoot, space, from + offset, chunk.txPath);
    if (above?.start !== from || above.end !== from + size) return undefined;
    if (!equal(above.leaf, dataRoot)) return undefined;
    const found = await walkPath(dataRoot, size, offset, chunk.dataPath);
    if (!found || found.end - found.start !== chunk.bytes.length) return undefined;
    if (!equal(found.leaf, await sha256(chunk.bytes))) return undefined;
    return { ...chunk, start: found.start, end: found.end };
  }
}
