// Real texts to recognise: the pages of The Debian Administrator's Handbook in English and a dozen other languages, read
// as a site's pages are, through an HTML parser. The package is installed when it is missing.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";
import { markupBlocks } from "../dist/src/text/index.js";
import { parseText, wordsBetween } from "../dist/src/text/parsed-text.js";

const PACKAGE = "debian-handbook";
const FOLDER = "/usr/share/doc/debian-handbook/html";
const LANGUAGES =
  "de-DE el-GR es-ES fa-IR fr-FR ja-JP ko-KR pl-PL pt-BR ru-RU tr-TR vi-VN zh-CN".split(" ");
/** Of each language but English. */
const PAGES = 12;
const LEAST_WORDS = 300;

/** @returns `{name, language, blocks, text, words}` of each page with 300 words or more, `text` being its tokens and sentences */
export function loadTexts() {
  if (!existsSync(FOLDER)) install();
  return ["en-US", ...LANGUAGES].flatMap((language) => {
    const pages = pagesOf(language);
    return language === "en-US" ? pages : pages.slice(0, PAGES);
  });
}

function install() {
  process.stderr.write(`installing ${PACKAGE} ...\n`);
  const options = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  try {
    execFileSync("apt-get", ["-qq", "update"], options);
    execFileSync("apt-get", ["-qq", "install", "-y", "--no-install-recommends", PACKAGE], options);
  } catch {
    process.stderr.write(`${PACKAGE} could not be installed: this needs Debian and root\n`);
    process.exit(1);
  }
}

function pagesOf(language) {
  const folder = join(FOLDER, language);
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith(".html"))
    .map((name) => ({
      name,
      blocks: markupBlocks(markup(parse(readFileSync(join(folder, name), "utf8")))),
    }));
  const times = new Map(); // navigation is on many pages
  for (const { blocks } of pages)
    for (const block of new Set(blocks)) times.set(block, (times.get(block) ?? 0) + 1);
  return pages
    .map(({ name, blocks: all }) => {
      const blocks = all.filter((block) => times.get(block) <= 2);
      const text = parseText(blocks);
      return { name, language, blocks, text, words: wordsBetween(text, 0, text.tokens.length) };
    })
    .filter(({ words }) => words >= LEAST_WORDS);
}

/** Markup of a tree of parse5. */
function markup(node) {
  if (node.nodeName === "#text") return { text: node.value };
  const children = node.childNodes ?? [];
  return {
    name: node.tagName ?? node.nodeName,
    get children() {
      return children.filter((child) => child.nodeName === "#text" || child.tagName).map(markup);
    },
  };
}
