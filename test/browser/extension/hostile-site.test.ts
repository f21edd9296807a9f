// Pages and servers that want more than a look at their media, in both browsers, by the servers' logs: a way into a private
// network, cookies, a request of the file's choosing; and a background that ends in the middle of it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import { signBytes } from "../../../toolkit/index.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, settledWith, stateOf } from "./eyes.js";
import { type Files, files, putAll } from "./finding-files.js";
import { marksOn } from "./marks-seen.js";
import { openSite, type Served, type Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = "width=120 height=90";
const JPEG = "image/jpeg";
const FRESH = { "cache-control": "no-store" };

describe.each(["chrome", "firefox"] as const)("a hostile site in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let browser: Extended;
  let site: Site;
  let other: Site;
  let secret: Site;
  let all: Files;
  let see: Eyes;
  let tab: Tab;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    all = await files();
    [other, secret] = await Promise.all([
      openSite({ host: "127.0.0.2" }),
      openSite({ host: "127.0.0.3" }),
    ]);
    other.put("/cookie", cookie("session=theirs; Path=/"));
    stage = await openStage(kind, path, {
      idleMs: 1500,
      prepare: async (browser, site) => {
        for (const one of [site, other, secret]) putAll(one, all);
        see = await eyes(browser);
        site.put("/cookie", cookie("session=mine; Path=/"));
      },
    });
    ({ browser, site, tab, show } = stage);
    await tab.goto(`${other.url}/cookie`);
    await tab.goto(`${site.url}/cookie`);
  });
  beforeEach(() => {
    for (const one of [site, other, secret]) one?.log.splice(0);
  });
  afterAll(async () => {
    await stage?.close();
    for (const one of [other, secret]) one?.close();
  });

  const file = (name: string): Served => all.get(name) as Served;
  /** Requests that the page's own pictures are not. */
  const ours = (of: Site, name: string) =>
    of.log.filter(
      ({ path: asked, headers }) =>
        asked.startsWith(name) && !/image|video/.test(String(headers["sec-fetch-dest"])),
    );

  it.skipIf(!path)("gets no cookie and no referrer with what is asked for again", async () => {
    for (const one of [site, other])
      for (const name of ["signed.jpg", "signed.mp4"])
        one.put(`/fresh-${name}`, { ...file(name), headers: FRESH });
    const media = (from: string) =>
      `<img src=${from}/fresh-signed.jpg ${SIZE}><video preload=metadata src=${from}/fresh-signed.mp4 ${SIZE}></video>`;
    const page = await show(media("") + media(other.url));
    const items = await see.list(page, settledWith(4));
    expect(items.map(stateOf)).toEqual(["Valid", "Valid", "Valid", "Valid"]);
    expect(site.log.some(({ headers }) => headers.cookie === "session=mine")).toBe(true);
    for (const one of [site, other]) {
      const asked = ours(one, "/fresh-");
      expect(asked.length).toBeGreaterThan(1);
      for (const { headers } of asked)
        expect([headers.cookie, headers.referer, headers.authorization]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
    }
  });

  it.skipIf(!path)("leads us into no private network, directly or by redirect", async () => {
    const headers = { location: `${secret.url}/signed.png`, ...FRESH };
    site.put("/away", { mediaType: "text/plain", content: "", status: 302, headers });
    secret.put("/signed.jpg", { ...file("signed.jpg"), headers: FRESH });
    secret.put("/signed.png", { ...file("signed.png"), headers: FRESH });
    const page = await show(
      `<img src=${secret.url}/signed.jpg ${SIZE}><img src=/away ${SIZE}><img src=/signed.webp ${SIZE}>`,
    );
    const items = await see.list(page, settledWith(3));
    expect(items.map(stateOf).sort()).toEqual(["URL_UNREACHABLE", "URL_UNREACHABLE", "Valid"]);
    // The page itself shows them: each was asked for once, as a picture.
    expect(ours(secret, "/")).toEqual([]);
    expect(await marksOn(tab, 1)).toHaveLength(1);
  });

  it.skipIf(!path)("has no request made by what a file names", async () => {
    const { identity } = await workshop();
    const remoteUrl = `${other.url}/store.c2pa`;
    const signed = await signBytes("a.jpg", await fixture("jpeg-baseline"), {
      ...{ identity, source: "camera", remoteUrl },
    });
    const { manifestSpans } = await containerFor(JPEG)!.open(memorySource(signed.bytes), JPEG);
    const { start, length } = manifestSpans[0]!;
    const content = concat(signed.bytes.subarray(0, start), signed.bytes.subarray(start + length));
    site.put("/apart.jpg", { mediaType: JPEG, content });
    const page = await show(`<img src=/apart.jpg ${SIZE}><img src=/signed.jpg ${SIZE}>`);
    const items = await see.list(page, settledWith(2));
    expect(items.map(stateOf)).toEqual(["None", "Valid"]);
    expect(items[0]).toMatchObject({
      checked: { value: { verdict: { remoteManifest: remoteUrl } } },
    });
    expect(await marksOn(tab, 1)).toHaveLength(1);
    expect(other.log).toEqual([]);
  });

  it.skipIf(!path)("is marked on although the background ends in the middle", async () => {
    const page = await show(`<img src=/signed.jpg ${SIZE}><p id=more></p>`);
    await marksOn(tab, 1);
    await browser.stopBackground();
    await tab.evaluate(`more.innerHTML = "<img src=/signed.png ${SIZE}>"; undefined`);
    expect(await marksOn(tab, 2)).toHaveLength(2);
    expect(await see.badge(page, "2")).toBe("2");
  });
});

function cookie(value: string): Served {
  const headers = { "set-cookie": value };
  return { mediaType: "text/html", content: "<!doctype html>", headers };
}
