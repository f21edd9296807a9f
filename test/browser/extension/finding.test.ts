// What is found on a page, in both browsers: every way to show a medium, what comes and goes, and what is left alone.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, type Seen, settled, settledWith, stateOf } from "./eyes.js";
import { type Files, files, putAll } from "./finding-files.js";
import { openSite, type Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const SIZE = 'width="120" height="90"';

describe.each(["chrome", "firefox"] as const)("media on a page in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let all: Files;
  let see: Eyes;
  let tab: Tab;
  let show: Stage["show"];

  beforeAll(async () => {
    if (!path) return;
    all = await files();
    stage = await openStage(kind, path, {
      prepare: async (browser, site) => {
        putAll(site, all);
        see = await eyes(browser);
      },
    });
    ({ site, tab, show } = stage);
  });
  afterAll(() => stage?.close());

  /** `name: kind state` of each item. */
  const told = (items: readonly Seen[]) =>
    items.map((item) => `${item.url.split("/").pop()}: ${item.kind} ${stateOf(item)}`);
  const seenOn = async (page: string, enough: number | ((items: readonly Seen[]) => boolean)) =>
    told(await see.list(page, typeof enough === "number" ? settledWith(enough) : enough));

  it.skipIf(!path)("is found in img, picture, srcset, input and SVG image", async () => {
    const page = await show(`
      <img src=/signed.jpg ${SIZE}>
      <picture><source srcset=/signed.webp type=image/webp><img src=/plain.png ${SIZE}></picture>
      <img srcset="/signed.png 1x, /plain.jpg 9x" ${SIZE}>
      <input type=image src=/signed.avif ${SIZE}>
      <svg width=200 height=200><image href=/plain.webp width=150 height=150 /></svg>`);
    expect(await seenOn(page, 5)).toEqual([
      "plain.webp: image None",
      "signed.avif: image Valid",
      "signed.jpg: image Valid",
      "signed.png: image Valid",
      "signed.webp: image Valid",
    ]);
  });

  it.skipIf(!path)(
    "is found late in a wall of pictures, and at once where one points",
    async () => {
      const wall = Array.from({ length: 150 }, (_, i) => `/plain.jpg?${i}`).with(
        105,
        "/signed.jpg?new",
      );
      // All at once and in this order: as they come over the net, any may be among the first.
      const page =
        await show(`<div id=wall style="font-size:0"></div><script>addEventListener("load", async () => {
        const all = ${JSON.stringify(wall)}.map((url) => Object.assign(new Image(60, 60), { src: url }));
        await Promise.all(all.map((one) => one.decode()));
        document.querySelector("#wall").append(...all);
      })</script>`);
      expect(await see.badge(page, "1")).toBe(""); // after three seconds
      expect(await tab.evaluate("document.images.length")).toBe(wall.length);
      const [x = 0, y = 0] = await tab.evaluate<number[]>(
        `(() => { const { x, y } = document.images[105].getBoundingClientRect(); return [x + 30, y + 30] })()`,
      );
      await tab.hover(x, y);
      expect(await see.badge(page, "1")).toBe("1");
    },
  );

  it.skipIf(!path)("has the very verdict that the library gives", async () => {
    const [item] = await see.list(await show(`<img src=/signed.jpg ${SIZE}>`));
    const verdict = item?.checked?.ok ? item.checked.value.verdict : item;
    const bytes = all.get("signed.jpg")?.content as Uint8Array;
    expect(verdict).toEqual(JSON.parse(JSON.stringify(await verify(bytes))));
  });

  it.skipIf(!path)("is found in an object and an embed", async () => {
    const page = await show(
      `<object data=/signed.jpg type=image/jpeg ${SIZE}></object><embed src=/signed.png type=image/png ${SIZE}><object data=/plain.webp type=image/webp ${SIZE}></object>`,
    );
    const as = kind === "chrome" ? "image" : "document"; // in Firefox they are frames with a picture in them
    expect(await seenOn(page, 3)).toEqual([
      `plain.webp: ${as} None`,
      `signed.jpg: ${as} Valid`,
      `signed.png: ${as} Valid`,
    ]);
    const drawing = await show(`<object data=/signed.svg type=image/svg+xml ${SIZE}></object>`);
    expect(await seenOn(drawing, 1)).toEqual(["signed.svg: document Valid"]);
  });

  it.skipIf(!path)(
    "is found in frames without an address, also in what is written late",
    async () => {
      const inner = (name: string) =>
        `<!doctype html><img src=${site.url}/${name} width=120 height=90>`;
      const page = await show(
        `<iframe srcdoc="${inner("signed.jpg")}"></iframe><iframe id=blank></iframe><iframe id=blob></iframe><iframe id=late></iframe>
      <script>
        blank.contentDocument.write(${JSON.stringify(inner("signed.png"))}); blank.contentDocument.close();
        blob.src = URL.createObjectURL(new Blob([${JSON.stringify(inner("signed.webp"))}], { type: "text/html" }));
        setTimeout(() => { late.contentDocument.write(${JSON.stringify(inner("signed.avif"))}); late.contentDocument.close(); }, 700);
      </script>`,
      );
      expect(await seenOn(page, 4)).toEqual([
        "signed.avif: image Valid",
        "signed.jpg: image Valid",
        "signed.png: image Valid",
        "signed.webp: image Valid",
      ]);
    },
  );

  it.skipIf(!path)("is found in backgrounds, also of ::before", async () => {
    const page = await show(
      `<div id=a style="height:90px;background:url(/signed.jpg), url('/plain.png')"></div><p class=b>x</p>`,
      `<style>.b::before { content: ""; display: block; height: 90px; background: url(signed.webp) }</style>`,
    );
    expect(await seenOn(page, 3)).toEqual([
      "plain.png: background None",
      "signed.jpg: background Valid",
      "signed.webp: background Valid",
    ]);
  });

  it.skipIf(!path)("is found in video, audio, their sources and posters", async () => {
    const page = await show(`
      <video src=/signed.mp4 poster=/signed.jpg ${SIZE}></video>
      <video ${SIZE}><source src=/plain.mp4 type=video/mp4></video>
      <audio src=/signed.wav controls></audio>
      <audio controls><source src=/plain.wav></audio>`);
    expect(await seenOn(page, 5)).toEqual([
      "plain.mp4: video None",
      "plain.wav: audio None",
      "signed.jpg: poster Valid",
      "signed.mp4: video Valid",
      "signed.wav: audio Valid",
    ]);
  });

  it.skipIf(!path)("is found in open shadow roots, nested and late ones, too", async () => {
    const page = await show(
      `<div id=host></div><script>
        const open = (host, html) => { const root = host.attachShadow({ mode: "open" }); root.innerHTML = html; return root; };
        const outer = open(document.getElementById("host"), '<p></p><img src=/plain.jpg ${SIZE}>');
        open(outer.querySelector("p"), '<img src=/signed.jpg ${SIZE}>');
        setTimeout(() => { const late = document.createElement("section"); open(late, '<img src=/signed.png ${SIZE}>'); document.body.append(late); }, 400);
      </script>`,
    );
    expect(await seenOn(page, 3)).toEqual([
      "plain.jpg: image None",
      "signed.jpg: image Valid",
      "signed.png: image Valid",
    ]);
  });

  it.skipIf(!path)("is found in frames of the same site and of another", async () => {
    const other = await openSite({ host: "127.0.0.2" });
    const inner = `<!doctype html><img src=/signed.jpg ${SIZE}>`;
    putAll(other, all);
    for (const one of [site, other]) one.put("/frame", { mediaType: "text/html", content: inner });
    const page = await show(`<iframe src=/frame></iframe><iframe src=${other.url}/frame></iframe>`);
    const items = await see.list(page, settledWith(2));
    other.close();
    expect(told(items)).toEqual(["signed.jpg: image Valid", "signed.jpg: image Valid"]);
    expect(new Set(items.map(({ frame }) => frame)).size).toBe(2);
  });

  it.skipIf(!path)("is found where a picture or a drawing is opened by itself", async () => {
    for (const name of ["signed.jpg", "signed.svg"]) {
      await tab.goto(`${site.url}/${name}`);
      expect(await seenOn(`${site.url}/${name}`, 1)).toEqual([`${name}: document Valid`]);
    }
  });

  it.skipIf(!path)("is found in SVG files, and in blob: and data: addresses", async () => {
    const data = Buffer.from(all.get("signed.png")?.content as Uint8Array).toString("base64");
    const page = await show(
      `<img src=/signed.svg ${SIZE}><img src="data:image/png;base64,${data}" ${SIZE}><img id=blob ${SIZE}>
      <script>fetch("/signed.webp").then((r) => r.blob()).then((b) => { blob.src = URL.createObjectURL(b); });</script>`,
    );
    const items = await see.list(page, settledWith(3));
    expect(items.map((item) => `${item.url.slice(0, 5)} ${stateOf(item)}`)).toEqual([
      "blob: Valid",
      "data: Valid",
      "http: Valid",
    ]);
  });

  it.skipIf(!path)("is told apart from a drawing in the page's own text", async () => {
    const page = await show(
      `<svg width=90 height=90><metadata><c2pa:manifest>AAAA</c2pa:manifest></metadata></svg><svg width=90 height=90></svg>`,
    );
    const items = await see.list(page, settledWith(1));
    expect(items.map(stateOf)).toEqual(["INLINE_DRAWING"]);
  });

  it.skipIf(!path)("counts when it is loaded, and not before", async () => {
    const page = await show(`
      <img src=/signed.jpg ${SIZE}>
      <div style="height:60000px"></div>
      <img loading=lazy src="/signed.png?lazy" ${SIZE}>
      <video preload=none src=/signed.mp4 ${SIZE}></video>`);
    await new Promise((later) => setTimeout(later, 400));
    expect(await seenOn(page, 1)).toEqual(["signed.jpg: image Valid"]);
    await tab.evaluate("document.images[1].scrollIntoView(); undefined");
    expect(await seenOn(page, 2)).toEqual([
      "signed.jpg: image Valid",
      "signed.png?lazy: image Valid",
    ]);
  });

  it.skipIf(!path)("is followed when it is added, swapped and removed", async () => {
    const page = await show(`<img id=a src=/plain.jpg ${SIZE}><div id=b></div>`);
    expect(await seenOn(page, 1)).toEqual(["plain.jpg: image None"]);
    await tab.evaluate(
      `b.innerHTML = '<p><img src=/signed.png ${SIZE}></p>'; b.style.cssText = 'height: 300px; background: url(/signed.webp)'; undefined`,
    );
    expect(await seenOn(page, 3)).toEqual([
      "plain.jpg: image None",
      "signed.png: image Valid",
      "signed.webp: background Valid",
    ]);
    await tab.evaluate(
      "a.src = '/signed.jpg'; b.innerHTML = ''; b.style.background = ''; undefined",
    );
    const gone = (items: readonly Seen[]) =>
      items.length === 1 && items.every((item) => stateOf(item) === "Valid");
    expect(await seenOn(page, gone)).toEqual(["signed.jpg: image Valid"]);
    expect(await see.badge(page, "1")).toBe("1");
    await tab.evaluate("a.remove(); undefined");
    expect(await seenOn(page, (items) => items.length === 0)).toEqual([]);
  });

  it.skipIf(!path)("is left alone where it is small or not to be seen, until it is", async () => {
    const page = await show(`
      <img src=/signed.jpg width=40 height=40><img src=/signed.webp width=1 height=1>
      <img id=a src=/plain.jpg ${SIZE} style="display:none">
      <img id=b src=/signed.png ${SIZE} style="visibility:hidden">
      <img src=/signed.avif ${SIZE}>`);
    await new Promise((later) => setTimeout(later, 400));
    expect(await seenOn(page, 1)).toEqual(["signed.avif: image Valid"]);
    await tab.evaluate("a.style.display = ''; b.style.visibility = ''; undefined");
    expect(await seenOn(page, 3)).toEqual([
      "plain.jpg: image None",
      "signed.avif: image Valid",
      "signed.png: image Valid",
    ]);
  });

  it.skipIf(!path)("waits where there is too much of it, for a click", async () => {
    const content = all.get("plain.webp")?.content ?? "";
    for (let i = 0; i < 520; i++) site.put(`/many-${i}`, { mediaType: "image/webp", content });
    const images = Array.from({ length: 520 }, (_, i) => `<img src=/many-${i} width=60 height=60>`);
    const page = await show(images.join(""));
    const count = (items: readonly Seen[], state: string) =>
      items.filter((item) => stateOf(item) === state).length;
    const items = await see.list(page, settledWith(520));
    expect([count(items, "None"), count(items, "many")]).toEqual([500, 20]);
    await see.ask(page, 0, { to: "content", ask: "scan" });
    const more = await see.list(page, (all) => settled(all) && count(all, "None") === 520);
    expect(count(more, "None")).toBe(520);
  });

  it.skipIf(!path)("waits for a click where the reader wants that, and is left alone", async () => {
    await see.choose({ mode: "click" });
    const page = await show(`<img src=/signed.jpg ${SIZE}>`);
    await new Promise((later) => setTimeout(later, 500));
    expect(await seenOn(page, () => true)).toEqual([]);
    await see.ask(page, 0, { to: "content", ask: "scan" });
    expect(await seenOn(page, 1)).toEqual(["signed.jpg: image Valid"]);
    await see.choose({ mode: "off" });
    const off = await show(`<img src=/signed.jpg ${SIZE}><img src=/plain.jpg ${SIZE}>`);
    await new Promise((later) => setTimeout(later, 500));
    expect(await seenOn(off, () => true)).toEqual([]);
    const one = await see.ask<Seen>(off, 0, {
      to: "content",
      ask: "check-address",
      url: `${site.url}/signed.jpg`,
      kind: "image",
    });
    expect(told([one])).toEqual(["signed.jpg: image Valid"]);
    await see.choose({ mode: "automatic" });
  });
});
