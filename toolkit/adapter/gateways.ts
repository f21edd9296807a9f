// Services and gateways that a person names: which addresses may be named, and the guarded way to ask them. Loopback is
// allowed for what was named as loopback, and for nothing that a public service redirects to.
import { type Gateway, type Http, openGateway } from "../../src/archive/index.js";
import { ColophonError } from "../../src/index.js";
import { checkUrl, isLoopbackAddress } from "./address-policy.js";
import { guardedFetch } from "./guarded-fetch.js";

/**
 * The address of a service as it was named, without a slash at the end: https, or http on this computer.
 * @throws ColophonError URL_REFUSED; USAGE when it carries a query or a fragment
 */
export function serviceUrl(named: string): string {
  const url = checkUrl(named);
  if (url.search !== "" || url.hash !== "")
    throw new ColophonError("USAGE", `${url.host} was named with a query or a fragment`, {
      hint: "name a service by its host, and its path if it has one: https://host/path",
    });
  if (url.protocol === "http:" && !isOnThisComputer(url))
    throw new ColophonError("URL_REFUSED", `${url.host} was named without encryption`, {
      hint: "use its https address; plain http is for services on this computer",
    });
  return url.href.replace(/\/+$/, "");
}

/** Whether an address names this computer by its loopback address or as localhost. */
export function isOnThisComputer(url: URL | string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  return host === "localhost" || isLoopbackAddress(host);
}

/**
 * How one service is asked: guarded, stopped by `signal`, and never redirected from a POST to a GET.
 * @param service undefined where none was named: then nothing on this computer is asked
 */
export function httpTo(service: string | undefined, signal: AbortSignal): Http {
  const allowLoopback = service !== undefined && isOnThisComputer(service);
  return (url, { signal: own, ...question }) =>
    guardedFetch(url, {
      ...question,
      signal: own ? AbortSignal.any([own, signal]) : signal,
      allowLoopback,
      keepMethod: true,
    });
}

/** What the word `public` stands for: gateways of different operators, each with an index of its own. */
const PUBLIC = ["https://turbo-gateway.com", "https://arweave.net"];

/**
 * The gateways that a person names; `public` stands for well-known ones. Each host counts once, however it is written:
 * two names for one gateway would agree with each other about anything. Nothing is asked yet.
 * @throws ColophonError URL_REFUSED, USAGE
 */
export function gatewaysOf(
  names: readonly string[],
  { signal }: { readonly signal: AbortSignal },
): Gateway[] {
  const urls = names.flatMap((name) => (name === "public" ? PUBLIC : [serviceUrl(name)]));
  const byHost = new Map<string, string>();
  for (const url of urls) if (!byHost.has(hostOf(url))) byHost.set(hostOf(url), url);
  return [...byHost.values()].map((url) => openGateway(url, httpTo(url, signal)));
}

/** What is one gateway to us: a host name, or on this computer a port. */
function hostOf(url: string): string {
  const { hostname, port } = new URL(url);
  return isOnThisComputer(url) ? `:${port}` : hostname.replace(/\.$/, "");
}
