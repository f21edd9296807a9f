// Files on web servers: fetched with GET, put with PUT (WebDAV, upload services, gateways to stores). User and password of
// an address go to its own origin and nowhere else, and appear in no message.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { ColophonError } from "../../src/index.js";
import { shownAddress, webAddress } from "../batch/address.js";
import { type Delivery, type Place, UNKNOWN_SIZE } from "../batch/place.js";
import type { Mark } from "../batch/task.js";
import { checkUrl, isPublicAddress } from "./address-policy.js";
import { outputExists } from "./atomic-file.js";
import { download, markOf, type Rest } from "./remote-download.js";
import { type Exchange, exchange, letGo } from "./remote-exchange.js";
import { Passing, type Patience, persistently, throwIfBusy } from "./remote-retry.js";

export interface HttpOptions extends Patience {
  /** Milliseconds of silence after which a connection is given up. */
  readonly patience?: number;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 5;
/** What a server says that doesn't want to be asked for the head alone, as signed addresses are for one method. */
const NO_HEAD: ReadonlySet<number> = new Set([400, 401, 403, 405, 501]);

export function httpPlace(options: HttpOptions = {}): Place {
  const { patience } = options;
  const send = (address: string, what: Omit<Exchange, "url">) =>
    follow(address, {
      ...what,
      signal: options.signal,
      ...(patience !== undefined && { patience }),
    });
  const hostOf = (address: string) => webAddress(address).host;

  async function status(address: string): Promise<Mark | undefined> {
    return persistently(hostOf(address), () => look(address, send), options);
  }

  async function put(path: string, size: number, address: string, delivery: Delivery) {
    const { replace, mediaType } = delivery;
    const once = async () => {
      const response = await send(address, {
        method: "PUT",
        headers: { "content-type": mediaType, ...(!replace && { "if-none-match": "*" }) },
        body: { path, start: 0, end: size },
      });
      throwIfBusy(response);
      letGo(response);
      return response.statusCode ?? 0;
    };
    let statusCode = await once();
    if (statusCode === 409 && (await makeFolder(address, send))) statusCode = await once();
    if (statusCode === 412) throw outputExists(shownAddress(address));
    if (statusCode < 200 || statusCode > 299) throw notTaken(address, statusCode);
  }

  return {
    stat: status,

    fetch: (address, path) =>
      download(path, {
        ...options,
        address: shownAddress(address),
        host: hostOf(address),
        async ask(rest?: Rest) {
          const headers = rest && { range: `bytes=${rest.from}-`, "if-range": rest.tag };
          const response = await send(address, { method: "GET", ...(headers && { headers }) });
          return sound(response, address);
        },
      }),

    async deliver(path, address, delivery) {
      const { size } = await stat(path);
      await persistently(
        hostOf(address),
        async (attempt) => {
          try {
            await put(path, size, address, delivery);
          } catch (cause) {
            const isTaken = cause instanceof ColophonError && cause.code === "OUTPUT_EXISTS";
            // what is there may be of an earlier try, whose answer was lost
            if (!isTaken || attempt === 0 || !(await isSame(path, address, this))) throw cause;
          }
        },
        options,
      );
      const mark = await status(address);
      if (mark?.size !== size && mark?.size !== UNKNOWN_SIZE)
        throw notKept(address, size, mark?.size);
      return { ...mark, size };
    },
  };
}

/** Whether what is at an address is this file. */
export async function isSame(path: string, address: string, place: Place): Promise<boolean> {
  const back = `${path}.back`;
  try {
    const { size } = await place.fetch(address, back);
    if (size !== (await stat(path)).size) return false;
    return (await hashOf(back)) === (await hashOf(path));
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "FILE_NOT_FOUND") return false;
    throw cause;
  } finally {
    await rm(back, { force: true });
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Makes the folder of a file, as WebDAV has it, and those above; false where that can't be done. */
async function makeFolder(address: string, send: Send): Promise<boolean> {
  const folder = new URL(".", address.replace(/\/$/, ""));
  [folder.search, folder.hash] = ["", ""];
  if (folder.pathname === "/") return false;
  const make = async () => {
    const response = await send(folder.href, { method: "MKCOL" });
    letGo(response);
    return response.statusCode ?? 0;
  };
  const status = await make();
  if (status !== 409) return status === 201 || status === 405; // 405: it is there
  return (await makeFolder(folder.href, send)) && (await make()) < 300;
}

type Send = (address: string, what: Omit<Exchange, "url">) => Promise<IncomingMessage>;

async function look(address: string, send: Send): Promise<Mark | undefined> {
  const head = await send(address, { method: "HEAD" });
  throwIfBusy(head);
  letGo(head, 0);
  const { statusCode: status = 0 } = head;
  if (status === 404 || status === 410) return undefined;
  const mark = markOf(head.headers);
  if (status < 300 && mark.size !== UNKNOWN_SIZE) return mark;
  if (status >= 300 && !NO_HEAD.has(status)) throw unreadable(address, status);
  const first = await send(address, { method: "GET", headers: { range: "bytes=0-0" } });
  if (first.statusCode === 404 || first.statusCode === 410) {
    letGo(first);
    return undefined;
  }
  const { headers } = await sound(first, address);
  first.destroy();
  const whole = first.statusCode === 200 ? headers["content-length"] : undefined;
  const size = /\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1] ?? whole;
  return { ...markOf(headers), size: size === undefined ? UNKNOWN_SIZE : Number(size) };
}

/** An answer with a file in it. */
async function sound(response: IncomingMessage, address: string): Promise<IncomingMessage> {
  const { statusCode: status = 0 } = response;
  if (status === 200 || status === 206) return response;
  throwIfBusy(response);
  letGo(response);
  if (status === 416) throw new Passing("it has no such part of the file");
  throw status === 404 || status === 410 ? missing(address) : unreadable(address, status);
}

/** At most five redirects, and none of what is put: it must arrive where it was sent, or fail. */
async function follow(address: string, what: Omit<Exchange, "url">): Promise<IncomingMessage> {
  const start = webAddress(address);
  const { username, password } = start;
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  [start.username, start.password, start.hash] = ["", "", ""];
  const secret = {
    ...(login.length > 1 && { authorization: `Basic ${login.toString("base64")}` }),
  };
  let [url, publicOnly] = [checkUrl(start.href), false];
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const headers = { ...what.headers, ...(url.origin === start.origin && secret) };
    const response = await exchange({ ...what, url, publicOnly, headers });
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return response;
    if (what.method === "PUT" || what.method === "MKCOL") return response;
    publicOnly ||= isPublicAddress(response.socket.remoteAddress ?? "");
    letGo(response);
    url = checkUrl(location, url);
  }
  throw new ColophonError("URL_UNREACHABLE", `${start.host} redirects again and again`, {
    hint: "it was left out; name the address that the file has now",
  });
}

