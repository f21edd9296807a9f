// The engine as pages know it: what it fetches of a file, what it remembers, and what it outlives.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat } from "../../../src/encoding/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { sign, signBytes } from "../../../toolkit/index.js";
import { startGateway } from "../../fake/gateway.js";
import { upload } from "../../toolkit/gateway/ask.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { type EnginePort, enginePort, type Question } from "./engine-port.js";
import { eyes, stateOf } from "./eyes.js";
import { openSite, type Site } from "./site.js";

const IDLE_MS = 3_000;
const JPEG = "image/jpeg";
const at = (url: string): Question => ({ source: { from: "address", url } });
const state = (name: string) => ({ ok: true, value: { verdict: { state: name } } });
/** A picture with that many bytes behind its end: readers don't mind. */
const padded = (bytes: Uint8Array, length: number) => concat(bytes, new Uint8Array(length));

describe.each(["chrome", "firefox"] as const)("the engine in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let port: EnginePort;
  let bare: Uint8Array;
  let signed: Uint8Array;
  const sent = () => site.log.reduce((sum, one) => sum + one.sent, 0);
  beforeAll(async () => {
    if (!path) return;
    const { identity } = await workshop();
    bare = padded(await fixture("jpeg-baseline"), 400_000);
    signed = (await signBytes("a.jpg", bare, { identity, source: "camera" })).bytes;
    site = await openSite();
    browser = await extended(kind, path, { idleMs: IDLE_MS });
    port = await enginePort(browser);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  beforeEach(() => void site?.log.splice(0));

  it.skipIf(!path)("fetches a few kilobytes of a file without a credential", async () => {
    site.put("/bare.jpg", { mediaType: JPEG, content: bare, headers: { etag: '"1"' } });
    const [answer] = await port.ask(at(`${site.url}/bare.jpg`));
    expect(answer).toMatchObject({ ok: true, value: { fetched: 16_384, of: "address" } });
    expect(answer).toMatchObject(state("None"));
    expect(sent()).toBe(16_384);
  });

  it.skipIf(!path)("fetches every byte of a signed one once", async () => {
    site.put("/signed.jpg", { mediaType: JPEG, content: signed, headers: { etag: '"1"' } });
    const [answer] = await port.ask(at(`${site.url}/signed.jpg`));
    expect(answer).toMatchObject(state("Valid"));
    expect(answer).toHaveProperty("value.fetched", signed.length);
    expect(sent()).toBe(signed.length);
    expect(site.log.map(({ headers }) => headers["if-range"])).toEqual([undefined, '"1"']);
  });

  it.skipIf(!path)("stops a server that has no ranges as soon as it knows", async () => {
    // Slow, as a browser takes megabytes ahead of whoever reads: 20 MB would come in 16 seconds.
    const slow = await openSite({ bitsPerSecond: 10_000_000 });
    const whole = { mediaType: JPEG, content: padded(bare, 20_000_000), headers: {} };
    slow.put("/whole.jpg", (asked) => {
      delete asked.headers.range;
      return whole;
    });
    const [answer] = await port.ask(at(`${slow.url}/whole.jpg`));
    expect(answer).toMatchObject(state("None"));
    const { fetched } = (answer as { value: { fetched: number } }).value;
    const left = () => slow.log.reduce((sum, one) => sum + one.sent, 0);
    let before = -1;
    for (; before !== left(); await new Promise((again) => setTimeout(again, 300))) before = left();
    expect(slow.log).toHaveLength(1);
    expect(left()).toBeLessThan(5_000_000);
    expect(fetched).toBeLessThanOrEqual(left());
    slow.close();
  });

  it.skipIf(!path)("starts again when the file changes between two pieces", async () => {
    let tag = 0;
    site.put("/changing.jpg", () => {
      tag++;
      const content = tag === 1 ? padded(signed, 7) : signed;
      return { mediaType: JPEG, content, headers: { etag: `"${tag}"` } };
    });
    const [answer] = await port.ask(at(`${site.url}/changing.jpg`));
    expect(answer).toMatchObject(state("Valid"));
    expect(site.log.at(-1)?.headers.range).toBeUndefined();
  });

  it.skipIf(!path)("reads a large film only when it is asked to", async () => {
    const { identity } = await workshop();
    const film = await fixture("mp4-moov-first");
    const one = await signBytes("a.mp4", film, { identity, source: "camera" });
    const free = new Uint8Array(33 * 1024 * 1024);
    new DataView(free.buffer).setUint32(0, free.length);
    free.set([0x66, 0x72, 0x65, 0x65], 4);
    const headers = { etag: '"1"' };
    site.put("/large.mp4", { mediaType: "video/mp4", content: concat(one.bytes, free), headers });
    site.put("/plain.mp4", { mediaType: "video/mp4", content: concat(film, free), headers });
    const [large, plain] = await port.ask(at(`${site.url}/large.mp4`), at(`${site.url}/plain.mp4`));
    expect(large).toMatchObject({ ok: false, code: "FILE_TOO_LARGE" });
    expect(plain).toMatchObject(state("None"));
    expect(sent()).toBeLessThan(200_000);
    const [asked] = await port.ask({ ...at(`${site.url}/large.mp4`), asked: true });
    expect(asked).toMatchObject(state("Valid"));
  });

  it.skipIf(!path)("answers two hundred pictures that it knows in a moment", async () => {
    const questions = Array.from({ length: 200 }, (_, i) => {
      const content = i % 5 ? bare : signed;
      site.put(`/${i}.jpg`, { mediaType: JPEG, content, headers: { etag: '"1"' } });
      return at(`${site.url}/${i}.jpg`);
    });
    const twice = await port.ask(...questions, ...questions);
    expect(twice.every(({ ok }) => ok)).toBe(true);
    expect(site.log).toHaveLength(200 + 40);
    site.log.splice(0);
    const took = await port.timed(...questions);
    expect(site.log).toEqual([]);
    console.info(`${kind}: 200 known pictures answered in ${Math.round(took)} ms`);
    expect(took).toBeLessThan(1_000);
  });

  it.skipIf(!path)(
    "asks again when a server doesn't let it remember, or the reader asks",
    async () => {
      let content = signed;
      site.put("/now.jpg", () => ({
        mediaType: JPEG,
        content,
        headers: { etag: `"${content.length}"`, "cache-control": "no-cache" },
      }));
      const question = at(`${site.url}/now.jpg`);
      expect((await port.ask(question))[0]).toMatchObject(state("Valid"));
      site.log.splice(0);
      expect((await port.ask(question))[0]).toMatchObject(state("Valid"));
      expect(site.log).toHaveLength(1);
      content = bare;
      expect((await port.ask(question))[0]).toMatchObject(state("None"));
      content = signed;
      expect((await port.ask({ ...question, asked: true }))[0]).toMatchObject(state("Valid"));
    },
  );

  it.skipIf(!path)("forgets what it judged by other trust", async () => {
    const { root, identity } = await workshop();
    const other = await signBytes("b.jpg", bare, { identity, source: "camera" });
    site.put("/trust.jpg", { mediaType: JPEG, content: other.bytes, headers: { etag: '"1"' } });
    const question = at(`${site.url}/trust.jpg`);
    const file: Question = { source: { from: "page", at: `${site.url}/trust.jpg`, name: "b" } };
    for (const answer of await port.ask(question, file))
      expect(answer).toMatchObject(state("Valid"));
    const list = {
      name: "mine",
      use: "signers",
      pem: root,
      source: "test",
      sha256: "0".repeat(64),
      at: "2026-01-01T00:00:00Z",
      anchors: 1,
    };
    const set = (lists: unknown[]) =>
      port.tab.evaluate(
        `(globalThis.browser ?? chrome).storage.local.set(${JSON.stringify({ lists })})`,
      );
    await set([list]);
    await expect
      .poll(async () =>
        (await port.ask(question, file)).map((one) => one.ok && one.value.verdict.state),
      )
      .toEqual(["Trusted", "Trusted"]);
    await set([]);
    await expect.poll(async () => (await port.ask(question))[0]).toMatchObject(state("Valid"));
  });

  it.skipIf(!path)("gives up a file on which it hangs or breaks, and reads the next", async () => {
    site.put("/a.jpg", { mediaType: JPEG, content: signed });
    const named = (name: string): Question => ({
      source: { from: "file", at: `${site.url}/a.jpg`, name },
      pictures: true,
    });
    const answers = await port.ask(named("crash"), named("a"), named("hang"), named("b"));
    const failed = { ok: false, code: "ENGINE_FAILED" };
    expect(answers).toMatchObject([failed, state("Valid"), failed, state("Valid")]);
  });

  it.skipIf(!path)("answers although its page ends in the middle", async () => {
    const slow = await openSite({ latency: 400 });
    slow.put("/slow.jpg", { mediaType: JPEG, content: signed, headers: { etag: '"1"' } });
    const answer = port.ask(at(`${slow.url}/slow.jpg`));
    if (kind === "chrome") {
      await browser.stopBackground();
      await port.tab.evaluate("chrome.offscreen.closeDocument()");
    }
    expect((await answer)[0]).toMatchObject(state("Valid"));
    await browser.stopBackground();
    site.put("/later.jpg", { mediaType: JPEG, content: signed, headers: { etag: '"1"' } });
    expect((await port.ask(at(`${site.url}/later.jpg`)))[0]).toMatchObject(state("Valid"));
    slow.close();
  });

  it.skipIf(!path || kind === "chrome")(
    "is asked again by a page when it was put to sleep in the middle of a check",
    async () => {
      let times = 0;
      const isEngines = ({ headers }: Site["log"][number]) => headers.range !== undefined;
      const slow = await openSite({
        host: "127.0.0.2",
        latency: (asked) => (isEngines(asked) && times++ === 0 ? 20_000 : 0),
      });
      slow.put("/a.jpg", { mediaType: JPEG, content: signed, headers: { etag: '"1"' } });
      const content = `<!doctype html><img src=${slow.url}/a.jpg width=120 height=90>`;
      site.put("/sleep", { mediaType: "text/html", content });
      const see = await eyes(browser);
      const tab = await browser.tab(`${site.url}/sleep`);
      await new Promise((done) => setTimeout(done, 2.5 * IDLE_MS)); // to look would keep it awake
      const [item] = await see.list(`${site.url}/sleep`);
      expect(item && stateOf(item)).toBe("Valid");
      expect(slow.log.filter(isEngines).length).toBeGreaterThan(2); // the first piece twice
      await see.close();
      await tab.close();
      slow.close();
    },
  );

  it.skipIf(!path)("leaves what a tab asked for when the tab is closed", async () => {
    const slow = await openSite({ latency: 300 });
    const questions = Array.from({ length: 60 }, (_, i) => {
      slow.put(`/${i}.jpg`, { mediaType: JPEG, content: bare });
      return at(`${slow.url}/${i}.jpg`);
    });
    const other = await enginePort(browser);
    const answers = other.ask(...questions).catch(() => undefined); // the tab goes before they come
    await expect.poll(() => slow.log.length).toBeGreaterThan(0);
    await other.tab.close();
    await answers;
    await new Promise((done) => setTimeout(done, 1500));
    const asked = slow.log.length;
    expect(asked).toBeLessThan(40);
    expect((await port.ask(questions[0]!))[0]).toMatchObject(state("None"));
    expect(slow.log.length).toBeLessThanOrEqual(asked + 1);
    slow.close();
  });

  it.skipIf(!path)("finds a signed and a stripped copy in the archive", async () => {
    const gateway = await startGateway();
    const shop = await workshop();
    const folder = join(shop.folder, "archive");
    const input = shop.put("c.jpg", await fixture("jpeg-baseline"));
    const { output, record } = await sign(input, { identity: shop.identity, archive: folder });
    const kept = await LocalArchive.open(folder);
    await upload(gateway.url, { bytes: await kept.get(record!) });
    await gateway.mine();
    const bytes = new Uint8Array(readFileSync(output));
    const layout = await containerFor(JPEG)!.open(memorySource(bytes), JPEG);
    const { start, length } = layout.manifestSpans[0]!;
    const stripped = concat(bytes.subarray(0, start), bytes.subarray(start + length));
    site.put("/c.jpg", { mediaType: JPEG, content: bytes });
    site.put("/stripped.jpg", { mediaType: JPEG, content: stripped });
    const set = { gateways: [gateway.url], privateLookup: false };
    await port.tab.evaluate(
      `(globalThis.browser ?? chrome).storage.local.set(${JSON.stringify(set)})`,
    );
    const file = (name: string): Question => ({
      source: { from: "file", at: `${site.url}/${name}`, name },
      archive: true,
    });
    const [whole, bareCopy, there] = await port.ask(file("c.jpg"), file("stripped.jpg"), {
      ...at(`${site.url}/stripped.jpg`),
      archive: true,
    });
    const found = { archive: { id: record, level: "in block" } };
    expect(whole).toMatchObject({ ok: true, value: { verdict: { state: "Valid", ...found } } });
    for (const one of [bareCopy, there])
      expect(one).toMatchObject({ ok: true, value: { verdict: { state: "None", ...found } } });
  });
});
