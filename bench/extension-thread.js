// What the extension costs the main thread of a page with 1,000 pictures, and of a page without any, in Chrome, the only one
// that tells it. Driven by bare sessions of the protocol: the usual drivers have the browser report every request, on the
// page's main thread, and that costs more than the request.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "puppeteer-core";

const TURNS = 4;
const WATCHED_MS = 4000;
const VIEW = { width: 1280, height: 720, deviceScaleFactor: 1, mobile: false };

/**
 * Each page with marks off and automatic, in turns, so that what else the machine does hits both.
 * @param path of the browser; `folder` of the extension; `pages` address by name; `flags` of the command line
 * @returns by page: milliseconds more than without, of processor time on the page's main thread (`work`), of that after it
 * has loaded (`idle`), of long tasks beyond 50 ms (`long`); medians. And `bare`, the same of the page without marks.
 */
export async function mainThread({ path, folder, pages, flags }) {
  const profile = await mkdtemp(join(tmpdir(), "colophon-thread-"));
  const browser = await launch({
    executablePath: path,
    headless: true,
    pipe: true,
    enableExtensions: [folder],
    userDataDir: profile,
    args: flags,
  });
  try {
    const root = await browser.target().createCDPSession();
    const worker = await browser.waitForTarget((target) => target.type() === "service_worker");
    const own = `chrome-extension://${new URL(worker.url()).host}/options.html`;
    const helper = await opened(browser, root, own);
    const tab = await opened(browser, root, "about:blank");
    await tab.send("Emulation.setDeviceMetricsOverride", VIEW);
    await tab.send("Performance.enable", { timeDomain: "threadTicks" }); // busy neighbours don't count
    const busy = async () =>
      (await tab.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")
        .value * 1000;
    const costs = new Map();
    for (let turn = 0; turn <= TURNS; turn++)
      for (const mode of ["off", "automatic"]) {
        await run(helper, `chrome.storage.local.set({ mode: "${mode}" })`);
        for (const [name, url] of Object.entries(pages)) {
          const loaded = new Promise((done) => tab.once("Page.loadEventFired", done));
          await tab.send("Page.navigate", { url: `${url}?${mode}${turn}` });
          await loaded;
          const before = await busy();
          await new Promise((done) => setTimeout(done, WATCHED_MS));
          const work = await busy();
          const long = await run(tab, "seen.long");
          if (turn === 0) continue; // the browser warms up, and fills its cache
          const key = `${name} ${mode}`;
          costs.set(key, [...(costs.get(key) ?? []), { work, idle: work - before, long }]);
        }
      }
    const middle = (key, what) => median(costs.get(key).map((cost) => cost[what]));
    const more = (name, what) =>
      Math.max(0, Math.round(middle(`${name} automatic`, what) - middle(`${name} off`, what)));
    return Object.fromEntries(
      Object.keys(pages).map((name) => [
        name,
        {
          work: more(name, "work"),
          idle: more(name, "idle"),
          long: more(name, "long"),
          bare: Math.round(middle(`${name} off`, "work")),
        },
      ]),
    );
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** A session with a new tab. */
async function opened(browser, root, url) {
  const known = new Set(browser.targets());
  await root.send("Target.createTarget", { url });
  const target = await browser.waitForTarget((one) => one.type() === "page" && !known.has(one));
  const session = await target.createCDPSession();
  await session.send("Page.enable");
  for (let tries = 0; tries < 100; tries++) {
    if ((await run(session, "document.readyState")) === "complete") break;
    await new Promise((again) => setTimeout(again, 50));
  }
  return session;
}

async function run(session, expression) {
  const how = { expression, returnByValue: true, awaitPromise: true };
  return (await session.send("Runtime.evaluate", how)).result.value;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
  );
}