function missing(address: string): ColophonError {
  return new ColophonError("FILE_NOT_FOUND", `there is no file ${shownAddress(address)}`, {
    hint: "it was left out; check the address",
  });
}

function unreadable(address: string, status: number): ColophonError {
  const shown = shownAddress(address);
  if (status === 401 || status === 403)
    return new ColophonError("FILE_UNREADABLE", `${shown} may not be read (status ${status})`, {
      hint: "it was left out; a signed address may have expired, or a user and a password be needed",
    });
  return new ColophonError("FILE_UNREADABLE", `${shown} is answered with status ${status}`, {
    hint: "it was left out; open the address in a browser to see what the server says",
  });
}

function notTaken(address: string, status: number): ColophonError {
  const shown = shownAddress(address);
  const why =
    {
      401: "log in first",
      403: "you may not write there",
      404: "there is no such folder",
      405: "the server takes no PUT",
      409: "there is no such folder",
      413: "it is too large for the server",
      507: "the server's disk is full",
    }[status] ??
    (status < 400 ? "the server sends it elsewhere, which is not done" : "the server refused it");
  return new ColophonError(
    "OUTPUT_UNWRITABLE",
    `${shown} could not be put: ${why} (status ${status})`,
    {
      hint: "nothing of it was kept here or there; the server has to take PUT, as WebDAV does",
    },
  );
}

function notKept(address: string, sent: number, found: number | undefined): ColophonError {
  const there = found === undefined ? "does not show it" : `shows ${found} bytes of it`;
  return new ColophonError(
    "OUTPUT_UNWRITABLE",
    `${shownAddress(address)} was put with ${sent} bytes, and the server ${there}`,
    { hint: "it does not count as signed; a later run puts it again" },
  );
}
