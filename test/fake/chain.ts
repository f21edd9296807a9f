// A small chain of blocks with items in bundles, served through an Http of its own in the words of an Arweave gateway. Roots,
// paths and signatures are true; a test spoils an answer on its way out.
import Arweave from "arweave";
import {
  chunkData,
  type DataItem,
  type Gateway,
  type Http,
  openGateway,
  ownerAddress,
  parseItem,
  serializeBundle,
  transactionTree,
} from "../../src/archive/index.js";
import { sha256, toBase64Url, utf8 } from "../../src/encoding/index.js";
import { newRsaKey } from "../fixture/rsa-key.js";

interface FakeItem {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What a gateway is about to answer; `json` or `bytes`. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
}

/** Spoils an answer; what it returns is sent. */
export type Spoil = (answer: FakeAnswer, path: string) => FakeAnswer;

interface KeptTransaction {
  readonly json: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly data: Uint8Array;
  readonly chunks: Awaited<ReturnType<typeof chunkData>>;
  height: number;
  start: number;
  txPath: Uint8Array;
}

interface KeptItem extends FakeItem {
  readonly item: DataItem;
  readonly owner: string;
  readonly bundle?: string;
  readonly offset?: number;
}

const arweave = Arweave.init({});
const wallet = newRsaKey().export({
  format: "jwk",
}) as Parameters<typeof arweave.transactions.sign>[1] & { kty: string; e: string; n: string };

export class FakeChain {
  readonly blocks: Record<string, unknown>[] = [];
  readonly transactions: KeptTransaction[] = [];
  readonly items = new Map<string, KeptItem>();
  #weaveSize = 0;

  static async start(): Promise<FakeChain> {
    const chain = new FakeChain();
    await chain.mine();
    return chain;
  }

  /** Items that are known, but in no block yet. */
  async receive(...items: readonly FakeItem[]): Promise<void> {
    for (const { id, bytes } of items) {
      const item = parseItem(bytes);
      this.items.set(id, { id, bytes, item, owner: await ownerAddress(item.owner) });
    }
  }

