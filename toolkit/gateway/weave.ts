// The chain in memory: blocks, the transactions in them, and which byte of the weave is where. Paths are made when they are
// asked for, from the files: nothing that can be made again is kept.
import { chunkData, transactionTree } from "../../src/archive/index.js";
import { fromBase64Url, toBase64Url } from "../../src/encoding/index.js";
import { type Block, sealBlock } from "./block-file.js";
import { Recent } from "./recent.js";
import { readPlace } from "./store.js";
import type { StoredTransaction } from "./transaction-file.js";

/** A transaction in a block. */
export interface Mined {
  readonly block: Block;
  readonly transaction: StoredTransaction;
  /** Its first byte in the weave, and the one behind its last. */
  readonly start: number;
  readonly end: number;
}

export interface WeaveChunk {
  readonly bytes: Uint8Array;
  readonly dataPath: Uint8Array;
  readonly txPath: Uint8Array;
}

export class Weave {
  readonly #blocks: Block[] = [];
  readonly #heights = new Map<string, number>();
  readonly #transactions = new Map<string, StoredTransaction>();
  readonly #mined = new Map<string, Mined>();
  readonly #trees = new Recent<ReturnType<typeof transactionTree>>(16);
  readonly #chunks = new Recent<ReturnType<typeof chunkData>>(8);

  get current(): Block | undefined {
    return this.#blocks.at(-1);
  }

  block(height: number): Block | undefined {
    return this.#blocks[height];
  }

  blockById(id: string): Block | undefined {
    const height = this.#heights.get(id);
    return height === undefined ? undefined : this.#blocks[height];
  }

  /** A transaction that is on disk, in a block or not. */
  transaction(id: string): StoredTransaction | undefined {
    return this.#transactions.get(id);
  }

  mined(id: string): Mined | undefined {
    return this.#mined.get(id);
  }

  /** Transactions that are in no block yet. */
  waiting(): StoredTransaction[] {
    return [...this.#transactions.values()].filter(({ head }) => !this.#mined.has(head.id));
  }

  add(transaction: StoredTransaction): void {
    this.#transactions.set(transaction.head.id, transaction);
  }

  /** The next block, sealed but not appended: it counts once it is on disk. */
  async seal(
    transactions: readonly StoredTransaction[],
    options: { readonly timestamp: number; readonly nonce: string },
  ): Promise<Block> {
    const leaves = transactions
      .map(({ head }) => ({
        id: head.id,
        dataRoot: head.data_root,
        size: Number(head.data_size),
      }))
      .sort((a, b) => Buffer.compare(fromBase64Url(a.id), fromBase64Url(b.id)));
    const { txRoot, size } = await treeOf(leaves);
    const last = this.current;
    return sealBlock({
      height: last ? last.height + 1 : 0,
      previous: last?.id ?? "",
      timestamp: Math.max(last?.timestamp ?? 0, options.timestamp),
      txRoot: toBase64Url(txRoot),
      transactions: leaves,
      weaveSize: (last?.weaveSize ?? 0) + size,
      blockSize: size,
      nonce: options.nonce,
    });
  }

  /** Whether a block goes on top of what there is, and its root is that of its leaves. */
  async fits(block: Block): Promise<boolean> {
    const last = this.current;
    const { txRoot, size } = await treeOf(block.transactions);
    return (
      block.height === (last ? last.height + 1 : 0) &&
      block.previous === (last?.id ?? "") &&
      block.timestamp >= (last?.timestamp ?? 0) &&
      block.txRoot === toBase64Url(txRoot) &&
      block.blockSize === size &&
      block.weaveSize === (last?.weaveSize ?? 0) + size &&
      block.transactions.every(({ id }) => !this.#mined.has(id))
    );
  }

  /** Puts a block that fits on top. */
  async append(block: Block): Promise<void> {
    const { entries } = await treeOf(block.transactions);
    const base = block.weaveSize - block.blockSize;
    this.#blocks.push(block);
    this.#heights.set(block.id, block.height);
    block.transactions.forEach(({ id }, i) => {
      const transaction = this.#transactions.get(id);
      const entry = entries[i];
      if (!transaction || !entry) return; // its file was damaged: the block stands without it
      const [start, end] = [base + entry.start, base + entry.end];
      this.#mined.set(id, { block, transaction, start, end });
    });
  }

  /** The chunk that holds a byte of the weave; undefined in the padding and beyond. @param offset from 1 */
  async chunk(offset: number): Promise<WeaveChunk | undefined> {
    const block = this.#blockAt(offset);
    const mined = block?.transactions
      .map(({ id }) => this.#mined.get(id))
      .find((one) => one && one.start < offset && offset <= one.end);
    if (!block || !mined) return undefined;
    const { head, place } = mined.transaction;
    const { entries } = await this.#trees.get(block.id, () => treeOf(block.transactions));
    const { chunks } = await this.#chunks.get(head.id, async () =>
      chunkData(await readPlace(place)),
    );
    const at = offset - 1 - mined.start;
    const chunk = chunks.find(({ start, end }) => start <= at && at < end);
    const entry = entries[block.transactions.findIndex(({ id }) => id === head.id)];
    if (!chunk || !entry) return undefined;
    const bytes = await readPlace(place, chunk.start, chunk.end);
    return { bytes, dataPath: chunk.dataPath, txPath: entry.txPath };
  }

  /** The first block whose weave reaches as far as this byte. */
  #blockAt(offset: number): Block | undefined {
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle]?.weaveSize ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return this.#blocks[low];
  }
}

function treeOf(transactions: Block["transactions"]): ReturnType<typeof transactionTree> {
  return transactionTree(
    transactions.map(({ dataRoot, size }) => ({ dataRoot: fromBase64Url(dataRoot), size })),
  );
}
