// Upload services for tests, on real HTTP: one that answers what a test tells it to, one that keeps records as Turbo does, and
// a proxy that loses things on the way. Chance comes from a seed, so what went wrong once goes wrong again.
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { parseItem, verifyItem } from "../../src/archive/index.js";

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** Text, or an object for JSON. */
  readonly body?: unknown;
}

/** What a handler returns to close the connection without a word. */
export const NOTHING = "nothing";

export interface FakeService {
  readonly url: string;
  readonly asked: Asked[];
  stop(): Promise<void>;
}

/** Runs until stop, or the end of the test that started it. */
export async function startService(
  answer: (asked: Asked) => Answer | typeof NOTHING | Promise<Answer | typeof NOTHING>,
  options: { readonly keep?: boolean } = {},
): Promise<FakeService> {
  const asked: Asked[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await read(incoming);
    const { method = "", url: path = "", headers } = incoming;
    const question = { method, path, headers, body };
    asked.push(question);
    const said = await answer(question);
    if (said === NOTHING) return void response.destroy();
    const isText = typeof said.body === "string" || said.body === undefined;
    response.writeHead(said.status, {
      "content-type": isText ? "text/plain" : "application/json",
      ...said.headers,
    });
    response.end(isText ? said.body : JSON.stringify(said.body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  if (!options.keep) onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop };
}

/** What an upload service of Turbo's kind says, for each path; `items` is what it has. */
export function turboAnswers(
  options: { winc?: number; free?: number | null; largestFree?: number; balance?: string } = {},
) {
  const { winc = 7, free = 0, largestFree = 107_520, balance = "1500000000000" } = options;
  const items = new Map<string, Uint8Array>();
  const answer = async ({ method, path, body }: Asked): Promise<Answer> => {
    const url = new URL(path, "http://localhost");
    const [, bytes] = /^\/v1\/price\/bytes\/(\d+)$/.exec(url.pathname) ?? [];
    if (bytes) return { status: 200, body: { winc: String(Number(bytes) * winc) } };
    if (url.pathname === "/v1/account/free") return { status: 200, body: { bytesRemaining: free } };
    if (url.pathname === "/v1/info")
      return { status: 200, body: { freeUploadLimitBytes: largestFree } };
    if (url.pathname.startsWith("/v1/account/balance/"))
      return { status: 200, body: { winc: balance } };
    if (method !== "POST" || url.pathname !== "/v1/tx") return { status: 404, body: "Not found" };
    const check = await verifyItem(parseItem(body));
    if (!check.ok) return { status: 400, body: "Invalid data item" };
    if (items.has(check.id)) return { status: 202, body: "Data item already received" };
    items.set(check.id, body);
    return { status: 200, body: { id: check.id, winc: "0" } };
  };
  return { items, answer };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface FlakyCounts {
  /** Uploads that were turned away, and answers that were lost. */
  refused: number;
  lost: number;
  /** What the service behind it answered to uploads. */
  readonly answered: number[];
}

/** Stands between a publisher and a service: some uploads are turned away, of some the answer is lost. */
export async function startFlakyProxy(
  upstream: string,
  odds: { refuse: number; lose: number; random: () => number },
): Promise<FakeService & FlakyCounts> {
  const counts: FlakyCounts = { refused: 0, lost: 0, answered: [] };
  const proxy = await startService(
    async (asked) => {
      const isUpload = asked.method === "POST";
      const chance = isUpload ? odds.random() : 1;
      if (chance < odds.refuse) {
        counts.refused++;
        return { status: 503, body: "busy" };
      }
      const passed = await pass(upstream, asked);
      if (isUpload) counts.answered.push(passed.status);
      if (chance >= odds.refuse + odds.lose) return passed;
      counts.lost++;
      return NOTHING;
    },
    { keep: true },
  );
  return Object.assign(counts, proxy); // the counts go on counting
}

function pass(upstream: string, { method, path, headers, body }: Asked): Promise<Answer> {
  const { "content-type": type } = headers;
  return new Promise((resolve, reject) => {
    const onward = request(
      `${upstream}${path}`,
      { method, headers: { ...(typeof type === "string" && { "content-type": type }) } },
      async (response) => {
        const said = Buffer.from(await read(response)).toString("utf8");
        const mediaType = response.headers["content-type"];
        resolve({
          status: response.statusCode ?? 0,
          body: said,
          ...(mediaType && { headers: { "content-type": mediaType } }),
        });
      },
    );
    onward.on("error", reject);
    onward.end(method === "POST" ? body : undefined);
  });
}

async function read(stream: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}