  /** A block with these transactions: a bundle of items, or data of another kind. */
  async mine(...contents: readonly (readonly FakeItem[] | Uint8Array)[]): Promise<void> {
    const height = this.blocks.length;
    const made: KeptTransaction[] = [];
    for (const content of contents) {
      const data = content instanceof Uint8Array ? content : serializeBundle(content);
      const transaction = await signed(data, height);
      made.push(transaction);
      if (!(content instanceof Uint8Array)) await this.#index(content, transaction.id);
    }
    const leaves = made.map(({ chunks, data }) => ({
      dataRoot: chunks.dataRoot,
      size: data.length,
    }));
    const { txRoot, size, entries } = await transactionTree(leaves);
    for (const [i, { start, txPath }] of entries.entries())
      Object.assign(made[i]!, { start: this.#weaveSize + start, txPath });
    this.transactions.push(...made);
    this.#weaveSize += size;
    const previous = this.blocks.at(-1)?.["indep_hash"] ?? "";
    this.blocks.push({
      height,
      indep_hash: toBase64Url(new Uint8Array(48).fill(height + 1)),
      previous_block: previous,
      timestamp: 1_790_000_000 + height * 120,
      tx_root: toBase64Url(txRoot),
      weave_size: String(this.#weaveSize),
    });
  }

  /** A gateway to this chain, and the questions that it has been asked. */
  gateway(url: string, spoil: Spoil = (answer) => answer): { gateway: Gateway; asked: string[] } {
    const asked: string[] = [];
    const http: Http = async (address, question) => {
      const path = address.slice(url.length);
      asked.push(path);
      const answer = spoil(this.#answer(path, question), path);
      const bytes = answer.bytes ?? utf8(JSON.stringify(answer.json ?? {}));
      return {
        status: answer.status,
        headers: new Map(Object.entries(answer.headers ?? {})),
        bytes,
      };
    };
    return { gateway: openGateway(url, http), asked };
  }

  async #index(items: readonly FakeItem[], bundle: string): Promise<void> {
    await this.receive(...items);
    let offset = 32 + 64 * items.length;
    for (const { id, bytes } of items) {
      this.items.set(id, { ...this.items.get(id)!, bundle, offset });
      offset += bytes.length;
    }
  }

  #answer(path: string, question: Parameters<Http>[1]): FakeAnswer {
    const [, first, second, third] = path.split("/");
    if (path === "/graphql") return this.#list(question.body ?? new Uint8Array(0));
    if (path === "/info") return { status: 200, json: { height: this.blocks.length - 1 } };
    if (first === "block") return found(this.blocks[Number(third)]);
    if (first === "chunk") return found(this.#chunk(Number(second)));
    if (first === "v1") return found(this.#status(String(third)));
    if (first === "tx") return found(this.#transaction(String(second), third));
    const item = this.items.get(second ?? String(first));
    if (!item) return { status: 404 };
    const ranged = question.headers?.["range"] !== undefined;
    const { bundle, offset, bytes } = item;
    return {
      status: ranged ? 206 : 200,
      bytes: ranged ? item.item.data.subarray(0, 1) : item.item.data,
      ...(bundle !== undefined && {
        headers: {
          "x-ar-io-root-transaction-id": bundle,
          "x-ar-io-root-data-item-offset": String(offset),
          "x-ar-io-data-item-size": String(bytes.length),
        },
      }),
    };
  }

  #status(id: string): object | undefined {
    const item = this.items.get(id);
    if (!item) return undefined;
    const { bundle, offset, bytes } = item;
    if (bundle === undefined) return { status: "CONFIRMED", info: "new" };
    const place = { startOffsetInRootBundle: offset, rawContentLength: bytes.length };
    return { status: "FINALIZED", bundleId: bundle, ...place };
  }

  #transaction(id: string, what: string | undefined): object | undefined {
    const kept = this.transactions.find((transaction) => transaction.id === id);
    if (!kept) return undefined;
    const { json, data, start, height } = kept;
    if (what === "offset")
      return { size: String(data.length), offset: String(start + data.length) };
    const depth = this.blocks.length - 1 - height;
    if (what === "status") return { block_height: height, number_of_confirmations: depth };
    return json;
  }

  /** Offsets count from 1. */
  #chunk(offset: number): object | undefined {
    for (const { start, data, chunks, txPath } of this.transactions) {
      const at = offset - 1 - start;
      const chunk = chunks.chunks.find((one) => one.start <= at && at < one.end);
      if (chunk)
        return {
          chunk: toBase64Url(data.subarray(chunk.start, chunk.end)),
          data_path: toBase64Url(chunk.dataPath),
          tx_path: toBase64Url(txPath),
          packing: "unpacked",
        };
    }
    return undefined;
  }

  #list(body: Uint8Array): FakeAnswer {
    const { variables } = JSON.parse(new TextDecoder().decode(body)) as {
      variables: { ids?: string[]; owners?: string[]; first: number };
    };
    const all = [...this.items.values()].filter(
      ({ id, owner }) =>
        (variables.ids?.includes(id) ?? true) && (variables.owners?.includes(owner) ?? true),
    );
    const edges = all.slice(0, variables.first).map((item) => ({
      cursor: item.id,
      node: this.#node(item),
    }));
    const pageInfo = { hasNextPage: all.length > edges.length };
    return { status: 200, json: { data: { transactions: { pageInfo, edges } } } };
  }

  #node({ id, item, owner, bundle }: KeptItem): object {
    const height = this.transactions.find((transaction) => transaction.id === bundle)?.height;
    return {
      id,
      anchor: toBase64Url(item.anchor),
      signature: toBase64Url(item.signature),
      recipient: toBase64Url(item.target),
      owner: { address: owner, key: toBase64Url(item.owner) },
      tags: item.tags,
      block: height === undefined ? null : { height },
      bundledIn: bundle === undefined ? null : { id: bundle },
    };
  }
}

function found(json: unknown): FakeAnswer {
  return json === undefined ? { status: 404, json: {} } : { status: 200, json };
}

async function signed(data: Uint8Array, height: number): Promise<KeptTransaction> {
  const last_tx = toBase64Url(await sha256(utf8(`anchor ${height}`)));
  const made = await arweave.createTransaction({ data, last_tx, reward: "1" }, wallet);
  await arweave.transactions.sign(made, wallet);
  const { data_tree: _, ...head } = made.toJSON();
  const json = JSON.parse(JSON.stringify({ ...head, data: "" })) as Record<string, unknown>;
  const chunks = await chunkData(data);
  return { json, id: made.id, data, chunks, height, start: 0, txPath: new Uint8Array(0) };
}
