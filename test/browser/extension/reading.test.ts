// A signed picture on a page, in both browsers: the engine in the extension says what the library says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sign, verify } from "../../../toolkit/index.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { eyes } from "./eyes.js";
import { openSite, type Site } from "./site.js";

describe.each(["chrome", "firefox"] as const)("the engine in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let signed: Uint8Array;
  beforeAll(async () => {
    if (!path) return;
    const shop = await workshop();
    const { output } = await sign(shop.put("a.jpg", await fixture("jpeg-baseline")), {
      identity: shop.identity,
      source: "camera",
    });
    signed = new Uint8Array(readFileSync(join(output)));
    site = await openSite();
    site.put("/a.jpg", { mediaType: "image/jpeg", content: signed });
    site.put("/", { mediaType: "text/html", content: "<!doctype html><img src=/a.jpg width=120>" });
    browser = await extended(kind, path);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it.skipIf(!path)("gives the very verdict that the library gives", async () => {
    await browser.tab(`${site.url}/`);
    const see = await eyes(browser);
    const [item] = await see.list(`${site.url}/`);
    const verdict = item?.checked?.ok ? item.checked.value.verdict : item;
    expect(verdict).toEqual(JSON.parse(JSON.stringify(await verify(signed))));
  });
});
