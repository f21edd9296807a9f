// One HTTP exchange about a file elsewhere: pieces in, pieces out, never a whole body in memory. Connections are kept, as a
// catalogue is thousands of exchanges with one host; one that says nothing for a while is given up. Nothing is retried here.
import { lookup as systemLookup } from "node:dns";
import { createReadStream } from "node:fs";
import { type IncomingMessage, Agent as PlainAgent, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { VERSION } from "../version.js";
import { isPublicAddress, refused } from "./address-policy.js";
import { connectionFault } from "./remote-retry.js";

/** A part of a file that is sent. `end` is the first byte after it. */
export interface FilePart {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface Exchange {
  readonly url: URL;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE" | "MKCOL";
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FilePart | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Only an address of the public internet may be reached. */
  readonly publicOnly?: boolean;
  /** Milliseconds of silence after which it is given up. */
  readonly patience?: number;
}

const PATIENCE = 60_000;
const KEPT = { keepAlive: true, maxSockets: 64, maxFreeSockets: 64, scheduling: "lifo" } as const;
const agents = { "http:": new PlainAgent(KEPT), "https:": new SecureAgent(KEPT) };

/**
 * Sends and resolves with the head of the answer; whoever gets it reads its body or lets it go.
 * @throws Passing for a connection that failed; ColophonError URL_REFUSED, URL_UNREACHABLE; what reading the file throws
 */
export async function exchange(what: Exchange): Promise<IncomingMessage> {
  const { url, method, headers, body, signal, publicOnly, patience = PATIENCE } = what;
  const isSecure = url.protocol === "https:";
  if (publicOnly) refusePrivate(url, url.hostname.replace(/^\[|\]$/g, ""));
  const length = body && (body instanceof Uint8Array ? body.length : body.end - body.start);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(url, {
      agent: publicOnly ? false : agents[isSecure ? "https:" : "http:"],
      ...(publicOnly && { lookup: publicLookup(url) }),
      method,
      auth: null, // what the address has of it is a header, so that redirects can leave it out
      timeout: patience,
      ...(signal && { signal }),
      rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
      headers: {
        accept: "*/*",
        ...headers,
        "user-agent": `colophon/${VERSION}`,
        "accept-encoding": "identity",
        ...(length !== undefined && { "content-length": length }),
      },
    });
    const pieces =
      body && !(body instanceof Uint8Array) && length !== 0
        ? createReadStream(body.path, { start: body.start, end: body.end - 1 })
        : undefined;
    request.on("timeout", () => request.destroy(new Error(`nothing for ${patience / 1000} s`)));
    request.on("response", (response) => {
      response.on("close", () => pieces?.destroy());
      resolve(response);
    });
    request.on("error", (cause) => {
      pieces?.destroy();
      reject(connectionFault(cause));
    });
    pieces?.on("error", (cause) => {
      reject(cause);
      request.destroy();
    });
    if (pieces) pieces.pipe(request);
    else request.end(body instanceof Uint8Array ? body : undefined);
  });
}

/** Reads a small body as text; more than `most` bytes are not kept. Never rejects: it only explains something. */
export async function readText(response: IncomingMessage, most = 64 * 1024): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > most) break;
      chunks.push(chunk);
    }
  } catch {
    // what came is enough
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).toString();
}

/**
 * Lets a body that nobody wants pass, so that its connection serves again; a long one is cut off.
 * @param length of the body: none, for a head alone
 */
export function letGo(
  response: IncomingMessage,
  length = Number(response.headers["content-length"] ?? Number.NaN),
): void {
  if (length <= 64 * 1024) response.on("error", () => undefined).resume();
  else response.destroy();
}

function publicLookup(url: URL): LookupFunction {
  return (host, options, done) =>
    systemLookup(host, { ...options, all: true }, (fault, found) => {
      try {
        if (fault) throw fault;
        for (const { address } of found) refusePrivate(url, address);
        const [first] = found;
        if (options.all) done(null, found);
        else done(null, first?.address ?? "", first?.family);
      } catch (cause) {
        done(cause as NodeJS.ErrnoException, "", 4);
      }
    });
}

function refusePrivate(url: URL, address: string): void {
  if (isIP(address) !== 0 && !isPublicAddress(address))
    throw refused(
      `a server on the internet redirects to ${url.host}, which is on a private network`,
      "nothing was asked there; name that address itself, if it is meant",
    );
}
