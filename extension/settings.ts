// What the reader has chosen, in storage.local: every context reads it here, only the options page and the panel write.
import { browser } from "./browser.js";
import type { PageMode, SiteMode } from "./messages.js";

/** A trust list as it was fetched or brought. */
export interface StoredList {
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
  /** Addresses of gateways. */
  readonly gateways: readonly string[];
  /** Gateways hear only the first 16 bits of a hash. */
  readonly privateLookup: boolean;
  /** Hosts whose media are looked up in the archive without being asked. */
  readonly lookupSites: readonly string[];
  /** A folder of _locales; empty for the browser's own language. */
  readonly language: string;
}

export const DEFAULTS: Settings = {
  mode: "automatic",
  sites: {},
  lists: [],
  gateways: ["https://turbo-gateway.com", "https://arweave.net"],
  privateLookup: true,
  lookupSites: [],
  language: "",
};

/** What is stored, with defaults for what isn't, and for what can't be what it should be. */
export async function settings(): Promise<Settings> {
  const stored = await browser.storage.local.get(Object.keys(DEFAULTS));
  return { ...DEFAULTS, ...sound(stored) };
}

/** Stores some of the settings. */
export async function change(part: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ ...part });
}

/** Calls back after every change. */
export function onChange(changed: () => void): void {
  browser.storage.onChanged.addListener((_, area) => {
    if (area === "local") changed();
  });
}

function sound(stored: Readonly<Record<string, unknown>>): Partial<Settings> {
  const kept = Object.entries(stored).filter(([key, value]) => {
    const sample = DEFAULTS[key as keyof Settings];
    return Array.isArray(sample) === Array.isArray(value) && typeof sample === typeof value;
  });
  return Object.fromEntries(kept);
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
