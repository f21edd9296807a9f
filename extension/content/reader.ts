// Reads what a page shows, by the shortest way: from the page's own cache, which asks nobody; then from the page's own
// server, as the page would ask. What another server has, and won't let pages read, only the engine can ask for.
// Most media carry no credential, and are left as soon as their structure shows it.
import { type ByteSource, mayCarry, memorySource } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import type { MediaKind } from "../messages.js";
import { pageFetch } from "./page-fetch.js";
import { blobSource, rangedFile } from "./reader-source.js";

/** What is to be read. */
export interface Target {
  readonly kind: MediaKind;
  readonly url: string;
  /** The page asked for it with CORS, and got it. */
  readonly shared?: boolean;
}

/**
 * What came of it. `page`: the very bytes that the page got. `address`: asked for again, so perhaps not what the page
 * shows. `elsewhere`: nobody but the engine can read it. `large`: not without being asked for.
 */
export type Reading =
  | {
      readonly carries: boolean;
      /** All of it; undefined where only as much was read as showed that it carries nothing. */
      readonly blob: () => Blob | undefined;
      /** The same, of a file that is small enough to be held. */
      readonly bytes?: Uint8Array<ArrayBuffer>;
      readonly of: "page" | "address";
      /** Bytes that were asked of the network. */
      readonly fetched: number;
    }
  | "elsewhere"
  | "large";

/** Films and sounds above this are read only when asked for. */
const LARGE = 8 * 1024 * 1024;
/** Nothing above this is read at all. */
const LIMIT = 256 * 1024 * 1024;
/** Up to this a file is taken into memory: a Blob, and each look into it, is a way to another process and back. */
const SMALL = 1024 * 1024;

/**
 * @param whole the bytes are wanted even where they carry nothing, and when they are many
 * @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE
 */
export async function read(target: Target, whole = false): Promise<Reading> {
  const { url, kind } = target;
  const film = kind === "video" || kind === "audio";
  const most = film && !whole ? LARGE : LIMIT;
  const { protocol, origin } = new URL(url);
  if (protocol === "data:") return readBytes(dataOf(url), "page");
  if (protocol === "blob:") return readBody(await asked(url, {}), most, "page");
  if (protocol !== "http:" && protocol !== "https:")
    throw new ColophonError("URL_REFUSED", `${protocol} addresses are not read`);
  if (origin !== self.origin) return film ? "elsewhere" : readShared(target, origin);
  const cached =
    (await fromCache(url)) ?? (__TARGET__ === "firefox" ? await onceMore(url) : undefined);
  const held = cached && (await readBody(cached, most, "page"));
  if (held && held !== "large") return held;
  try {
    if (film) return await readFilm(url, most, whole);
    return await readBody(await asked(url, {}), most, "address");
  } catch (cause) {
    if (cause instanceof Forbidden) return "elsewhere";
    throw cause;
  }
}

/** The bytes that the browser keeps for the page, of a file that is small; nobody is asked. */
export async function cachedBytes(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const cached = await fromCache(url);
  return cached && isSmall(cached) ? cached.bytes() : undefined;
}

/** The page may not ask, so we may not either: in Firefox, a page's policy holds for content scripts, too. */
class Forbidden extends ColophonError {}

