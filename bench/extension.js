// npm run bench:extension: what the extension costs a reader and how fast it is, in real browsers on pages of loopback.
// Times run from the page's load event to the moment at which the toolbar counts the last signed picture; it is told at
// most 200 ms after the mark is drawn.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "vite";
import { makePictures, PICTURES, pageOf, SIGNED, unsignedPictures } from "./extension-page.js";

process.env.COLOPHON_TEST_BEGAN ??= String(Date.now()); // so that the extension is built once, now
const tests = await createServer({
  configFile: false,
  server: { middlewareMode: true, ws: false, watch: null },
  appType: "custom",
  logLevel: "error",
});
const load = (path) => tests.ssrLoadModule(`/test/browser/extension/${path}`);
const { extended, findBrowserFor } = await load("browser.ts");
const { openSite } = await load("site.ts");

const kinds = process.argv.slice(2).filter((name) => /^(chrome|firefox)$/.test(name));
const NETS = {
  "20 ms": { latency: 20 },
  "40 ms, 30 Mbit/s": { latency: 40, bitsPerSecond: 30_000_000 },
};
const LIMIT_MS = 60_000;

const { pictures, old } = await makePictures();
const bytes = [...pictures.values()].reduce((sum, { length }) => sum + length, 0);
const small = await unsignedPictures();
console.log(
  `${PICTURES} pictures, ${(bytes / 1e6).toFixed(1)} MB, ${SIGNED} signed: ${SIGNED - old} with claim version 2, ${old} with version 1`,
);
for (const kind of kinds.length > 0 ? kinds : ["chrome", "firefox"]) {
  const path = findBrowserFor(kind);
  if (!path) continue;
  console.log(`\n${kind}`);
  for (const [net, how] of Object.entries(NETS))
    for (const cross of [false, true]) await page200(kind, path, net, how, cross);
  if (kind === "chrome") await thousand(kind, path); // Firefox doesn't tell what a page's main thread did
}
await tests.close();

/** The page with 40 signed pictures: a browser that has just started, then the same page again. */
async function page200(kind, path, net, how, cross) {
  const browser = await extended(kind, path);
  const site = await openSite(how);
  const other = cross ? await openSite({ ...how, host: "127.0.0.2" }) : site;
  try {
    for (const [name, content] of pictures) other.put(name, { mediaType: "image/jpeg", content });
    const urls = [...pictures.keys()].map((name) => `${other.url}${name}`);
    site.put("/", { mediaType: "text/html", content: pageOf(urls) });
    const where = cross ? "another origin, no CORS" : "same origin";
    const helper = await browser.own("options.html");
    const tab = await browser.tab("about:blank");
    for (const turn of ["cold", "warm"]) {
      const before = other.log.length;
      await tab.goto(`${site.url}/`);
      const last = await lastMark(helper, site.url, SIGNED);
      const seen = await tab.evaluate("seen");
      const extra = other.log.slice(before).filter(isOurs);
      const extraBytes = extra.reduce((sum, { sent }) => sum + sent, 0);
      const heap = (await tab.metrics?.())?.get("JSHeapUsedSize");
      const seconds = last.at === undefined ? undefined : (last.at - seen.loaded) / 1000;
      const bar = turn === "warm" ? 0.25 : cross ? 3 : 1.1;
      row(`${where}, ${net}, ${turn}`, [
        seconds === undefined
          ? `only ${last.count} of ${SIGNED} marked MISSED`
          : `last mark ${verdict(Math.max(0, seconds), bar, "s")}`,
        cross || turn === "warm"
          ? `${(extraBytes / 1e6).toFixed(1)} MB in ${extra.length} requests`
          : `extra bytes ${verdict(extraBytes, 0, "")}`,
        `blocked ${Math.round(seen.long)} ms`,
        `layout shift ${verdict(Number(seen.shift.toFixed(4)), 0, "")}`,
        ...(heap === undefined ? [] : [`heap ${(heap / 1e6).toFixed(0)} MB`]),
        ...(memory() === undefined ? [] : [`browser ${memory()} MB`]),
      ]);
    }
  } finally {
    await browser.close();
    site.close();
    if (cross) other.close();
  }
}

