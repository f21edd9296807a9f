// A signed text that a reader copies from one page and pastes into another, by real keys, in both browsers: wherever the
// page puts it, it is found there, and is the file itself or at least the signed words.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentity } from "../../../toolkit/index.js";
import { signedText } from "../../fixture/signed-text.js";
import { findBrowserFor, type Tab } from "./browser.js";
import { type Eyes, eyes, settledWith, stateOf } from "./eyes.js";
import type { Site } from "./site.js";
import { openStage, type Stage } from "./stage.js";

const ARTICLE = [
  "The harbour wall",
  "On Monday the council voted to repair the harbour wall, which the storms of the winter had opened in three places.",
  "“We have waited long enough,” said the harbour master — and nobody on the quay disagreed with her.",
];
const TEXT = `${ARTICLE.join("\n\n")}\n`;
const SIGNED = ["Valid exact", "Valid exact-file"];

let signed = "";
beforeAll(async () => {
  signed = await signedText(TEXT, await createIdentity({ name: "Ada Reyes" }));
});

describe.each(["chrome", "firefox"] as const)("text that was pasted in %s", (kind) => {
  const path = findBrowserFor(kind);
  let stage: Stage;
  let site: Site;
  let see: Eyes;
  let tab: Tab;
  let pages = 0;

  beforeAll(async () => {
    if (!path) return;
    stage = await openStage(kind, path, {
      prepare: async (browser) => {
        see = await eyes(browser);
      },
    });
    ({ site, tab } = stage);
    const run = signed.slice(TEXT.length);
    site.put("/pre", page(`<pre id=source>\n${signed}</pre>`));
    site.put(
      "/p",
      page(`<article id=source>${ARTICLE.map((line) => `<p>${line}</p>`).join("\n")}</article>
        <script>source.lastChild.append(${JSON.stringify(run)})</script>`),
    );
  });
  afterAll(() => stage?.close());

  /** Copies the text from one page and pastes it into an element of another. @returns that one's address */
  const pasted = async (from: "pre" | "p", body: string): Promise<string> => {
    const to = `/pasted-${++pages}`;
    site.put(to, page(`<p>Letters to the editor.</p>${body}<button id=other>Post</button>`));
    await tab.goto(`${site.url}/${from}`);
    await tab.front();
    await tab.evaluate("getSelection().selectAllChildren(source); undefined");
    await tab.press("Control+c");
    await tab.goto(site.url + to);
    await tab.evaluate("target.focus(); undefined");
    await tab.press("Control+v");
    return site.url + to;
  };
  /** State and label of each text on the page. */
  const told = async (address: string) =>
    (await see.list(address, settledWith(1))).map((item) => {
      const { words } = item.checked?.ok ? item.checked.value : {};
      return `${stateOf(item)} ${words?.label}`;
    });

  describe.each(["pre", "p"] as const)("from a <%s>", (from) => {
    it.skipIf(!path)("is found in an editor once the reader has left it", async () => {
      const address = await pasted(from, "<div contenteditable id=target></div>");
      await new Promise((later) => setTimeout(later, 1200));
      expect(await see.list(address, () => true)).toEqual([]);
      await tab.evaluate("other.focus(); undefined");
      const found = await told(address);
      expect(found).toHaveLength(1);
      expect(SIGNED).toContain(found[0]);
    });

    it.skipIf(!path)("is found where the page puts it, in each way that pages do", async () => {
      for (const [put, before] of [
        ["document.querySelector('pre').textContent = text", "<pre></pre>"],
        ["for (const part of text.split(/\\n\\n+/)) add(part)", ""],
        ["for (const part of text.split(/\\n/)) if (part) add(part)", ""],
        ["add(text)", ""],
      ]) {
        const address = await pasted(
          from,
          `<textarea id=target></textarea>${before}<script>
          const add = (text) => { const p = document.createElement("p"); p.textContent = text; document.body.append(p); };
          target.oninput = () => { const text = target.value; ${put}; target.value = ""; };</script>`,
        );
        const found = await told(address);
        expect(found, put).toHaveLength(1);
        expect(SIGNED, put).toContain(found[0]);
      }
    });
  });
});

function page(body: string) {
  const content = `<!doctype html><meta charset=utf-8><title>Letters</title>${body}`;
  return { mediaType: "text/html; charset=utf-8", content };
}
