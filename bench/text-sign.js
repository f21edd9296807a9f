// npm run bench:text-sign: how long it takes to sign an article of 1,000 words, and by how much that makes it larger, in each
// way that a text can carry its manifest. In memory and warm; archived means with the records, synced to the disk.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIdentity, sign, signBytes } from "../dist/toolkit/index.js";
import { median } from "./measure.js";

const WORDS =
  "the lake rose again this week and the ferry runs where nobody had seen a boat in years".split(
    " ",
  );
const sentence = (n) =>
  Array.from({ length: 20 }, (_, i) =>
    i === 0 ? `Day ${n}` : WORDS[(n * 7 + i * 5 + (n % 3) * i) % WORDS.length],
  ).join(" ");
const paragraphs = Array.from({ length: 10 }, (_, p) =>
  Array.from({ length: 5 }, (_, s) => `${sentence(5 * p + s)}.`).join(" "),
);
const prose = `${paragraphs.join("\n\n")}\n`;
const page = `<!doctype html>\n<html lang="en">\n<head>\n<title>The lake</title>\n</head>\n<body>\n<article>\n${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}\n</article>\n</body>\n</html>\n`;

const CASES = [
  ["A.8 wrapper, plain text", "article.txt", prose],
  ["A.8 wrapper, Markdown", "article.md", prose],
  ["A.9 block, Markdown", "article.md", `---\ntitle: The lake\n---\n${prose}`, "structured"],
  ["A.7 script, HTML", "article.html", page],
];
const rounds = Number(process.argv[2] ?? 40);
const folder = mkdtempSync(join(tmpdir(), "colophon-text-"));
const identity = await createIdentity({ name: "Ada Reyes" });
const row = (name, ...cells) =>
  console.log(name.padEnd(26) + cells.map((cell) => String(cell).padStart(14)).join(""));

async function timed(task) {
  const taken = [];
  for (let round = -5; round < rounds; round++) {
    const start = performance.now();
    await task(round);
    if (round >= 0) taken.push(performance.now() - start);
  }
  return median(taken).toFixed(1);
}

row("1,000 words", "ms", "bytes added", "archived, ms", "record bytes");
for (const [name, file, text, embedding] of CASES) {
  const options = { identity, source: "drawn", ...(embedding && { text: { embedding } }) };
  const bytes = Buffer.from(text);
  let added = 0;
  const memory = await timed(async () => {
    added = (await signBytes(file, bytes, options)).bytes.length - bytes.length;
  });
  const input = join(folder, file);
  writeFileSync(input, bytes);
  const archive = join(folder, `archive-${name.replaceAll(/\W/g, "")}`);
  const output = join(folder, "signed");
  let record = 0;
  const archived = await timed(async () => {
    const made = await sign(input, { ...options, archive, output, replace: true });
    record ||= statSync(join(archive, "items", made.textRecord)).size;
  });
  row(name, memory, added, archived, record);
}
rmSync(folder, { recursive: true, force: true });
