// What marks say of real files, in both browsers: every state, a copy found by its hash, hostile names, a site that wants
// no marks; and how the panel points at a medium.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { createIdentity, sign, signBytes } from "../../../toolkit/index.js";
import { startGateway } from "../../fake/gateway.js";
import { upload } from "../../toolkit/gateway/ask.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes } from "./eyes.js";
import { at, backTo, marksOn, opened, recordOpened } from "./marks-seen.js";
import { anchor } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = "width=240 height=180";
const PICTURES = process.env["COLOPHON_SCREENSHOTS"] ?? join(tmpdir(), "colophon-marks");
const ATTACKS = new URL("../../../../shared/corpus/generated-attacks/", import.meta.url);
if (!existsSync(ATTACKS)) console.warn("marks: hostile titles skipped, ../shared/corpus is absent");
const JPEG = "image/jpeg";
/** Markup, text that runs backwards, control characters, far too much, and a name that every object has. */
const HOSTILE = [
  `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`,
  "\u202egpj.detsurT\u202c \u2066\u2067a\u2069\u200f",
  "a\u0000b\u0007\u001b[31mc\u0085\u2028d\ne",
  "A".repeat(10_000),
  "__proto__",
] as const;

/** What the tests of both browsers show, made once. */
const made = (async () => {
  const shop = await workshop();
  const stranger = await createIdentity({ name: "Bo Lind", organisation: "Harbour Press" });
  const gateway = await startGateway();
  const bare = await fixture("jpeg-baseline");
  const trusted = (await signBytes("a.jpg", bare, { identity: shop.identity, source: "camera" }))
    .bytes;
  const valid = (await signBytes("b.jpg", bare, { identity: stranger, source: "camera" })).bytes;
  const broken = Uint8Array.from(trusted);
  broken[broken.length - 200] = (broken[broken.length - 200] ?? 0) ^ 1;
  const folder = join(shop.folder, "archive");
  const { output, record } = await sign(shop.put("c.jpg", await fixture("jpeg-progressive")), {
    identity: shop.identity,
    archive: folder,
  });
  await upload(gateway.url, { bytes: await (await LocalArchive.open(folder)).get(record!) });
  await gateway.mine();
  const kept = new Uint8Array(readFileSync(output));
  const { manifestSpans } = await containerFor(JPEG)!.open(memorySource(kept), JPEG);
  const { start, length } = manifestSpans[0]!;
  const stripped = concat(kept.subarray(0, start), kept.subarray(start + length));
  const hostile = await Promise.all(
    HOSTILE.map(async (title) => {
      const identity = await createIdentity({ name: "Eve", organisation: "Eve & Sons" });
      return (await signBytes("e.jpg", bare, { identity, source: "camera", title })).bytes;
    }),
  );
  return { shop, gateway, trusted, valid, broken, stripped, hostile };
})();

