// What a gateway does, without the network: it takes items and transactions, puts them into blocks, and knows what it has.
// Whatever it says yes to is on disk by then.
import { randomBytes } from "node:crypto";
import { parseBundle, parseItem, serializeBundle, verifyItem } from "../../src/archive/index.js";
import { ColophonError } from "../../src/index.js";
import type { Jwk, TransactionHead } from "../adapter/arweave.js";
import { makeFolder } from "../adapter/atomic-file.js";
import { lockFolder } from "../adapter/folder-lock.js";
import { GroupCommit } from "../adapter/group-commit.js";
import { type Block, encodeBlock } from "./block-file.js";
import { Catalogue } from "./catalogue.js";
import { itemListing, soundItems } from "./entry.js";
import { keepTransaction, mineBlock } from "./miner.js";
import { blockName, reload } from "./reload.js";
import { Store } from "./store.js";
import { carriesBundle, readTags } from "./transaction.js";
import { gatewayWallet } from "./wallet-file.js";
import { Weave } from "./weave.js";

export interface ChainOptions {
  readonly folder: string;
  /** How many bytes an owner may upload before 402; no limit unless told. */
  readonly freeBytes?: number;
  readonly now: () => Date;
  /** Told of files that were set aside, and of blocks that could not be made. */
  readonly warn?: (text: string) => void;
}

interface Arrival {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export class LocalChain {
  readonly store: Store;
  readonly weave = new Weave();
  readonly catalogue = new Catalogue();
  readonly now: () => Date;
  readonly warn: (text: string) => void;
  readonly freeBytes: number | undefined;
  /** Bytes that each owner has uploaded. */
  readonly #used = new Map<string, number>();
  readonly #arriving = new Map<string, Promise<void>>();
  readonly #arrivals = new GroupCommit<Arrival>((batch) => this.#take(batch));
  #lastBlock: Promise<unknown> = Promise.resolve();
  #nextNumber = 1;
  #wallet: Promise<Jwk> | undefined;
  #unlock: () => Promise<void> = async () => {};

  private constructor(options: ChainOptions) {
    this.warn = options.warn ?? (() => {});
    this.now = options.now;
    this.freeBytes = options.freeBytes;
    this.store = new Store(options.folder, this.warn);
  }

  /** @throws ColophonError ARCHIVE_UNAVAILABLE (also: another gateway has the folder), DISK_FULL, OUTPUT_UNWRITABLE */
  static async open(options: ChainOptions): Promise<LocalChain> {
    const chain = new LocalChain(options);
    await makeFolder(options.folder, 0o700);
    chain.#unlock = await lockFolder(options.folder, inUse);
    try {
      await chain.#load();
    } catch (error) {
      await chain.#unlock();
      throw error;
    }
    return chain;
  }

  /** The newest block. */
  get current(): Block {
    const { current } = this.weave;
    if (!current) throw new Error("a chain has its first block before anybody asks for it");
    return current;
  }

  /**
   * Takes a data item; it is on disk when this returns.
   * @throws ColophonError ITEM_MALFORMED, RECORD_INVALID (not signed by its owner), PAYMENT_NEEDED, DISK_FULL,
   *   OUTPUT_UNWRITABLE
   */
  async upload(bytes: Uint8Array): Promise<{ id: string; owner: string; already: boolean }> {
    const check = await verifyItem(parseItem(bytes));
    if (!check.ok)
      throw new ColophonError("RECORD_INVALID", `the item was not taken: ${check.reason}`);
    const { id, ownerAddress: owner } = check;
    const arriving = this.#arriving.get(id);
    await arriving;
    if (arriving || this.catalogue.get(id)) return { id, owner, already: true };
    const used = this.used(owner);
    if (this.freeBytes !== undefined && used + bytes.length > this.freeBytes)
      throw new ColophonError(
        "PAYMENT_NEEDED",
        `this owner has used ${used} of ${this.freeBytes} bytes`,
      );
    this.#used.set(owner, used + bytes.length);
    const done = this.#arrivals.put({ id, bytes }, bytes.length);
    this.#arriving.set(id, done);
    try {
      await done;
    } catch (error) {
      this.#used.set(owner, this.used(owner) - bytes.length);
      throw error;
    } finally {
      this.#arriving.delete(id);
    }
    return { id, owner, already: false };
  }

