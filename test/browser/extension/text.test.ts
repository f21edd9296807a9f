// Text with its credential on pages, in both browsers: in every way that pages set it, found when it comes, checked anew
// when it changes, and marked for what it is of and nothing else.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentity, sign } from "../../../toolkit/index.js";
import { signedText } from "../../fixture/signed-text.js";
import { workshop } from "../../toolkit/sign/workshop.js";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, type Seen, settledWith, stateOf } from "./eyes.js";
import { marksOn } from "./marks-seen.js";
import { openSite, type Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const ARTICLE = [
  "The harbour wall",
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places.",
  "“We have waited long enough,” said the harbour master — and nobody on the quay disagreed with her.",
];
const TEXT = `${ARTICLE.join("\n\n")}\n`;

let run = "";
beforeAll(async () => {
  const signed = await signedText(TEXT, await createIdentity({ name: "Ada Reyes" }));
  run = signed.slice(TEXT.length);
});

describe.each(["chrome", "firefox"] as const)("text with its credential in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let see: Eyes;
  let tab: Tab;

  beforeAll(async () => {
    if (!path) return;
    stage = await openStage(kind, path, {
      prepare: async (browser) => {
        see = await eyes(browser);
      },
    });
    ({ site, tab } = stage);
  });
  afterAll(() => stage?.close());

  const show = (body: string) => stage.show(body, "<style>body { font: 16px sans-serif }</style>");
  /** State of each text and the finding that says how far it was checked. */
  const told = async (page: string, enough = settledWith(1)) =>
    (await see.list(page, enough)).map(tellOf);
  const paragraphs = (lines: readonly string[], end = run) =>
    lines.map((line, i) => `<p>${line}${i === lines.length - 1 ? end : ""}</p>`).join("\n");

  it.skipIf(!path)("is the file itself in a pre, and in a document of plain text", async () => {
    expect(await told(await show(`<h1>Shared</h1><pre>${TEXT}${run}</pre>`))).toEqual([
      "Valid match",
    ]);
    site.put("/plain.txt", { mediaType: "text/plain; charset=utf-8", content: TEXT + run });
    await tab.goto(`${site.url}/plain.txt`);
    expect(await told(`${site.url}/plain.txt`)).toEqual(["Valid match"]);
  });

  it.skipIf(!path)("is found though the page's style sheet comes late", async () => {
    const late = await openSite({ latency: ({ path }) => (path === "/late.css" ? 1500 : 0) });
    try {
      late.put("/late.css", { mediaType: "text/css", content: "pre { color: navy }" });
      const content = `<!doctype html><link rel=stylesheet href=/late.css><pre>${TEXT}${run}</pre>`;
      for (const page of ["/first", "/second"]) {
        late.put(page, { mediaType: "text/html; charset=utf-8", content });
        await tab.goto(late.url + page);
        expect(await told(late.url + page)).toEqual(["Valid match"]);
      }
    } finally {
      late.close();
    }
  });

  it.skipIf(!path)("is the file itself in paragraphs, and only they are marked", async () => {
    const page = await show(
      `<p>Other words come first.</p><section id=a>${paragraphs(ARTICLE)}</section><p>Others follow.</p>`,
    );
    expect(await told(page)).toEqual(["Valid match"]);
    const [item] = await see.list(page, ([one]) => /^The harbour/.test(one?.excerpt ?? ""));
    expect([item?.kind, item?.excerpt?.slice(0, 16)]).toEqual(["text", "The harbour wall"]);
    const [mark] = await marksOn(tab, 1);
    const top = await tab.evaluate<number>("a.getBoundingClientRect().top");
    expect(Math.abs((mark?.y ?? 0) - top)).toBeLessThan(20);
    expect(mark?.name).toContain("Exact file");
  });

  it.skipIf(!path)(
    "is found when its run is split over nodes, and without its marker",
    async () => {
      const half = Math.floor(run.length / 4) * 2 + 1;
      const page =
        await show(`${paragraphs(ARTICLE, "")}<p id=a></p><pre>${TEXT}${run.slice(1)}</pre>
      <script>a.previousElementSibling.append(${JSON.stringify(run.slice(0, half))});
        const span = document.createElement("span"); span.textContent = ${JSON.stringify(run.slice(half))};
        a.previousElementSibling.append(span);</script>`);
      const all = await told(page, settledWith(2));
      expect(all.sort()).toEqual(["Valid match", "Valid match markerStripped"]);
    },
  );

  it.skipIf(!path)("has the signed words where the page has other typography", async () => {
    const plain = ARTICLE.map((line) => line.replace(/[“”]/g, '"').replace(" — ", " -- "));
    expect(await told(await show(`<main>${paragraphs(plain)}</main>`))).toEqual([
      "Valid sameWords",
    ]);
  });

  it.skipIf(!path)("is not what was signed once a word is another", async () => {
    const other = ARTICLE.map((line) => line.replace("repair", "remove"));
    expect(await told(await show(paragraphs(other)))).toEqual(["Invalid mismatch"]);
  });

  it.skipIf(!path)("is found in open shadow roots and frames", async () => {
    const inner = `<!doctype html><meta charset=utf-8>${paragraphs(ARTICLE)}`;
    site.put("/inner", { mediaType: "text/html", content: inner });
    const page = await show(`<div id=host></div><iframe src=/inner height=400></iframe>
      <script>host.attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(paragraphs(ARTICLE))}</script>`);
    expect(await told(page, settledWith(2))).toEqual(["Valid match", "Valid match"]);
  });

  it.skipIf(!path)("is found when it comes later, and checked anew when it is edited", async () => {
    const page = await show("<p id=first>Nothing yet.</p><div id=a></div>");
    await new Promise((later) => setTimeout(later, 800));
    await tab.evaluate(`a.innerHTML = ${JSON.stringify(paragraphs(ARTICLE))}; undefined`);
    expect(await told(page)).toEqual(["Valid match"]);
    await tab.evaluate(`a.children[1].firstChild.data = "Other words were put here."; undefined`);
    const edited = await see.list(page, (items) => items.some((one) => stateOf(one) === "Invalid"));
    expect(edited.map(tellOf)).toEqual(["Invalid mismatch"]);
    await tab.evaluate(`a.innerHTML = ""; undefined`);
    expect(await see.list(page, (items) => items.length === 0)).toEqual([]);
  });

  it.skipIf(!path)("is left alone in scripts, fields, and where somebody writes", async () => {
    const page = await show(`<script type=x>${TEXT}${run}</script><textarea>${TEXT}${run}</textarea>
      <div contenteditable id=a>${paragraphs(ARTICLE)}</div><script>a.focus()</script>`);
    await new Promise((later) => setTimeout(later, 1500));
    expect(await see.list(page, () => true)).toEqual([]);
  });

  it.skipIf(!path)(
    "is checked against the page's own file where the page's head carries it",
    async () => {
      const shop = await workshop();
      const page = `<!doctype html><html><head><meta charset="utf-8"><title>Wall</title></head><body>${paragraphs(ARTICLE, "")}<script>document.body.append("an advertisement")</script></body></html>`;
      const { output } = await sign(shop.put("wall.html", page), {
        identity: shop.identity,
        source: "drawn",
      });
      const content = shop.read(output.slice(shop.folder.length + 1));
      const changed = Buffer.from(content).toString().replace("three places", "four places");
      const html = { mediaType: "text/html; charset=utf-8" };
      site.put("/signed.html", { ...html, content });
      site.put("/changed.html", { ...html, content: changed });
      site.put("/remote.html", {
        ...html,
        content: `<!doctype html><link rel="c2pa-manifest" href="https://elsewhere.example/a.c2pa" type="application/c2pa"><p>Hello.`,
      });
      for (const [name, state] of [
        ["signed", "Valid match"],
        ["changed", "Invalid mismatch"],
        ["remote", "None"],
      ]) {
        const url = `${site.url}/${name}.html`;
        await tab.goto(url);
        const items = await see.list(url, settledWith(1));
        expect(items.map((item) => `${item.kind} ${tellOf(item)}`)).toEqual([`document ${state}`]);
      }
    },
  );

  it.skipIf(!path)("costs a page of a million characters without any less than 20 ms", async () => {
    const sentence =
      "The council voted — once more — to repair the harbour wall before the storms come. ";
    const page = await show(`<p>${`${sentence.repeat(6)}</p><p>`.repeat(2000)}</p>`);
    const times = await tab.evaluate<number[]>(`[1, 2, 3, 4, 5].map(() => {
      const began = performance.now();
      document.body.textContent.includes("\u{E0133}\u{E0122}\u{E0140}\u{E0131}\u{E0144}\u{E0148}\u{E0144}\uFE00");
      return performance.now() - began;
    })`);
    const length = await tab.evaluate<number>("document.body.textContent.length");
    console.info(
      `${kind}: ${length} characters looked through in ${times.map((one) => one.toFixed(1)).join(", ")} ms`,
    );
    expect(length).toBeGreaterThan(980_000);
    expect([...times].sort((a, b) => a - b)[2]).toBeLessThan(20);
    expect(await see.list(page, () => true)).toEqual([]);
  });
});

function tellOf(item: Seen): string {
  const findings = item.checked?.ok ? item.checked.value.verdict.findings : [];
  const said = findings.flatMap(
    ({ code }) => /(?:dataHash|colophon\.text)\.(\w+)$/.exec(code)?.[1] ?? [],
  );
  return [stateOf(item), ...said].join(" ");
}
