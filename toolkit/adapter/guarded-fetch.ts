// The only way in which Colophon asks the network for bytes that a stranger named: a URL on the command line, a manifest
// kept elsewhere. No private address is reached, whatever a name resolves to or redirects to; the connection goes to the
// very address that was checked (no DNS rebinding); no cookies, no referrer, bounded in bytes, redirects and time.
import { promises as dns } from "node:dns";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { ColophonError } from "../../src/index.js";
import { checkUrl, isLoopbackAddress, isPublicAddress, refused } from "./address-policy.js";
import { type CheckedRequest, RESERVED_HEADERS, readBody, sendRequest } from "./checked-request.js";

export interface GuardedFetchOptions {
  /** Most bytes of body, after decompression, that are kept in memory. */
  readonly maxBytes: number;
  /** For everything together: names, redirects, body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** GET, or POST when there is a body. */
  readonly method?: "GET" | "POST";
  readonly body?: Uint8Array;
  /** The guard's own (User-Agent, Host, Accept-Encoding, ...) cannot be set; Cookie and Referer are never sent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** All addresses of a host name; the system's resolver unless told. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Lets the URL (but no redirect from a public host) be on this machine: a service that the user chose, or a test. */
  readonly allowLoopback?: boolean;
  /** Refuses a redirect that would make a GET of a POST: what was sent must arrive or fail, never turn into a question. */
  readonly keepMethod?: boolean;
}

export interface GuardedResponse {
  /** Where the bytes came from, after redirects. */
  readonly url: string;
  /** Whatever the server said: a 404 with its page is an answer, not an error. */
  readonly status: number;
  /** Names in lower case; cookies left out. */
  readonly headers: ReadonlyMap<string, string>;
  /** Content-Type without parameters, in lower case. */
  readonly mediaType?: string;
  readonly bytes: Uint8Array;
}

type Resolve = NonNullable<GuardedFetchOptions["resolve"]>;
type Sending = Pick<CheckedRequest, "method" | "body" | "headers">;

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What another origin may hear of the caller's headers after a redirect: never an Authorization. */
const CROSS_ORIGIN_HEADERS: ReadonlySet<string> = new Set(["accept", "content-type", "range"]);

/**
 * Fetches a URL into memory under the rules of address-policy.ts; at most five redirects, each checked like the first.
 * @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED
 */
export async function guardedFetch(
  url: string,
  options: GuardedFetchOptions,
): Promise<GuardedResponse> {
  const start = checkUrl(url);
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    const seconds = options.timeoutMs / 1000;
    deadline.abort(unreachable(start, `no complete answer within ${seconds} s`));
  }, options.timeoutMs);
  const signal = AbortSignal.any([deadline.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    return await follow(start, options, signal);
  } catch (cause) {
    if (options.signal?.aborted) throw new ColophonError("CANCELLED", "cancelled", { cause });
    throw deadline.signal.aborted ? deadline.signal.reason : cause;
  } finally {
    clearTimeout(timer);
  }
}

async function follow(
  start: URL,
  options: GuardedFetchOptions,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const { body, resolve = systemResolve } = options;
  let url = start;
  let sending: Sending = {
    method: options.method ?? (body ? "POST" : "GET"),
    body,
    headers: lowerCase(options.headers ?? {}),
  };
  let allowLoopback = options.allowLoopback ?? false;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const addresses = await checkedAddresses(url, resolve, allowLoopback, signal);
    const answer = await exchange({ url, addresses, ...sending, signal }, options.maxBytes);
    if ("bytes" in answer) return answer;
    const { method } = sending;
    sending = afterRedirect(sending, answer.status, answer.location.origin === url.origin);
    if (options.keepMethod && sending.method !== method)
      throw refused(
        `${url.host} redirects what was sent to it as if it had been a question`,
        "nothing was sent elsewhere; check the address of the service",
      );
    allowLoopback &&= addresses.every(isLoopbackAddress);
    url = answer.location;
  }
  throw unreachable(start, `redirected more than ${MAX_REDIRECTS} times`);
}