  /** Bytes that an owner has uploaded. */
  used(owner: string): number {
    return this.#used.get(owner) ?? 0;
  }

  /**
   * Takes a transaction that was verified, with its data; it is on disk when this returns.
   * @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE
   */
  async submit(head: TransactionHead, data: Uint8Array): Promise<void> {
    if (this.weave.transaction(head.id)) return;
    const done = this.#arriving.get(head.id) ?? this.#keep(head, data);
    this.#arriving.set(head.id, done);
    await done.finally(() => this.#arriving.delete(head.id));
  }

  async #keep(head: TransactionHead, data: Uint8Array): Promise<void> {
    const items = carriesBundle(readTags(head)) ? await soundItems(data, tableOf(data)) : [];
    const number = this.#nextNumber++;
    await keepTransaction(this, { head, number, own: false, items }, data);
  }

  /** Makes a block of what waits, one at a time. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE, WALLET_INVALID */
  mine(extra = 0): Promise<Block> {
    const { store, weave, catalogue, now } = this;
    const wallet = () => {
      this.#wallet ??= gatewayWallet(store.folder);
      return this.#wallet;
    };
    const nextNumber = () => this.#nextNumber++;
    const means = { store, weave, catalogue, now, wallet, nextNumber };
    const block = this.#lastBlock.then(() => mineBlock(means, extra));
    this.#lastBlock = block.catch(() => undefined);
    return block;
  }

  /** Whether anything waits for a block. */
  get hasWaiting(): boolean {
    return this.catalogue.pending().length > 0 || this.weave.waiting().length > 0;
  }

  /** Waits for what is being written, and lets go of the folder. */
  async close(): Promise<void> {
    await this.#arrivals.idle();
    await this.#lastBlock;
    await this.#unlock();
  }

  async #load(): Promise<void> {
    await this.store.prepare();
    const { store, weave, catalogue, warn } = this;
    this.#nextNumber = await reload({ store, weave, catalogue, warn });
    for (const { kind, owner, place, position } of catalogue.all())
      if (kind === "item" && position.own) this.#used.set(owner, this.used(owner) + place.size);
    if (weave.current) return;
    const timestamp = Math.floor(this.now().getTime() / 1000);
    const nonce = randomBytes(32).toString("base64url");
    const first = await weave.seal([], { timestamp, nonce });
    await store.write("blocks", blockName(0), encodeBlock(first));
    await weave.append(first);
  }

  /** One file for everything that came in together. */
  async #take(batch: readonly Arrival[]): Promise<void> {
    const number = this.#nextNumber++;
    const name = String(number).padStart(12, "0");
    const file = serializeBundle(batch);
    await this.store.write("pending", name, file);
    const path = this.store.path("pending", name);
    const listings = await Promise.all(
      parseBundle(file).map(({ offset, size }) =>
        itemListing(file.subarray(offset, offset + size), {
          place: { path, start: offset, size },
          position: { own: true, number, offset },
        }),
      ),
    );
    for (const { entry, tags } of listings) this.catalogue.add(entry, tags); // all at once: see mineBlock
  }
}

/** The table of a bundle; none for bytes that are no bundle after all. */
function tableOf(data: Uint8Array): ReturnType<typeof parseBundle> {
  try {
    return parseBundle(data);
  } catch {
    return [];
  }
}

function inUse(path: string, holder: string): ColophonError {
  return new ColophonError("ARCHIVE_UNAVAILABLE", `another gateway (${holder}) has this folder`, {
    hint: `stop it, or name another folder with --dir; if there is none, delete ${path}`,
  });
}
