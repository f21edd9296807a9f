// The panel and the popup in both browsers, beside a page with signed files: what they say, and what they never do.
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { type Extended, extended, findBrowserFor, type Tab } from "./browser.js";
import { type PanelFiles, panelFiles } from "./panel-files.js";
import { anchor, faults, type Panel, unreached, withHands } from "./panel-hands.js";
import { openSite, type Site } from "./site.js";

const ATTACKS = new URL("../../../../shared/corpus/generated-attacks/", import.meta.url);
if (!existsSync(ATTACKS)) console.warn("panel: hostile titles skipped, ../shared/corpus is absent");
const MEDIA = ["lake.jpg", "quilt.png", "collage.jpg", "changed.jpg", "plain.jpg"] as const;

describe.each(["chrome", "firefox"] as const)("the panel in %s", (kind) => {
  const path = findBrowserFor(kind);
  let files: PanelFiles;
  let browser: Extended;
  let site: Site;
  let page: Tab;
  let panel: Panel;
  let number: number;

  beforeAll(async () => {
    if (!path) return;
    files = await panelFiles();
    site = await openSite();
    for (const name of MEDIA)
      site.put(`/${name}`, {
        mediaType: name.endsWith("png") ? "image/png" : "image/jpeg",
        content: files[name.split(".")[0] as "lake"],
      });
    const images = MEDIA.map((name) => `<img src="/${name}" width="150" height="100" alt="">`);
    site.put("/", { mediaType: "text/html", content: `<!doctype html>${images.join("")}` });
    browser = await extended(kind, path);
    const own = await withHands(await browser.own("options.html"));
    const settings = { lists: [anchor(files.shop.root)], gateways: [] };
    await own.run(`await api.storage.local.set(${JSON.stringify(settings)})`);
    page = await browser.tab(`${site.url}/`);
    number = await own.run<number>(`
      const { id } = (await api.tabs.query({})).find(({ url }) => url === "${site.url}/");
      await until(async () => {
        const items = await api.tabs.sendMessage(id, { to: "content", ask: "list" }, { frameId: 0 }).catch(() => []);
        return items.length === ${MEDIA.length} && items.every(({ checked }) => checked);
      }, "everything is checked");
      return id;`);
    await own.tab.close();
    panel = await opened();
  });
  const opened = async () => {
    const tab = await browser.own(`panel.html?tab=${number}`);
    await tab.resize(400, 800);
    return withHands(tab);
  };
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  it.skipIf(!path)(
    "lists what carries credentials, and only counts what carries none",
    async () => {
      await panel.run(`await says("carries no Content Credentials")`);
      const rows = await panel.run<string[]>(
        `return [...document.querySelectorAll(".row")].map((row) => row.innerText)`,
      );
      expect(rows).toHaveLength(4);
      expect(rows[0]).toMatch(
        /Lake at dusk[\s\S]*Trusted[\s\S]*Camera-captured[\s\S]*The Daily Record/,
      );
      expect(rows[1]).toMatch(/Trusted[\s\S]*AI-generated/);
      expect(rows[3]).toMatch(/Invalid[\s\S]*claimed: The Daily Record/);
      expect(rows[3]).not.toContain("Camera-captured");
    },
  );

  it.skipIf(!path)(
    "shows pictures from the page's own bytes, and asks the site for nothing",
    async () => {
      const before = site.log.length;
      await panel.tab.close();
      panel = await opened();
      await panel.run(`await until(() => document.querySelectorAll(".row img").length === 4)`);
      const sources = await panel.run<string[]>(
        `return [...document.querySelectorAll("img")].map(({ src }) => src)`,
      );
      for (const source of sources) expect(source).toMatch(/^blob:/);
      expect(site.log.length).toBe(before);
    },
  );

  it.skipIf(!path)(
    "tells who, when, with what and what is said of AI, and draws the history",
    async () => {
      await panel.run(`
      await press("Front page, Sunday");
      await until(() => document.querySelector(".tree"));`);
      const [signer, ai, tool] = await panel.run<string[]>(
        `return [fact("Signed by"), fact("AI"), fact("Made with")]`,
      );
      expect(signer).toMatch(/The Daily Record \(Ada Reyes\)\s+vouched for by a trust list in use/);
      expect(ai).toMatch(
        /AI-edited\s+model: picture-1\s+human oversight: a person gave the prompts\s+declared by an ingredient/,
      );
      expect(await panel.run(`return fact("What happened")`)).toBe("opened, edited; 6 ingredients");
      expect(tool).toMatch(/^Colophon/);
      const folded = await panel.run<string[]>(
        `return [...document.querySelectorAll(".folded > summary")].map((one) => one.textContent)`,
      );
      expect(folded).toEqual(["2 ingredients", "and 2 more"]);
      const inside = await panel.run<string>(`
      document.querySelectorAll(".folded > summary").forEach((one) => one.click());
      await until(() => document.querySelectorAll(".node").length === 9);
      return document.querySelector(".tree").innerText`);
      expect(inside).toMatch(/made from lake\.signed\.jpg/);
      expect(await faults(panel)).toEqual([]);
    },
  );

  it.skipIf(!path)("compares an ingredient with the file, by keyboard too", async () => {
    const part = await panel.run<string>(`
      await press("Compare with this file");
      (await until(() => document.querySelector(".slider"))).focus();
      return document.querySelector(".pair").style.getPropertyValue("--part")`);
    expect(part).toBe("50%");
    await panel.tab.press("ArrowRight");
    expect(
      await panel.run(`return document.querySelector(".pair").style.getPropertyValue("--part")`),
    ).toBe("51%");
  });

  it.skipIf(!path)(
    "goes back to where it was, and says what failed of what does not check out",
    async () => {
      await panel.run(
        `await press("All of this page"); await until(() => document.querySelector(".row"))`,
      );
      expect(
        await panel.run(`return document.activeElement.innerText.includes("Front page")`),
      ).toBe(true);
      await panel.run(`
      document.querySelectorAll(".row")[3].click();
      await says("assertion.dataHash.mismatch");
      await says("The content was changed since it was signed.")`);
      expect(await panel.run(`return document.querySelector("article h3").textContent`)).toMatch(
        /^What failed/,
      );
      await panel.run(`await says("WHAT THE FILE CLAIMS")`);
      await panel.run(`await press("All of this page")`);
    },
  );

  it.skipIf(!path)(
    "copies the very verdict that the command gives, and the same in lines",
    async () => {
      await panel.drop(files.quilt, "quilt.png", "image/png");
      const [json = "", lines = ""] = await panel.run<string[]>(`
        const copied = [];
        Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (text) => void copied.push(text) } });
        await press("Copy report"); await press("Copy as text");
        await says("Copied.");
        await until(() => copied.length === 2);
        return copied;`);
      const { verdict, ...about } = JSON.parse(json) as { verdict: object; at: string };
      const expected = await verify(files.quilt, { name: "quilt.png", anchors: [files.shop.root] });
      // Of two names for the same anchors, each says its own.
      const ours = JSON.stringify(expected).replaceAll("found in [lists]", "found in [user]");
      expect(verdict).toEqual(JSON.parse(ours));
      expect(about).toEqual({ name: "quilt.png", of: "file", fetched: 0, at: about.at });
      expect(Math.abs(Date.now() - Date.parse(about.at))).toBeLessThan(60_000);
      expect(lines).toMatch(/^quilt\.png\nTrusted: Signed by The Daily Record/);
      expect(lines).toContain(
        "AI: AI-generated; model: picture-1; human oversight: a person gave the prompts",
      );
    },
  );

  it.skipIf(!path)(
    "makes an unknown signer Trusted on the open page, once the reader has put them on their list",
    async () => {
      const own = await withHands(await browser.own("options.html"));
      await own.run(`await api.storage.local.set({ lists: [] })`);
      await panel.tab.front(); // elsewhere, a browser lets its timers wait
      await panel.tab.goto(await panel.run("return location.href"));
      await panel.run(`
      await press("Lake at dusk");
      await until(() => document.querySelector("article .state")?.innerText === "Valid");
      await press("Add this signer");
      await says("compare the SHA-256");
      await press("Add to my list");
      await until(() => document.querySelector("article .state").innerText === "Trusted");
      await press("All of this page");
      const states = () => [...document.querySelectorAll(".row .state")].map((one) => one.innerText);
      await until(() => String(states()) === "Trusted,Trusted,Trusted,Invalid", "all of the signer's are Trusted")`);
      const lists = await own.run<{ use: string; name: string }[]>(
        `return (await api.storage.local.get("lists")).lists`,
      );
      expect(lists).toMatchObject([{ use: "signers", name: "O=The Daily Record, CN=Ada Reyes" }]);
      await own.tab.close();
    },
  );

  it.skipIf(!path)(
    "calls nobody Trusted any more, in open panels and on open pages, whom the reader took off their list",
    async () => {
      const own = await withHands(await browser.own("options.html"));
      const marks = `(root) => [...root.querySelectorAll("button")].map((one) => one.ariaLabel).join()`;
      expect(await page.inside<string>(marks)).toContain("Trusted");
      await panel.tab.front();
      await panel.run(`await press("Lake at dusk");
        await until(() => document.querySelector("article .state")?.innerText === "Trusted")`);
      await own.run(`await press("Remove: O=The Daily Record"); await says("was removed")`);
      await panel.run(`
        await until(() => document.querySelector("article .state").innerText === "Valid");
        await press("All of this page");
        const states = () => [...document.querySelectorAll(".row .state")].map((one) => one.innerText);
        await until(() => String(states()) === "Valid,Valid,Valid,Invalid", "none is Trusted")`);
      expect(await page.inside<string>(marks)).not.toContain("Trusted");
      await own.run(`await press("Undo"); await says("Undone")`);
      await panel.run(`
        const states = () => [...document.querySelectorAll(".row .state")].map((one) => one.innerText);
        await until(() => String(states()) === "Trusted,Trusted,Trusted,Invalid", "all are Trusted")`);
      await own.tab.close();
    },
  );

  it.skipIf(!path)("shows the certificates of the signer, with what identifies them", async () => {
    await panel.run(`await press("Lake at dusk"); await press("Certificate chain")`);
    const chain = await panel.run<string[]>(
      `return [...document.querySelectorAll(".chain > li")].map((one) => one.innerText)`,
    );
    const { signer } = await verify(files.lake);
    expect(chain).toHaveLength(signer?.chain.length ?? 0);
    for (const [i, { subject, issuer, serial, sha256 }] of (signer?.chain ?? []).entries())
      for (const said of [subject, issuer, serial, sha256]) expect(chain[i]).toContain(said);
    await panel.run(`await press("All of this page")`);
  });

  it.skipIf(!path)("shows which marks are ours: as they are drawn over the page", async () => {
    const rings = await panel.run<string[]>(
      `return (await until(() => document.querySelectorAll(".marks .ring").length === 4 && [...document.querySelectorAll(".marks .ring")]))
        .map((one) => one.getAttribute("d"))`,
    );
    const drawn = await page.inside<string>(
      `(root) => root.querySelector(".ring").getAttribute("d")`,
    );
    expect(new Set([...rings, drawn]).size).toBe(1);
    await panel.run(`await says("A page can draw marks, too")`);
  });

  it.skipIf(!path)(
    "says what it can't check, and never takes that for no credentials",
    async () => {
      await panel.drop(new Uint8Array([0, 1, 2, 255, 254]), "note.bin");
      expect(await panel.run(`return document.querySelector(".state").innerText`)).toBe(
        "NotChecked",
      );
      expect(await faults(panel)).toEqual([]);
      await panel.drop(new Uint8Array(0), "nothing.jpg");
      await panel.run(`await says("The file is empty (0 bytes).")`);
    },
  );

  it.skipIf(!path)("says of several files dropped at once which one it looks at", async () => {
    await panel.run(`
      const data = new DataTransfer();
      for (const name of ["first.txt", "second.txt"]) data.items.add(new File(["words"], name, { type: "text/plain" }));
      document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      await until(() => document.querySelector("article .big"));
      await says("One file is looked at at a time: first.txt now.");`);
  });

  it.skipIf(!path)("relies on nothing that a changed file says of AI", async () => {
    await panel.drop(files.changed, "changed.jpg");
    expect(await panel.run(`return fact("AI")`)).toMatch(
      /^Camera-captured\s+what the file claims, not to be relied on$/,
    );
  });

  it.skipIf(!path || !existsSync(ATTACKS))(
    "makes hostile titles plain, and runs nothing of them",
    async () => {
      for (const name of [0, 2, 4, 6].map((one) => `jpg_hostile_title_${one}.jpg`)) {
        await panel.drop(new Uint8Array(readFileSync(new URL(name, ATTACKS))), name);
        await panel.run(`await until(() => document.querySelector(".tree"))`);
        const seen = await panel.run<{ strange: boolean; tags: number; long: number }>(`
        const text = document.querySelector("article").textContent;
        const tags = document.querySelectorAll("article :is(script, iframe, object, embed, a[href^='javascript'], img:not([src^='blob:']))");
        const longest = Math.max(...[...document.querySelectorAll("bdi")].map((one) => one.textContent.length));
        return { strange: /[\\p{Cf}\\p{Zl}\\p{Zp}]|[^\\P{Cc}\\n]/u.test(text), tags: tags.length, long: longest };`);
        expect(seen).toMatchObject({ strange: false, tags: 0 });
        expect(seen.long).toBeLessThanOrEqual(400);
      }
    },
  );

  it.skipIf(!path)("has a popup with counts, the first items and this site's mode", async () => {
    const popup = await withHands(await browser.own(`popup.html?tab=${number}`));
    await popup.run(`await until(() => document.querySelectorAll(".row").length === 3)`);
    expect(await popup.run(`return document.querySelector(".row").innerText`)).toContain("Invalid");
    expect(await popup.run(`return document.querySelector(".counts").innerText`)).toMatch(
      /4[\s\S]*with Content Credentials|with Content Credentials[\s\S]*4/,
    );
    expect(await faults(popup)).toEqual([]);
    expect(await unreached(popup)).toEqual([]);
    await popup.run(`
      document.querySelectorAll("[name=mode]")[1].click();
      await until(async () => (await api.storage.local.get("sites")).sites?.["127.0.0.1"] === "click");
      await api.storage.local.remove("sites")`);
    await popup.tab.close();
  });

  it.skipIf(!path)(
    "is reached by keyboard alone, with nothing that axe finds fault with",
    async () => {
      await panel.tab.close();
      panel = await opened();
      await panel.run(`await says("carries no Content Credentials")`);
      expect(await faults(panel)).toEqual([]);
      expect(await unreached(panel)).toEqual([]);
      await panel.run(`await press("Front page, Sunday");
        await until(() => document.querySelector(".node button"))`);
      expect(await unreached(panel)).toEqual([]);
    },
  );
});
