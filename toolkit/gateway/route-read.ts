// What ar.io's gateways and Turbo answer about items: the data, their state, the index, and what uploading costs.
import { asObject, asString } from "../../src/encoding/index.js";
import { ownersNamed } from "./account.js";
import type { Entry } from "./catalogue.js";
import { payloadSize, readEntry } from "./entry.js";
import { type Exchange, Refusal } from "./exchange.js";
import { answerGraphql } from "./graphql.js";
import { indexRoot } from "./index-root.js";
import type { Means, Route } from "./route.js";
import { MAX_ITEM } from "./route-write.js";

const MAX_QUESTION = 256 * 1024;
const PIECE = 1024 * 1024;

export const READ_ROUTES: readonly Route[] = [
  { method: "POST", path: /^\/graphql$/, run: graphql },
  { method: "GET", path: /^\/(?:raw\/)?([\w-]{43})$/, run: raw },
  { method: "GET", path: /^\/v1\/tx\/([\w-]{43})\/status$/, run: itemStatus },
  { method: "GET", path: /^\/v1\/info$/, run: serviceInfo },
  { method: "GET", path: /^\/v1\/price\/bytes\/(\d{1,15})$/, run: uploadPrice },
  { method: "GET", path: /^\/v1\/account\/balance(?:\/[\w-]{1,40})?$/, run: balance },
  { method: "GET", path: /^\/v1\/account\/free$/, run: free },
];

async function graphql(exchange: Exchange, { chain }: Means): Promise<void> {
  const json = await exchange.json(MAX_QUESTION);
  const query = asString(json["query"]);
  if (query === undefined) throw new Refusal(400, "there is no query in the body");
  const variables = asObject(json["variables"]);
  const { status, body } = await answerGraphql(
    { query, ...(variables && { variables }) },
    indexRoot(chain),
  );
  const [first] = body.errors ?? [];
  exchange.send(status, status === 200 ? body : { error: first?.message ?? "no answer", ...body });
}

async function raw(exchange: Exchange, { chain }: Means, id = ""): Promise<void> {
  const entry = chain.catalogue.get(id);
  if (!entry) throw new Refusal(404, "there is nothing of this id");
  const size = payloadSize(entry);
  const range = rangeOf(exchange.request.headers.range, size);
  const { start, end } = range ?? { start: 0, end: size };
  const offset = offsetInRoot(chain, entry);
  exchange.head(range ? 206 : 200, {
    "content-type": entry.mediaType ?? "application/octet-stream",
    "content-length": String(end - start),
    "accept-ranges": "bytes",
    ...(range && { "content-range": `bytes ${start}-${end - 1}/${size}` }),
    // Whatever somebody uploaded: not a page of this computer.
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "public, max-age=3600, immutable",
    "x-ar-io-data-id": id,
    ...(entry.bundledIn !== undefined && { "x-ar-io-root-transaction-id": entry.bundledIn }),
    ...(offset !== undefined && { "x-ar-io-data-item-offset": String(offset) }),
    ...(entry.kind === "item" && { "x-ar-io-data-item-size": String(entry.place.size) }),
  });
  const { request, response } = exchange;
  for (let at = start; at < end && request.method === "GET" && !response.destroyed; at += PIECE) {
    const until = Math.min(at + PIECE, end);
    const piece = await readEntry(entry, entry.dataStart + at, entry.dataStart + until);
    if (!response.write(piece)) await drained(exchange);
  }
  response.end();
}

/** A single range; undefined for none, or one that need not be heeded. @throws Refusal 416 */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(Number(to) + 1, size);
  if (start >= end) throw new Refusal(416, `there are ${size} bytes`);
  return { start, end };
}

function drained({ response }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

/** Where an item starts in the data of its transaction. */
function offsetInRoot(chain: Means["chain"], { bundledIn, place }: Entry): number | undefined {
  const root = bundledIn === undefined ? undefined : chain.weave.transaction(bundledIn);
  return root && place.start - root.place.start;
}

function itemStatus(exchange: Exchange, { chain }: Means, id = ""): void {
  const entry = chain.catalogue.get(id);
  if (!entry) throw new Refusal(404, "there is no such item");
  const offset = offsetInRoot(chain, entry);
  exchange.send(200, {
    status: entry.height === undefined ? "CONFIRMED" : "FINALIZED",
    ...(entry.bundledIn !== undefined && { bundleId: entry.bundledIn }),
    ...(offset !== undefined && { startOffsetInRootBundle: offset }),
    rawContentLength: entry.place.size,
    payloadDataStart: entry.dataStart,
    payloadContentLength: payloadSize(entry),
    payloadContentType: entry.mediaType ?? "application/octet-stream",
  });
}

function serviceInfo(exchange: Exchange, { chain }: Means): void {
  exchange.send(200, {
    version: "colophon",
    gateway: exchange.request.headers.host,
    freeUploadLimitBytes: Math.min(MAX_ITEM, chain.freeBytes ?? MAX_ITEM),
  });
}

/** Where something is refused for want of payment, there is a price; but this gateway takes no money. */
function uploadPrice(exchange: Exchange, { chain }: Means, bytes = ""): void {
  const winc = chain.freeBytes === undefined ? 0n : BigInt(bytes) * 1000n;
  exchange.send(200, { winc: String(winc), adjustments: [], fees: [] });
}

async function balance(exchange: Exchange): Promise<void> {
  await ownersIn(exchange);
  const none = { winc: "0", controlledWinc: "0", effectiveBalance: "0" };
  exchange.send(200, { ...none, givenApprovals: [], receivedApprovals: [] });
}

async function free(exchange: Exchange, { chain }: Means): Promise<void> {
  const owners = await ownersIn(exchange);
  const used = owners.reduce((sum, owner) => sum + chain.used(owner), 0);
  const { freeBytes } = chain;
  const bytesRemaining = freeBytes === undefined ? null : Math.max(0, freeBytes - used);
  exchange.send(200, { bytesUsed: used, bytesRemaining });
}

async function ownersIn({ url }: Exchange): Promise<string[]> {
  const owners = await ownersNamed(url.searchParams.get("address") ?? "");
  if (owners.length === 0) throw new Refusal(400, "say whose account: ?address=");
  return owners;
}
