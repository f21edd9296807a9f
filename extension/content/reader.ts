// Reads what a page shows, by the shortest way: from the page's own cache, which asks nobody; then from the page's own
// server, as the page would ask. What another server has, and won't let pages read, only the engine can ask for.
// Most media carry no credential, and are left as soon as their structure shows it.
import { type ByteSource, mayCarry } from "../../src/container/index.js";
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
      readonly blob: Blob | undefined;
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

/**
 * @param whole the bytes are wanted even where they carry nothing, and when they are many
 * @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE
 */
export async function read(target: Target, whole = false): Promise<Reading> {
  const { url, kind } = target;
  const film = kind === "video" || kind === "audio";
  const most = film && !whole ? LARGE : LIMIT;
  const { protocol, origin } = new URL(url);
  if (protocol === "data:") return readBlob(dataOf(url), "page", 0);
  if (protocol === "blob:") return readBlob(await bodyOf(await asked(url, {}), most), "page", 0);
  if (protocol !== "http:" && protocol !== "https:")
    throw new ColophonError("URL_REFUSED", `${protocol} addresses are not read`);
  if (origin !== self.origin) return film ? "elsewhere" : readShared(target, origin);
  const cached = await fromCache(url);
  const body = cached && (await bodyOf(cached, most));
  if (body) return readBlob(body, "page", 0);
  try {
    if (film) return await readFilm(url, most, whole);
    const blob = await bodyOf(await asked(url, {}), most);
    return await readBlob(blob, "address", blob?.size ?? 0);
  } catch (cause) {
    if (cause instanceof Forbidden) return "elsewhere";
    throw cause;
  }
}

/** The page may not ask, so we may not either: in Firefox, a page's policy holds for content scripts, too. */
class Forbidden extends ColophonError {}

/** RFC 2397, without asking anybody for what is at hand. */
function dataOf(url: string): Blob {
  const comma = url.indexOf(",");
  const text = decodeURIComponent(url.slice(comma + 1));
  if (!/;base64$/i.test(url.slice(0, comma).trimEnd())) return new Blob([text]);
  return new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
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

const sharing = new Map<string, Promise<boolean>>();

/** Of another server, which may let pages read; whether it does is tried once. From the cache, where the browser can. */
async function readShared({ url, shared }: Target, origin: string): Promise<Reading> {
  if (!shared && (await sharing.get(origin)) === false) return "elsewhere";
  const answer = asked(url, { credentials: "omit", mode: "cors" });
  if (!shared && !sharing.has(origin))
    sharing.set(
      origin,
      answer.then(
        () => true,
        () => false,
      ),
    );
  try {
    const blob = await bodyOf(await answer, LIMIT);
    return await readBlob(blob, "address", blob?.size ?? 0);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "URL_UNREACHABLE") return "elsewhere";
    throw cause;
  }
}

async function readFilm(url: string, most: number, whole: boolean): Promise<Reading> {
  const file = await reached(() => rangedFile(url));
  if (file instanceof Response) {
    const blob = await bodyOf(file, most);
    return readBlob(blob, "address", blob?.size ?? 0);
  }
  const carries = await mayCarryOrLarge(file.source);
  if (!carries && !whole)
    return { carries, blob: undefined, of: "address", fetched: file.fetched() };
  if (file.source.size > most) return tooLarge(most);
  const blob = await bodyOf(await asked(url, {}), most);
  if (!blob) return tooLarge(most);
  return { carries, blob, of: "address", fetched: file.fetched() + blob.size };
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

async function readBlob(
  blob: Blob | undefined,
  of: "page" | "address",
  fetched: number,
): Promise<Reading> {
  if (!blob) return "large";
  return { carries: await mayCarry(blobSource(blob)), blob, of, fetched };
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