/** RFC 2397, without asking anybody for what is at hand. */
function dataOf(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(",");
  const text = decodeURIComponent(url.slice(comma + 1));
  if (!/;base64$/i.test(url.slice(0, comma).trimEnd())) return new TextEncoder().encode(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** What the page has; nobody is asked. */
async function fromCache(url: string): Promise<Response | undefined> {
  try {
    const response = await pageFetch(url, { cache: "only-if-cached", mode: "same-origin" });
    return response.ok ? response : undefined;
  } catch {
    return undefined; // it isn't there
  }
}

/**
 * Firefox breaks off what a page reads as soon as it is to be left, and keeps the page until the next one is there: what it
 * has in its cache must not be asked for again then.
 */
async function onceMore(url: string): Promise<Response | undefined> {
  await new Promise((go) => setTimeout(go, LEAVING_MS));
  return fromCache(url);
}

const LEAVING_MS = 30;

const sharing = new Map<string, Promise<boolean>>();

/** Of another server, which may let pages read; whether it does is tried once. From the cache, where the browser can. */
async function readShared({ url, shared }: Target, origin: string): Promise<Reading> {
  const tried = sharing.get(origin); // without a wait before it is noted: many are read side by side
  if (!shared && tried && !(await tried)) return "elsewhere";
  const answer = asked(url, { credentials: "omit", mode: "cors" });
  if (!shared && !tried)
    sharing.set(
      origin,
      answer.then(
        () => true,
        () => false,
      ),
    );
  try {
    return await readBody(await answer, LIMIT, "address");
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "URL_UNREACHABLE") return "elsewhere";
    throw cause;
  }
}

async function readFilm(url: string, most: number, whole: boolean): Promise<Reading> {
  const file = await reached(() => rangedFile(url));
  if (file instanceof Response) return readBody(file, most, "address");
  const carries = await mayCarryOrLarge(file.source);
  if (!carries && !whole)
    return { carries, blob: () => undefined, of: "address", fetched: file.fetched() };
  if (file.source.size > most) return tooLarge(most);
  const blob = await bodyOf(await asked(url, {}), most);
  if (!blob) return tooLarge(most);
  return { carries, blob: () => blob, of: "address", fetched: file.fetched() + blob.size };
}

/** A walk that would take too many requests is none; whoever asks for the file has it read whole. */
async function mayCarryOrLarge(source: ByteSource): Promise<boolean> {
  try {
    return await mayCarry(source);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "FILE_TOO_LARGE") return true;
    throw cause;
  }
}

async function readBody(
  response: Response,
  most: number,
  of: "page" | "address",
): Promise<Reading> {
  if (isSmall(response)) return readBytes(await reached(() => response.bytes()), of); // in Firefox, an ArrayBuffer would be the page's
  const blob = await bodyOf(response, most);
  if (!blob) return "large";
  const carries = await mayCarry(blobSource(blob));
  return { carries, blob: () => blob, of, fetched: of === "page" ? 0 : blob.size };
}

/** The length of what is sent says nothing of what that unpacks to. */
function isSmall({ headers }: Response): boolean {
  const length = Number(headers.get("content-length") ?? 0);
  return length > 0 && length <= SMALL && !headers.has("content-encoding");
}

async function readBytes(bytes: Uint8Array<ArrayBuffer>, of: "page" | "address"): Promise<Reading> {
  const carries = await mayCarry(memorySource(bytes));
  const fetched = of === "page" ? 0 : bytes.length;
  return { carries, blob: () => new Blob([bytes]), bytes, of, fetched };
}

function tooLarge(most: number): "large" {
  if (most < LIMIT) return "large";
  throw new ColophonError("FILE_TOO_LARGE", `it is larger than ${LIMIT} bytes`);
}

/** The body, unless the server says that it is larger. */
async function bodyOf(response: Response, most: number): Promise<Blob | undefined> {
  if (Number(response.headers.get("content-length") ?? 0) <= most) {
    const blob = await reached(() => response.blob());
    if (blob.size <= most) return blob;
  } else void response.body?.cancel();
  tooLarge(most);
  return undefined;
}

async function asked(url: string, how: RequestInit): Promise<Response> {
  const response = await reached(() => pageFetch(url, { cache: "force-cache", ...how }));
  if (response.ok) return response;
  throw new ColophonError("URL_UNREACHABLE", `the server answered ${response.status}`);
}

/** A browser's own errors say nothing more than that it didn't work. */
async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ColophonError) throw cause;
    throw new Forbidden("URL_UNREACHABLE", "what the page shows could not be read again", {
      cause,
    });
  }
}
