// What the reader has chosen, in storage.local: every context reads it here, only the options page and the panel write.
// What is stored is read as if a stranger had written it: an older version, another program or a damaged profile may have.
import { browser } from "./browser.js";
import type { PageMode } from "./messages.js";
import { DEFAULTS, refusedParts, type Settings, soundParts } from "./settings-form.js";

export type { Settings, StoredList } from "./settings-form.js";
export { DEFAULTS };

/** What is stored, with defaults for what isn't, and for what can't be what it should be. */
export function settings(): Promise<Settings> {
  return settingsOf(...(Object.keys(DEFAULTS) as (keyof Settings)[]));
}

/** Some of them: the lists are long, and every frame of every page asks for the others. */
export async function settingsOf<Key extends keyof Settings>(
  ...keys: readonly Key[]
): Promise<Pick<Settings, Key>> {
  const stored = await browser.storage.local.get([...keys]);
  return { ...DEFAULTS, ...soundParts(stored) };
}

/** The language alone, as it is stored: the script that every page of the web pays for asks for nothing else. */
export async function storedLanguage(): Promise<unknown> {
  return (await browser.storage.local.get("language"))["language"];
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

/** Calls back after every change, and says whether the trust lists are among what changed. */
export function onChange(changed: (what: { readonly lists: boolean }) => void): void {
  browser.storage.onChanged.addListener((keys, area) => {
    if (area === "local") changed({ lists: Object.hasOwn(keys, "lists") });
  });
}

/** How the page at an address is treated. */
export async function modeOf(url: string): Promise<Omit<PageMode, "carried">> {
  const { mode, sites, lookupSites } = await settingsOf("mode", "sites", "lookupSites");
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return {
    mode: Object.hasOwn(sites, host) ? (sites[host] ?? mode) : mode,
    archive: lookupSites.includes(host),
  };
}