describe.each(["chrome", "firefox"] as const)("a mark in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let deaf: Site;
  let own: Tab;
  let see: Eyes;
  let tab: Tab;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    mkdirSync(PICTURES, { recursive: true });
    const files = await made;
    deaf = await openSite({ cors: true });
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        for (const name of ["trusted", "valid", "broken", "stripped"] as const)
          site.put(`/${name}.jpg`, { mediaType: JPEG, content: files[name] });
        for (const [i, content] of files.hostile.entries())
          site.put(`/hostile-${i}.jpg`, { mediaType: JPEG, content });
        see = await eyes(browser);
        await see.choose({
          lists: [anchor(files.shop.root)],
          gateways: [deaf.url],
          privateLookup: false,
        });
        own = await browser.own("options.html");
        await recordOpened(own);
      },
    });
    ({ site, tab, show } = stage);
    await tab.resize(900, 700);
  });
  beforeEach(async () => {
    await see?.choose({ lookupSites: [] });
  });
  afterAll(async () => {
    await stage?.close();
    deaf?.close();
  });

  const image = (name: string) => `<img src=/${name}.jpg ${SIZE}>`;
  const names = async (count: number) => (await marksOn(tab, count)).map(({ name }) => name).sort();

  it.skipIf(!path)(
    "says Trusted, Valid or Invalid, and who signed unless it is Invalid",
    async () => {
      const page = await show(["trusted", "valid", "broken"].map(image).join(""));
      const [valid, invalid, trusted] = await names(3);
      expect(trusted).toMatch(/The Daily Record.*Trusted/);
      expect(valid).toMatch(/Harbour Press.*Valid/);
      expect(invalid).toMatch(/^Invalid/);
      expect(invalid).not.toMatch(/Daily Record/);
      expect(await see.badge(page, "3!")).toBe("3!");
    },
  );

  it.skipIf(!path)(
    "is on a stripped copy that an archive knows, on sites where that is wanted, and asks nobody elsewhere",
    async () => {
      const without = await show(image("stripped"));
      expect((await see.list(without)).map(({ checked }) => checked?.ok)).toEqual([true]);
      expect(await marksOn(tab, 0)).toEqual([]);
      expect(deaf.log).toEqual([]);
      await see.choose({ gateways: [(await made).gateway.url], lookupSites: ["127.0.0.1"] });
      const page = await show(image("stripped") + image("trusted"));
      const [found] = (await names(2)).filter((name) => !name.includes("Trusted"));
      expect(found).toMatch(/archive|record/i);
      expect(found).not.toMatch(/Valid|Invalid|authentic|original/i);
      expect(await see.badge(page, "2")).toBe("2");
      await tab.screenshot(join(PICTURES, `${kind}-found.png`));
    },
  );

  it.skipIf(!path)("makes hostile titles harmless, on the page and in the panel", async () => {
    const page = await show(HOSTILE.map((_, i) => image(`hostile-${i}`)).join(""));
    for (const mark of await marksOn(tab, HOSTILE.length)) {
      expect(mark.name).toMatch(/Eve & Sons.*Valid/);
      expect(mark.name).not.toMatch(STRANGE);
      expect(mark.name.length).toBeLessThan(200);
    }
    const items = await see.list(page);
    const panel = await stage.browser.own(`panel.html?tab=${await see.tab(page)}`);
    for (const { id } of items) {
      await see.show(page, id);
      const text = await panel.evaluate<string>(`(async () => {
        for (let tries = 0; tries < 100 && !document.querySelector("article .big"); tries++) await new Promise((again) => setTimeout(again, 50));
        const article = document.querySelector("article");
        const found = article.innerText + "\\n" + article.querySelectorAll("script, iframe, object, embed, img:not([src^='blob:'])").length;
        document.querySelector("article .big").remove();
        return found; })()`);
      expect(text).toMatch(/\n0$/);
      expect(text.replaceAll("\n", "")).not.toMatch(STRANGE);
      expect(text.length).toBeLessThan(8000);
    }
    expect(await panel.evaluate("document.title")).not.toBe("run");
    expect(await tab.evaluate("document.title + ({}).toString()")).toBe("[object Object]");
    await panel.close();
  });

  it.skipIf(!path || !existsSync(ATTACKS))(
    "makes the corpus's hostile titles harmless",
    async () => {
      const files = [0, 2, 4, 6].map((i) => `jpg_hostile_title_${i}.jpg`);
      for (const name of files)
        site.put(`/${name}`, { mediaType: JPEG, content: readFileSync(new URL(name, ATTACKS)) });
      await show(files.map((name) => `<img src=/${name} ${SIZE}>`).join(""));
      for (const { name } of await marksOn(tab, files.length)) {
        expect(name).not.toMatch(STRANGE);
        expect(name.length).toBeLessThan(200);
      }
      expect(await tab.evaluate("document.title")).toBe("");
    },
  );

  it.skipIf(!path)("is not drawn where the site forbids it, but the toolbar counts", async () => {
    const page = await show(
      image("trusted"),
      `<meta name="CR-allow-UI-injection" content="false">`,
    );
    expect(await see.badge(page, "1")).toBe("1");
    expect(await see.list(page)).toHaveLength(1);
    expect(await tab.evaluate("document.querySelectorAll('[popover]').length")).toBe(0);
  });

  it.skipIf(!path)("has company for a moment: a line around what the panel points at", async () => {
    const page = await show(`<div style="height:3000px"></div>${image("trusted")}`);
    const [item] = await see.list(page);
    await see.ask(page, 0, { to: "content", tell: "reveal", item: item?.id ?? 0 });
    const line = () =>
      tab.inside<{ x: number; y: number; width: number; height: number }>(
        "(root) => { const one = root.querySelector('.frame')?.getBoundingClientRect(); return one && { x: one.x, y: one.y, width: one.width, height: one.height } }",
      );
    const medium = () =>
      tab.evaluate(
        "(({ x, y, width, height }) => ({ x, y, width, height }))(document.images[0].getBoundingClientRect())",
      );
    await expect.poll(line).toMatchObject({ width: 240, height: 180 });
    await expect
      .poll(async () => JSON.stringify(await line()) === JSON.stringify(await medium()))
      .toBe(true);
    expect((await line())?.y).toBeLessThan(700);
    await tab.screenshot(join(PICTURES, `${kind}-reveal.png`));
    await expect.poll(line, { timeout: 5000 }).toBeFalsy();
    expect(await marksOn(tab, 1)).toHaveLength(1);
  });

  it.skipIf(!path)(
    "is drawn in frames of other sites and in frames without an address",
    async () => {
      const other = await openSite({ host: "127.0.0.2" });
      other.put("/a.jpg", { mediaType: JPEG, content: (await made).trusted });
      const inner = (src: string) =>
        `<!doctype html><body style='margin:0'><img src=${src} width=200 height=120>`;
      other.put("/frame", { mediaType: "text/html", content: inner("/a.jpg") });
      const page = await show(
        `<iframe src=${other.url}/frame></iframe><iframe srcdoc="${inner(`${site.url}/trusted.jpg`)}"></iframe><iframe id=blank></iframe><iframe id=blob></iframe>
      <script>
        const html = ${JSON.stringify(inner(`${site.url}/trusted.jpg`))};
        blank.contentDocument.body.innerHTML = html;
        blob.src = URL.createObjectURL(new Blob([html], { type: "text/html" }));
      </script>`,
      );
      expect(await see.badge(page, "4")).toBe("4");
      const drawn = "(one) => one.contentDocument?.querySelectorAll('html > [popover]').length";
      await expect
        .poll(() => tab.evaluate(`[...document.querySelectorAll("iframe")].map(${drawn}).join()`))
        .toBe(",1,1,1");
      await tab.screenshot(join(PICTURES, `${kind}-frames.png`));
      // The marks of another site's frame are its own: a click into the frame opens the panel.
      const before = await opened(own);
      const [x = 0, y = 0] = await tab.evaluate<[number, number]>(
        "(({ x, y }) => [x + 2 + 200 - 18, y + 2 + 18])(document.querySelector('iframe').getBoundingClientRect())",
      );
      await tab.clickAt(x, y);
      await expect.poll(() => opened(own)).toBe(before + 1);
      await backTo(tab, own);
      other.close();
    },
  );

  it.skipIf(!path)("stays under the pointer while its words show", async () => {
    await show(image("trusted"));
    const [mark] = await marksOn(tab, 1);
    const words = () =>
      tab.inside<string>(
        "(root) => getComputedStyle(root.querySelector('button'), '::after').display",
      );
    await tab.hover(...at(mark));
    await expect.poll(words).not.toBe("none");
    await tab.hover(at(mark)[0], at(mark)[1] + 30);
    expect(await words()).not.toBe("none");
    await tab.hover(5, 400);
    await expect.poll(words).toBe("none");
  });
});

/** What no line of ours holds: controls, directions, separators. */
const STRANGE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
