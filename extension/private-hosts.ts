// Hosts that are not on the public internet, as they are written in a URL that a browser has parsed: IPv4 always as four
// decimal numbers, IPv6 in its shortest form in brackets, names in lower case. Sources: IANA's special-purpose registries
// (RFC 6890), RFC 6761 and 6762 (localhost, local), RFC 8375 (home.arpa), ICANN's reservation of internal.
// IPv6 is an allow-list as in toolkit/adapter/address-policy.ts, because IPv4 can be written into IPv6 in many ways.

const START = "^(?:https?|wss?)://";
/** The host ends: with a port, a path, or the address. */
const END = "(?:[:/?#]|$)";

const NUMBERS = [
  "(?:0|10|127|22[4-9]|2[345]\\d)\\.\\d+\\.\\d+", // this network, private, loopback, multicast, reserved
  "100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.\\d+", // carrier-grade NAT
  "169\\.254\\.\\d+", // link-local, and the metadata services of clouds
  "172\\.(?:1[6-9]|2\\d|3[01])\\.\\d+", // private
  "192\\.168\\.\\d+", // private
  "192\\.0\\.[02]", // protocol assignments, documentation
  "192\\.88\\.99", // 6to4 relays
  "198\\.1[89]\\.\\d+", // benchmarking
  "198\\.51\\.100", // documentation
  "203\\.0\\.113", // documentation
];

const OUTSIDE_2000 = "\\[(?:[0-9a-f]{0,3}:|[014-9a-f][0-9a-f]{3}:)";
const INSIDE_2000 = [
  "2001:(?:[0-9a-f]{0,2}|1[0-9a-f]{2}):", // 2001::/23, Teredo and other protocol assignments
  "2001:db8:", // documentation
  "2002:", // 6to4 carries an IPv4 address
  "3fff:[0-9a-f]{0,3}:", // documentation
];

const ENDINGS =
  "(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\\.arpa)";

/** Loopback in builds for tests, so that they can be served; their private network is 127.0.0.3. */
export const SERVED_IN_TESTS = "^https?://127\\.0\\.0\\.[12][:/]";

/** Regular expressions of which one matches every address (URL) of a private host; small, as browsers bound each. */
export const PRIVATE_HOSTS: readonly string[] = [
  `${START}(?:${NUMBERS.slice(0, 5).join("|")})\\.\\d+${END}`,
  `${START}(?:${NUMBERS.slice(5).join("|")})\\.\\d+${END}`,
  `${START}${OUTSIDE_2000}`,
  `${START}\\[(?:${INSIDE_2000.join("|")})`,
  `${START}(?:[^/?#:]*\\.)?${ENDINGS}\\.?${END}`,
  `${START}[^/?#:.\\[]+\\.?${END}`, // a name without a dot is one of this network
  `${START}[^/?#]*@`, // a user name or password, behind which a host could hide
];
