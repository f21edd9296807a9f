// npm run bench:text-archive: what it costs to find a text by its words among 100,000 archived articles in the embedded gateway,
// over real HTTP on loopback. Forty articles are signed, uploaded and looked up; the others are in the gateway's index with
// as many fingerprints as a thousand words have, and nobody asks for what is behind them.
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lookupText, sortedPrints } from "../dist/src/archive/index.js";
import { sha256, toBase64Url, utf8 } from "../dist/src/encoding/index.js";
import { examineWords, storeBindings } from "../dist/src/examine/index.js";
import { matchText, passagePrints, plainBlocks } from "../dist/src/text/index.js";
import { NO_TRUST } from "../dist/src/trust/index.js";
import { hostEngine } from "../dist/toolkit/adapter/engine-host.js";
import { gatewaysOf } from "../dist/toolkit/adapter/gateways.js";
import { Incoming } from "../dist/toolkit/gateway/incoming.js";
import { LocalChain } from "../dist/toolkit/gateway/local-chain.js";
import { GatewayServer } from "../dist/toolkit/gateway/server.js";
import { createIdentity, sign } from "../dist/toolkit/index.js";
import { median } from "./measure.js";

const ARTICLES = Number(process.env.ARTICLES ?? 100_000);
const SIGNED = 40;
const WORDS = 1000;
/** Of a thousand words: 16 in the record, 180 in two index items. */
const PRINTS = 180;

const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const chain = await LocalChain.open({ folder: join(folder, "gateway"), now: () => new Date() });
const incoming = new Incoming({
  store: chain.store,
  submit: (head, data) => chain.submit(head, data),
  isKnown: (id) => chain.weave.transaction(id) !== undefined,
});
const server = new GatewayServer({ chain, incoming });
try {
  const { url } = await server.listen(0);
  const began = performance.now();
  fill(chain.catalogue, ARTICLES - SIGNED);
  const filled = performance.now() - began;
  const articles = Array.from({ length: SIGNED }, () => article());
  await archived(articles, url);
  console.log(
    `${ARTICLES} articles, ${ARTICLES * (PRINTS + 16)} fingerprints in the index: filled in ${(filled / 1000).toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB of memory`,
  );
  const quotes = articles.map((text) => text.split(/\s+/).slice(300, 315).join(" "));
  const edited = articles.map((text) => text.replaceAll(/(\S+ ){19}\S+/g, "$& changed"));
  await timed(articles, url, false); // until the code is warm
  await row("look-up of a whole article", articles, url, 100);
  await row("look-up of an article with words changed", edited, url, 100);
  await row("look-up of a quote of 15 words", quotes, url, 100);
  await row("look-up of an article in private", articles, url, undefined, true);
  const judged = [];
  for (const text of articles) {
    const start = performance.now();
    const means = {
      engine: hostEngine,
      trust: NO_TRUST,
      now: () => new Date(),
      gateways: { open: (signal) => gatewaysOf([url], { signal }), private: false },
    };
    const { text: found } = await examineWords(plainBlocks(text), means);
    judged.push(performance.now() - start);
    if (found?.label !== "exact") throw new Error("an article was not found");
  }
  console.log(
    `        with its signature judged, and asked whether it was taken back: ${median(judged).toFixed(0)} ms`,
  );
} finally {
  await server.close();
  await chain.close();
  await rm(folder, { recursive: true, force: true });
}

async function row(name, texts, url, most, isPrivate = false) {
  const figure = median(await timed(texts, url, isPrivate));
  const met = most === undefined ? "      " : figure <= most ? "met   " : "MISSED";
  console.log(
    `${met}  ${name} (median of ${texts.length}): ${figure.toFixed(1)} ms${most === undefined ? "" : ` (at most ${most})`}`,
  );
}

/** From the text to the compared record: fingerprints, list, fetch, item and manifest bound, words compared. */
async function timed(texts, url, isPrivate) {
  const times = [];
  for (const text of texts) {
    const start = performance.now();
    const blocks = plainBlocks(text);
    const question = {
      article: toBase64Url(await sha256(utf8(blocks.join("\n")))),
      prints: sortedPrints(passagePrints(blocks)),
      private: isPrivate,
    };
    const { found } = await lookupText(
      question,
      gatewaysOf([url], { signal: AbortSignal.timeout(60_000) }),
      {
        compare: (record) => {
          const match = matchText(blocks, record);
          return match.label === "none" ? undefined : match;
        },
        factsOf: storeBindings,
      },
    );
    times.push(performance.now() - start);
    if (found.length !== 1) throw new Error(`found ${found.length}, not one`);
  }
  return times;
}

/** Signs, archives and uploads texts. */
async function archived(texts, url) {
  const identity = await createIdentity({ name: "Bench" });
  const archive = join(folder, "archive");
  for (const [i, text] of texts.entries()) {
    const path = join(folder, `article-${i}.txt`);
    await writeFile(path, text);
    await sign(path, { identity, archive });
  }
  for (const id of await readdir(join(archive, "items"))) {
    const body = await readFile(join(archive, "items", id));
    const { status } = await fetch(`${url}/v1/tx`, { method: "POST", body });
    if (status !== 200) throw new Error(`the gateway answered ${status}`);
  }
  await chain.mine();
}

/** Entries of articles with fingerprints of their own, a text record and two index items each. */
function fill(catalogue, count) {
  const place = { path: join(folder, "nothing"), start: 0, size: 0 };
  let offset = 0;
  const add = (owner, urn, kind, prints, more = []) => {
    const tags = [
      { name: "C2PA-Manifest-ID", value: urn },
      { name: "Colophon-Kind", value: kind },
      { name: "Colophon-Version", value: "1" },
      ...more,
      ...prints.map((value) => ({ name: "Colophon-Text-Print", value })),
    ];
    const position = { own: true, number: 0, offset: offset++ };
    const id = randomBytes(32).toString("base64url");
    catalogue.add(
      {
        id,
        kind: "item",
        owner,
        recipient: "",
        mediaType: "application/cbor",
        place,
        dataStart: 0,
        position,
        height: 0,
        bundledIn: "none",
      },
      tags,
    );
  };
  for (let i = 0; i < count; i++) {
    const owner = `owner ${i % 5000}`;
    const urn = `urn:c2pa:${i}`;
    const bytes = randomBytes(16 * PRINTS);
    const prints = Array.from({ length: PRINTS }, (_, at) =>
      bytes.subarray(at * 16, at * 16 + 16).toString("base64url"),
    );
    const hash = { name: "Colophon-Hash", value: randomBytes(32).toString("base64url") };
    add(owner, urn, "text", prints.slice(0, 16), [hash]);
    add(owner, urn, "text-prints", prints.slice(0, 90));
    add(owner, urn, "text-prints", prints.slice(90));
  }
}

function article() {
  const sentence = () =>
    `${Array.from({ length: 14 }, () => randomBytes(3).toString("hex").replace(/\d/g, "a")).join(" ")}.`;
  const paragraph = () => Array.from({ length: 5 }, sentence).join(" ");
  return Array.from({ length: Math.ceil(WORDS / 70) }, paragraph).join("\n\n");
}
