// The panel beside pages that are large, that are made of several sites, and that change; and the real side panel and
// sidebar, which open from a click of the reader's.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scene } from "../../../demo/scene.js";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { at, marksOn } from "./marks-seen.js";
import { type PanelFiles, panelFiles } from "./panel-files.js";
import { anchor, type Panel, withHands } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";

const MANY = 100;
/** From opening the panel to its list, on a busy computer of two cores; in a quiet one it takes a tenth. */
const QUICK_MS = 4000;
const ROWS = `[...document.querySelectorAll(".row")]`;

describe.each(["chrome", "firefox"] as const)("the panel in %s", (kind) => {
  const path = findBrowserFor(kind);
  let files: PanelFiles;
  let browser: Extended;
  let site: Site;
  let other: Site;
  let own: Panel;
  beforeAll(async () => {
    if (!path) return;
    files = await panelFiles();
    const square = new Uint8Array(await (await scene(200, 200, {})).jpeg().toBuffer());
    site = await openSite();
    other = await openSite({ host: "127.0.0.2" });
    const html = (content: string) => ({
      mediaType: "text/html",
      content: `<!doctype html><title>a page</title><body>${content}`,
    });
    const image = (name: string, size = 60) =>
      `<img src="/${name}" width="${size}" height="${size}" alt="">`;
    for (let i = 0; i < MANY; i++)
      site.put(`/many-${i}.png`, { mediaType: "image/png", content: files.quilt });
    site.put(
      "/many",
      html(Array.from({ length: MANY }, (_, i) => image(`many-${i}.png`)).join("")),
    );
    for (const one of [site, other]) {
      one.put("/lake.jpg", { mediaType: "image/jpeg", content: files.lake });
      one.put("/quilt.png", { mediaType: "image/png", content: files.quilt });
    }
    other.put("/framed", html(image("quilt.png", 150)));
    site.put("/", html(`${image("lake.jpg", 150)}<iframe src="${other.url}/framed"></iframe>`));
    // One picture for the page, another for whoever asks again.
    other.put("/split.jpg", ({ headers }) => ({
      mediaType: "image/jpeg",
      content: headers["sec-fetch-dest"] === "image" ? square : files.lake,
      headers: { "cache-control": "no-store" },
    }));
    site.put("/split", html(`<img src="${other.url}/split.jpg" width="150" height="150" alt="">`));
    browser = await extended(kind, path);
    own = await withHands(await browser.own("options.html"));
    const lists = [anchor(files.shop.root)];
    await own.run(`await api.storage.local.set(${JSON.stringify({ lists, gateways: [] })})`);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    other?.close();
  });

  /** A page with so many marks, and the panel for it. A page is looked at while it can be seen. */
  const beside = async (
    path: string,
    marks: number,
  ): Promise<{ page: Tab; panel: Panel; number: number }> => {
    const page = await browser.tab(`${site.url}${path}`);
    await marksOn(page, marks);
    const number = await own.run<number>(
      `return (await api.tabs.query({})).find(({ url }) => url === "${site.url}${path}").id`,
    );
    const tab = await browser.own(`panel.html?tab=${number}`);
    await tab.resize(400, 800);
    return { page, panel: await withHands(tab), number };
  };

  it.skipIf(!path)(
    "lists items of a frame of another site, and keeps up with a page that changes",
    async () => {
      const { page, panel } = await beside("/", 1);
      const named = `${ROWS}.map((row) => row.innerText.split("\\n")[0]).join()`;
      await panel.run(`await until(() => ${named} === "Lake at dusk,quilt.png", "both frames")`);
      await panel.run(
        `await press("quilt.png"); await until(() => document.querySelector(".tree"))`,
      );
      expect(await panel.run(`return fact("Address")`)).toContain(new URL(other.url).host);
      expect(await panel.run(`return fact("AI")`)).toMatch(/^AI-generated/);
      await panel.run(`await press("All of this page")`);

      const changed = async (script: string, marks: number) => {
        await page.front();
        await page.evaluate(script);
        await marksOn(page, marks);
        await panel.tab.front();
      };
      const image = '<img src="/quilt.png" width="150" height="150" alt="">';
      await changed(`document.body.insertAdjacentHTML("beforeend", '${image}')`, 2);
      await panel.run(
        `await until(() => ${named} === "Lake at dusk,quilt.png,quilt.png", "one more")`,
      );
      await changed(`document.querySelector("iframe").remove(); document.images[0].remove()`, 1);
      await panel.run(`await until(() => ${named} === "quilt.png", "two less")`);
      await panel.tab.close();
      await page.close();
    },
  );

  it.skipIf(!path)(
    "keeps a picture in view when the page's address changes, says when it has left the page, and goes with the tab",
    async () => {
      const { page, panel } = await beside("/", 1);
      await panel.run(
        `await press("Lake at dusk"); await until(() => document.querySelector(".tree"))`,
      );
      const view = `document.querySelector("article h2")?.textContent + " " + Boolean(document.querySelector(".warning"))`;
      await page.front();
      await page.evaluate(`history.pushState({}, "", "/#moved")`);
      await panel.tab.front();
      await panel.run(`await new Promise((done) => setTimeout(done, 500))`);
      expect(await panel.run(`return ${view}`)).toBe("Lake at dusk false");
      await page.front();
      await page.evaluate(`document.images[0].src = "/quilt.png"`);
      await panel.tab.front();
      await panel.run(`await says("no longer on the page")`);
      expect(await panel.run(`return ${view}`)).toBe("Lake at dusk true");
      expect(await panel.run(`return document.body.innerText`)).not.toContain("Show on the page");
      await page.close();
      await panel.run(
        `await says("Only pages of the web can be looked at"); await until(() => ${ROWS}.length === 0)`,
      );
      await panel.tab.close();
    },
  );

  it.skipIf(!path)(
    "counts nothing on a page that waits for a click, until there was one",
    async () => {
      const choose = (sites: object) =>
        own.run(`await api.storage.local.set(${JSON.stringify({ sites })})`);
      await choose({ "127.0.0.1": "click" });
      const page = await browser.tab(`${site.url}/#click`);
      const number = await own.run<number>(
        `return (await api.tabs.query({})).find(({ url }) => url === "${site.url}/#click").id`,
      );
      const popup = await withHands(await browser.own(`popup.html?tab=${number}`));
      const panel = await withHands(await browser.own(`panel.html?tab=${number}`));
      await panel.run(`await button("Check this page now");
        await new Promise((done) => setTimeout(done, 500))`);
      for (const one of [popup, panel])
        expect(await one.run(`return document.body.innerText`)).not.toMatch(
          /with content credentials|no pictures/i,
        );
      await page.front();
      await panel.run(`await press("Check this page now"); await says("Lake at dusk")`);
      await popup.run(`await says("Lake at dusk")`);
      await choose({});
      for (const tab of [popup.tab, panel.tab, page]) await tab.close();
    },
  );

  it.skipIf(!path)(
    "stays quick on a page of 100 items, and is used by keyboard there",
    async () => {
      const { page, panel, number } = await beside("/many", MANY);
      await panel.run(
        `await until(() => document.querySelector(".count")?.textContent === "${MANY}" && !document.querySelector(".progress"), "all are checked")`,
      );
      await panel.tab.close();
      const began = performance.now();
      const again = await withHands(await browser.own(`panel.html?tab=${number}`));
      await again.run(`await until(() => ${ROWS}.length > 0)`);
      expect(performance.now() - began).toBeLessThan(QUICK_MS);
      const [rows, more] = await again.run<[number, string]>(
        `return [${ROWS}.length, (await button("and 40 more")).textContent]`,
      );
      expect([rows, more]).toEqual([60, "and 40 more"]);

      await again.run(`${ROWS}[0].focus()`);
      for (let i = 0; i < 5; i++) await again.tab.press("Tab");
      expect(await again.run(`return ${ROWS}.indexOf(document.activeElement)`)).toBe(5);
      await again.tab.press("Enter");
      await again.run(`await until(() => document.activeElement.id === "name")`);
      await again.run(`await press("All of this page")`);
      expect(await again.run(`return ${ROWS}.indexOf(document.activeElement)`)).toBe(5);
      await again.run(`await press("and 40 more"); await until(() => ${ROWS}.length === ${MANY})`);
      await again.tab.close();
      await page.close();
    },
  );

  it.skipIf(!path)(
    "says in the list and in full that a file is not the picture which the page shows",
    async () => {
      const { page, panel } = await beside("/split", 1);
      await panel.run(`await says("not the picture that the page shows")`);
      expect(await panel.run(`return ${ROWS}[0].innerText`)).toContain("Trusted");
      await panel.run(`await press("Lake at dusk");
        await until(() => document.querySelector("article header .warning"))`);
      expect(await panel.run(`return document.querySelector(".warning").innerText`)).toMatch(
        /so it is another picture\. What is said here is about the file at this address alone/,
      );
      expect(await panel.run(`return fact("Looked at")`)).toMatch(
        /^the file at this address; the page may show another one\s+The picture on the page has/,
      );
      await panel.tab.close();
      await page.close();
    },
  );

  it.skipIf(!path)("opens beside the page, with the item that was clicked", async () => {
    const page = await browser.tab(`${site.url}/`);
    const [first] = await marksOn(page, 1);
    const until = async <T>(look: () => Promise<T | undefined>): Promise<T | undefined> => {
      for (const end = Date.now() + 8000; Date.now() < end; ) {
        const found = await look();
        if (found) return found;
        await new Promise((again) => setTimeout(again, 100));
      }
      return undefined;
    };
    if (kind === "chrome") {
      await page.clickAt(...at(first));
      const shown = await until(async () => {
        const there = await browser.besides(own.tab);
        return there?.text.includes("Looked at") ? there : undefined;
      });
      expect(shown?.url).toMatch(/\/panel\.html$/);
      expect(shown?.text).toMatch(/Lake at dusk\s+Trusted\s+Signed by The Daily Record/);
    } else {
      // Firefox takes a click in a page for nobody's; one in the popup is the reader's.
      const number = await own.run<number>(
        `return (await api.tabs.query({})).find(({ url }) => url === "${site.url}/").id`,
      );
      const popup = await withHands(await browser.own(`popup.html?tab=${number}`));
      await popup.click("Open the panel");
      const shown = await until(() => browser.besides(own.tab));
      expect(shown?.url).toMatch(/\/panel\.html$/);
    }
    await page.close();
  });
});
