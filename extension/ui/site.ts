// The site in a tab: how the reader wants it treated, and whether the browser lets us look at it.
import { browser } from "../browser.js";
import { EVERYWHERE } from "../everywhere.js";
import type { SiteMode } from "../messages.js";
import { change, modeOf, settingsOf } from "../settings.js";

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
  if (url === undefined) {
    // Where every site is granted, an address that we are not told is no site's.
    const everywhere = await isGranted(EVERYWHERE);
    return { host: "", mode, granted: everywhere, web: !everywhere };
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return { host: "", mode, granted: false, web: false };
  const pattern = patternOf(parsed);
  const granted = await isGranted([pattern]);
  return { host: parsed.hostname, pattern, mode, granted, web: true };
}

/** `https://example.org/*`: a grant knows no ports. */
export function patternOf({ protocol, hostname }: URL): string {
  return `${protocol}//${hostname}/*`;
}

/** Whether the browser lets us ask and look there. */
export function isGranted(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.contains({ origins: [...patterns] });
}

/**
 * Asks the reader, in the browser's own prompt, for hosts; for all unless told. Call it from a click, before anything
 * awaited. What is granted already is granted without a prompt.
 */
export function allow(patterns: readonly string[] = EVERYWHERE): Promise<boolean> {
  return browser.permissions.request({ origins: [...patterns] });
}

/** From now on, this site is treated so. */
export async function setMode(host: string, mode: SiteMode): Promise<void> {
  const { sites } = await settingsOf("sites");
  await change({ sites: { ...sites, [host]: mode } });
}

/** How a site can be treated, the least first. */
export const SITE_MODES: readonly SiteMode[] = ["off", "click", "automatic"];
