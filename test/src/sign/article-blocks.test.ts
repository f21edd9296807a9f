// Articles are read as the pages that they become, and strangers' files in a time that is bounded whatever they hold.
import { describe, expect, it } from "vitest";
import { articleBlocks } from "../../../src/sign/index.js";

const N = 200_000;
const MARKDOWN: Readonly<Record<string, string>> = {
  brackets: "[".repeat(N),
  "links that never end": "[a](".repeat(N / 4),
  "emphasis of two kinds": "_a __b".repeat(N / 6),
  "emphasis within words": "a**b".repeat(N / 4),
  "nested quotes": ">".repeat(N),
  "nested lists": "- ".repeat(N / 2),
  "list items": "- a\n".repeat(N / 4),
  "quotes and lists in turn": "> a\n- b\n".repeat(N / 8),
  "references to one link": `[a]: /u\n\n${"[a] ".repeat(N / 4)}`,
  "link definitions": Array.from({ length: N / 20 }, (_, i) => `[a${i}]: /u${i}`).join("\n"),
  "a page with open tags": "<b>".repeat(N / 3),
};
const HTML: Readonly<Record<string, string>> = {
  "elements in one another": "<div>".repeat(N / 5),
  "open links": "<a>".repeat(N / 3),
  "tags that each paragraph opens again": Array.from(
    { length: N / 12 },
    (_, i) => `<b id=${i}><p>`,
  ).join(""),
  "tables in tables": "<table><b>".repeat(N / 10),
};

describe("an article", () => {
  it("in Markdown has the words of the page that it becomes", async () => {
    const text =
      "---\ntitle: x\n---\n# The *lake*\n\n- is [back](https://a.example)\n- > at `last`\n";
    expect(await articleBlocks(text, "text/markdown")).toEqual(["The lake", "is back", "at last"]);
  });

  it("as long as a book is read as Markdown", async () => {
    const text = "The *lake* is [back](https://a.example/b) at **last** year's height. ".repeat(8);
    const blocks = await articleBlocks(`${text}\n\n- ${text}\n\n`.repeat(500), "text/markdown");
    expect(blocks).toHaveLength(1000);
    expect(blocks.some((block) => block.includes("*"))).toBe(false);
  });

  for (const [name, text] of Object.entries(MARKDOWN))
    it(`that is nothing but ${name} takes no more than moments`, async () => {
      const begun = performance.now();
      expect(await articleBlocks(text, "text/markdown")).toBeInstanceOf(Array);
      expect(performance.now() - begun).toBeLessThan(8000);
    });
  for (const [name, text] of Object.entries(HTML))
    it(`as a page of ${name} takes no more than moments`, async () => {
      const begun = performance.now();
      expect(await articleBlocks(text, "text/html")).toBeInstanceOf(Array);
      expect(performance.now() - begun).toBeLessThan(8000);
    });

  it("too deep for a browser has no words that could be told", async () => {
    const page = (depth: number) => `${"<div>".repeat(depth)}The lake is back.`;
    expect(await articleBlocks(page(400), "text/html")).toHaveLength(1);
    expect(await articleBlocks(page(600), "text/html")).toEqual([]);
  });

  it("whose Markdown is too hard has the words as they stand", async () => {
    const text = `${"> ".repeat(100)}The lake is back.`;
    const [block = "", ...others] = await articleBlocks(text, "text/markdown");
    expect([block.endsWith("The lake is back."), others]).toEqual([true, []]);
  });

  it("of random marks is read without a failure", async () => {
    const marks = [
      "[",
      "](",
      ")",
      "*",
      "_",
      "`",
      ">",
      "- ",
      "1. ",
      "\n",
      "\n\n",
      "|",
      "<b>",
      "a ",
      "~~",
      "!",
    ];
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed / 0x80000000;
    };
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 200 }, () => marks[Math.floor(random() * marks.length)]);
      expect(await articleBlocks(text.join(""), "text/markdown")).toBeInstanceOf(Array);
    }
  }, 20_000);
});
