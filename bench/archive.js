// npm run bench:archive: what publishing, looking up and proving cost against the embedded gateway on this machine, over
// real HTTP on loopback. Beside each figure stands what the machine itself takes for the same, where there is such a thing.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createItem, lookup, proveInclusion, verifyRecord } from "../dist/src/archive/index.js";
import { batchTree } from "../dist/src/archive/record/batch-tree.js";
import { storeBindings, storeJudge } from "../dist/src/examine/index.js";
import { NO_TRUST } from "../dist/src/trust/index.js";
import { hostEngine } from "../dist/toolkit/adapter/engine-host.js";
import { gatewaysOf } from "../dist/toolkit/adapter/gateways.js";
import { EmbeddedGateway } from "../dist/toolkit/gateway/embedded-gateway.js";
import { createIdentity, sign, verify } from "../dist/toolkit/index.js";
import { loadGenerator } from "../test/fixture/make.js";
import { median } from "./measure.js";

const FILES = 40;
const UPLOADS = 300;
const LEAVES = 100_000;

const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const gateway = await EmbeddedGateway.open({
  folder: join(folder, "gateway"),
  now: () => new Date(),
});
try {
  const one = await gateway.listen(0);
  const two = await gateway.listen(0);
  const identity = await createIdentity({ name: "Bench" });
  const signed = await signFiles(identity);
  await uploadAll(one.url, signed.items, 8);
  await gateway.mine(3);

  const urls = [one.url, two.url];
  await lookUps(signed.outputs, [one.url]); // until the engine's code is warm
  const found = await recordsOf(signed.outputs, one.url);
  const whole = await lookUps(signed.outputs, [one.url]);
  const offline = await lookUps(signed.outputs, undefined);
  row("look-up, fetch and verify a record (median)", found, "ms", 30, {
    "verify() of the same file, offline, ms": offline,
    "verify() with this gateway, block proof and withdrawals included, ms": whole,
  });
  const proofs = await prove(signed.items, urls);
  row("inclusion proof over two gateways (median)", proofs.milliseconds, "ms", 150, {
    "chunks of 256 KiB asked for": proofs.chunks,
  });

  const fresh = () => newItems(identity, UPLOADS);
  const limit = await syncedFiles((await fresh()).map(({ bytes }) => bytes));
  for (const parallel of [1, 8]) {
    const rate = await uploadAll(one.url, await fresh(), parallel);
    row(`uploads a second, ${parallel} at a time, each on the disk`, rate, "/s", undefined, {
      "files written, synced and renamed a second": limit,
    });
  }

  const digests = Array.from({ length: LEAVES }, () => randomBytes(32));
  const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
  const began = performance.now();
  const tree = batchTree(digests, sha256);
  row("batch record of 100,000 files, built", (performance.now() - began) / 1000, "s", 5);
  const sizes = digests.slice(0, 1000).map((digest) => {
    const { index, count, hashes } = tree.path(digest);
    const path = hashes.map((hash) => Buffer.from(hash).toString("base64url"));
    return JSON.stringify({ index, count, path }, undefined, 2).length;
  });
  row("the longest proof of 1,000 in it, as in a receipt", Math.max(...sizes), "bytes", 1024);
} finally {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
}

/** Signs one picture under many titles: each has a manifest and a record of its own. */
async function signFiles(identity) {
  const { jpeg100k } = await loadGenerator();
  const archive = join(folder, "archive");
  const outputs = [];
  const picture = await jpeg100k();
  for (let i = 0; i < FILES; i++) {
    const path = join(folder, `photo-${i}.jpg`);
    await writeFile(path, picture);
    outputs.push((await sign(path, { identity, archive, title: `Photo ${i}` })).output);
  }
  const names = await readdir(join(archive, "items"));
  const items = await Promise.all(
    names.map(async (id) => ({
      id,
      bytes: new Uint8Array(await readFile(join(archive, "items", id))),
    })),
  );
  return { outputs, items };
}

async function lookUps(paths, gateways) {
  const times = [];
  for (const path of paths) {
    const began = performance.now();
    const verdict = await verify(path, gateways ? { gateways } : {});
    times.push(performance.now() - began);
    if (gateways && verdict.archive?.level !== "in block")
      throw new Error(
        `${path}: ${verdict.archive?.level ?? "no record"} ${JSON.stringify(verdict.findings)}`,
      );
  }
  return median(times);
}

/** By the file's hash: list, fetch, check the item, judge the manifest, match the copy. */
async function recordsOf(paths, url) {
  const judge = storeJudge({ engine: hostEngine, trust: NO_TRUST, now: () => new Date() });
  const times = [];
  for (const path of paths) {
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest();
    const began = performance.now();
    const gateways = gatewaysOf([url], { signal: AbortSignal.timeout(60_000) });
    const hashes = [sha256.toString("base64url")];
    const { items } = await lookup({ hashes, private: false }, gateways, {
      ownersOf: async (store) => (await storeBindings(store)).owners,
    });
    const { evidence } = await verifyRecord(items[0].bytes, {
      judge,
      copy: { sha256 },
      archivedIn: url,
    });
    times.push(performance.now() - began);
    if (!evidence) throw new Error(`${path}: no record`);
  }
  return median(times);
}

async function prove(items, urls) {
  const times = [];
  let asked = 0;
  for (const { id, bytes } of items) {
    const gateways = gatewaysOf(urls, { signal: AbortSignal.timeout(60_000) }).map((each) => ({
      ...each,
      url: each.url,
      chunk: (offset) => {
        asked++;
        return each.chunk(offset);
      },
    }));
    const began = performance.now();
    const { level } = await proveInclusion({ id, bytes }, gateways);
    times.push(performance.now() - began);
    if (level !== "agreed") throw new Error(`${id}: ${level}`);
  }
  return { milliseconds: median(times), chunks: asked / items.length };
}

async function newItems({ archiveKey: { publicKey, sign: by } }, count) {
  const items = [];
  for (let i = 0; i < count; i++)
    items.push(
      await createItem({ owner: publicKey, sign: by, tags: [], data: randomBytes(16 * 1024) }),
    );
  return items;
}

/** @returns uploads a second */
async function uploadAll(url, items, parallel) {
  const left = [...items];
  const began = performance.now();
  const lane = async () => {
    for (let item = left.pop(); item; item = left.pop()) {
      const { status } = await fetch(`${url}/v1/tx`, { method: "POST", body: item.bytes });
      if (status !== 200) throw new Error(`the gateway answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return items.length / ((performance.now() - began) / 1000);
}

/** What the disk can do: the same bytes into files, one after the other. */
async function syncedFiles(contents) {
  const target = join(folder, "limit");
  await mkdir(target);
  const began = performance.now();
  for (const [i, bytes] of contents.entries()) {
    const file = await open(join(target, `${i}.part`), "wx");
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(join(target, `${i}.part`), join(target, `${i}`));
    const parent = await open(target);
    await parent.sync();
    await parent.close();
  }
  return contents.length / ((performance.now() - began) / 1000);
}

function row(name, figure, unit, most, beside = {}) {
  const met = most === undefined ? "      " : figure <= most ? "met   " : "MISSED";
  const digits = figure < 10 ? 2 : 0;
  const bar = most === undefined ? "" : ` (at most ${most})`;
  console.log(`${met}  ${name}: ${figure.toFixed(digits)} ${unit}${bar}`);
  for (const [what, value] of Object.entries(beside))
    console.log(`        ${what}: ${value.toFixed(value < 10 ? 2 : 0)}`);
}