/** 1,000 unsigned pictures, and a page without any: with the extension on, and with it off. */
async function thousand(kind, path) {
  const browser = await extended(kind, path);
  const site = await openSite();
  try {
    for (const [name, content] of small) site.put(name, { mediaType: "image/jpeg", content });
    site.put("/many", { mediaType: "text/html", content: pageOf([...small.keys()], 20) });
    site.put("/none", { mediaType: "text/html", content: pageOf([]) });
    const helper = await browser.own("options.html");
    const tab = await browser.tab("about:blank");
    const costs = { many: { off: [], automatic: [] }, none: { off: [], automatic: [] } };
    for (let turn = 0; turn < 3; turn++)
      for (const mode of ["off", "automatic"]) {
        await helper.evaluate(
          `(globalThis.browser ?? chrome).storage.local.set({ mode: "${mode}" })`,
        );
        for (const name of ["many", "none"]) {
          await tab.goto(`${site.url}/${name}?${mode}${turn}`);
          const from = (await tab.metrics?.())?.get("TaskDuration") ?? 0;
          await new Promise((done) => setTimeout(done, 4000));
          const to = (await tab.metrics?.())?.get("TaskDuration") ?? 0;
          const { long } = await tab.evaluate("seen");
          costs[name][mode].push({ work: name === "many" ? to * 1000 : (to - from) * 1000, long });
        }
      }
    const least = (name, mode, what) => Math.min(...costs[name][mode].map((cost) => cost[what]));
    const more = (name, what) =>
      Math.max(0, Math.round(least(name, "automatic", what) - least(name, "off", what)));
    row("1,000 unsigned pictures", [
      `main thread ${verdict(more("many", "work"), 100, "ms more than without")}`,
      `blocked ${more("many", "long")} ms more`,
    ]);
    row("a page without media, 4 s idle", [
      `main thread ${verdict(more("none", "work"), 5, "ms more than without")}`,
    ]);
  } finally {
    await browser.close();
    site.close();
  }
}

/** Waits until the toolbar counts so many on the page of this site. */
async function lastMark(helper, url, count) {
  const ask = `(async () => {
    const api = globalThis.browser ?? chrome;
    const tabs = await api.tabs.query({});
    const tab = tabs.find((one) => (one.url ?? "").startsWith(${JSON.stringify(`${url}/`)}));
    return tab ? await api.action.getBadgeText({ tabId: tab.id }) : "";
  })()`;
  const began = Date.now();
  let text = "";
  while (Date.now() - began < LIMIT_MS) {
    text = await helper.evaluate(ask);
    if (Number(text) >= count) return { at: Date.now(), count };
    await new Promise((done) => setTimeout(done, 10));
  }
  return { at: undefined, count: Number(text) };
}

/** A request that the page itself did not make. */
function isOurs({ headers }) {
  return headers["sec-fetch-dest"] !== "image" && headers["sec-fetch-dest"] !== "document";
}

function verdict(value, bar, unit) {
  const shown = `${Number.isInteger(value) ? value : value.toFixed(2)}${unit === "" ? "" : ` ${unit}`}`;
  return `${shown} (${value <= bar ? "met" : `MISSED: ${bar}`})`;
}

function row(name, parts) {
  console.log(`  ${name}: ${parts.join("; ")}`);
}

/** Memory of the browser's processes in MB, shared pages counted once; on Linux. */
function memory() {
  try {
    const parents = new Map();
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      parents.set(pid, stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    }
    const isBelow = (pid) => {
      for (let one = parents.get(pid); one && one !== "0"; one = parents.get(one))
        if (one === String(process.pid)) return true;
      return false;
    };
    let kilobytes = 0;
    for (const pid of parents.keys())
      if (isBelow(pid))
        kilobytes += Number(
          /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0,
        );
    return Math.round(kilobytes / 1000);
  } catch {
    return undefined;
  }
}
