// npm run bench:survival: what is left of a signed text behind the things that texts go through: by its own credential as a
// file or as a passage of a page, and by its words alone in an archive. What survives less than it should fails the run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFragment } from "parse5";
import { examinePassage } from "../dist/src/examine/index.js";
import { trustLists } from "../dist/src/trust/index.js";
import { hostEngine } from "../dist/toolkit/adapter/engine-host.js";
import { createIdentity, sign, verify } from "../dist/toolkit/index.js";
import { bytesSubject } from "../dist/toolkit/verify/subject.js";
import { inBrowsers } from "./survival-browser.js";
import { ARTICLE, MARKDOWN, RUN, transports } from "./survival-transport.js";

const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const RANKS = ["nothing", "other words", "edited", "partial-quote", "exact", "exact file"];
const SAME_WORDS = "colophon.text.sameWords";

const folder = mkdtempSync(join(tmpdir(), "colophon-survival-"));
try {
  const means = {
    engine: hostEngine,
    trust: trustLists({ signers: [], timeStamps: [] }),
    now: () => new Date(),
    subject: (bytes) => bytesSubject("text", "text", bytes),
  };
  const identity = await createIdentity({ name: "Ada Reyes" });
  const archive = join(folder, "archive");
  const signed = async (name, text) => {
    writeFileSync(join(folder, name), text);
    const { output } = await sign(join(folder, name), { identity, archive, source: "drawn" });
    return readFileSync(output, "utf8");
  };
  const [article, markdown] = [
    await signed("article.txt", ARTICLE),
    await signed("article.md", MARKDOWN),
  ];
  row("", "credential", "the file", "the passage", "archive alone", "");
  const missed = [];
  for await (const one of everything(article, markdown)) {
    const { name, least } = one;
    const cells = [
      carriage(one.text ?? one.html ?? one.markdown),
      await asFile(one),
      await asPassage(passageOf(one), means),
      await inArchive(one, archive),
    ];
    const best = Math.max(...cells.slice(1).map((cell) => RANKS.indexOf(cell)));
    const isMet = best >= RANKS.indexOf(least);
    if (!isMet) missed.push(name);
    row(name, ...cells, isMet ? "" : `MISSED: at least ${least}`);
  }
  if (missed.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function* everything(article, markdown) {
  yield* transports(article, markdown);
  yield* inBrowsers(article);
}

function row(name, ...cells) {
  console.log(
    name.padEnd(46) +
      cells
        .map((cell) => cell.padEnd(15))
        .join("")
        .trimEnd(),
  );
}

function carriage(text) {
  const [run] = text.match(RUN) ?? [];
  if (run === undefined) return SELECTORS.test(text) ? "remains" : "gone";
  return run.startsWith("\ufeff") ? "whole" : "without mark";
}

/** As `colophon verify` has it, without an archive. */
async function asFile(one) {
  const { bytes, name } = fileOf(one);
  const { state, findings } = await verify(bytes, { name });
  if (state === "Valid") return "exact file";
  return findings.some(({ code }) => code === SAME_WORDS) ? "exact" : "nothing";
}

/** By its words alone, in an archive that has only their hashes. */
async function inArchive(one, archive) {
  const { bytes, name } = fileOf(one);
  const words = Buffer.from(bytes.toString().replace(RUN, ""));
  return (await verify(words, { name, archive })).text?.label ?? "nothing";
}

function fileOf({ text, html, markdown }) {
  const name = html ? "page.html" : markdown ? "text.md" : "text.txt";
  return { bytes: Buffer.from(text ?? html ?? markdown), name };
}

/** By its own credential, as the extension has it. */
async function asPassage(passage, means) {
  const { label, verdict } = await examinePassage(passage, means);
  if (label === "exact-file" && verdict.state === "Valid") return "exact file";
  if (label === "exact" && verdict.state === "Valid") return "exact";
  return label === "other" ? "other words" : "nothing";
}

/** What the extension gets of it: the page, or the text as a page sets it that changes nothing. */
function passageOf({ text, html, markdown }) {
  const plain = text ?? html ?? markdown;
  const [run = ""] = plain.match(RUN) ?? [];
  const markup = html ? piecesOf(parseFragment(html)) : ["<pre", `"${plain.replace(run, "")}`, "/"];
  return { markup, skipped: 0, run };
}

function piecesOf(node) {
  if (node.nodeName === "#text") return [`"${node.value}`];
  const children = (node.childNodes ?? []).flatMap(piecesOf);
  return node.tagName ? [`<${node.tagName}`, ...children, "/"] : children;
}
