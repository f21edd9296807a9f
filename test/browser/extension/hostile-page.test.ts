// Pages that work against the marks, one trick each, in both browsers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes } from "./eyes.js";
import { files, putAll } from "./finding-files.js";
import { at, backTo, marksOn, opened, recordOpened } from "./marks-seen.js";
import type { Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = "width=240 height=180";
const IMAGE = `<img id=a src=/signed.jpg ${SIZE}>`;
const HOST = "document.querySelector('html > [popover], dialog > [popover]')";

describe.each(["chrome", "firefox"] as const)("a hostile page in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let tab: Tab;
  let own: Tab;
  let see: Eyes;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        putAll(site, await files());
        see = await eyes(browser);
        own = await browser.own("options.html");
        await recordOpened(own);
      },
    });
    ({ site, tab, show } = stage);
    await tab.resize(900, 700);
  });
  afterAll(() => stage?.close());

  const marks = (count: number, wait?: number) => marksOn(tab, count, wait);
  /** Whether the mark is what a person would hit, and where it belongs. */
  const isOnTop = () =>
    tab.evaluate<boolean>(
      `(() => { const box = a.getBoundingClientRect(); const hit = document.elementFromPoint(box.right - 18, box.top + 18); return hit !== null && hit === ${HOST} })()`,
    );

  it.skipIf(!path)("can't style or hide the marks", async () => {
    await show(
      IMAGE,
      `<style>*, html > *, [popover] { all: unset !important; display: none !important; opacity: 0 !important; transform: scale(0) !important; clip-path: inset(50%) !important; pointer-events: none !important }
       html, body, #a { display: block !important; opacity: 1 !important; transform: none !important; clip-path: none !important; pointer-events: auto !important } #a { width: 240px !important; height: 180px !important }
       html { --colour: red } ::backdrop { background: red !important }</style>`,
    );
    await marks(1);
    await expect.poll(isOnTop).toBe(true);
    await tab.evaluate(
      `${HOST}.style.cssText = 'display:none!important;opacity:0!important'; undefined`,
    );
    await expect.poll(isOnTop).toBe(true);
  });

  it.skipIf(!path)(
    "has them under a strict policy with trusted types, without a violation",
    async () => {
      site.log.splice(0);
      await show(
        `${IMAGE}<img src=/signed.png ${SIZE}><img src=/signed.webp ${SIZE}>`,
        `<script nonce=n>globalThis.broken = []; for (const place of [window, document]) place.addEventListener("securitypolicyviolation", ({ violatedDirective }) => broken.push(violatedDirective), true)</script>`,
        {
          "content-security-policy":
            "default-src 'none'; img-src 'self'; script-src 'nonce-n'; style-src 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'; report-uri /report",
        },
      );
      expect(await marks(3)).toHaveLength(3);
      await expect.poll(isOnTop).toBe(true);
      expect(await tab.evaluate("broken.join()")).toBe("");
      // In Firefox the policy holds for content scripts, too: one attempt to read the page's own bytes shows that.
      const reports = site.log.filter((asked) => asked.path === "/report");
      expect(reports.length).toBeLessThanOrEqual(kind === "chrome" ? 0 : 1);
    },
  );

  it.skipIf(!path)(
    "that removes them has them again, a few times; then only the toolbar",
    async () => {
      const page = await show(IMAGE);
      await marks(1);
      for (let times = 1; times <= 5; times++) {
        await tab.evaluate(`${HOST}.remove(); undefined`);
        await expect.poll(isOnTop, { message: String(times) }).toBe(true);
      }
      await tab.evaluate(`${HOST}.remove(); undefined`);
      await new Promise((later) => setTimeout(later, 500));
      expect(await tab.evaluate(`${HOST} === null`)).toBe(true);
      expect(await see.badge(page, "1")).toBe("1");
    },
  );

  it.skipIf(!path)("that closes or changes the host has it as it was", async () => {
    await show(IMAGE);
    await marks(1);
    for (const trick of [
      "hidePopover()",
      "removeAttribute('popover')",
      "inert = true",
      "hidden = true",
    ]) {
      await tab.evaluate(
        `${HOST.replace("[popover]", ":is([popover], div:last-child)")}.${trick}; undefined`,
      );
      await expect.poll(isOnTop, { message: trick }).toBe(true);
    }
  });

  it.skipIf(!path)(
    "that opens a dialog, a popover or the full screen has marks on top of it",
    async () => {
      await show(
        `${IMAGE}<dialog id=modal style="padding:0"><img id=b src=/signed.png ${SIZE}></dialog><div id=pop popover=manual style="margin:0;inset:200px auto auto 0;padding:0"><img id=c src=/signed.webp ${SIZE}></div>`,
      );
      await marks(1);
      await tab.evaluate("pop.showPopover(); undefined");
      const two = await marks(2);
      expect(two).toHaveLength(2);
      const top = (id: string) =>
        tab.evaluate<boolean>(
          `(() => { const box = ${id}.getBoundingClientRect(); const hit = document.elementFromPoint(box.right - 18, box.top + 18); return hit !== null && hit === ${HOST} })()`,
        );
      await expect.poll(() => top("c")).toBe(true);
      await tab.evaluate("modal.showModal(); undefined");
      await expect.poll(() => top("b")).toBe(true);
      const [inDialog] = (await marks(1)).filter(({ y }) => y > 0);
      const before = await opened(own);
      await tab.clickAt(...at(inDialog));
      await expect.poll(() => opened(own)).toBe(before + 1);
      await backTo(tab, own);
      await tab.evaluate("modal.close(); pop.hidePopover(); undefined");
      await expect.poll(isOnTop).toBe(true);
      await tab.evaluate(
        "addEventListener('click', () => document.documentElement.requestFullscreen?.(), { once: true }); undefined",
      );
      await tab.clickAt(600, 500);
      await expect.poll(isOnTop).toBe(true);
      await tab.evaluate("document.exitFullscreen().catch(() => {}).then(() => undefined)");
    },
  );

  it.skipIf(!path)("gets nothing out of a click or a key of its own", async () => {
    await show(IMAGE);
    const [mark] = await marks(1);
    const [x, y] = at(mark);
    const before = await opened(own);
    await tab.evaluate(`(() => { const host = ${HOST}; host.focus(); host.click();
      for (const kind of ["pointerdown", "pointerup", "click"]) document.elementFromPoint(${x}, ${y}).dispatchEvent(new MouseEvent(kind, { bubbles: true, composed: true, clientX: ${x}, clientY: ${y} }));
      for (const key of ["Enter", " "]) host.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true })) })()`);
    // From inside the closed root, where no page gets: still not a person's.
    await tab.inside("(root) => { root.querySelector('button').click(); }");
    await new Promise((later) => setTimeout(later, 400));
    expect(await opened(own)).toBe(before);
  });

  it.skipIf(!path)("learns no verdict from the document", async () => {
    const told = async (image: string) => {
      await show(`<img id=a src=${image} ${SIZE}>`);
      const [mark] = await marks(1);
      await tab.hover(...at(mark));
      return tab.evaluate<string>(`(() => { const host = ${HOST}; const box = a.getBoundingClientRect();
        const map = []; for (let y = 0; y < 120; y += 3) for (let x = -320; x < 320; x += 8) map.push(document.elementFromPoint(box.right + x, box.top + y) === host ? 1 : 0);
        return JSON.stringify({ root: host.shadowRoot, attributes: [...host.attributes].map(({ name, value }) => [name, value]), html: document.documentElement.outerHTML.includes("Valid"), text: document.documentElement.innerText + host.textContent, box: host.getBoundingClientRect(), found: globalThis.find?.("Daily Record"), animations: document.getAnimations().length, title: document.querySelector("[title],[aria-label]"), map: map.join("") }) })()`);
    };
    const valid = await told("/signed.jpg");
    expect(JSON.parse(valid)).toMatchObject({
      root: null,
      attributes: [["popover", "manual"]],
      html: false,
      text: "",
      animations: 0,
      title: null,
    });
    expect(JSON.parse(valid).found ?? false).toBe(false);
    site.put("/broken.jpg", {
      mediaType: "image/jpeg",
      content: changed((await files()).get("signed.jpg")?.content as Uint8Array),
    });
    const invalid = await told("/broken.jpg");
    expect((await marks(1))[0]?.name).toMatch(/Invalid/);
    expect(invalid).toBe(valid);
  });

  it.skipIf(!path)("that overrides the DOM in its own world changes nothing for us", async () => {
    await show(
      IMAGE,
      `<script>globalThis.heard = []; globalThis.real = document.elementFromPoint;
        for (const [owner, names] of [[Element.prototype, ["attachShadow", "getBoundingClientRect", "append", "setAttribute", "matches", "checkVisibility"]], [HTMLElement.prototype, ["showPopover", "hidePopover"]], [Document.prototype, ["createElement", "createElementNS", "elementsFromPoint"]], [EventTarget.prototype, ["addEventListener"]]])
          for (const name of names) { const one = owner[name]; owner[name] = function (...all) { heard.push(name); if (name === "addEventListener") return one.apply(this, all); throw new Error("no " + name) } }
        globalThis.getComputedStyle = () => { throw new Error("no") }; globalThis.IntersectionObserver = globalThis.MutationObserver = globalThis.ResizeObserver = undefined; globalThis.requestAnimationFrame = undefined;</script>`,
    );
    await tab.evaluate("undefined");
    await expect
      .poll(() =>
        tab.evaluate(
          "real.call(document, 222, 18)?.matches === undefined || real.call(document, 222, 18)?.tagName",
        ),
      )
      .toBe("DIV");
    expect(await tab.evaluate("heard.filter((name) => name !== 'addEventListener').join()")).toBe(
      "",
    );
  });

  it.skipIf(!path)(
    "that draws marks of its own raises neither our count nor our panel",
    async () => {
      const page = await show(
        `${IMAGE}<div popover=manual id=forged style="margin:0;inset:0 auto auto 400px"><button aria-label="Trusted" onclick="document.title = 'forged'">✓</button></div>`,
      );
      await tab.evaluate("forged.showPopover(); undefined");
      expect(await see.badge(page, "1")).toBe("1");
      expect(await see.list(page)).toHaveLength(1);
      const before = await opened(own);
      await tab.click("#forged button");
      await new Promise((later) => setTimeout(later, 300));
      expect([await tab.evaluate("document.title"), await opened(own)]).toEqual(["forged", before]);
      expect(await see.badge(page, "1")).toBe("1");
    },
  );

  it.skipIf(!path)("that replaces nodes every 200 ms keeps a mark on what is there", async () => {
    await show(`<div id=box>${IMAGE}</div>`);
    await marks(1);
    await tab.evaluate(
      `globalThis.timer = setInterval(() => { box.innerHTML = '<img id=a src=/signed.jpg ${SIZE} style="margin-left:' + Math.round(Math.random() * 300) + 'px">' }, 200); undefined`,
    );
    let good = 0;
    for (let i = 0; i < 20; i++) {
      await new Promise((later) => setTimeout(later, 90));
      if (await isOnTop()) good++;
    }
    expect(good).toBeGreaterThan(4);
    await tab.evaluate("clearInterval(timer); undefined");
    await expect.poll(isOnTop).toBe(true);
    expect(await marks(1)).toHaveLength(1);
    expect(await tab.evaluate("document.querySelectorAll('html > [popover]').length")).toBe(1);
  });

  it.skipIf(!path)(
    "that covers a medium, or makes it faint over another, has no mark there",
    async () => {
      await show(
        `<div style="position:relative;width:240px;height:180px"><img src=/plain.png ${SIZE} style="position:absolute"><img id=a src=/signed.jpg ${SIZE} style="position:absolute"></div>`,
      );
      await marks(1);
      await tab.evaluate("a.style.opacity = 0.02; undefined");
      expect(await marks(0, 3000)).toEqual([]);
      await tab.evaluate("a.style.opacity = ''; undefined");
      expect(await marks(1)).toHaveLength(1);
      await tab.evaluate(
        `a.insertAdjacentHTML("afterend", "<img id=c src=/plain.png ${SIZE} style=position:absolute>"); undefined`,
      );
      expect(await marks(0, 3000)).toEqual([]);
    },
  );

  it.skipIf(!path)(
    "with 10,000 signed images stays quick, and has marks on what is in view",
    async () => {
      await show(
        `<script>document.write('<img src=/signed.jpg width=60 height=60 style="margin:2px">'.repeat(10000))</script>`,
        `<script>globalThis.worst = 0; try { new PerformanceObserver((all) => { for (const one of all.getEntries()) worst = Math.max(worst, one.duration) }).observe({ type: "longtask", buffered: true }) } catch {}</script>`,
      );
      const inView = await expect
        .poll(
          async () =>
            (await tab.inside<number>("(root) => root.querySelectorAll('button').length")) ?? 0,
          { timeout: 20_000 },
        )
        .toBeGreaterThan(20)
        .then(() => tab.inside<number>("(root) => root.querySelectorAll('button').length"));
      expect(inView).toBeLessThan(260);
      const slowest = () =>
        tab.evaluate<number>(`new Promise((done) => { let last = performance.now(); let worst = 0; let frames = 0;
      const frame = (now) => { worst = Math.max(worst, now - last); last = now; scrollBy(0, 80); if (++frames < 20) requestAnimationFrame(frame); else done(worst) }; requestAnimationFrame(frame) })`);
      // Other work on this machine only ever adds to what is measured: the best of some rounds counts.
      await expect.poll(slowest, { timeout: 15_000 }).toBeLessThan(400);
      expect(
        await tab.inside<number>("(root) => root.querySelectorAll('button').length"),
      ).toBeLessThan(260);
    },
  );
});

/** With another pixel: the signature holds no more. */
function changed(jpeg: Uint8Array): Uint8Array {
  const copy = jpeg.slice();
  const last = copy.length - 200;
  copy[last] = (copy[last] ?? 0) ^ 1;
  return copy;
}
