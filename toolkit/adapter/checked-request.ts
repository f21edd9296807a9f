// One HTTP exchange with addresses that somebody has checked: the connection goes to those and no others, Host and SNI keep
// the name. No agent, so no shared connection, cookie or proxy; the body is cut off, not trusted, after decompression.
import type { LookupAddress } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { VERSION } from "../version.js";

export interface CheckedRequest {
  readonly url: URL;
  /** At least one; all of them may be tried. */
  readonly addresses: readonly string[];
  readonly method: "GET" | "POST";
  readonly body: Uint8Array | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Names of headers that only this file sets, or that are never sent. */
export const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "cookie",
  "host",
  "referer",
  "transfer-encoding",
  "user-agent",
]);

/** Sends and resolves with the head of the answer; whoever gets it reads its body or destroys it. Rejects as Node does. */
export function sendRequest(what: CheckedRequest): Promise<IncomingMessage> {
  const { url, method, body, headers, signal } = what;
  const found: LookupAddress[] = what.addresses.map((address) => ({
    address,
    family: isIP(address),
  }));
  // The name is not looked up again: between check and connection its owner could change the answer.
  const lookup: LookupFunction = (_host, { all }, done) =>
    all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
      agent: false,
      lookup,
      method,
      signal,
      rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
      headers: {
        accept: "*/*",
        ...headers,
        "user-agent": `colophon/${VERSION}`,
        "accept-encoding": "identity",
        ...(body && { "content-length": body.length }),
      },
    });
    request.on("response", resolve);
    request.on("error", reject);
    request.end(body);
  });
}

/** The body in memory, or undefined when it is larger than `maxBytes`: then the connection is closed at once. */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (Number(response.headers["content-length"]) > maxBytes) return undefined;
    for await (const chunk of decoded(response) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } finally {
    response.destroy();
  }
  return new Uint8Array(Buffer.concat(chunks, length)); // a copy of its own, not a slice of Buffer's pool
}

/** We ask for no compression, but some servers store their files compressed. */
function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "";
  switch (encoding) {
    case "":
    case "identity":
      return response;
    case "gzip":
    case "x-gzip":
      return pipeline(response, createGunzip(), () => undefined);
    case "deflate":
      return pipeline(response, createInflate(), () => undefined);
    case "br":
      return pipeline(response, createBrotliDecompress(), () => undefined);
    default:
      throw new Error("the answer is compressed in a way that was not asked for");
  }
}
