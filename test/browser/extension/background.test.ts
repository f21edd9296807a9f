// The background in both browsers: its firewall, its count on the toolbar, its context menu.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { openSite, type Site } from "./site.js";

/** Firefox ends a background that has nothing to do after this. */
const IDLE_MS = 2000;
const HANDS = `
  globalThis.api = globalThis.browser ?? globalThis.chrome;
  globalThis.tell = (message) => api.runtime.sendMessage({ to: "background", ...message });
  globalThis.until = async (look) => {
    for (let tries = 0; tries < 200; tries++) {
      const found = await look();
      if (found) return found;
      await new Promise((again) => setTimeout(again, 50));
    }
    return undefined;
  };
  globalThis.badge = (tabId, text) => until(async () => (await api.action.getBadgeText({ tabId })) === text)
    .then(() => api.action.getBadgeText({ tabId }));
  undefined;
`;

describe.each(["chrome", "firefox"] as const)("the background in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let inside: Site;
  let page: Tab;
  const run = <T>(script: string) => page.evaluate<T>(`(async () => { ${script} })()`);
  const get = (url: string) =>
    run<string>(
      `try { return (await (await fetch("${url}", { cache: "no-store" })).text()); } catch { return "refused"; }`,
    );

  beforeAll(async () => {
    if (!path) return;
    site = await openSite();
    inside = await openSite({ host: "127.0.0.3" });
    inside.put("/secret", { mediaType: "text/plain", content: "secret" });
    site.put("/open", { mediaType: "text/plain", content: "open" });
    site.put("/", { mediaType: "text/html", content: "<!doctype html><title>a</title>" });
    for (const status of [301, 302, 303, 307, 308])
      site.put(`/to-${status}`, {
        mediaType: "text/plain",
        content: "",
        status,
        headers: { location: `${inside.url}/secret`, "cache-control": "no-store" },
      });
    browser = await extended(kind, path, { idleMs: IDLE_MS });
    page = await browser.own("options.html");
    await page.evaluate(HANDS);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    inside?.close();
  });

  it.skipIf(!path)(
    "lets nothing of ours into a private network, directly or by redirect",
    async () => {
      expect(await get(`${site.url}/open`)).toBe("open");
      expect(await get(`${inside.url}/secret`)).toBe("refused");
      for (const status of [301, 302, 303, 307, 308])
        expect(await get(`${site.url}/to-${status}`)).toBe("refused");
      expect(site.log).toHaveLength(6);
      expect(inside.log).toEqual([]);
    },
  );

  it.skipIf(!path)("has every rule of the firewall taken by the browser", async () => {
    const rules = await run<{ condition: { regexFilter: string } }[]>(
      "return (await api.declarativeNetRequest.getSessionRules()).filter(({ action }) => action.type === 'block')",
    );
    expect(rules).toHaveLength(7);
    for (const { condition } of rules) {
      const ask = JSON.stringify({ regex: condition.regexFilter });
      const answer = await run(`return api.declarativeNetRequest.isRegexSupported(${ask})`);
      expect(answer).toMatchObject({ isSupported: true });
    }
  });

  it.skipIf(!path)(
    "lets a gateway on this computer through that the reader named, and no other port",
    async () => {
      const url = "http://127.0.0.3:";
      const another = await openSite({ host: "127.0.0.3" });
      await run(`await api.storage.local.set({ gateways: ["${inside.url}"] });
      await until(async () => (await api.declarativeNetRequest.getSessionRules()).some(({ condition }) => condition.urlFilter?.includes("${url}")))`);
      expect(await get(`${inside.url}/secret`)).toBe("secret");
      expect(await get(`${another.url}/`)).toBe("refused");
      expect(another.log).toEqual([]);
      another.close();
      await run(`await api.storage.local.remove("gateways");
      await until(async () => !(await api.declarativeNetRequest.getSessionRules()).some(({ condition }) => condition.urlFilter))`);
      expect(await get(`${inside.url}/secret`)).toBe("refused");
    },
  );

  it.skipIf(!path)(
    "counts what is marked, in one colour for every state, and says Invalid with a sign",
    async () => {
      const [count, colour, title] = await run<[string, number[], string]>(`
      const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 3, invalid: false });
      const shown = await badge(id, "3");
      return [shown, [...await api.action.getBadgeBackgroundColor({ tabId: id })], await api.action.getTitle({ tabId: id })];`);
      expect(count).toBe("3");
      expect(title).toContain("3 with Content Credentials");
      const [invalid, same] = await run<[string, number[]]>(`
      const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 4, invalid: true });
      return [await badge(id, "4!"), [...await api.action.getBadgeBackgroundColor({ tabId: id })]];`);
      expect(invalid).toBe("4!");
      expect(same).toEqual(colour);
      expect(
        await run(`const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 250, invalid: false }); return badge(id, "99+")`),
      ).toBe("99+");
      expect(
        await run(`const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 0, invalid: false }); return badge(id, "")`),
      ).toBe("");
    },
  );

  it.skipIf(!path)("knows the frames that told it something, and tells open panels", async () => {
    const [frames, told] = await run<[number[], unknown]>(`
      const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 1, invalid: false });
      return [await tell({ ask: "frames", tab: id }), id];`);
    expect(frames).toEqual([0]);
    const panel = await browser.own("panel.html");
    await panel.evaluate(
      `globalThis.heard = []; (globalThis.browser ?? chrome).runtime.onMessage.addListener((message) => { heard.push(message); }); undefined`,
    );
    await run(`await tell({ tell: "found", marked: 2, invalid: false }); return undefined`);
    const heard = await panel.evaluate<unknown[]>(
      "new Promise((done) => setTimeout(() => done(heard), 500))",
    );
    expect(heard).toContainEqual({ to: "panel", tell: "changed", tab: told });
    await panel.close();
  });

  it.skipIf(!path)("forgets a page that is left", async () => {
    const frames = await run<number[]>(`
      const tab = await api.tabs.create({ url: api.runtime.getURL("popup.html"), active: false });
      await until(async () => (await api.tabs.get(tab.id)).status === "complete");
      await api.storage.session.set({ ["found:" + tab.id]: { 0: { marked: 5, invalid: false, document: "gone" } } });
      await api.tabs.update(tab.id, { url: "${site.url}/" });
      await until(async () => !(await tell({ ask: "frames", tab: tab.id })).length);
      const left = await api.storage.session.get("found:" + tab.id);
      await api.tabs.remove(tab.id);
      return Object.values(left["found:" + tab.id] ?? {}).map(({ marked }) => marked);`);
    expect(frames).not.toContain(5);
  });

  it.skipIf(!path)("treats a page as the settings say", async () => {
    const mode = await run(`
      await api.storage.local.set({ mode: "click", sites: { "a.example": "off" }, lookupSites: [location.hostname] });
      const answer = await tell({ ask: "page-mode" });
      await api.storage.local.remove(["mode", "sites", "lookupSites"]);
      return answer;`);
    expect(mode).toEqual({ mode: "click", archive: true, carried: [] });
  });

  it.skipIf(!path)("lets files be asked for over http and https alone", async () => {
    const reach = await run<string[]>(`return Promise.all(
      ["${site.url}/a", "https://example.com/", "file:///etc/passwd", "ftp://example.com/", "x"]
        .map((url) => tell({ ask: "reach", url })))`);
    expect(reach).toEqual(["all", "all", "none", "none", "none"]);
  });

  it.skipIf(!path)("says what a panel was opened for, once", async () => {
    const [first, second] = await run<unknown[]>(`
      const { id } = await api.tabs.getCurrent();
      await api.storage.session.set({ ["to-show:" + id]: { frame: 0, item: 7, at: Date.now() } });
      return [await tell({ ask: "to-show", tab: id }), await tell({ ask: "to-show", tab: id })];`);
    expect(first).toEqual({ frame: 0, item: 7 });
    expect(second ?? undefined).toBeUndefined();
  });

  it.skipIf(!path)(
    "opens the panel beside the page, or in a window where the browser does not let it (Firefox)",
    async () => {
      const [opened, shown] = await run<[string, unknown]>(`
      const { id } = await api.tabs.getCurrent();
      await tell({ tell: "open", item: 3 });
      const own = api.runtime.getURL("panel.html?tab=" + id);
      const found = await until(async () => {
        const [beside] = (await api.runtime.getContexts?.({ contextTypes: ["SIDE_PANEL"] })) ?? [];
        if (beside) return "panel";
        const all = (await api.windows.getAll({ populate: true })).flatMap(({ tabs }) => tabs);
        return all.find(({ url, pendingUrl }) => url === own || pendingUrl === own);
      });
      if (found?.id) await api.tabs.remove(found.id);
      return [found?.id ? "window" : (found ?? "nowhere"), (await api.storage.session.get("to-show:" + id))["to-show:" + id]];`);
      expect(opened).toBe(kind === "chrome" ? "panel" : "window");
      if (shown) expect(shown).toMatchObject({ frame: 0, item: 3 });
    },
  );

  it.skipIf(!path)("is ended in the middle, and nothing that counts is lost", async () => {
    await run(`const { id } = await api.tabs.getCurrent();
      await tell({ tell: "found", marked: 5, invalid: false }); return badge(id, "5")`);
    const before = await run("return api.declarativeNetRequest.getSessionRules()");
    await browser.stopBackground();
    const [frames, count, rules, scripts] = await run<[number[], string, unknown, unknown[]]>(`
      const { id } = await api.tabs.getCurrent();
      return [await tell({ ask: "frames", tab: id }), await api.action.getBadgeText({ tabId: id }),
        await api.declarativeNetRequest.getSessionRules(), await api.scripting.getRegisteredContentScripts()];`);
    expect(frames).toEqual([0]);
    expect(count).toBe("5");
    expect(rules).toEqual(before);
    expect(scripts).toHaveLength(2);
    expect(await get(`${inside.url}/secret`)).toBe("refused");
  });
});
