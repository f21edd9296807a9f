// The HTTP face of a gateway: loopback only, with every time and size bounded, so that whoever asks the strangest things
// gets an error and everybody else an answer.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { ColophonError } from "../../src/index.js";
import { BodyBudget, Exchange, Refusal } from "./exchange.js";
import { refusedHost, refusedOrigin } from "./guard.js";
import { type Means, type Route, refusalFor } from "./route.js";
import { CHAIN_ROUTES } from "./route-chain.js";
import { READ_ROUTES } from "./route-read.js";
import { WRITE_ROUTES } from "./route-write.js";

const ROUTES: readonly Route[] = [...WRITE_ROUTES, ...CHAIN_ROUTES, ...READ_ROUTES];

const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};
const MOST_CONNECTIONS = 1000;
/** How long requests that are under way may take once the gateway stops. */
const GRACE_MS = 3000;

export class GatewayServer {
  readonly #means: Means;
  readonly #budget = new BodyBudget();
  readonly #server: Server;
  /** Connections, and how many requests each has under way. */
  readonly #sockets = new Map<Socket, number>();
  #stopping = false;

  /** @param times shorter ones, for tests */
  constructor(means: Means, times: Partial<typeof TIMES> = {}) {
    this.#means = means;
    const options = { ...TIMES, maxHeaderSize: 16_384, ...times };
    this.#server = createServer(options, (request, response) => {
      void this.#answer(request, response);
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on("clientError", refuseUnparsed);
    this.#server.on("connection", (socket) => {
      this.#sockets.set(socket, 0);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** @param port 0 for any free one @throws ColophonError PORT_UNAVAILABLE */
  async listen(port: number): Promise<{ url: string }> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    }).catch((cause: unknown) => {
      throw unavailable(port, cause);
    });
    this.#server.on("error", (error) => this.#means.chain.warn(error.message));
    return { url: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}` };
  }

  /** Takes nothing new, finishes what is under way, and lets go of the port. */
  async close(): Promise<void> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const [socket, busy] of this.#sockets) if (busy === 0) socket.destroy();
    const cut = setTimeout(() => this.#server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(cut);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => undefined); // who asked went away
    this.#count(request.socket, 1);
    response.once("close", () => this.#count(request.socket, -1));
    let exchange: Exchange | undefined;
    try {
      exchange = new Exchange(request, response, this.#budget);
      if (this.#stopping) response.setHeader("connection", "close");
      await this.#route(exchange);
    } catch (error) {
      const refusal = refusalFor(error);
      if (!refusal) this.#means.chain.warn(`a request failed: ${describe(error)}`);
      const known = refusal ?? new Refusal(500, "something went wrong in the gateway");
      if (exchange) exchange.refuse(known);
      else response.writeHead(known.status).end(JSON.stringify({ error: known.message }));
    } finally {
      exchange?.done();
    }
  }

  #count(socket: Socket, by: number): void {
    const busy = this.#sockets.get(socket);
    if (busy === undefined) return;
    this.#sockets.set(socket, busy + by);
    if (this.#stopping && busy + by === 0) socket.end();
  }

  async #route(exchange: Exchange): Promise<void> {
    const { request, url } = exchange;
    const host = refusedHost(request);
    if (host !== undefined) throw new Refusal(403, host);
    if (request.method === "OPTIONS") {
      exchange.head(204, {});
      exchange.response.end();
      return;
    }
    const method = request.method === "HEAD" ? "GET" : request.method;
    const there = ROUTES.filter(({ path }) => path.test(url.pathname));
    const route = there.find((one) => one.method === method);
    if (!route)
      throw there.length > 0
        ? new Refusal(405, `${request.method} does nothing here`)
        : new Refusal(404, "there is nothing here");
    const origin = route.writes && refusedOrigin(request);
    if (origin !== undefined) throw new Refusal(403, origin);
    if (route.writes && this.#stopping)
      throw new Refusal(503, "this gateway is stopping", { retryAfter: 5 });
    const [, ...parts] = route.path.exec(url.pathname) ?? [];
    await route.run(exchange, this.#means, ...parts);
  }
}

const UNPARSED: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** What is no HTTP, too slow or too long is told so, and let go. */
function refuseUnparsed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = UNPARSED[error.code ?? ""] ?? 400;
  const body = JSON.stringify({
    error: status === 408 ? "this took too long" : "this is no request",
  });
  const lines = [
    `HTTP/1.1 ${status} ${status}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${body.length}`,
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unavailable(port: number, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const why = { EADDRINUSE: "another program has it", EACCES: "you may not use it" }[String(code)];
  if (why === undefined) return cause;
  return new ColophonError("PORT_UNAVAILABLE", `the gateway can't listen on port ${port}: ${why}`, {
    cause,
  });
}
