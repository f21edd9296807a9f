// The site in a tab: how the reader wants it treated, and whether the browser lets us look at it.
import { browser } from "../browser.js";
import type { SiteMode } from "../messages.js";
import { change, modeOf, settings } from "../settings.js";

const EVERYWHERE = ["https://*/*", "http://*/*"];

export interface Site {
  /** Empty when the browser doesn't tell us the address. */
  readonly host: string;
  /** `https://example.org/*`, for a grant; undefined where there can be none. */
  readonly pattern?: string;
  readonly mode: SiteMode;
  readonly granted: boolean;
  /** False for the browser's own pages and the like. */
  readonly web: boolean;
}

/** The site that a tab shows. */
export async function siteOf(tab: number): Promise<Site> {
  const { url } = await browser.tabs.get(tab).catch(() => ({ url: undefined }));
  const { mode } = await modeOf(url ?? "");
  if (url === undefined) return { host: "", mode, granted: await isGranted(EVERYWHERE), web: true };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return { host: "", mode, granted: false, web: false };
  const pattern = `${parsed.protocol}//${parsed.hostname}/*`;
  const granted = await isGranted([pattern]);
  return { host: parsed.hostname, pattern, mode, granted, web: true };
}

function isGranted(origins: string[]): Promise<boolean> {
  return browser.permissions.contains({ origins });
}

/** Asks the reader, in the browser's own prompt, for one site or for all. Call it from a click, before anything awaited. */
export function allow(pattern?: string): Promise<boolean> {
  return browser.permissions.request({ origins: pattern === undefined ? EVERYWHERE : [pattern] });
}

/** From now on, this site is treated so. */
export async function setMode(host: string, mode: SiteMode): Promise<void> {
  const { sites } = await settings();
  await change({ sites: { ...sites, [host]: mode } });
}

/** How a site can be treated, the least first. */
export const SITE_MODES: readonly SiteMode[] = ["off", "click", "automatic"];
