// Pages that want what a person does on a mark for themselves, and pages that outlive the extension, in both browsers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Extended, findBrowserFor, type Tab } from "./browser.js";
import { files, putAll } from "./finding-files.js";
import { at, backTo, marksOn, opened, recordOpened } from "./marks-seen.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = "width=240 height=180";
const IMAGE = `<img id=a src=/signed.jpg ${SIZE}>`;
/** Takes every click and key before anybody else, as early as a page can. */
const GREEDY = `<script>globalThis.heard = [];
  for (const kind of ["click", "auxclick", "dblclick", "contextmenu", "keydown", "keyup", "keypress", "mousedown", "mouseup", "pointerdown", "pointerup"])
    for (const place of [window, document])
      place.addEventListener(kind, (event) => { heard.push(kind); event.stopImmediatePropagation(); event.preventDefault(); }, true);
</script>`;

describe.each(["chrome", "firefox"] as const)("what a person does on a mark in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let browser: Extended;
  let tab: Tab;
  let own: Tab;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        putAll(site, await files());
        own = await browser.own("options.html");
        await recordOpened(own);
      },
    });
    ({ browser, tab, show } = stage);
    await tab.resize(900, 700);
  });
  afterAll(() => stage?.close());

  it.skipIf(!path)("is a click that the page can neither swallow nor hear", async () => {
    await show(IMAGE, GREEDY);
    const [mark] = await marksOn(tab, 1);
    const before = await opened(own);
    await tab.clickAt(...at(mark));
    await expect.poll(() => opened(own)).toBe(before + 1);
    await backTo(tab, own);
    expect(await tab.evaluate("heard.join()")).toBe("");
    await tab.clickAt(60, 120);
    expect(await tab.evaluate("heard.includes('click')")).toBe(true);
  });

  it.skipIf(!path)("is a key that the page can neither swallow nor hear", async () => {
    await show(IMAGE, GREEDY);
    await marksOn(tab, 1);
    const before = await opened(own);
    // A page that takes every Tab key lets nobody tab anywhere; so the focus is put there by the driver.
    await tab.inside("(root) => { root.querySelector('button').focus(); }");
    await tab.press("Enter");
    await expect.poll(() => opened(own)).toBe(before + 1);
    await backTo(tab, own);
    await tab.inside("(root) => { root.querySelector('button').focus(); }");
    await tab.press(" ");
    await expect.poll(() => opened(own)).toBe(before + 2);
    await backTo(tab, own);
    expect(await tab.evaluate("heard.join()")).toBe("");
  });

  it.skipIf(!path)("is over when the extension is, and begins anew with the next", async () => {
    await show(`${IMAGE}<img src=/plain.png ${SIZE}>`);
    await marksOn(tab, 1);
    await tab.evaluate("document.querySelector('html > [popover]').isOld = true");
    await browser.reloadExtension();
    // Its marks go, and the new one comes in by itself.
    const hosts = "[...document.querySelectorAll('html > [popover]')].map((host) => !host.isOld)";
    await expect.poll(() => tab.evaluate(hosts), { timeout: 10_000 }).toEqual([true]);
    const next = await browser.own("options.html");
    await recordOpened(next);
    await tab.front();
    const [mark, ...others] = await marksOn(tab, 1);
    expect(others).toEqual([]);
    await tab.clickAt(...at(mark));
    await expect.poll(() => opened(next), { timeout: 5000 }).toBe(1);
    expect(await tab.evaluate("document.querySelectorAll('html > [popover]').length")).toBe(1);
  });
});
