// A node of Arweave for those who pay: prices, balances, anchors that run out, transactions whose signature is checked and
// chunks whose path must lead to the data_root. It answers in the words of Arweave's nodes, and tells what it has.
import { parseBundle, walkPath } from "../../src/archive/index.js";
import { concat, equal, fromBase64Url, sha256, toBase64Url } from "../../src/encoding/index.js";
import { type TransactionHead, transactionVerifies } from "../../toolkit/adapter/arweave.js";
import {
  type Answer,
  type Asked,
  type FakeService,
  NOTHING,
  startService,
} from "./flaky-service.js";

interface HeldTransaction {
  readonly head: TransactionHead;
  /** By where they start. */
  readonly chunks: Map<number, Uint8Array>;
}

export interface FakeNode extends FakeService {
  height: number;
  balance: bigint;
  /** Winston for one byte. */
  rate: number;
  readonly transactions: Map<string, HeldTransaction>;
  /** Answers in the node's place, or loses the answer of what it did. */
  before: (asked: Asked) => Answer | undefined;
  loses: (asked: Asked) => boolean;
  /** The data of every transaction that is whole. */
  data(): Uint8Array[];
  /** Ids of the records in all that is whole, in order. */
  records(): string[];
}

const text = (status: number, body: string): Answer => ({ status, body });

export async function startNode(): Promise<FakeNode> {
  const service = await startService(async (asked) => {
    const early = node.before(asked);
    if (early) return early;
    const said = await answer(asked);
    return node.loses(asked) ? NOTHING : said;
  });
  const node: FakeNode = {
    ...service,
    height: 1000,
    balance: 10n ** 12n,
    rate: 3,
    transactions: new Map(),
    before: () => undefined,
    loses: () => false,
    data: () => [...node.transactions.values()].flatMap(whole),
    records: () => node.data().flatMap((bundle) => parseBundle(bundle).map(({ id }) => id)),
  };

  /** The anchor of a height: 48 bytes that say it. */
  const anchor = () => toBase64Url(new Uint8Array(48).fill(node.height % 251));

  async function answer({ method, path, body }: Asked): Promise<Answer> {
    if (method === "POST") {
      const sent = JSON.parse(Buffer.from(body).toString()) as Record<string, string>;
      if (path === "/tx") return postHead(sent as unknown as TransactionHead);
      if (path === "/chunk") return postChunk(sent);
    }
    const [, bytes] = /^\/price\/(\d+)$/.exec(path) ?? [];
    if (bytes) return text(200, String(Number(bytes) * node.rate));
    if (/^\/wallet\/[\w-]{43}\/balance$/.test(path)) return text(200, String(node.balance));
    if (path === "/tx_anchor") return text(200, anchor());
    if (path === "/info") return { status: 200, body: { height: node.height } };
    const [, id] = /^\/tx\/([\w-]{43})\/status$/.exec(path) ?? [];
    if (id) return node.transactions.has(id) ? text(202, "Pending") : text(404, "Not Found.");
    return text(404, "Not Found.");
  }

  async function postHead(head: TransactionHead): Promise<Answer> {
    const id = toBase64Url(await sha256(fromBase64Url(head.signature)));
    if (id !== head.id || !(await transactionVerifies(head)))
      return text(400, "Transaction verification failed.");
    if (node.transactions.has(id)) return text(208, "Transaction already processed.");
    const age = Array.from({ length: 50 }, (_, i) => (node.height - i) % 251);
    if (!age.includes(fromBase64Url(head.last_tx)[0] ?? -1))
      return text(400, "Invalid anchor (last_tx from last 50 blocks).");
    if (BigInt(head.reward) > node.balance) return text(400, "Transaction verification failed.");
    node.balance -= BigInt(head.reward);
    node.transactions.set(id, { head, chunks: new Map() });
    return text(200, "OK");
  }

  async function postChunk(sent: Record<string, string>): Promise<Answer> {
    const held = [...node.transactions.values()].filter(
      ({ head }) => head.data_root === sent["data_root"],
    );
    if (held.length === 0) return { status: 400, body: { error: "data_root_not_found" } };
    const bytes = fromBase64Url(sent["chunk"] ?? "");
    const root = fromBase64Url(sent["data_root"] ?? "");
    const path = fromBase64Url(sent["data_path"] ?? "");
    const leaf = await walkPath(root, Number(sent["data_size"]), Number(sent["offset"]), path);
    if (!leaf || leaf.end - leaf.start !== bytes.length || !equal(leaf.leaf, await sha256(bytes)))
      return { status: 400, body: { error: "invalid_proof" } };
    for (const { chunks } of held) chunks.set(leaf.start, bytes);
    return text(200, "OK");
  }
  return node;
}

function whole({ head, chunks }: HeldTransaction): Uint8Array[] {
  const parts = [...chunks].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
  const data = concat(...parts);
  return data.length === Number(head.data_size) ? [data] : [];
}
