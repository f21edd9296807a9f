// Blocks of plain text and of markup: the same for the same text, however a site nests it.
import { expect, it } from "vitest";
import { type Markup, markupBlocks, plainBlocks } from "../../../src/text/index.js";

const text = (content: string): Markup => ({ text: content });
const el = (name: string, ...children: (Markup | string)[]): Markup => ({
  name,
  children: children.map((child) => (typeof child === "string" ? text(child) : child)),
});

it("plain text: blank lines part blocks, a line feed alone does not", () => {
  for (const feed of ["\n", "\r\n", "\r"])
    expect(
      plainBlocks(`One\ntwo.\n\n \t\nThree.\n\u200b\nFour\u2029five`.replaceAll("\n", feed)),
    ).toEqual(["One two.", "Three.", "Four", "five"]);
  expect(plainBlocks(" \n\n ")).toEqual([]);
});

it("markup: headings, items, cells and quotes are blocks, inline elements are joined", () => {
  expect(
    markupBlocks(
      el(
        "body",
        el("h1", "A ", el("em", "fi"), "ne title"),
        "loose",
        el(
          "div",
          el("p", "One", el("b", "two"), "\n three"),
          el("ul", el("li", "four"), el("li", el("p", "five"))),
        ),
        el("table", el("tbody", el("tr", el("td", "six"), el("th", "seven")))),
        el("dl", el("dt", "eight"), el("dd", "nine")),
        el("figure", el("figcaption", "ten")),
        el("blockquote", "eleven"),
      ),
    ),
  ).toEqual([
    "A fine title",
    "loose",
    "Onetwo three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
  ]);
});

it("markup: a br is a space, two of them end a block, and so does an empty line of a pre", () => {
  const br = el("br");
  expect(markupBlocks(el("p", "a", br, "b", br, "\n  ", br, "c\n\nd"))).toEqual(["a b", "c d"]);
  expect(markupBlocks(el("pre", "a\nb\n\nc"))).toEqual(["a b", "c"]);
});

it("markup: scripts, forms, navigation and drawings hold no words", () => {
  const out = [
    "script",
    "style",
    "template",
    "noscript",
    "textarea",
    "select",
    "svg",
    "nav",
    "head",
    "rt",
  ];
  expect(
    markupBlocks(el("body", "a", ...out.map((name) => el(name, "x", el("p", "y"))), "b")),
  ).toEqual(["ab"]);
});

it("markup: the one article counts, or else the one main, or else all", () => {
  const page = (...names: string[]) =>
    markupBlocks(
      el(
        "body",
        "menu",
        ...names.map((name, i) => el(name, el("p", `${name} ${i}`))),
        el("p", "end"),
      ),
    );
  expect(page("article")).toEqual(["article 0"]);
  expect(page("main", "article")).toEqual(["article 1"]);
  expect(page("article", "main", "article")).toEqual(["main 1"]);
  expect(page("article", "article")).toEqual(["menu", "article 0", "article 1", "end"]);
  expect(page("constructor")).toEqual(["menu", "constructor 0", "end"]);
});

it("markup: children are asked for one after the other, and nesting has no limit", () => {
  let deepest: Markup = text("deep");
  for (let i = 0; i < 50_000; i++) deepest = el("div", deepest);
  expect(markupBlocks(deepest)).toEqual(["deep"]);
  const asked: number[] = [];
  const lazy = {
    name: "div",
    children: (function* () {
      for (let i = 0; i < 3; i++) {
        asked.push(i);
        yield el("p", `${i}`);
      }
    })(),
  };
  expect(markupBlocks(lazy)).toEqual(["0", "1", "2"]);
  expect(asked).toEqual([0, 1, 2]);
});
