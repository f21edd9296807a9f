// npm run bench:text: how well texts are recognised by their words, over real long texts in many scripts, and how fast.
// Each figure has a bar. Chance comes from a fixed seed: a run repeats the one before.
import {
  canonical,
  indexPrints,
  matchText,
  passagePrints,
  textRecord,
} from "../dist/src/text/index.js";
import { textBetween, wordsBetween } from "../dist/src/text/parsed-text.js";
import { sentencesOf } from "../dist/src/text/segment.js";
import { median } from "./measure.js";
import { printBars } from "./table.js";
import { differingRecords } from "./text-browser.js";
import { loadTexts } from "./text-corpus.js";

const SPANS = 400;
/** Fingerprints of a passage that a look-up asks gateways for at most, the smallest first (src/archive/network/text-lookup.ts). */
const ASKED = 32 + 20 * 100;
/** Fingerprints of a text that its index items hold at most, from its beginning (src/archive/record/text-prints.ts). */
const INDEXED = 46 * 88;
const FAVOURABLE = new Set(["exact", "partial-quote", "omissions"]);

let seed = 42;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const any = (list) => list[random(list.length)];
const percent = (count, of) => (100 * count) / of;
const hexes = (hashes) => new Set(hashes.map((hash) => Buffer.from(hash).toString("hex")));
const bars = [];
const bar = (name, figure, unit, { least, most }) =>
  bars.push({
    name,
    figure,
    unit,
    least,
    most,
    met: least === undefined ? figure <= most : figure >= least,
  });

const texts = loadTexts().map((text) => ({
  ...text,
  record: textRecord(text.blocks, { keepWords: true }),
  hashes: textRecord(text.blocks),
}));
const languages = new Set(texts.map(({ language }) => language)).size;
const words = texts.reduce((sum, text) => sum + text.words, 0);
console.log(
  `${texts.length} texts in ${languages} languages, ${words.toLocaleString("en")} words\n`,
);

quotes();
unrelated();
edited();
lookAlikes();
tooShort();
typography();
speed();
for (const [browser, count] of Object.entries(
  await differingRecords(texts.map(({ blocks }) => blocks.join("\n\n"))),
))
  bar(`texts of which ${browser} makes another record than Node`, count, "", { most: 0 });
console.log();
printBars(bars);
if (bars.some(({ met }) => !met)) process.exitCode = 1;

/** Some `length` words in a row, from anywhere in a text, blocks kept apart. */
function span({ text }, length) {
  for (;;) {
    const from = random(text.tokens.length);
    let to = from;
    while (to < text.tokens.length && wordsBetween(text, from, to) < length) to++;
    if (wordsBetween(text, from, to) < length) continue;
    const blocks = [];
    for (let at = from; at < to; ) {
      const end = Math.min(to, text.firstToken[text.tokens[at].block + 1]);
      blocks.push(textBetween(text, at, end));
      at = end;
    }
    return blocks;
  }
}

function quotes() {
  console.log(
    "quotes from anywhere         fingerprint   with words: partial quote   hashes alone: possibly or better",
  );
  for (const length of [15, 20, 30, 60]) {
    let [print, quote, possibly] = [0, 0, 0];
    for (let i = 0; i < SPANS; i++) {
      const text = texts[i % texts.length];
      const blocks = span(text, length);
      const prints = hexes(text.record.prints);
      if ([...hexes(passagePrints(blocks))].some((one) => prints.has(one))) print++;
      if (/exact|partial-quote/.test(matchText(blocks, text.record).label)) quote++;
      if (/exact|partial|omissions|edited|based-on/.test(matchText(blocks, text.hashes).label))
        possibly++;
    }
    const cells = [print, quote, possibly].map((count) =>
      `${percent(count, SPANS).toFixed(1)} %`.padStart(14),
    );
    console.log(`  of ${length} words`.padEnd(28), cells.join("  "));
    bar(`quotes of ${length} words with a fingerprint of the record`, percent(print, SPANS), " %", {
      least: 100,
    });
    bar(`quotes of ${length} words that are a partial quote`, percent(quote, SPANS), " %", {
      least: 100,
    });
    bar(`quotes of ${length} words found by hashes alone`, percent(possibly, SPANS), " %", {
      least: 100,
    });
  }
}

