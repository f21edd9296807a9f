// Something that behaves like the RPC of a Kubo node, as far as dag/import goes: POST only, nothing for browsers, multipart,
// one JSON line for each root, errors as Kubo words them. It reads CARs with @ipld/car and checks every block's hash.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CarReader } from "@ipld/car";
import { sha256 } from "multiformats/hashes/sha2";

export interface FakeKubo {
  readonly url: string;
  /** Blocks by CID. */
  readonly blocks: Map<string, Uint8Array>;
  readonly pinned: Set<string>;
  /** Answers the next request in its place; true when it did. */
  interrupt: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** What goes wrong when this root is pinned. */
  pinError: (cid: string) => string;
  stop(): Promise<void>;
}

export async function startKubo(): Promise<FakeKubo> {
  const server = createServer((request, response) => {
    handle(kubo, request, response).catch((error: unknown) => {
      const Message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ Message, Code: 0, Type: "error" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const kubo: FakeKubo = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blocks: new Map(),
    pinned: new Set(),
    interrupt: undefined,
    pinError: () => "",
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
  return kubo;
}

async function handle(kubo: FakeKubo, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? "/", kubo.url);
  const body = Buffer.concat(await request.toArray());
  if (kubo.interrupt?.(request, response)) return;
  const fromBrowser = request.headers.origin ?? request.headers.referer;
  if (fromBrowser !== undefined || /Mozilla/.test(request.headers["user-agent"] ?? ""))
    return response.writeHead(403).end("403 - Forbidden");
  if (request.method !== "POST") return response.writeHead(405).end("405 - Method Not Allowed");
  if (pathname !== "/api/v0/dag/import") return response.writeHead(404).end("404 page not found");
  const form = await new Response(body, {
    headers: { "content-type": request.headers["content-type"] ?? "" },
  }).formData();
  const file = form.get("file");
  if (!(file instanceof Blob)) throw new Error("file argument 'path' is required");
  const reader = await CarReader.fromBytes(new Uint8Array(await file.arrayBuffer()));
  for await (const { cid, bytes } of reader.blocks()) {
    const { digest } = await sha256.digest(bytes);
    if (!Buffer.from(digest).equals(cid.multihash.digest))
      throw new Error(`mismatch in content integrity, expected ${cid}`);
    if (bytes.length > 2 ** 20) throw new Error("block is bigger than 1MiB");
    kubo.blocks.set(cid.toString(), bytes);
  }
  const lines = (await reader.getRoots()).map((root) => {
    const cid = root.toString();
    const PinErrorMsg = kubo.blocks.has(cid) ? kubo.pinError(cid) : `block not found: ${cid}`;
    if (PinErrorMsg === "") kubo.pinned.add(cid);
    return `${JSON.stringify({ Root: { Cid: { "/": cid }, PinErrorMsg } })}\n`;
  });
  response.writeHead(200, { "content-type": "application/json", trailer: "X-Stream-Error" });
  response.end(searchParams.get("pin-roots") === "false" ? "" : lines.join(""));
}