/** One hop: the answer, or where it sends us. */
async function exchange(
  request: CheckedRequest,
  maxBytes: number,
): Promise<GuardedResponse | { status: number; location: URL }> {
  const { url } = request;
  try {
    const response = await sendRequest(request);
    const { statusCode: status = 0, headers } = response;
    if (REDIRECTS.has(status) && headers.location !== undefined) {
      response.destroy();
      return { status, location: checkUrl(headers.location, url) };
    }
    const bytes = await readBody(response, maxBytes);
    if (!bytes) throw tooLarge(url, maxBytes);
    request.signal.throwIfAborted(); // Node takes our own abort for the end of a body without a length
    return describe(url, status, headers, bytes);
  } catch (cause) {
    throw cause instanceof ColophonError ? cause : unreachable(url, reason(cause), cause);
  }
}

/** Every address of the host, all of them allowed: one private address among public ones is a refusal. */
async function checkedAddresses(
  url: URL,
  resolve: Resolve,
  allowLoopback: boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const lookup = isIP(host) ? [host] : unlessAborted(resolve(host), signal);
  const addresses = await Promise.resolve(lookup).catch((cause: unknown) => {
    throw unreachable(url, reason(cause), cause);
  });
  if (addresses.length === 0) throw unreachable(url, "the name has no address");
  for (const address of addresses)
    if (!isPublicAddress(address) && !(allowLoopback && isLoopbackAddress(address)))
      throw refused(
        `${url.host} is at ${address}, which is not an address of the public internet`,
        "only public addresses are fetched; download the file yourself and name it by its path",
      );
  return addresses;
}

async function systemResolve(host: string): Promise<string[]> {
  return (await dns.lookup(host, { all: true })).map(({ address }) => address);
}

/** The promise, unless the signal comes first: a resolver cannot be interrupted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", abort));
}

/** As Fetch §4.4 has it: 303, and by old habit 301 and 302, turn a POST into a GET without a body. */
function afterRedirect(sending: Sending, status: number, sameOrigin: boolean): Sending {
  const repeat = sending.method === "GET" || status === 307 || status === 308;
  const { method, body } = repeat ? sending : { method: "GET" as const, body: undefined };
  const headers = Object.entries(sending.headers).filter(
    ([name]) => (sameOrigin || CROSS_ORIGIN_HEADERS.has(name)) && (body || name !== "content-type"),
  );
  return { method, body, headers: Object.fromEntries(headers) };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return Object.fromEntries(lower.filter(([name]) => !RESERVED_HEADERS.has(name)));
}

function describe(
  url: URL,
  status: number,
  received: IncomingHttpHeaders,
  bytes: Uint8Array,
): GuardedResponse {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(received))
    if (value !== undefined && name !== "set-cookie") headers.set(name, String(value));
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return { url: url.href, status, headers, ...(mediaType && { mediaType }), bytes };
}

/** What went wrong, in our words where Node only has a code. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof AggregateError) return [...new Set(cause.errors.map(reason))].join("; ");
  const code = "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "no address was found for this name";
    case "ECONNREFUSED":
      return "the connection was refused";
    case "ECONNRESET":
      return "the connection broke off";
    default:
      return cause.message;
  }
}

function unreachable(url: URL, why: string, cause?: unknown): ColophonError {
  return new ColophonError("URL_UNREACHABLE", `${url.host} could not be reached: ${why}`, {
    hint: "check the address and the connection, then try again",
    cause,
  });
}

function tooLarge(url: URL, maxBytes: number): ColophonError {
  return new ColophonError(
    "FILE_TOO_LARGE",
    `the answer of ${url.host} is larger than ${maxBytes} bytes`,
    { hint: "download the file yourself and name it by its path" },
  );
}
