// The public SDK for browsers (@contentauth/c2pa-web with an engine of its own, older than ours) in a page of a real
// browser, served from loopback for as long as the test runs.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Settings } from "@contentauth/c2pa-web";
import type { Page } from "playwright-core";
import { rolldown } from "rolldown";
import { asArray, asObject, asString } from "../../src/encoding/index.js";
import { launch } from "./chromium.js";
import { type Assets, serve } from "./serve.js";

/** What the SDK says of one file. */
interface Opinion {
  /** The engine's word; "None" without a manifest, "error: ..." where it gave up. */
  readonly state: string;
  /** Failure codes of the active manifest. */
  readonly failures: readonly string[];
}

export interface WebReader {
  /** @param userAnchors PEM of anchors, or none */
  read(mediaType: string, bytes: Uint8Array, userAnchors?: string): Promise<Opinion>;
  close(): Promise<void>;
}

/** Opens the SDK in a page. */
export async function openWebReader(executablePath: string): Promise<WebReader> {
  const assets: Assets = new Map([
    ["/", ["text/html", PAGE]],
    ["/sdk.js", ["text/javascript", await bundled()]],
    ["/c2pa.wasm", ["application/wasm", await readFile(resolved("/resources/c2pa.wasm"))]],
  ]);
  const server = await serve(assets);
  const browser = await launch(executablePath);
  const page = await browser.newPage();
  await page.goto(`${server.url}/`);
  let count = 0;
  return {
    async read(mediaType, bytes, userAnchors) {
      const path = `/file/${count++}`;
      assets.set(path, [mediaType, bytes]);
      const store = await readInPage(page, path, mediaType, userAnchors);
      assets.delete(path);
      return opinion(store);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function resolved(entry: string): string {
  return fileURLToPath(import.meta.resolve(`@contentauth/c2pa-web${entry}`));
}

async function bundled(): Promise<string> {
  const bundle = await rolldown({ input: resolved(""), platform: "browser" });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
  await bundle.close();
  return output[0].code;
}

/** Runs in the page, where imports are the browser's own: the test runner would rewrite them. */
const PAGE = `<!doctype html><title>reader</title><script type="module">
import { createC2pa } from "/sdk.js";
const sdk = createC2pa({ wasmSrc: new URL("/c2pa.wasm", document.baseURI).href });
const read = async (path, mediaType, settings) => {
  const blob = await (await fetch(path)).blob();
  const reading = await (await sdk).reader.fromBlob(mediaType, blob, settings);
  if (!reading) return undefined;
  const store = await reading.manifestStore();
  await reading.free();
  return store;
};
globalThis.readFile = (...words) => read(...words).catch((cause) => "error: " + cause);
</script>`;

interface World {
  readFile(path: string, mediaType: string, settings: Settings): Promise<unknown>;
}

function readInPage(page: Page, path: string, mediaType: string, userAnchors?: string) {
  const settings: Settings = userAnchors ? { trust: { userAnchors } } : {};
  return page.evaluate(
    ([file, type, how]) => (globalThis as unknown as World).readFile(file, type, how),
    [path, mediaType, settings] as const,
  );
}

function opinion(store: unknown): Opinion {
  if (typeof store === "string") return { state: store, failures: [] };
  const json = asObject(store);
  if (!json) return { state: "None", failures: [] };
  const active = asObject(asObject(json["validation_results"])?.["activeManifest"]);
  return {
    state: asString(json["validation_state"]) ?? "",
    failures: asArray(active?.["failure"]).map((row) => asString(asObject(row)?.["code"]) ?? ""),
  };
}