/** What is favourable about a text that is not the record's must stand in both, letter by letter. */
function unrelated() {
  let [wrong, shared, compared, pages] = [0, 0, 0, 0];
  for (const text of texts)
    for (let i = 0; i < 4; i++) {
      const other = any(
        texts.filter((one) => one.name !== text.name || one.language !== text.language),
      );
      const passage = i < 2 ? text.blocks : span(text, any([15, 20, 30, 60]));
      for (const record of [other.record, other.hashes]) {
        compared++;
        const { label } = matchText(passage, record);
        if (i < 2 && FAVOURABLE.has(label)) pages++;
        if (!FAVOURABLE.has(label)) continue;
        const squeezed = (blocks) => blocks.join("").replace(/[^\p{L}\p{N}]/gu, "");
        if (squeezed(other.blocks).includes(squeezed(passage))) shared++;
        else wrong++;
      }
    }
  console.log(`\n${compared} comparisons with another text: ${shared} quotes really stand in both`);
  bar("false favourable labels on unrelated texts", wrong, "", { most: 0 });
  bar("favourable labels on whole unrelated pages", pages, "", { most: 0 });
}

/** 15 % of the words replaced by others of the same text. */
function edited() {
  let [found, smallest, labelled, possibly, changed, shown, more] = [0, 0, 0, 0, 0, 0, 0];
  for (const { text, blocks, record, hashes } of texts) {
    const tokens = text.tokens.map((token) => token.text);
    const replaced = new Set();
    const copy = blocks.map(() => []);
    for (const [i, token] of text.tokens.entries()) {
      const other = random(100) < 15 ? any(tokens) : token.text;
      if (other !== token.text) replaced.add(i);
      copy[token.block].push(other);
    }
    const passage = copy.map((all) => all.join(" "));
    const asked = new Set([...hexes(passagePrints(passage))].sort().slice(0, ASKED));
    const isAsked = (prints) => [...hexes(prints)].some((print) => asked.has(print));
    if (isAsked(record.prints.slice(0, INDEXED))) found++;
    if (isAsked(indexPrints(record, 16))) smallest++;
    const match = matchText(passage, record);
    if (match.label === "edited") labelled++;
    if (/edited|based-on/.test(matchText(passage, hashes).label)) possibly++;
    if (match.differences.length === 200) continue; // more than are shown
    const runs = match.differences.flat().filter(({ kind }) => kind === "passage");
    const told = runs.reduce((sum, run) => sum + (run.text.match(/\S+/g)?.length ?? 0), 0);
    changed += replaced.size;
    shown += Math.min(told, replaced.size);
    more += Math.max(0, told - replaced.size);
  }
  console.log(
    `15 % of the words changed: ${percent(possibly, texts.length).toFixed(1)} % are Edited or possibly based on it by hashes alone`,
  );
  console.log(
    `the 16 smallest fingerprints on the record itself would find ${percent(smallest, texts.length).toFixed(1)} %`,
  );
  bar("15 % changed: found by its fingerprints in the index", percent(found, texts.length), " %", {
    least: 100,
  });
  bar("15 % changed: Edited", percent(labelled, texts.length), " %", { least: 100 });
  bar("changed words that are shown", percent(shown, changed), " %", { least: 98 });
  bar("unchanged words shown as changed, of the changed ones", percent(more, changed), " %", {
    most: 5,
  });
}

