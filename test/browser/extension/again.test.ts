// A page that is opened again, in both browsers: what carried credentials there is known at once, but only as long as it is
// the very same.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, stateOf } from "./eyes.js";
import { files } from "./finding-files.js";
import { openSite, type Site } from "./site.js";

describe.each(["chrome", "firefox"] as const)("a page that is opened again in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let see: Eyes;
  let tab: Tab;
  let signed: Uint8Array;
  let plain: Uint8Array;

  beforeAll(async () => {
    if (!path) return;
    const all = await files();
    signed = all.get("signed.jpg")?.content as Uint8Array;
    plain = new Uint8Array(signed.length);
    plain.set(all.get("plain.jpg")?.content as Uint8Array);
    // The picture comes late: what is read before it is there is read from the cache, as it was.
    site = await openSite({ latency: ({ path }) => (path.endsWith(".jpg") ? 300 : 0) });
    browser = await extended(kind, path);
    see = await eyes(browser);
    tab = await browser.tab("about:blank");
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  const page = (name: string, how = "", before = "") => {
    const content = `<!doctype html>${before}<img ${how} src=/${name}.jpg width=120 height=90>`;
    const headers = { "cache-control": "no-cache" };
    site.put(`/${name}`, { mediaType: "text/html", content, headers });
    return `${site.url}/${name}`;
  };

  it.skipIf(!path)("has its mark without asking for anything", async () => {
    site.put("/same.jpg", { mediaType: "image/jpeg", content: signed });
    const at = page("same");
    await tab.goto(at);
    expect(await see.badge(at, "1")).toBe("1");
    const before = site.log.length;
    await tab.goto(at);
    expect(await see.badge(at, "1")).toBe("1");
    expect(site.log.slice(before).map(({ path }) => path)).not.toContain("/same.jpg");
  });

  it.skipIf(!path)("has none for another picture of as many bytes in its place", async () => {
    const headers = { "cache-control": "no-cache" };
    site.put("/other.jpg", { mediaType: "image/jpeg", content: signed, headers });
    const at = page("other");
    await tab.goto(at);
    expect(await see.badge(at, "1")).toBe("1");
    site.put("/other.jpg", { mediaType: "image/jpeg", content: plain, headers });
    await tab.goto(at);
    await new Promise((later) => setTimeout(later, 1000));
    expect(await see.badge(at, "")).toBe("");
    expect((await see.list(at)).map(stateOf)).toEqual(["None"]);
  });

  // Once, on a busy computer, Firefox's driver never said that the page was there: one more try tells that from a fault of ours.
  const again = { retry: 1 };
  it.skipIf(!path)("has none for another picture that the page asks for later", again, async () => {
    const kept = (seconds: number) => ({ "cache-control": `max-age=${seconds}` });
    site.put("/late.jpg", { mediaType: "image/jpeg", content: signed, headers: kept(1) });
    const before = '<img src=/still-loading.jpg><div style="height:9000px"></div>';
    const at = page("late", "crossorigin", before);
    const scroll = "document.images[1].scrollIntoView(); undefined";
    await tab.goto(at);
    expect(await see.badge(at, "1")).toBe("1");
    page("late", "loading=lazy", before); // and what was drawn with CORS, Firefox doesn't take from memory for this one
    await new Promise((later) => setTimeout(later, 1500)); // no browser shows what it has drawn before without a look
    site.put("/late.jpg", { mediaType: "image/jpeg", content: plain, headers: kept(600) });
    await tab.goto("about:blank"); // from the page itself, Firefox would go to where it was scrolled to
    await tab.goto(at);
    await new Promise((later) => setTimeout(later, 500)); // while the page loaded, it was read from the cache, and is known
    // Then another is put there, from where the page has its picture: as many bytes, and nobody is asked for them.
    await tab.evaluate(`fetch("/late.jpg", { cache: "reload" }).then((one) => one.blob())`);
    const asked = site.log.length;
    await tab.evaluate(scroll);
    await new Promise((later) => setTimeout(later, 1000));
    expect(site.log.slice(asked).map(({ path }) => path)).not.toContain("/late.jpg");
    expect(await see.badge(at, "")).toBe("");
    expect((await see.list(at)).map(stateOf)).toEqual(["None"]);
  });

  // Firefox breaks off what a page reads as soon as another is asked for.
  it.skipIf(!path)("asks for nothing again while it is left", async () => {
    const names = Array.from({ length: 60 }, (_, i) => `/left-${i}.jpg`);
    for (const name of names) site.put(name, { mediaType: "image/jpeg", content: signed });
    const images = names.map((name) => `<img src=${name} width=60 height=60>`).join("");
    site.put("/left", { mediaType: "text/html", content: `<!doctype html>${images}` });
    for (let times = 0; times < 3; times++) {
      await tab.goto(`${site.url}/left`);
      await tab.goto(page("slow.jpg")); // after 300 ms
    }
    const asked = site.log.filter((one) => names.includes(one.path));
    expect(asked.filter(({ headers }) => headers["sec-fetch-dest"] !== "image")).toEqual([]);
  });
});
