// One request and its answer. Bodies are counted as they come, one by one and all together, so that nobody's upload can
// take the memory of the rest. Every refusal is JSON: {"error": why}.
import type { IncomingMessage, ServerResponse } from "node:http";
import { asObject, parseJson, utf8Text } from "../../src/encoding/index.js";

/** What ends a request with a status of its own. */
export class Refusal extends Error {
  readonly status: number;
  /** A word for programs. */
  readonly code: string | undefined;
  /** Seconds after which to try again. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    message: string,
    options: { readonly code?: string; readonly retryAfter?: number } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = options.code;
    this.retryAfter = options.retryAfter;
  }
}

/** Bytes of bodies that may be in memory at a time. */
const MOST_IN_FLIGHT = 192 * 1024 * 1024;

const CUT_OFF_MS = 1000;

/** How many bytes of bodies are in memory, over all requests of a server. */
export class BodyBudget {
  #taken = 0;

  take(bytes: number): void {
    if (this.#taken + bytes > MOST_IN_FLIGHT)
      throw new Refusal(503, "too much is coming in at the moment", { retryAfter: 1 });
    this.#taken += bytes;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }
}

/** What pages of any origin may do: read. */
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-allow-headers": "content-type, range",
  "access-control-expose-headers":
    "accept-ranges, content-length, content-range, x-ar-io-data-id, x-ar-io-root-transaction-id, " +
    "x-ar-io-data-item-offset, x-ar-io-data-item-size",
  "access-control-max-age": "600",
} as const;

export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly #budget: BodyBudget;
  #held = 0;

  constructor(request: IncomingMessage, response: ServerResponse, budget: BodyBudget) {
    this.request = request;
    this.response = response;
    this.#budget = budget;
    const target = request.url ?? "";
    if (!target.startsWith("/")) throw new Refusal(400, "only paths are answered here");
    this.url = new URL(`http://localhost${target}`);
  }

  /** The whole body. @throws Refusal 413 beyond `most` bytes, 503 when there are too many bodies, 400 when it breaks off */
  async body(most: number): Promise<Uint8Array> {
    const { request } = this;
    const announced = Number(request.headers["content-length"] ?? 0);
    if (announced > most) throw tooLarge(most);
    const parts: Buffer[] = [];
    let size = 0;
    try {
      // The connection stays, so that a refusal is heard.
      for await (const part of request.iterator({
        destroyOnReturn: false,
      }) as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > most) throw tooLarge(most);
        this.#budget.take(part.length);
        this.#held += part.length;
        parts.push(part);
      }
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(400, "the body broke off");
    }
    return Buffer.concat(parts, size);
  }

  /** The body as a JSON object. @throws Refusal as body(), 400 for anything else */
  async json(most: number): Promise<Readonly<Record<string, unknown>>> {
    const bytes = await this.body(most);
    let found: Readonly<Record<string, unknown>> | undefined;
    try {
      found = asObject(parseJson(utf8Text(bytes) ?? ""));
    } catch {}
    if (!found) throw new Refusal(400, "the body is not a JSON object");
    return found;
  }

  /** Answers with JSON. */
  send(status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.text(status, JSON.stringify(json), { "content-type": "application/json", ...headers });
  }

  text(status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
    const length = String(Buffer.byteLength(text));
    this.head(status, { "content-type": "text/plain", "content-length": length, ...headers });
    this.response.end(text);
  }

  head(status: number, headers: Readonly<Record<string, string>>): void {
    const safe = { "x-content-type-options": "nosniff", "cache-control": "no-cache" };
    this.response.writeHead(status, { ...CORS, ...safe, ...headers });
  }

  /** Answers with what went wrong. A body that is still coming is thrown away for a moment, then cut off. */
  refuse({ status, message, code, retryAfter }: Refusal): void {
    const { request, response } = this;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const retry = retryAfter !== undefined && { "retry-after": String(retryAfter) };
    this.send(status, { error: message, ...(code !== undefined && { code }) }, { ...retry });
    if (request.complete) return;
    request.resume();
    const cut = setTimeout(() => request.socket.destroy(), CUT_OFF_MS).unref();
    request.once("close", () => clearTimeout(cut));
  }

  /** Lets go of the body's bytes; to be called when the request is done with. */
  done(): void {
    this.#budget.give(this.#held);
    this.#held = 0;
  }
}

function tooLarge(most: number): Refusal {
  return new Refusal(413, `the body is larger than ${most} bytes`);
}
