// The pictures of the panel in docs/image, drawn anew where COLOPHON_TEST_PICTURES names a folder for them: by day, by
// night, from right to left.
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { drawn, FOLDER } from "./drawn.js";
import { panelFiles } from "./panel-files.js";
import { anchor, withHands } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";

const NAMES = ["lake.jpg", "quilt.png", "collage.jpg", "changed.jpg", "plain.jpg"] as const;

describe.skipIf(!FOLDER)("pictures of the panel", () => {
  const path = findBrowserFor("chrome");
  let browser: Extended;
  let site: Site;
  afterEach(async () => {
    await browser?.close();
    site?.close();
  });

  it.skipIf(!path).each([
    ["panel-detail", {}],
    ["panel-dark", { dark: true }],
    ["panel-rtl", { rtl: true }],
  ])("%s", async (name, { dark = false, rtl = false }: { dark?: boolean; rtl?: boolean }) => {
    const files = await panelFiles();
    site = await openSite();
    for (const one of NAMES)
      site.put(`/${one}`, {
        mediaType: one.endsWith("png") ? "image/png" : "image/jpeg",
        content: files[one.split(".")[0] as "lake"],
      });
    const images = NAMES.map((one) => `<img src="/${one}" width="150" height="100" alt="">`);
    site.put("/", { mediaType: "text/html", content: `<!doctype html>${images.join("")}` });
    browser = await extended("chrome", path ?? "", { dark });
    const own = await withHands(await browser.own("options.html"));
    const lists = [anchor(files.shop.root)];
    const settings = { lists, glyph: 31, ...(rtl && { language: "ar" }) };
    await own.run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    await browser.tab(`${site.url}/`);
    const tab = await own.run<number>(
      `return (await api.tabs.query({})).find(({ url }) => url === "${site.url}/").id`,
    );
    const panel = await withHands(await browser.own(`panel.html?tab=${tab}`));
    await panel.run(
      `await until(() => document.querySelectorAll(".row img").length === 4 && !document.querySelector(".progress"))`,
    );
    if (!dark && !rtl) await drawn(panel, "panel");
    await panel.run(`document.querySelectorAll(".row")[2].click();
      await until(() => document.querySelectorAll(".node img").length > 2)`);
    await drawn(panel, name);
    expect(statSync(join(FOLDER ?? "", `${name}.png`)).size).toBeLessThan(60_000);
  });
});
