// Marks over a page, in both browsers: where they are, what they say, how they are used, and what they leave alone.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowserFor, type Tab } from "./browser.js";
import { files, putAll } from "./finding-files.js";
import { at, backTo, marksOn, opened, recordOpened } from "./marks-seen.js";
import type { Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = "width=240 height=180";
const PICTURES = process.env["COLOPHON_SCREENSHOTS"] ?? join(tmpdir(), "colophon-marks");

describe.each(["chrome", "firefox"] as const)("marks in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let tab: Tab;
  let own: Tab;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    mkdirSync(PICTURES, { recursive: true });
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        putAll(site, await files());
        own = await browser.own("options.html");
        await recordOpened(own);
      },
    });
    ({ site, tab, show } = stage);
    await tab.resize(900, 700);
  });
  afterAll(() => stage?.close());

  const marks = (count: number, wait?: number) => marksOn(tab, count, wait);
  const corner = (selector: string) =>
    tab.evaluate<{ right: number; top: number; left: number; bottom: number }>(
      `JSON.parse(JSON.stringify(document.querySelector("${selector}").getBoundingClientRect()))`,
    );

  it.skipIf(!path)(
    "are on media with credentials alone, at the corner, 24 pixels large",
    async () => {
      await show(`<img src=/plain.jpg ${SIZE}><img id=a src=/signed.jpg ${SIZE}>`);
      const [mark, ...others] = await marks(1);
      expect(others).toEqual([]);
      const medium = await corner("#a");
      expect(mark).toMatchObject({
        x: medium.right - 30,
        y: medium.top + 6,
        width: 24,
        height: 24,
      });
      expect(mark?.name).toMatch(/Valid/);
      await tab.screenshot(join(PICTURES, `${kind}-light.png`));
    },
  );

  it.skipIf(!path)("leave a page without credentials as it is: no element of ours", async () => {
    await show(`<img src=/plain.jpg ${SIZE}><img src=/plain.png ${SIZE}>`);
    await new Promise((later) => setTimeout(later, 800));
    expect(
      await tab.evaluate(
        "document.querySelectorAll('[popover]').length + document.documentElement.children.length",
      ),
    ).toBe(2);
  });

  it.skipIf(!path)("never move the page: layout shift is 0", async () => {
    await show(
      `<p>before</p><img id=a src=/signed.jpg ${SIZE}><img src=/signed.png ${SIZE}><p>after</p>`,
      `<script>globalThis.shift = 0; try { new PerformanceObserver((all) => { for (const one of all.getEntries()) shift += one.value; }).observe({ type: "layout-shift", buffered: true }) } catch {}
       addEventListener("load", () => { globalThis.before = JSON.stringify([...document.querySelectorAll("p,img")].map((one) => one.getBoundingClientRect())) })</script>`,
    );
    await marks(2);
    await tab.hover(225, 60);
    await tab.evaluate("scrollBy(0, 10); undefined");
    await tab.evaluate("scrollTo(0, 0); undefined");
    expect(await tab.evaluate("shift")).toBe(0);
    expect(
      await tab.evaluate(
        "before === JSON.stringify([...document.querySelectorAll('p,img')].map((one) => one.getBoundingClientRect()))",
      ),
    ).toBe(true);
    expect(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it.skipIf(!path)(
    "follow scrolling, moves, transforms, zoom and size, and then rest",
    async () => {
      await show(
        `<div style="height:300px"></div><div id=box style="width:600px"><img id=a src=/signed.jpg ${SIZE}></div><div style="height:3000px"></div>`,
      );
      await marks(1);
      for (const change of [
        "scrollTo(0, 120)",
        "a.style.marginLeft = '90px'",
        "box.style.transform = 'translate(40px, 30px)'",
        "a.style.width = '300px'",
        "document.documentElement.style.zoom = 1.5",
        "document.documentElement.style.zoom = ''; box.style.transform = 'scale(0.8)'",
        "box.animate([{ transform: 'none' }, { transform: 'translateX(200px)' }], { duration: 300, fill: 'forwards' })",
        "scrollTo(0, 0); document.body.append(a); document.body.prepend(a)",
      ]) {
        await tab.evaluate(`${change}; undefined`);
        await expect
          .poll(
            async () => {
              const [mark] = await marks(1);
              const medium = await corner("#a");
              return (
                Math.abs((mark?.x ?? 0) - (medium.right - 30)) < 1.1 &&
                Math.abs((mark?.y ?? 0) - (medium.top + 6)) < 1.1
              );
            },
            { timeout: 3000, message: change },
          )
          .toBe(true);
      }
    },
  );

  it.skipIf(!path)(
    "are gone where the medium is scrolled away, clipped, covered or invisible, and come back",
    async () => {
      await show(
        `<header style="position:sticky;top:0;height:60px;background:#fff;z-index:9"></header><div id=clip style="overflow:auto;height:300px;width:500px"><img id=a src=/signed.jpg ${SIZE}><div style="height:2000px"></div></div><div style="height:2000px"></div>`,
      );
      await marks(1);
      for (const [hide, unhide] of [
        ["clip.scrollTop = 400", "clip.scrollTop = 0"],
        ["scrollTo(0, 1000)", "scrollTo(0, 0)"],
        ["a.style.visibility = 'hidden'", "a.style.visibility = ''"],
        ["a.style.display = 'none'", "a.style.display = ''"],
        ["clip.style.opacity = 0.05", "clip.style.opacity = ''"],
        ["scrollTo(0, 230)", "scrollTo(0, 0)"],
        [
          "document.body.insertAdjacentHTML('beforeend', '<div id=cover style=\"position:fixed;inset:0;background:#000c\"></div>')",
          "cover.remove()",
        ],
      ] as const) {
        await tab.evaluate(`${hide}; undefined`);
        expect(await marks(0, 3000), hide).toEqual([]);
        await tab.evaluate(`${unhide}; undefined`);
        expect(await marks(1, 3000), unhide).toHaveLength(1);
      }
    },
  );

  it.skipIf(!path)("stay where a link or a see-through layer lies over the medium", async () => {
    await show(
      `<div style="position:relative;width:240px"><img src=/signed.jpg ${SIZE}><a href=#x style="position:absolute;inset:0"></a><div style="position:absolute;inset:0;background:#0002"></div></div><img src=/signed.png ${SIZE} style="pointer-events:none"><img src=/signed.webp ${SIZE} style="border-radius:50%">`,
    );
    expect(await marks(3)).toHaveLength(3);
  });

  it.skipIf(!path)(
    "let clicks on the rest of the medium through, and open the panel on their own",
    async () => {
      await show(`<a id=link href=#there><img id=a src=/signed.jpg ${SIZE}></a>`);
      const [mark] = await marks(1);
      const before = await opened(own);
      await tab.clickAt(60, 120);
      expect(await tab.evaluate("location.hash")).toBe("#there");
      expect(await opened(own)).toBe(before);
      await tab.evaluate(
        "location.hash = ''; addEventListener('click', () => { document.title = 'heard' }); undefined",
      );
      await tab.clickAt(...at(mark));
      await expect.poll(() => opened(own)).toBe(before + 1);
      expect(await tab.evaluate("location.hash + document.title")).toBe("");
    },
  );

  it.skipIf(!path)(
    "say in one line what they mean, on hover and on focus, until Escape",
    async () => {
      await show(`<div style="height:200px"></div><img src=/signed.jpg ${SIZE}>`);
      const [mark] = await marks(1);
      const bubble = () =>
        tab.inside<string>(
          "(root) => { const one = root.querySelector('button'); return getComputedStyle(one, '::after').display + ' ' + one.ariaLabel }",
        );
      expect(await bubble()).toMatch(/^none/);
      await tab.hover(...at(mark));
      await expect.poll(bubble).toMatch(/^(?!none).*Valid/);
      await tab.screenshot(join(PICTURES, `${kind}-bubble.png`));
      await tab.press("Escape");
      await expect.poll(bubble).toMatch(/^none/);
      await tab.hover(5, 5);
      await tab.front();
      await tab.press("Tab");
      await expect.poll(bubble).toMatch(/^(?!none).*Valid/);
      await tab.press("Escape");
      await expect.poll(bubble).toMatch(/^none/);
    },
  );

  it.skipIf(!path)(
    "are reached and used by keyboard alone, in the order of the page, seen or not yet",
    async () => {
      await show(
        `<button id=first>one</button><img id=a src=/signed.jpg ${SIZE}><div style="height:2000px"></div><img id=b src=/signed.png ${SIZE}><div style="height:900px"></div>`,
      );
      await marks(1);
      await tab.evaluate("scrollTo(0, 2000)");
      await marks(1);
      await new Promise((later) => setTimeout(later, 800));
      await tab.evaluate("scrollTo(0, 0); first.focus(); undefined");
      await marks(1);
      const focused = () =>
        tab.inside<number>(
          "(root) => { const at = root.activeElement?.getBoundingClientRect(); return at ? Math.round(at.top) : -1 }",
        );
      const before = await opened(own);
      await tab.front();
      await tab.press("Tab");
      expect(await focused()).toBe(6);
      await tab.press("Enter");
      await expect.poll(() => opened(own)).toBe(before + 1);
      await backTo(tab, own);
      await tab.press("Tab");
      await expect.poll(() => tab.evaluate<number>("scrollY")).toBeGreaterThan(1000);
      await expect
        .poll(async () => (await focused()) === Math.round((await corner("#b")).top) + 6)
        .toBe(true);
      await tab.press(" ");
      await expect.poll(() => opened(own), { timeout: 5000 }).toBe(before + 2);
      expect(await marks(1)).toHaveLength(1);
    },
  );

  it.skipIf(!path)(
    "work in frames, in open shadow roots and after a page changed itself",
    async () => {
      site.put("/inner", {
        mediaType: "text/html",
        content: `<!doctype html><body style="margin:0"><img src=/signed.jpg ${SIZE}>`,
      });
      await show(
        `<div id=app></div><my-card></my-card><iframe src=${site.url.replace("127.0.0.1", "127.0.0.1")}/inner width=300 height=200></iframe>`,
        `<script>customElements.define("my-card", class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<img src=/signed.png ${SIZE}>" } })</script>`,
      );
      expect(await marks(1)).toHaveLength(1);
      await expect
        .poll(() =>
          tab.evaluate(
            "document.querySelector('iframe').contentDocument.querySelectorAll('html > [popover]').length",
          ),
        )
        .toBe(1);
      await tab.evaluate(
        `history.pushState({}, "", "/other"); app.innerHTML = "<img src=/signed.webp ${SIZE}>"; undefined`,
      );
      expect(await marks(2)).toHaveLength(2);
      await tab.evaluate(`history.pushState({}, "", "/third"); app.innerHTML = ""; undefined`);
      expect(await marks(1)).toHaveLength(1);
    },
  );

  it.skipIf(!path)(
    "are at the other side of a page that is written from right to left",
    async () => {
      await show(`<div dir=rtl><img id=a src=/signed.jpg ${SIZE}></div>`);
      const [mark] = await marks(1);
      expect(mark?.x).toBe((await corner("#a")).left + 6);
      await tab.screenshot(join(PICTURES, `${kind}-rtl.png`));
    },
  );

  it.skipIf(!path)("leave the controls of a player of sounds to be used", async () => {
    await show(
      `<div style="height:50px"></div><audio id=a controls src=/signed.wav style="display:block">`,
    );
    const [mark] = await marks(1);
    const { top, bottom } = await corner("#a");
    expect(mark?.y).toBe(top - 10);
    expect((mark?.y ?? 0) + 24).toBeLessThan((top + bottom) / 2);
    await tab.screenshot(join(PICTURES, `${kind}-sound.png`));
  });

  it.skipIf(!path || kind === "firefox")("are not printed", async () => {
    await show(`<img src=/signed.jpg ${SIZE}>`);
    expect(await marks(1)).toHaveLength(1);
    const isDrawn = () =>
      tab.inside<boolean>("(root) => root.querySelector('button').checkVisibility()");
    expect(await isDrawn()).toBe(true);
    await tab.medium?.("print");
    expect(await isDrawn()).toBe(false);
    await tab.medium?.("screen");
    expect(await isDrawn()).toBe(true);
  });

  it.skipIf(!path)("cost nothing while nothing moves", async () => {
    await show(`<img src=/signed.jpg ${SIZE}>`, "<script>globalThis.asked = 0</script>");
    await marks(1);
    await new Promise((later) => setTimeout(later, 500));
    // A pass writes when it moves a mark; a still page sees no pass, so a mark that a test moves stays where it was put.
    await tab.inside(
      "(root) => { root.querySelector('button').style.transform = 'translate(1px,1px)' }",
    );
    await new Promise((later) => setTimeout(later, 500));
    expect((await marks(1))[0]).toMatchObject({ x: 1, y: 1 });
  });
});
