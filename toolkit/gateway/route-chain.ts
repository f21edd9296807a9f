// What Arweave's nodes answer about their chain. This one says of itself that it is nobody's but this computer's.
import { type Block, blockJson, NETWORK } from "./block-file.js";
import { type Exchange, Refusal } from "./exchange.js";
import type { Means, Route } from "./route.js";
import { price } from "./route-write.js";

/** What every wallet has here, in winston. */
const PLAY_BALANCE = "1000000000000000";
const ID = "([\\w-]{43})";

export const CHAIN_ROUTES: readonly Route[] = [
  { method: "GET", path: /^\/(?:info)?$/, run: info },
  { method: "GET", path: /^\/block\/height\/(\d{1,9})$/, run: blockAtHeight },
  { method: "GET", path: /^\/block\/hash\/([\w-]{64})$/, run: blockWithId },
  {
    method: "GET",
    path: /^\/block\/current$/,
    run: (exchange, { chain }) => sendBlock(exchange, chain.current),
  },
  { method: "GET", path: new RegExp(`^/tx/${ID}$`), run: transaction },
  { method: "GET", path: new RegExp(`^/tx/${ID}/status$`), run: transactionStatus },
  { method: "GET", path: new RegExp(`^/tx/${ID}/offset$`), run: transactionOffset },
  { method: "GET", path: /^\/chunk\/(\d{1,16})$/, run: chunk },
  {
    method: "GET",
    path: /^\/tx_anchor$/,
    run: (exchange, { chain }) => exchange.text(200, chain.current.id),
  },
  { method: "GET", path: /^\/price\/(\d{1,15})(?:\/[\w-]{43})?$/, run: priceOf },
  {
    method: "GET",
    path: new RegExp(`^/wallet/${ID}/balance$`),
    run: (exchange) => exchange.text(200, PLAY_BALANCE),
  },
];

function info(exchange: Exchange, { chain }: Means): void {
  const { height, id } = chain.current;
  exchange.send(200, {
    network: NETWORK,
    version: 1,
    release: 1,
    height,
    current: id,
    blocks: height + 1,
    peers: 0,
    queue_length: 0,
    description: "a chain of this computer alone; nothing here is on Arweave",
  });
}

function blockAtHeight(exchange: Exchange, { chain }: Means, height = ""): void {
  sendBlock(exchange, chain.weave.block(Number(height)));
}

function blockWithId(exchange: Exchange, { chain }: Means, id = ""): void {
  sendBlock(exchange, chain.weave.blockById(id));
}

function sendBlock(exchange: Exchange, block: Block | undefined): void {
  if (!block) throw new Refusal(404, "there is no such block");
  exchange.send(200, blockJson(block));
}

function transaction(exchange: Exchange, means: Means, id = ""): void {
  const mined = minedOrPending(exchange, means, id);
  if (mined) exchange.send(200, { ...mined.transaction.head, data: "" });
}

function transactionStatus(exchange: Exchange, means: Means, id = ""): void {
  const mined = minedOrPending(exchange, means, id);
  if (!mined) return;
  const { height, id: hash } = mined.block;
  exchange.send(200, {
    block_height: height,
    block_indep_hash: hash,
    number_of_confirmations: means.chain.current.height - height,
  });
}

function transactionOffset(exchange: Exchange, { chain }: Means, id = ""): void {
  const mined = chain.weave.mined(id);
  if (!mined) throw new Refusal(404, "there is no such transaction in a block");
  const { end, start } = mined;
  exchange.send(200, { offset: String(end), size: String(end - start) });
}

/** Answers by itself when there is no block yet, as nodes do. */
function minedOrPending(exchange: Exchange, { chain, incoming }: Means, id: string) {
  const mined = chain.weave.mined(id);
  if (!mined) {
    if (!chain.weave.transaction(id) && !incoming.has(id))
      throw new Refusal(404, "there is no such transaction");
    exchange.text(202, "Pending");
  }
  return mined;
}

async function chunk(exchange: Exchange, { chain }: Means, offset = ""): Promise<void> {
  const found = await chain.weave.chunk(Number(offset));
  if (!found) throw new Refusal(404, "there is no chunk at this offset");
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  exchange.send(200, {
    chunk: text(found.bytes),
    data_path: text(found.dataPath),
    tx_path: text(found.txPath),
    packing: "unpacked",
  });
}

function priceOf(exchange: Exchange, _: Means, bytes = ""): void {
  exchange.text(200, String(price(Number(bytes))));
}
