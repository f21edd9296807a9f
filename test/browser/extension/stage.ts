// What tests of pages begin with: a browser that has the extension, a site, and a tab in which its pages are shown, one
// after the other.
import { type Extended, extended, type Kind, type Tab } from "./browser.js";
import { openSite, type Site } from "./site.js";

export interface Stage {
  readonly browser: Extended;
  readonly site: Site;
  readonly tab: Tab;
  /** Shows a page with this body and what stands in its head. @returns its address */
  show(body: string, head?: string, headers?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Milliseconds after which Firefox ends the background. */
  readonly idleMs?: number;
  /** Done before the tab opens: files of the site, pages of the extension. */
  prepare(browser: Extended, site: Site): Promise<void> | void;
}

/** @param path of the browser (findBrowserFor) */
export async function openStage(
  kind: Kind,
  path: string,
  { prepare, ...options }: StageOptions,
): Promise<Stage> {
  const site = await openSite();
  const browser = await extended(kind, path, options);
  site.put("/empty", { mediaType: "text/html", content: "<!doctype html>" });
  await prepare(browser, site);
  const tab = await browser.tab(`${site.url}/empty`);
  let pages = 0;
  return {
    browser,
    site,
    tab,
    async show(body, head = "", headers = {}) {
      const page = `/page-${++pages}`;
      const content = `<!doctype html><html><head><meta charset=utf-8>${head}</head><body style="margin:0">${body}`;
      site.put(page, { mediaType: "text/html; charset=utf-8", headers, content });
      await tab.goto(site.url + page);
      return site.url + page;
    },
    async close() {
      await browser.close();
      site.close();
    },
  };
}
