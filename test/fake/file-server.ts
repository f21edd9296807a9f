// A web server with files on 127.0.0.1, as good and as bad as they are: Range, entity tags, PUT with conditions, redirects,
// connections that break off, answers that come later or never.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Held {
  readonly bytes: Buffer;
  readonly modified: string;
}

/** What a server does with the next requests for a path instead of answering them; called with each, true takes it. */
export type Trouble = (request: IncomingMessage, response: ServerResponse) => boolean;

export class FileServer {
  readonly files = new Map<string, Held>();
  /** METHOD and path of each request, in their order. */
  readonly asked: string[] = [];
  readonly heads: IncomingMessage["headers"][] = [];
  trouble: Trouble = () => false;
  /** False as with servers that know no entity tags. */
  tags = true;
  /** Folders that there are, with / at the end; undefined as with servers that have none. */
  folders: Set<string> | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FileServer> {
    const server = new FileServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  put(path: string, bytes: Uint8Array, modified = "Mon, 02 Nov 2026 10:00:00 GMT"): void {
    this.files.set(path, { bytes: Buffer.from(bytes), modified });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const path = decodeURI(new URL(request.url ?? "", this.origin).pathname);
    this.asked.push(`${method} ${path}`);
    this.heads.push(headers);
    if (this.trouble(request, response)) return;
    if (method === "PUT") await this.#take(path, request, response);
    else if (method === "GET" || method === "HEAD") this.#give(path, request, response);
    else if (method === "MKCOL") response.writeHead(this.#makeFolder(path)).end();
    else response.writeHead(405).end();
  }

  /** As RFC 4918 has it: one folder at a time. */
  #makeFolder(path: string): number {
    if (this.folders?.has(path) !== false) return 405;
    if (!this.folders.has(above(path))) return 409;
    this.folders.add(path);
    return 201;
  }

  async #take(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return; // cut off: nothing is kept
    }
    if (this.folders?.has(above(path)) === false) {
      response.writeHead(409).end();
      return;
    }
    if (request.headers["if-none-match"] === "*" && this.files.has(path)) {
      response.writeHead(412).end();
      return;
    }
    this.put(path, Buffer.concat(chunks));
    response.writeHead(201).end();
  }

  #give(path: string, { method, headers }: IncomingMessage, response: ServerResponse): void {
    const file = this.files.get(path);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const tag = tagOf(file.bytes);
    const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? Number.NaN);
    const isRest = Number.isFinite(from) && (headers["if-range"] ?? tag) === tag;
    const to = headers.range === "bytes=0-0" ? 1 : file.bytes.length;
    const body = isRest ? file.bytes.subarray(from, to) : file.bytes;
    response.writeHead(isRest ? 206 : 200, {
      "content-length": body.length,
      "last-modified": file.modified,
      ...(this.tags && { etag: tag }),
      ...(isRest && { "content-range": `bytes ${from}-${to - 1}/${file.bytes.length}` }),
    });
    response.end(method === "HEAD" ? undefined : body);
  }
}

function above(path: string): string {
  return path.replace(/[^/]*\/?$/, "");
}

export function tagOf(bytes: Uint8Array): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

/** Breaks off each of the next `times` bodies after `bytes` of them. */
export function breaksOff(server: FileServer, bytes: number, times: number): Trouble {
  let left = times;
  return (request, response) => {
    const path = decodeURI(new URL(request.url ?? "", server.origin).pathname);
    const file = server.files.get(path);
    if (request.method !== "GET" || !file || left-- <= 0) return false;
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": file.bytes.length - from,
      etag: tagOf(file.bytes),
      "last-modified": file.modified,
      ...(from > 0 && {
        "content-range": `bytes ${from}-${file.bytes.length - 1}/${file.bytes.length}`,
      }),
    });
    response.write(file.bytes.subarray(from, from + bytes), () => response.destroy());
    return true;
  };
}

/** Answers the next `times` requests with a status. */
export function answers(status: number, times: number, headers = {}): Trouble {
  let left = times;
  return (request, response) => {
    if (left-- <= 0) return false;
    request.resume();
    response.writeHead(status, headers).end();
    return true;
  };
}
