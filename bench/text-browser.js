// The same texts in real browsers: each one's record, to the byte, as a page makes it.
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const PAGE = `<!doctype html><title>text</title><script type="module">
import { recordsOf } from "/text-hashes.js";
globalThis.recordsOf = recordsOf;
</script>`;
const BATCH = 20;

/** By browser that there is: how many of the texts have a record there that differs from Node's. @param texts plain */
export async function differingRecords(texts) {
  process.env.COLOPHON_TEST_BEGAN ??= String(Date.now());
  const tests = await createServer({
    configFile: false,
    server: { middlewareMode: true, ws: false, watch: null },
    appType: "custom",
    logLevel: "error",
  });
  const load = (name) => tests.ssrLoadModule(`/test/browser/${name}.ts`);
  const { bundled } = await load("read-side-bundle");
  const { recordsOf } = await load("text-hashes");
  const { serve } = await load("serve");
  const input = fileURLToPath(new URL("../test/browser/text-hashes.ts", import.meta.url));
  const assets = new Map([["/", ["text/html", PAGE]]]);
  for (const [name, code] of await bundled({ input }))
    assets.set(`/${name}`, ["text/javascript", code]);
  const server = await serve(assets);
  const differing = {};
  for (const [name, find] of [
    ["chromium", "findChromium"],
    ["firefox", "findFirefox"],
  ]) {
    const driver = await load(name);
    const path = driver[find]();
    if (!path) continue;
    const browser = await driver.launch(path);
    const page = await browser.newPage();
    await page.goto(`${server.url}/`);
    differing[name] = 0;
    for (let i = 0; i < texts.length; i += BATCH) {
      const some = texts.slice(i, i + BATCH);
      const expected = recordsOf(some);
      const answers = await page.evaluate((all) => globalThis.recordsOf(all), some);
      differing[name] += some.filter((_, k) => answers[k] !== expected[k]).length;
    }
    await browser.close();
  }
  server.close();
  await tests.close();
  return differing;
}
