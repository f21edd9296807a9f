// The program of docs/library.md for browsers, as a page runs it: bundled, in a worker.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPem } from "../../src/index.js";
import { createIdentity, signBytes } from "../../toolkit/index.js";
import { mediaFixtures } from "../fixture/media/index.js";
import { findChromium, launch } from "./chromium.js";
import { bundled } from "./read-side-bundle.js";
import { type Served, serve } from "./serve.js";

const DOCUMENT = readFileSync(new URL("../../docs/library.md", import.meta.url), "utf8");
const [, program = "", printed = ""] =
  /^## In a browser\n[\s\S]*?^```ts\n([\s\S]*?)^```\n[\s\S]*?^```\n([\s\S]*?)^```$/m.exec(
    DOCUMENT,
  ) ?? [];
const CORE = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const WASM = createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm");

const ASK = `
const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
globalThis.ask = async (name) => {
  try {
    const pem = await (await fetch("/root.pem")).text();
    return await check(await bytes(name), await bytes("/c2pa.wasm"), pem);
  } catch (error) {
    return [error.code, error.message, error.hint].join("; ");
  }
};`;
const WORKER = `onmessage = async ({ data }) => postMessage(await ask(data));`;
const PAGE = `
globalThis.inWorker = (name) => new Promise((told) => {
  const worker = new Worker("/worker.js", { type: "module" });
  worker.onmessage = ({ data }) => { worker.terminate(); told(data); };
  worker.postMessage(name);
});`;

interface World {
  ask(name: string): Promise<string>;
  inWorker(name: string): Promise<string>;
}

const path = findChromium();

describe.skipIf(!path)("the program for browsers, in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "colophon-page-"));
  let server: Served;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const put = (name: string, code: string) => writeFileSync(join(folder, name), code);
    put("check.ts", program);
    put("page.ts", `import { check } from "./check.ts";${ASK}${PAGE}`);
    put("worker.ts", `import { check } from "./check.ts";${ASK}${WORKER}`);
    const scripts = await bundled({
      input: { page: join(folder, "page.ts"), worker: join(folder, "worker.ts") },
      resolve: { alias: { "colophon/core": CORE } },
    });
    const photo = (await mediaFixtures()).find(({ name }) => name === "jpeg-baseline")!.bytes;
    const identity = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
    const signed = await signBytes("photo.jpg", photo, { identity, source: "camera" });
    server = await serve(
      new Map<string, readonly [string, string | Uint8Array]>([
        ["/", ["text/html", `<!doctype html><script type="module" src="/page.js"></script>`]],
        ["/signed.jpg", ["image/jpeg", signed.bytes]],
        ["/photo.jpg", ["image/jpeg", photo]],
        ["/root.pem", ["text/plain", toPem([identity.root])]],
        ["/c2pa.wasm", ["application/wasm", readFileSync(WASM)]],
        ...[...scripts].map(([name, code]) => [`/${name}`, ["text/javascript", code]] as const),
      ]),
    );
    browser = await launch(path!);
    page = await browser.newPage();
    await page.goto(`${server.url}/`);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  it("says in a worker what the page says that it says", async () => {
    const ask = (name: string) =>
      page.evaluate((one) => (globalThis as unknown as World).inWorker(one), name);
    expect(`${await ask("/signed.jpg")}\n${await ask("/photo.jpg")}\n`).toBe(printed);
  });

  it("says on the page's own thread that it wants a worker", async () => {
    const told = await page.evaluate(() => (globalThis as unknown as World).ask("/signed.jpg"));
    expect(told).toBe(
      "ENGINE_FAILED; the C2PA engine could not be started; browsers start it in a worker only: run this in one",
    );
  });
});
