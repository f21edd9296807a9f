// Panel, popup and options in every language, in both browsers: in the language that was chosen, in its direction, and
// nowhere wider than a narrow side panel.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sign } from "../../../toolkit/index.js";
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
  let own: Panel;
  let panel: Panel;
  let options: Panel;
  let popup: Panel;
  beforeAll(async () => {
    if (!path) return;
    const { collage } = await panelFiles();
    browser = await extended(kind, path);
    own = await withHands(await browser.own("options.html"));
    await own.run(`await api.storage.local.set({ gateways: ["https://gateway.example"] })`);
    panel = await narrow("panel.html");
    await panel.drop(collage, "collage.jpg");
    await panel.run(`for (const one of document.querySelectorAll("details")) one.open = true`);
    options = await narrow("options.html");
    popup = await narrow("popup.html");
  });
  afterAll(() => browser?.close());

  const narrow = async (page: string): Promise<Panel> => {
    const tab = await browser.own(page);
    await tab.resize(NARROW, 800);
    return withHands(tab);
  };

  it.skipIf(!path).each(LANGUAGES)("speak %s at once, and fit", async (language) => {
    await own.run(`await api.storage.local.set({ language: "${language}" })`);
    const tag = said(language, "common", "languageTag");
    const fits = { lang: tag, dir: language === "ar" ? "rtl" : "ltr", wide: 0, cut: [] };
    const speaks = (file: string, key: string) =>
      `await until(() => document.documentElement.lang === "${tag}"); await says(${JSON.stringify(said(language, file, key))});`;

    await panel.run(speaks("panel", "panelLookUp"));
    expect(await panel.run(WIDE)).toEqual(fits);
    await pictureOf(panel, `panel-${kind}-${language}`);
    await options.run(speaks("options", "optionsAccess"));
    expect(await options.run(WIDE)).toEqual(fits);
    await pictureOf(options, `options-${kind}-${language}`);
    await popup.tab.goto(await popup.run("return location.href"));
    await popup.run(speaks("panel", "popupOpen"));
    expect(await popup.run(WIDE)).toEqual(fits);
  });

  it.skipIf(!path)("fit with text of twice the size, without words cut to pieces", async () => {
    await own.run(`await api.storage.local.set({ language: "de" })`);
    for (const one of [panel, options, popup]) {
      await one.tab.goto(await one.run("return location.href"));
      await one.run(`await until(() => document.documentElement.lang === "de" && document.querySelector("h1"));
        document.documentElement.style.fontSize = "200%"`);
      expect(await one.run(WIDE)).toMatchObject({ wide: 0, cut: [] });
      const broken = await one.run<string[]>(`document.body.style.overflowWrap = "normal";
        const cut = [...document.querySelectorAll(".top h1, .counts dt")]
          .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent);
        document.body.style.overflowWrap = "";
        return cut`);
      expect(broken).toEqual([]);
      await pictureOf(one, `large-${kind}-${[panel, options, popup].indexOf(one)}`);
      await one.run(`document.documentElement.style.fontSize = ""`);
    }
  });

  it.skipIf(!path)("leave room for the words of a long history", async () => {
    made ??= longHistory();
    await panel.drop(await made, "ninth.jpg");
    await panel.run(
      `await until(() => [...document.querySelectorAll(".folded:not([open])")].map((one) => { one.open = true; }).length === 0
         && document.querySelectorAll(".node").length === ${STEPS})`,
    );
    expect(await panel.run(WIDE)).toMatchObject({ wide: 0, cut: [] });
    const widths = await panel.run<number[]>(
      `return [...document.querySelectorAll(".node .about")].map((one) => one.clientWidth)`,
    );
    expect(Math.min(...widths)).toBeGreaterThan(NARROW / 3);
  });
});

const STEPS = 9;
let made: Promise<Uint8Array> | undefined;

/** A picture that was signed again and again, each time with the one before as what it was made from. */
async function longHistory(): Promise<Uint8Array> {
  const { shop, lake } = await panelFiles();
  let last = shop.put("step-0.jpg", lake);
  for (let step = 1; step < STEPS; step++) {
    const output = join(shop.folder, `step-${step}.jpg`);
    await sign(last, { identity: shop.identity, parent: last, output });
    last = output;
  }
  return new Uint8Array(readFileSync(last));
}

async function pictureOf({ tab }: Panel, name: string): Promise<void> {
  if (PICTURES) await tab.screenshot(join(PICTURES, `${name}.png`));
}
