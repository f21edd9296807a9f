// What the extension may do where the reader granted nothing, or one host only: nothing that the firewall can't see.
import { afterEach, describe, expect, it } from "vitest";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { openSite, type Site } from "./site.js";

/** Has files at addresses checked, as a content script would. */
const checking = (urls: readonly string[]) => `(async () => {
  const api = globalThis.browser ?? globalThis.chrome;
  await api.runtime.sendMessage({ to: "background", ask: "engine" });
  const port = api.runtime.connect({ name: "check" });
  const answers = new Map();
  const all = ${JSON.stringify(urls)}.map((url, number) => new Promise((done) => {
    answers.set(number, done);
    port.postMessage({ number, source: { from: "address", url } });
  }));
  port.onMessage.addListener(({ number, result }) => answers.get(number)(result));
  return (await Promise.all(all)).map((result) => result.code ?? "read");
})()`;

describe.each(["chrome", "firefox"] as const)("in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended | undefined;
  const sites: Site[] = [];
  afterEach(async () => {
    await browser?.close();
    for (const site of sites.splice(0)) site.close();
  });
  const served = async () => {
    const site = await openSite();
    const inside = await openSite({ host: "127.0.0.3" });
    sites.push(site, inside);
    const text = { mediaType: "image/jpeg", content: "no picture" };
    inside.put("/secret", text);
    site.put("/a.jpg", text);
    site.put("/", { mediaType: "text/html", content: "<!doctype html><img src=/a.jpg>" });
    const location = `${inside.url}/secret`;
    site.put("/away", { ...text, content: "", status: 302, headers: { location } });
    return { site, inside };
  };

  it.skipIf(!path)("without any grant, no page is looked at and no file is asked for", async () => {
    const { site, inside } = await served();
    browser = await extended(kind, path!, { hosts: [] });
    const page = await browser.tab(`${site.url}/`);
    await new Promise((done) => setTimeout(done, 500));
    const asked = site.log.length;
    expect(await page.evaluate("document.documentElement.lastElementChild.localName")).toBe("body");
    const own = await browser.own("popup.html");
    const urls = [`${site.url}/a.jpg`, `${site.url}/away`, `${inside.url}/secret`];
    expect(await own.evaluate(checking(urls))).toEqual([
      "URL_REFUSED",
      "URL_REFUSED",
      "URL_REFUSED",
    ]);
    expect(site.log).toHaveLength(asked);
    expect(inside.log).toEqual([]);
    if (kind === "chrome") {
      const warned = await own.evaluate(`fetch("/manifest.json").then((answer) => answer.text())
        .then((text) => chrome.management.getPermissionWarningsByManifest(text))`);
      expect(warned).toEqual([]);
    }
  });

  it.skipIf(!path)("with one host granted, no redirect leads out of it", async () => {
    const { site, inside } = await served();
    browser = await extended(kind, path!, { hosts: ["http://127.0.0.1/*"] });
    const own = await browser.own("popup.html");
    const urls = [`${site.url}/a.jpg`, `${site.url}/away`, `${inside.url}/secret`];
    const [read, away, secret] = await own.evaluate<string[]>(checking(urls));
    expect(read).not.toBe("URL_REFUSED");
    expect(away).toMatch(/^URL_/);
    expect(secret).toBe("URL_REFUSED");
    expect(site.log.map((asked) => asked.path)).toContain("/away");
    expect(inside.log).toEqual([]);
  });
});
