// A web site on loopback for tests: pages and files by path, with ranges, a log of every request, and headers at will.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What is served at a path; a function decides for each request. */
export interface Served {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
}

/** One request as it came in. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of body that were sent for it. */
  sent: number;
}

export interface Site {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly log: Asked[];
  /** Puts something at a path. */
  put(path: string, what: Served | ((asked: Asked) => Served)): void;
  close(): void;
}

export interface SiteOptions {
  /** 127.0.0.1 unless told; 127.0.0.2 is another site, 127.0.0.3 the stranger's private network. */
  readonly host?: string;
  /** Let other origins read what is served. */
  readonly cors?: boolean;
  /** Milliseconds before each answer. */
  readonly latency?: number | ((asked: Asked) => number);
  /** Bits a second, over all answers together. */
  readonly bitsPerSecond?: number;
}

const PIECE = 16 * 1024;

/** Until what was written has left, or nobody takes it any more. */
function roomIn(response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      done();
    };
    response.on("drain", go).on("close", go);
  });
}

export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const { host = "127.0.0.1", cors = false, latency = 0, bitsPerSecond = 0 } = options;
  const served = new Map<string, Served | ((asked: Asked) => Served)>();
  const log: Asked[] = [];
  let free = 0;
  /** Waits until this many bytes may leave. */
  const pace = async (bytes: number) => {
    if (bitsPerSecond === 0) return;
    free = Math.max(free, performance.now()) + (bytes * 8000) / bitsPerSecond;
    await new Promise((done) => setTimeout(done, free - performance.now()));
  };
  const server = createServer(async (request, response) => {
    const asked: Asked = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      sent: 0,
    };
    log.push(asked);
    const wait = typeof latency === "function" ? latency(asked) : latency;
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    const what = served.get(asked.path.split("?")[0] ?? "");
    const one = typeof what === "function" ? what(asked) : what;
    if (!one) {
      response.writeHead(404).end();
      return;
    }
    const bytes = typeof one.content === "string" ? Buffer.from(one.content) : one.content;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = from === undefined ? 0 : Number(from);
    const end = Math.min(to ? Number(to) + 1 : bytes.length, bytes.length);
    response.writeHead(from === undefined ? (one.status ?? 200) : 206, {
      "content-type": one.mediaType,
      "content-length": Math.max(0, end - start),
      "accept-ranges": "bytes",
      "cache-control": "public, max-age=3600",
      ...(from !== undefined && { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` }),
      ...(cors && { "access-control-allow-origin": "*" }),
      ...one.headers,
    });
    for (let at = start; at < end && !response.destroyed; at += PIECE) {
      const piece = bytes.subarray(at, Math.min(at + PIECE, end));
      await pace(piece.length);
      asked.sent += piece.length;
      if (!response.write(piece) && !response.destroyed) await roomIn(response);
    }
    response.end();
  });
  server.unref();
  await new Promise<void>((ready) => server.listen(0, host, ready));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    log,
    put: (path, what) => served.set(path, what),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
