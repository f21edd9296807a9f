// How the media of a page are read, in both browsers, by the log of the servers: from the page's own cache, once, without
// cookies to others; as much as is needed; and what can't be read is never said to carry nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, ofWhich, settledWith, stateOf } from "./eyes.js";
import { type Files, files, putAll } from "./finding-files.js";
import { marksOn } from "./marks-seen.js";
import { openSite, type Served, type Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = 'width="120" height="90"';
const FEED = "display:block;width:400px;height:300px";

describe.each(["chrome", "firefox"] as const)("what a page shows in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let shared: Site;
  let closed: Site;
  let all: Files;
  let see: Eyes;
  let tab: Tab;
  let show: Stage["show"];
  let runs = 0;

  beforeAll(async () => {
    if (!path) return;
    all = await files();
    shared = await openSite({ host: "127.0.0.2", cors: true });
    closed = await openSite({ host: "127.0.0.2" });
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        for (const one of [site, shared, closed]) putAll(one, all);
        see = await eyes(browser);
      },
    });
    ({ site, tab, show } = stage);
  });
  beforeEach(() => {
    for (const one of [site, shared, closed]) one?.log.splice(0);
  });
  afterAll(async () => {
    await stage?.close();
    for (const one of [shared, closed]) one?.close();
  });

  const file = (name: string): Served => {
    const served = all.get(name);
    if (!served) throw new Error(`no file ${name}`);
    return served;
  };

  const see1 = async (body: string, head = "") => {
    const [item] = await see.list(await show(body, head));
    if (!item) throw new Error("nothing was found");
    return item;
  };
  /** Requests for files, `path` or `path from-to`. */
  const asked = (of: Site) =>
    of.log
      .filter(({ path }) => !/^\/(page-|favicon)/.test(path))
      .map(({ path, headers }) => [path, headers.range].filter(Boolean).join(" "));

  it.skipIf(!path)("is read from the page's cache: nobody is asked for it again", async () => {
    const page = await show(
      Array.from({ length: 5 }, () => `<img src=/signed.jpg?a ${SIZE}>`).join("") +
        `<img src=/plain.jpg?a ${SIZE}><img src=/late.jpg?a ${SIZE}><img src=/signed.webp?a ${SIZE}>`,
    );
    const items = await see.list(page, settledWith(8));
    expect(items.map((item) => `${stateOf(item)} ${ofWhich(item)}`)).toEqual([
      "Invalid page",
      "None page",
      ...Array.from({ length: 5 }, () => "Valid page"),
      "Valid page",
    ]);
    expect(asked(site).sort()).toEqual([
      "/late.jpg?a",
      "/plain.jpg?a",
      "/signed.jpg?a",
      "/signed.webp?a",
    ]);
  });

  it.skipIf(!path)(
    "is called the file at its address where the page's own bytes are gone",
    async () => {
      let times = 0;
      site.put("/fresh.jpg", () => {
        times++;
        return { ...file("signed.jpg"), headers: { "cache-control": "no-store" } };
      });
      const item = await see1(`<img src=/fresh.jpg ${SIZE}>`);
      expect([stateOf(item), ofWhich(item)]).toEqual(["Valid", "address"]);
      expect(times).toBeLessThanOrEqual(2);
    },
  );

  it.skipIf(!path)(
    "is read soon where a reader stops in a long feed, also at what they had passed before",
    async () => {
      const BACK = 120;
      const page = await show(
        Array.from(
          { length: 240 },
          (_, i) => `<img src=/${i === BACK ? "signed" : "plain"}.jpg?feed=${i} style="${FEED}">`,
        ).join(""),
      );
      await tab.evaluate(`(async () => {
        for (const one of document.images) {
          one.scrollIntoView();
          for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
        }
        document.images[${BACK}].scrollIntoView();
      })()`);
      expect(await marksOn(tab, 1, 3000), page).toHaveLength(1);
    },
  );

  it.skipIf(!path)("is not mixed up with what the server says to a program", async () => {
    site.put("/two-faced.jpg", ({ headers }) => ({
      ...file(headers["sec-fetch-dest"] === "image" ? "plain.jpg" : "signed.jpg"),
      headers: { "cache-control": "no-store" },
    }));
    const refetched = await see1(`<img src=/two-faced.jpg ${SIZE}>`);
    expect(ofWhich(refetched)).toBe("address");
    site.put("/cached.jpg", ({ headers }) =>
      file(headers["sec-fetch-dest"] === "image" ? "plain.jpg" : "signed.jpg"),
    );
    const cached = await see1(`<img src=/cached.jpg ${SIZE}>`);
    expect([stateOf(cached), ofWhich(cached)]).toEqual(["None", "page"]);
  });

  it.skipIf(!path)("is read without cookies where another server lets pages read", async () => {
    const item = await see1(`<img src=${shared.url}/signed.jpg ${SIZE}>`);
    expect([stateOf(item), ofWhich(item)]).toEqual(["Valid", "address"]);
    expect(shared.log.length).toBeLessThanOrEqual(kind === "chrome" ? 1 : 2);
    for (const { headers } of shared.log.slice(1)) expect(headers.cookie).toBeUndefined();
  });

  it.skipIf(!path)("is left to the engine where another server doesn't", async () => {
    const page = await show(
      `<img src=${closed.url}/signed.jpg ${SIZE}><img src=${closed.url}/signed.png ${SIZE}><img src=${closed.url}/plain.png ${SIZE}>`,
    );
    const items = await see.list(page, settledWith(3));
    expect(items.map((item) => `${stateOf(item)} ${ofWhich(item)}`)).toEqual([
      "None address",
      "Valid address",
      "Valid address",
    ]);
  });

  it.skipIf(!path)("is tried on such a server once, however much of it is shown", async () => {
    const urls = Array.from({ length: 20 }, (_, i) => `${closed.url}/signed.jpg?${i}`);
    const page = await show(urls.map((url) => `<img src=${url} ${SIZE}>`).join(""));
    const items = await see.list(page, settledWith(20));
    expect(new Set(items.map(stateOf))).toEqual(new Set(["Valid"]));
    await tab.goto(page); // known to carry something, they are all read first, and side by side
    await see.list(page, settledWith(20));
    const whole = closed.log.filter(
      ({ headers }) => headers["sec-fetch-dest"] !== "image" && headers.range === undefined,
    );
    expect(whole.length).toBeLessThanOrEqual(2); // the engine asks for parts
  });

  it.skipIf(!path)("is not said to carry nothing where it can't be read", async () => {
    let first = true;
    site.put("/gone.jpg", () => {
      const once = first;
      first = false;
      return {
        ...file("signed.jpg"),
        status: once ? 200 : 403,
        headers: { "cache-control": "no-store" },
      };
    });
    const item = await see1(`<img src=/gone.jpg ${SIZE}>`);
    expect(stateOf(item)).toBe("URL_UNREACHABLE");
  });

  it.skipIf(!path)("waits for a click where it is a large film with a credential", async () => {
    const room = new Uint8Array(9 * 1024 * 1024);
    new DataView(room.buffer).setUint32(0, room.length);
    room.set(new TextEncoder().encode("free"), 4);
    const large = (name: string) => ({
      mediaType: "video/mp4",
      content: Buffer.concat([file(name).content as Uint8Array, room]),
    });
    site.put("/large.mp4", large("signed.mp4"));
    site.put("/large-plain.mp4", large("plain.mp4"));
    const page = await show(
      `<video preload=metadata src=/large.mp4 ${SIZE}></video><video preload=metadata src=/large-plain.mp4 ${SIZE}></video>`,
    );
    const items = await see.list(page, settledWith(2));
    expect(items.map(stateOf)).toEqual(["None", "large"]);
    const large1 = items[1];
    const detail = await see.ask<{ ok: boolean; value: { verdict: { state: string } } }>(page, 0, {
      to: "content",
      ask: "detail",
      item: large1?.id ?? 0,
    });
    expect(detail).toMatchObject({ ok: true, value: { verdict: { state: "Valid" } } });
    const now = await see.list(page, settledWith(2));
    expect(now.map(stateOf)).toEqual(["None", "Valid"]);
  });

  it.skipIf(!path)("is read under a policy that forbids pages to fetch anything", async () => {
    const item = await see1(
      `<img src=/signed.jpg?csp ${SIZE}>`,
      `<meta http-equiv=content-security-policy content="default-src 'none'; img-src *; require-trusted-types-for 'script'">`,
    );
    // In Firefox, the policy holds for content scripts: then the engine asks.
    expect([stateOf(item), ofWhich(item)]).toEqual([
      "Valid",
      kind === "chrome" ? "page" : "address",
    ]);
    expect(new Set(asked(site).map((one) => one.split(" ")[0]))).toEqual(
      new Set(["/signed.jpg?csp"]),
    );
  });

  it.skipIf(!path)(
    "is checked again in full, with its pictures, when the reader asks",
    async () => {
      const page = await show(`<img src=/plain.jpg?d ${SIZE}><img src=/signed.jpg?d ${SIZE}>`);
      const items = await see.list(page, settledWith(2));
      for (const [i, state] of ["None", "Valid"].entries())
        expect(
          await see.ask(page, 0, { to: "content", ask: "detail", item: items[i]?.id ?? 0 }),
        ).toMatchObject({ ok: true, value: { of: "page", verdict: { state } } });
      expect(asked(site).sort()).toEqual(["/plain.jpg?d", "/signed.jpg?d"]);
      expect(await see.ask(page, 0, { to: "content", ask: "detail", item: 999 })).toMatchObject({
        ok: false,
        code: "FILE_NOT_FOUND",
      });
    },
  );

  it.skipIf(!path)("costs little where hundreds of pictures carry nothing", async () => {
    const run = `/idle-${++runs}`;
    const count = 300;
    const content = file("plain.webp").content;
    for (let i = 0; i < count; i++) site.put(`${run}-${i}`, { mediaType: "image/webp", content });
    await tab.metrics?.(); // counts from the first call on
    const page = await show(
      Array.from({ length: count }, (_, i) => `<img src=${run}-${i} width=60 height=60>`).join(""),
    );
    const items = await see.list(page, settledWith(count));
    expect(new Set(items.map(stateOf))).toEqual(new Set(["None"]));
    expect(site.log.filter(({ path }) => path.startsWith(run))).toHaveLength(count);
    // Time of its own that the page's thread spent on all of it; Firefox doesn't tell. The bench has the fine figures.
    const spent = (await tab.metrics?.())?.get("TaskDuration") ?? 0;
    expect(spent).toBeLessThan(count * 0.005);
  });
});
