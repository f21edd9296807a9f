// What the reader has chosen, in storage.local: every context reads it here, only the options page and the panel write.
// What is stored is read as if a stranger had written it: an older version, another program or a damaged profile may have.
import { browser } from "./browser.js";
import type { PageMode, SiteMode } from "./messages.js";
import { DEFAULTS, refusedParts, soundParts } from "./settings-form.js";

export { DEFAULTS };

/** A trust list as it was fetched or brought; made by trust-entry.ts. */
export interface StoredList {
  /** Those of KNOWN_LISTS are published lists; every other is the reader's own. */
  readonly name: string;
  readonly use: "signers" | "time-stamps";
  readonly pem: string;
  /** Where it came from: an address, or a file's name. */
  readonly source: string;
  /** SHA-256 of `pem`, lower-case hex. */
  readonly sha256: string;
  /** ISO 8601. */
  readonly at: string;
  readonly anchors: number;
}

export interface Settings {
  /** How pages are treated that are not named in `sites`. */
  readonly mode: SiteMode;
  /** By host name. */
  readonly sites: Readonly<Record<string, SiteMode>>;
  readonly lists: readonly StoredList[];
  /** Addresses of gateways, in the order in which they are asked. */
  readonly gateways: readonly string[];
  /** Gateways hear only the first 16 bits of a hash. */
  readonly privateLookup: boolean;
  /** Hosts whose media are looked up in the archive without being asked. */
  readonly lookupSites: readonly string[];
  /** A folder of _locales; empty for the browser's own language. */
  readonly language: string;
}

/** What is stored, with defaults for what isn't, and for what can't be what it should be. */
export async function settings(): Promise<Settings> {
  const stored = await browser.storage.local.get(Object.keys(DEFAULTS));
  return { ...DEFAULTS, ...soundParts(stored) };
}

/**
 * Stores some of the settings.
 * @throws TypeError for what `settings` would not read back: then nothing is stored
 */
export async function change(part: Partial<Settings>): Promise<void> {
  const refused = refusedParts({ ...part });
  if (refused.length > 0) throw new TypeError(`not kept: ${refused.join(", ")}`);
  await browser.storage.local.set({ ...part });
}

/** Calls back after every change. */
export function onChange(changed: () => void): void {
  browser.storage.onChanged.addListener((_, area) => {
    if (area === "local") changed();
  });
}

/** How the page at an address is treated. */
export async function modeOf(url: string): Promise<PageMode> {
  const { mode, sites, lookupSites } = await settings();
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return {
    mode: Object.hasOwn(sites, host) ? (sites[host] ?? mode) : mode,
    archive: lookupSites.includes(host),
  };
}
