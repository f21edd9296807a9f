// Panel, popup and options in every language, in both browsers: in the language that was chosen, in its direction, and
// nowhere wider than a narrow side panel.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { panelFiles } from "./panel-files.js";
import { type Panel, withHands } from "./panel-hands.js";

const NARROW = 360;
const LANGUAGES = ["en", "de", "es", "fr", "pt", "ja", "zh_CN", "ar"];
/** Where to put pictures to look at; nowhere unless asked. */
const PICTURES = process.env["COLOPHON_TEST_PICTURES"];

function said(language: string, file: string, key: string): string {
  const path = new URL(`../../../extension/_locales/${language}/${file}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as Record<string, { message: string }>)[key]
    ?.message as string;
}

const WIDE = `return {
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  // What scrolls by itself may be as wide as it likes; the page may not.
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  cut: [...document.querySelectorAll("button, a, input, select, summary, label, h1, h2, h3, p, li, dd, dt")]
    .filter((one) => one.checkVisibility())
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return right - left > 0 && (left < -1 || right > innerWidth + 1);
    })
    .map((one) => one.outerHTML.slice(0, 100)),
}`;

describe.each(["chrome", "firefox"] as const)("the pages in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let picture: Uint8Array;
  let own: Panel;
  beforeAll(async () => {
    if (!path) return;
    picture = (await panelFiles()).collage;
    browser = await extended(kind, path);
    own = await withHands(await browser.own("options.html"));
  });
  afterAll(() => browser?.close());

  const narrow = async (page: string): Promise<Panel> => {
    const tab = await browser.own(page);
    await tab.resize(NARROW, 800);
    return withHands(tab);
  };

  it.skipIf(!path).each(LANGUAGES)("speak %s and fit", async (language) => {
    await own.run(`await api.storage.local.set({ language: "${language}" })`);
    const tag = said(language, "common", "languageTag");
    const fits = { lang: tag, dir: language === "ar" ? "rtl" : "ltr", wide: 0, cut: [] };

    const panel = await narrow("panel.html");
    await panel.run(`await says(${JSON.stringify(said(language, "panel", "panelInspect"))})`);
    expect(await panel.run(WIDE)).toEqual(fits);
    await panel.drop(picture, "collage.jpg");
    await panel.run(`for (const one of document.querySelectorAll("details")) one.open = true`);
    expect(await panel.run(WIDE)).toEqual(fits);
    await pictureOf(panel, `panel-${kind}-${language}`);
    await panel.tab.close();

    const options = await narrow("options.html");
    await options.run(`await says(${JSON.stringify(said(language, "options", "optionsAccess"))})`);
    expect(await options.run(WIDE)).toEqual(fits);
    await pictureOf(options, `options-${kind}-${language}`);
    await options.tab.close();

    const popup = await narrow("popup.html");
    await popup.run(`await until(() => document.querySelector("main")?.innerText.length > 10)`);
    expect(await popup.run(WIDE)).toEqual(fits);
    await popup.tab.close();
  });
});

async function pictureOf({ tab }: Panel, name: string): Promise<void> {
  if (PICTURES) await tab.screenshot(join(PICTURES, `${name}.png`));
}
