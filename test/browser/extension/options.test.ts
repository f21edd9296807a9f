// The options page in both browsers: what a reader chooses there is kept, can be undone, and asks nobody without a click.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../../../extension/settings.js";
import { workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { openSite, type Site } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ARABIC = fileURLToPath(new URL("../../../extension/_locales/ar", import.meta.url));
const KEYS = ["mode", "sites", "lists", "gateways", "privateLookup", "lookupSites", "language"];

/** Functions for the page: found by name or label, as a person finds them. */
const HANDS = `
  globalThis.api = globalThis.browser ?? globalThis.chrome;
  globalThis.until = async (look) => {
    for (let tries = 0; tries < 400; tries++) {
      const found = await look();
      if (found) return found;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error("never: " + look);
  };
  const nameOf = (element) => element.getAttribute("aria-label") ?? (element.labels?.[0] ?? element).textContent.trim();
  globalThis.named = (name, tag = "button, input, select") => until(() =>
    [...document.querySelectorAll(tag)].find((element) => nameOf(element).startsWith(name)));
  globalThis.press = async (name) => (await named(name, "button")).click();
  globalThis.type = async (name, value, tag = "input, select") => {
    const field = await named(name, tag);
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
    own.set.call(field, value);
    field.dispatchEvent(new Event(field.localName === "select" ? "change" : "input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 50));
  };
  globalThis.bring = async (name, file, text) => {
    const field = await named(name, "input[type=file]");
    const files = new DataTransfer();
    files.items.add(new File([text], file));
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  globalThis.said = (part) => until(() =>
    [...document.querySelectorAll("[role=status]")].map((line) => line.textContent).find((line) => line.includes(part)));
  globalThis.stored = (key) => api.storage.local.get(key).then((all) => all[key]);
  undefined;
`;

describe.each(["chrome", "firefox"] as const)("the options page in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let page: Tab;
  let pem: string;
  let other: string;
  const run = <T>(script: string) => page.evaluate<T>(`(async () => { ${script} })()`);
  const stored = <K extends keyof Settings>(key: K) =>
    run<Settings[K] | undefined>(`return stored("${key}")`);

  beforeAll(async () => {
    if (!path) return;
    pem = (await workshop()).root;
    other = (await workshop()).root;
    site = await openSite({ cors: true });
    site.put("/info", { mediaType: "application/json", content: '{"height":1234567}' });
    browser = await extended(kind, path);
    const query = `c2pa=${encodeURIComponent(`${site.url}/list.pem`)}`;
    page = await browser.own(`options.html?${query}`);
    await page.evaluate(HANDS);
    await run(`await api.storage.local.remove(${JSON.stringify(KEYS)}); await named("Test: ")`);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it.skipIf(!path)(
    "asks nobody when it is opened, and says that nothing is collected",
    async () => {
      expect(await run("return document.body.textContent")).toContain("Nothing is collected");
      expect(site.log).toEqual([]);
    },
  );

  it.skipIf(!path)("shows a list that is not the pinned one before it is used", async () => {
    site.put("/list.pem", { mediaType: "text/plain", content: pem });
    await run(`await press("Download: C2PA Trust List"); await said("another one")`);
    const shown = await run<string>(`return document.querySelector(".review").textContent`);
    expect(shown).toContain("1 certificate would be added");
    expect(shown).toContain("Ada Reyes");
    expect(await stored("lists")).toBeUndefined();
    await run(`await press("Use this list"); await said("in use")`);
    expect(await stored("lists")).toMatchObject([
      { name: "c2pa", use: "signers", pem, anchors: 1 },
    ]);
    expect(site.log.at(-1)?.headers).not.toHaveProperty("cookie");
    expect(site.log.at(-1)?.headers).not.toHaveProperty("referer");
  });

  it.skipIf(!path)(
    "keeps the list in use when the next one is damaged, absent or not wanted",
    async () => {
      site.put("/list.pem", { mediaType: "text/plain", content: pem.replace("\nMII", "\nAII") });
      await run(`await press("Update: C2PA Trust List"); await said("no trust list")`);
      site.put("/list.pem", { mediaType: "text/plain", content: "gone", status: 404 });
      await run(`(await named("Update: C2PA Trust List")).focus()`);
      await run(`await press("Update: C2PA Trust List"); await said("answered 404")`);
      expect(await run("return document.activeElement.ariaLabel")).toBe("Update: C2PA Trust List");
      site.put("/list.pem", { mediaType: "text/plain", content: other });
      await run(`await press("Update: C2PA Trust List"); await said("another one")`);
      const shown = await run<string>(`return document.querySelector(".review").textContent`);
      expect(shown).toContain("1 certificate would be added");
      expect(shown).toContain("1 certificate would be removed");
      await run(`await press("Keep the list that I have")`);
      expect(await stored("lists")).toMatchObject([{ pem }]);
    },
  );

  it.skipIf(!path)(
    "takes certificates from a file, all or none, and undoes a removal",
    async () => {
      await run(
        `await bring("File with certificates", "bad.pem", "hello"); await said("Nothing was changed")`,
      );
      expect(await stored("lists")).toHaveLength(1);
      await run(
        `await bring("File with certificates", "c2pa.pem", ${JSON.stringify(other)}); await said("Added")`,
      );
      expect(await stored("lists")).toMatchObject([
        { name: "c2pa" },
        { name: "c2pa (2)", source: "c2pa.pem" },
      ]);
      await run(`await press("Remove: c2pa (2)"); await said("was removed")`);
      expect(await stored("lists")).toHaveLength(1);
      await run(`await press("Undo"); await said("Undone")`);
      expect(await stored("lists")).toHaveLength(2);
    },
  );

  it.skipIf(!path)("says of certificates that are there already that they are", async () => {
    const before = await stored("lists");
    const again = `\nthe same\n${other.replaceAll("\n", "\r\n")}`;
    await run(
      `await bring("File with certificates", "again.pem", ${JSON.stringify(again)}); await said("nothing to add")`,
    );
    expect(await run(`return said("again.pem")`)).toContain("“c2pa (2)”");
    expect(await stored("lists")).toEqual(before);
  });

  it.skipIf(!path)("tests a gateway with one question that it names", async () => {
    await run(`await type("Gateway", "${site.url}/"); (await named("Gateway", "input")).form.requestSubmit();
      await said("was added")`);
    expect((await stored("gateways"))?.at(-1)).toBe(site.url);
    const before = site.log.length;
    await run(`await press("Test: ${site.url}"); await said("1,234,567")`);
    expect(site.log.slice(before).map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
      "GET /info",
    ]);
    await run(`await press("Move up: ${site.url}"); await said("was moved up")`);
    expect((await stored("gateways"))?.at(-2)).toBe(site.url);
    await run(`await type("Gateway", "http://example.com"); (await named("Gateway", "input")).form.requestSubmit();
      await said("https address")`);
    expect(await stored("gateways")).toHaveLength(3);
    await run(`await type("Gateway", "ftp://gateway.example"); (await named("Gateway", "input")).form.requestSubmit();
      await new Promise((done) => setTimeout(done, 300))`);
    expect(await stored("gateways")).toHaveLength(3);
  });

  it.skipIf(!path)("takes for a site what is one", async () => {
    for (const [typed, isOne] of [
      ["*.example.org", false],
      ["not a site", false],
      ["ftp://example.org", false],
      ["example.org:8080", true],
    ] as const)
      expect(
        await run(`const form = document.querySelector("section[aria-labelledby=sites] form");
          const input = form.querySelector("input");
          input.value = "${typed}"; input.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((done) => setTimeout(done, 100));
          const { disabled } = form.querySelector("button");
          input.value = ""; input.dispatchEvent(new Event("input", { bubbles: true }));
          return !disabled`),
        typed,
      ).toBe(isOne);
  });

  it.skipIf(!path)("treats a site as the reader says", async () => {
    const add = "form.requestSubmit(); await said('example.org')";
    await run(`const sites = document.querySelector("section[aria-labelledby=sites]");
      const input = sites.querySelector("form input"); const form = sites.querySelector("form");
      input.value = "https://Example.ORG/a?b"; input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 50)); ${add}`);
    expect(await stored("sites")).toEqual({ "example.org": "off" });
    await run(
      `(await named("Look up in the archive: example.org", "input")).click(); await said("without a click")`,
    );
    expect(await stored("lookupSites")).toEqual(["example.org"]);
    await run(`await press("Remove: example.org"); await said("example.org was removed")`);
    expect(await stored("sites")).toEqual({});
    expect(await stored("lookupSites")).toEqual([]);
    await run(`await press("Undo"); await said("Undone")`);
    expect(await stored("sites")).toEqual({ "example.org": "off" });
  });

  it.skipIf(!path)(
    "shows how a site's name is read, and keeps it as addresses have it",
    async () => {
      await run(`const input = document.querySelector("section[aria-labelledby=sites] form input");
      input.value = "München.example"; input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 50)); input.form.requestSubmit();
      await until(() => [...document.querySelectorAll(".host")].some((one) => one.innerText === "münchen.example (xn--mnchen-3ya.example)"))`);
      expect(await stored("sites")).toHaveProperty(["xn--mnchen-3ya.example"], "off");
      await run(`await press("Remove: münchen.example"); await said("was removed")`);
      expect(await stored("sites")).toEqual({ "example.org": "off" });
    },
  );

  it.skipIf(!path || !existsSync(ARABIC))(
    "speaks another language at once, from right to left where it is written so",
    async () => {
      await run(
        `await type("Language of Colophon", "ar", "select"); await until(() => document.documentElement.dir === "rtl")`,
      );
      expect(await run("return document.documentElement.lang")).toBe("ar");
      await run(`const select = document.querySelector("section[aria-labelledby=language] select");
      select.value = ""; select.dispatchEvent(new Event("change", { bubbles: true }));
      await until(() => document.documentElement.dir === "ltr")`);
    },
  );

  it.skipIf(!path)("takes settings from a file whole or not at all", async () => {
    const before = await stored("sites");
    await run(
      `await bring("Take settings", "a.json", '{"mode":"off"}'); await said("Nothing was changed")`,
    );
    expect(await stored("sites")).toEqual(before);
    const file = JSON.stringify({
      kind: "colophon-extension-settings",
      version: 1,
      settings: { mode: "click" },
    });
    await run(
      `await bring("Take settings", "a.json", ${JSON.stringify(file)}); await said("were taken")`,
    );
    expect(await stored("mode")).toBe("click");
    expect(await stored("lists")).toEqual([]);
    await run(`await press("Undo"); await said("Undone")`);
    expect(await stored("lists")).toHaveLength(2);
  });

  it.skipIf(!path)(
    "is reached by keyboard, control by control",
    async () => {
      const all = await run<number>(
        `return [...document.querySelectorAll("button:not(:disabled), input:not([type=radio]), select, summary")].length`,
      );
      await run("document.activeElement?.blur(); return undefined");
      const seen = new Set<string>();
      for (let presses = 0; presses < all + 10; presses++) {
        await page.press("Tab");
        seen.add(
          await run<string>(`const all = [...document.querySelectorAll("button, input, select, summary")];
        const at = document.activeElement; return at.type === "radio" ? "radio" : String(all.indexOf(at))`),
        );
      }
      seen.delete("-1");
      expect(seen.size).toBe(all + 1);
    },
    60_000,
  );

  it.skipIf(!path)("has nothing that axe-core finds", async () => {
    await page.evaluate(`${AXE}; undefined`);
    const found = await run<unknown[]>(
      "const { violations } = await axe.run(document); return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])",
    );
    expect(found).toEqual([]);
  });
});
