// Our own requests never reach a private network: not when a page names an address there, not when a server redirects.
// The rules look at requests of this extension alone; what the browser does for pages is none of their business. A DNS name
// that resolves to a private address is not seen here: the browser tells extensions names, not addresses.
import { browser } from "../browser.js";
import { PRIVATE_HOSTS, SERVED_IN_TESTS } from "../private-hosts.js";
import { isThisComputer } from "../settings-form.js";

import { turns } from "./turn.js";

const inTurn = turns();

/**
 * Sets the rules for this session; to be done again after every start of the browser.
 * @param gateways addresses that the reader named: those on this computer are let through, to their very port
 */
export function raiseFirewall(gateways: readonly string[]): Promise<void> {
  return inTurn(() => raise(gateways));
}

async function raise(gateways: readonly string[]): Promise<void> {
  const initiatorDomains = [location.hostname];
  const blocks = PRIVATE_HOSTS.map((regexFilter) => ({
    priority: 1,
    action: { type: "block" as const },
    condition: { initiatorDomains, regexFilter },
  }));
  const local = gateways.filter((url) => isThisComputer(new URL(url).hostname));
  const filters = [
    ...local.map((url) => ({ urlFilter: `|${new URL(url).origin}/` })),
    ...(__GRANTED__ ? [{ regexFilter: SERVED_IN_TESTS }] : []),
  ];
  const allows = filters.map((filter) => ({
    priority: 2,
    action: { type: "allow" as const },
    condition: { initiatorDomains, ...filter },
  }));
  const old = await browser.declarativeNetRequest.getSessionRules();
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: old.map(({ id }) => id),
    addRules: [...blocks, ...allows].map((rule, i) => ({ id: i + 1, ...rule })),
  });
}
