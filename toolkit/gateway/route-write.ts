// What changes something: uploads as Turbo takes them, transactions as Arweave's nodes take them, and mining on request.
import { chunkData } from "../../src/archive/index.js";
import { asString, fromBase64Url, toBase64Url } from "../../src/encoding/index.js";
import { blockJson } from "./block-file.js";
import { type Exchange, Refusal } from "./exchange.js";
import type { Means, Route } from "./route.js";
import { headHolds, readHead } from "./transaction.js";

/** Most bytes of a data item. */
export const MAX_ITEM = 10 * 1024 * 1024;
/** A transaction of 12 MB with its data inside, as base64url in JSON. */
const MAX_TRANSACTION_JSON = 17 * 1024 * 1024;
/** A chunk of 256 KiB and the longest path there is, as base64url in JSON. */
const MAX_CHUNK_JSON = 512 * 1024;
/** How old a transaction's anchor may be, in blocks. */
const ANCHOR_DEPTH = 50;
const MOST_EXTRA = 20;

export const WRITE_ROUTES: readonly Route[] = [
  { method: "POST", path: /^\/v1\/tx(?:\/[\w-]{1,40})?$/, writes: true, run: upload },
  { method: "POST", path: /^\/tx$/, writes: true, run: submit },
  { method: "POST", path: /^\/chunk$/, writes: true, run: takeChunk },
  { method: "POST", path: /^\/mine$/, writes: true, run: mine },
];

async function upload(exchange: Exchange, { chain }: Means): Promise<void> {
  const { id, owner, already } = await chain.upload(await exchange.body(MAX_ITEM));
  if (already) {
    exchange.send(202, { id, owner, message: "this gateway has this item already" });
    return;
  }
  const here = exchange.request.headers.host ?? "127.0.0.1";
  exchange.send(200, {
    id,
    owner,
    winc: "0",
    dataCaches: [here],
    fastFinalityIndexes: [here],
    deadlineHeight: chain.current.height + 200,
    timestamp: chain.now().getTime(),
    version: "0.2.0",
  });
}

async function submit(exchange: Exchange, { chain, incoming }: Means): Promise<void> {
  const json = await exchange.json(MAX_TRANSACTION_JSON);
  const head = readHead(json);
  if (chain.weave.transaction(head.id) || incoming.has(head.id)) {
    exchange.text(208, "Transaction already processed.");
    return;
  }
  if (!(await headHolds(head)))
    throw new Refusal(400, "the transaction's id or signature is not that of its fields");
  const anchor = chain.weave.blockById(head.last_tx);
  if (!anchor || anchor.height < chain.current.height - ANCHOR_DEPTH)
    throw new Refusal(400, "its anchor (last_tx) is none of this chain's last blocks");
  if (BigInt(head.reward) < price(Number(head.data_size)))
    throw new Refusal(400, "its reward is less than the price of its data");
  const text = asString(json["data"]) ?? "";
  if (text === "") await incoming.expect(head);
  else {
    const data = decoded(text);
    if (
      data.length !== Number(head.data_size) ||
      toBase64Url((await chunkData(data)).dataRoot) !== head.data_root
    )
      throw new Refusal(400, "its data are not those that were signed");
    await chain.submit(head, data);
  }
  exchange.text(200, "OK");
}

async function takeChunk(exchange: Exchange, { incoming }: Means): Promise<void> {
  await incoming.chunk(await exchange.json(MAX_CHUNK_JSON));
  exchange.text(200, "OK");
}

async function mine(exchange: Exchange, { chain }: Means): Promise<void> {
  const extra = Number(exchange.url.searchParams.get("extra") ?? "0");
  if (!Number.isInteger(extra) || extra < 0 || extra > MOST_EXTRA)
    throw new Refusal(400, `extra is a number from 0 to ${MOST_EXTRA}`);
  exchange.send(200, blockJson(await chain.mine(extra)));
}

/** In winston: play money, but what `GET /price` says has to be paid. */
export function price(bytes: number): bigint {
  return BigInt(Math.max(1, Math.ceil(bytes / (256 * 1024)))) * 1_000_000n;
}

function decoded(text: string): Uint8Array {
  try {
    return fromBase64Url(text);
  } catch {
    throw new Refusal(400, "its data are not base64url");
  }
}