function lookAlikes() {
  const TWINS = {
    a: "а",
    e: "е",
    o: "о",
    c: "с",
    p: "р",
    а: "a",
    е: "e",
    о: "o",
    с: "c",
    р: "p",
    ο: "o",
    ν: "v",
  };
  let [tried, wrong] = [0, 0];
  for (const text of texts) {
    const blocks = [...text.blocks];
    const at = blocks.findIndex(
      (block) => block.length > 100 && [...block].some((letter) => TWINS[letter]),
    );
    if (at < 0) continue;
    const places = [...blocks[at].matchAll(/[aeocpаеосрον]/g)].map(({ index }) => index);
    const place = any(places);
    blocks[at] =
      blocks[at].slice(0, place) + TWINS[blocks[at][place]] + blocks[at].slice(place + 1);
    for (const record of [text.record, text.hashes])
      for (const passage of [blocks, [blocks[at]]]) {
        tried++;
        if (FAVOURABLE.has(matchText(passage, record).label)) wrong++;
      }
  }
  bar(`favourable labels in ${tried} texts with one look-alike letter`, wrong, "", { most: 0 });
}

function tooShort() {
  let wrong = 0;
  for (let i = 0; i < SPANS; i++) {
    const text = texts[i % texts.length];
    const blocks = span(text, 1 + random(14));
    for (const record of [text.record, text.hashes])
      if (FAVOURABLE.has(matchText(blocks, record).label)) wrong++;
  }
  bar(`favourable labels in ${2 * SPANS} passages under 15 words`, wrong, "", { most: 0 });
}

/** What sites, editors and transports do to text; every sentence hash has to survive it. */
function typography() {
  const changes = {
    "typographic quotation marks": (text) =>
      text.replace(/"([^"]*)"/g, "“$1”").replaceAll("'", "’"),
    "no-break spaces": (text) => text.replaceAll(" ", () => (random(5) ? " " : "\u00a0")),
    "soft hyphens": (text) => text.replace(/(\p{L}{4})(?=\p{L}{4})/gu, "$1\u00ad"),
    "decomposed letters": (text) => text.normalize("NFD"),
    "zero-width spaces": (text) => text.replaceAll(" ", () => (random(5) ? " " : " \u200b")),
    "other line breaks": (text) => text.replaceAll(" ", () => (random(9) ? " " : "\n")),
    "ellipsis characters": (text) => text.replaceAll("...", "…"),
    "em dashes": (text) => text.replace(/(?<!-) - (?!-)/g, "—"),
    "two hyphens": (text) => text.replace(/(?<!-) - (?!-)/g, " -- "),
    "a byte order mark": (text) => `\ufeff${text}`,
    ligatures: (text) => text.replaceAll("fi", "ﬁ"),
    "two spaces behind a sentence": (text) => text.replaceAll(". ", ".  "),
    "a wrapper of A.8": (text) => `${text}\ufeff\u{e0133}\u{e0122}\u{fe00}`,
  };
  console.log("\nsentence hashes that survive");
  for (const [name, change] of Object.entries(changes)) {
    let [kept, all] = [0, 0];
    for (const block of texts.flatMap(({ blocks }) => blocks)) {
      const changed = change(block);
      if (changed === block) continue;
      const sentences = new Set(sentencesOf(canonical(changed)));
      for (const sentence of sentencesOf(block)) {
        all++;
        if (sentences.has(sentence)) kept++;
      }
    }
    console.log(`  ${name.padEnd(30)}${percent(kept, all).toFixed(2)} % of ${all}`);
    bar(`sentences that survive ${name}`, percent(kept, all), " %", { least: 100 });
  }
}

/** A page of 1,000 words against the record of a text of 1,000 words that is new to the matcher: the processor's time. */
function speed() {
  const { text } = texts.find((one) => one.language === "en-US" && one.words > 1500);
  let to = 0;
  while (wordsBetween(text, 0, to) < 1000) to++;
  const blocks = text.blocks.slice(0, text.tokens[to].block + 1);
  for (const keepWords of [true, false]) {
    const records = Array.from({ length: 200 }, () => textRecord(blocks, { keepWords }));
    const passage = blocks.toSpliced(1, 1);
    const times = [];
    for (let i = 0; i < records.length; i += 10) {
      const began = process.cpuUsage();
      for (const record of records.slice(i, i + 10)) matchText(passage, record);
      const { user, system } = process.cpuUsage(began);
      times.push((user + system) / 10_000);
    }
    bar(
      `match of 1,000 words, ${keepWords ? "words archived" : "hashes alone"}`,
      median(times.slice(10)),
      " ms",
      { most: 10 },
    );
  }
}
