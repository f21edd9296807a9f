// Which URLs and which addresses our requests may reach: the public internet and nothing else (SSRF).
// IPv6 is an allow-list, because every way of writing an IPv4 address inside an IPv6 one (mapped, compatible,
// NAT64, 6to4, Teredo) is a way around an IPv4 deny-list. Source: IANA special-purpose address registries (RFC 6890).
import { BlockList, isIP } from "node:net";
import { ColophonError } from "../../src/index.js";

const SPECIAL_V4 = blockList("ipv4", [
  ["0.0.0.0", 8], // this network; 0.0.0.0 reaches the own machine on Linux
  ["10.0.0.0", 8], // private, RFC 1918
  ["100.64.0.0", 10], // carrier-grade NAT, RFC 6598
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, and the metadata services of clouds
  ["172.16.0.0", 12], // private, RFC 1918
  ["192.0.0.0", 24], // IETF protocol assignments, RFC 6890
  ["192.0.2.0", 24], // documentation, RFC 5737
  ["192.88.99.0", 24], // 6to4 relays, RFC 7526
  ["192.168.0.0", 16], // private, RFC 1918
  ["198.18.0.0", 15], // benchmarking, RFC 2544
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
]);
const GLOBAL_V6 = blockList("ipv6", [["2000::", 3]]);
const SPECIAL_V6 = blockList("ipv6", [
  ["2001::", 23], // IETF protocol assignments: Teredo, ORCHID, benchmarking
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4 carries an IPv4 address
  ["3fff::", 20], // documentation, RFC 9637
]);
const LOOPBACK_V4 = blockList("ipv4", [["127.0.0.0", 8]]);
const LOOPBACK_V6 = blockList("ipv6", [["::1", 128]]);

/** True for an address (text form, no brackets) on the public internet. Anything that is no address is false. */
export function isPublicAddress(address: string): boolean {
  if (address.includes("%")) return false; // a zone makes sense for link-local addresses only
  switch (isIP(address)) {
    case 4:
      return !SPECIAL_V4.check(address, "ipv4");
    case 6:
      return GLOBAL_V6.check(address, "ipv6") && !SPECIAL_V6.check(address, "ipv6");
    default:
      return false;
  }
}

/** True for 127.0.0.0/8 and ::1. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family === 4
    ? LOOPBACK_V4.check(address, "ipv4")
    : family === 6 && LOOPBACK_V6.check(address, "ipv6");
}

/**
 * The URL that may be visited: http or https, no user name or password. `from` is the page that redirected here:
 * relative references resolve against it, and https never falls back to http.
 * @throws ColophonError URL_REFUSED; the message names the host at most, never a password.
 */
export function checkUrl(text: string, from?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, from);
  } catch (cause) {
    const named = text === "" || text.includes("@") ? "this" : `"${text.slice(0, 80)}"`;
    throw refused(`${named} is not a complete URL`, "write it out: https://host/path", cause);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw refused(`${url.protocol} URLs are not fetched`, "use an http or https URL");
  if (url.username !== "" || url.password !== "")
    throw refused(`the URL for ${url.host} carries a user name or password`, "leave them out");
  if (from?.protocol === "https:" && url.protocol === "http:")
    throw refused(
      `${from.host} redirects from https to http`,
      "nothing is fetched without encryption that was asked for with it",
    );
  return url;
}

/** The error for what the policy doesn't allow. */
export function refused(message: string, hint: string, cause?: unknown): ColophonError {
  return new ColophonError("URL_REFUSED", message, { hint, cause });
}

function blockList(family: "ipv4" | "ipv6", ranges: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
  return list;
}
