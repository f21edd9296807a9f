// The hashes of texts in many scripts, in Chromium and in Firefox: those that Node makes, to the byte.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARTICLE, OTHER, SCRIPTS } from "../src/text/sample.js";
import * as chromium from "./chromium.js";
import * as firefox from "./firefox.js";
import { bundled } from "./read-side-bundle.js";
import { type Assets, type Served, serve } from "./serve.js";
import { recordsOf } from "./text-hashes.js";

const PAGE = `<!doctype html><title>text</title><script type="module">
import { recordsOf } from "/text-hashes.js";
globalThis.recordsOf = recordsOf;
</script>`;

interface World {
  recordsOf(texts: readonly string[]): string[];
}

/** Each character that a rule of the canonical form may be about, between letters and beside a mark, 64 to a block. */
const characters = [0x20, 0x3400, 0xa000, 0xac00, 0xf900, 0x10000, 0x1d000, 0x1f300];
const everyCharacter: string[] = [];
for (let i = 0; i < characters.length; i += 2)
  for (let code = characters[i] ?? 0; code < (characters[i + 1] ?? 0); code += 64)
    everyCharacter.push(
      Array.from({ length: 64 }, (_, k) => `w${String.fromCodePoint(code + k)}\u0301 A.`).join(" "),
    );
const texts = [
  ARTICLE.join("\n\n"),
  OTHER.join("\n\n"),
  ...Object.values(SCRIPTS),
  ...everyCharacter,
];
const expected = recordsOf(texts);
const ask = (all: readonly string[]) => (globalThis as unknown as World).recordsOf(all);

describe.each([
  ["Chromium", chromium.findChromium(), chromium.launch],
  ["Firefox", firefox.findFirefox(), firefox.launch],
] as const)("in %s", (_, path, launch) => {
  let server: Served;
  let browser: Awaited<ReturnType<typeof launch>>;
  beforeAll(async () => {
    if (!path) return;
    const script = fileURLToPath(new URL("text-hashes.ts", import.meta.url));
    const assets: Assets = new Map([["/", ["text/html", PAGE]]]);
    for (const [name, code] of await bundled({ input: script }))
      assets.set(`/${name}`, ["text/javascript", code]);
    server = await serve(assets);
    browser = await launch(path);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it.skipIf(!path)("every hash of every text is the same", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/`);
    const answers: string[] = await (
      page as { evaluate(run: typeof ask, all: typeof texts): Promise<string[]> }
    ).evaluate(ask, texts);
    expect(answers).toHaveLength(texts.length);
    expect(texts.filter((_, i) => answers[i] !== expected[i])).toEqual([]);
  });
});
