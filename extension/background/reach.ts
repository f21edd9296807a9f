// How far we may ask for files at addresses that pages name. A browser applies our firewall's rules only to hosts that are
// granted (measured in both): what isn't granted isn't asked, and where not all is granted, no redirect is followed.
import { browser } from "../browser.js";
import { EVERYWHERE } from "../everywhere.js";
import type { Reach } from "../messages.js";

/** See Reach. */
export async function reachOf(url: string): Promise<Reach> {
  if (!URL.canParse(url) || !/^https?:/.test(url)) return "none";
  const { permissions } = browser;
  if (await permissions.contains({ origins: EVERYWHERE })) return "all";
  const { protocol, hostname } = new URL(url);
  return (await permissions.contains({ origins: [`${protocol}//${hostname}/*`] }))
    ? "host"
    : "none";
}
