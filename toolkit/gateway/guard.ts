// Who may ask: programs on this computer, and web pages only to read. A page of a stranger can reach 127.0.0.1 with the
// browser's help, by an address of its own (the Host then gives it away: DNS rebinding) or across origins (the Origin does).
import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Why a request is not answered at all; undefined when it is. */
export function refusedHost({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host");
  return hosts.length === 1 && LOOPBACK.test(headers.host ?? "")
    ? undefined
    : "this gateway answers only to a loopback name, such as 127.0.0.1";
}

/** Why a request may not change anything; undefined when it may. */
export function refusedOrigin({ headers }: IncomingMessage): string | undefined {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (origin === undefined && site !== "cross-site" && site !== "same-site") return undefined;
  const [, host = ""] = /^https?:\/\/([^/]*)$/i.exec(origin ?? "") ?? [];
  return LOOPBACK.test(host) ? undefined : "web pages may read here, not write";
}
