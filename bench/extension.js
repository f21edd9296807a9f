// npm run bench:extension: what the extension costs a reader and how fast it is, in real browsers on pages of loopback.
// Times run from the page's load event to the moment at which the last mark in view is drawn and the toolbar has been told of
// the last signed picture; the page's own first paint is told beside it, as no mark can be drawn before. Both are listened to,
// not asked for again and again, which would keep the browser busy. Of three warm turns the middle one counts. Names of
// browsers and of parts (page200, thousand) choose what is run.
import { readdirSync, readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { createServer } from "vite";
import { makePictures, PICTURES, pageOf, SIGNED, unsignedPictures } from "./extension-page.js";
import { mainThread } from "./extension-thread.js";

process.env.COLOPHON_TEST_BEGAN ??= String(Date.now()); // so that the extension is built once, now
const tests = await createServer({
  configFile: false,
  server: { middlewareMode: true, ws: false, watch: null },
  appType: "custom",
  logLevel: "error",
});
const load = (path) => tests.ssrLoadModule(`/test/browser/extension/${path}`);
const { extended, findBrowserFor } = await load("browser.ts");
const { builtExtension } = await load("build.ts");
const { openSite } = await load("site.ts");
const { FLAGS } = await tests.ssrLoadModule("/test/browser/chromium.ts");

const kinds = process.argv.slice(2).filter((name) => /^(chrome|firefox)$/.test(name));
const parts = process.argv.slice(2).filter((name) => /^(page200|thousand)$/.test(name));
const runs = (part) => parts.length === 0 || parts.includes(part);
const NETS = {
  "20 ms": { latency: 20 },
  "40 ms, 30 Mbit/s": { latency: 40, bitsPerSecond: 30_000_000 },
};
const LIMIT_MS = 60_000;
/** Before a page is loaded again: the engine has just been started, and browsers go on improving its code. */
const SETTLED_MS = 3000;
/** What is known has been drawn by then. */
const DRAWN_MS = 500;

/** In a page of the extension: when the background was told of all of them, and of how many so far. */
const LISTEN = `(globalThis.browser ?? chrome).runtime.onMessage.removeListener(globalThis.hear ?? Object);
globalThis.counted = 0;
globalThis.told = new Promise((done) => {
  globalThis.hear = ({ tell, marked }) => {
    if (tell !== "found") return;
    counted = marked;
    if (marked >= ${SIGNED}) done(Date.now());
  };
});
(globalThis.browser ?? chrome).runtime.onMessage.addListener(hear);
undefined`;

/** Among the marks: when one was drawn that had not been there before. Told to the page's own world in an attribute. */
const WATCH_MARKS = `(root) => {
  const all = new Set(root.querySelectorAll("button:not(.off, .away)"));
  const look = () => {
    for (const one of root.querySelectorAll("button:not(.off, .away)")) {
      if (!all.has(one)) document.documentElement.dataset.drawn = Date.now();
      all.add(one);
    }
  };
  new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true });
  return true;
}`;

const { pictures, old } = await makePictures();
const bytes = [...pictures.values()].reduce((sum, { length }) => sum + length, 0);
const small = await unsignedPictures();
console.log(
  `${PICTURES} pictures, ${(bytes / 1e6).toFixed(1)} MB, ${SIGNED} signed: ${SIGNED - old} with claim version 2, ${old} with version 1`,
);
for (const kind of kinds.length > 0 ? kinds : ["chrome", "firefox"]) {
  const path = findBrowserFor(kind);
  if (!path) continue;
  console.log(`\n${kind} (load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores)`);
  const bare = runs("page200") ? await memoryWithout(kind, path) : undefined;
  for (const [net, how] of runs("page200") ? Object.entries(NETS) : [])
    for (const cross of [false, true]) await page200(kind, path, { net, how, cross, bare });
  if (kind === "chrome" && runs("thousand")) await thousand(path); // Firefox doesn't tell what a page's main thread did
}
await tests.close();

/** What the browser takes with the same page, and no extension in it. MB. */
async function memoryWithout(kind, path) {
  const { launch } = await tests.ssrLoadModule(
    `/test/browser/${kind === "chrome" ? "chromium" : "firefox"}.ts`,
  );
  const browser = await launch(path);
  const site = await openSite();
  try {
    putPage(site, site);
    const page = await browser.newPage();
    await page.goto(`${site.url}/`);
    await new Promise((done) => setTimeout(done, 1000));
    return memory();
  } finally {
    await browser.close();
    site.close();
  }
}

/** The page on one server, its pictures on the same or another. */
function putPage(site, other) {
  for (const [name, content] of pictures) other.put(name, { mediaType: "image/jpeg", content });
  const urls = [...pictures.keys()].map((name) => `${other.url}${name}`);
  site.put("/", { mediaType: "text/html", content: pageOf(urls) });
}

/** The page with 40 signed pictures: a browser that has just started, then the same page again. */
async function page200(kind, path, { net, how, cross, bare }) {
  const browser = await extended(kind, path);
  const site = await openSite(how);
  const other = cross ? await openSite({ ...how, host: "127.0.0.2" }) : site;
  try {
    putPage(site, other);
    const helper = await browser.own("options.html");
    const tab = await browser.tab("about:blank");
    const turns = [];
    for (let turn = 0; turn < 4; turn++) {
      await new Promise((done) => setTimeout(done, SETTLED_MS));
      const before = other.log.length;
      await helper.evaluate(LISTEN);
      await tab.goto(`${site.url}/`);
      const last = await lastMark(helper, tab);
      const seen = await tab.evaluate("seen");
      const extra = other.log.slice(before).filter(isOurs);
      turns.push({
        seconds: last.at === undefined ? Number.NaN : Math.max(0, last.at - seen.loaded) / 1000,
        count: last.count,
        extra: extra.length,
        extraBytes: extra.reduce((sum, { sent }) => sum + sent, 0),
        heap: (await tab.metrics?.())?.get("JSHeapUsedSize"),
        memory: memory(),
        ...seen,
      });
    }
    const [cold, ...again] = turns;
    const warm = again.sort((a, b) => a.seconds - b.seconds)[1];
    for (const [turn, one] of Object.entries({ cold, warm })) {
      const { seconds, extra, extraBytes, heap } = one;
      const bar = turn === "warm" ? 0.25 : cross ? 3 : 1.1;
      row(`${cross ? "another origin, no CORS" : "same origin"}, ${net}, ${turn}`, [
        Number.isNaN(seconds)
          ? `only ${one.count} of ${SIGNED} marked MISSED`
          : `last mark ${verdict(seconds, bar, "s")}`,
        `the page's first paint ${paint(one)}`,
        cross || turn === "warm"
          ? `${(extraBytes / 1e6).toFixed(1)} MB in ${extra} requests`
          : `extra bytes ${verdict(extraBytes, 0, "")}`,
        `blocked ${Math.round(one.long)} ms`,
        `layout shift ${verdict(Number(one.shift.toFixed(4)), 0, "")}`,
        ...(heap === undefined ? [] : [`heap ${(heap / 1e6).toFixed(0)} MB`]),
        ...(one.memory === undefined ? [] : [`browser ${one.memory} MB, without ${bare}`]),
      ]);
    }
  } finally {
    await browser.close();
    site.close();
    if (cross) other.close();
  }
}

/** 1,000 unsigned pictures, 1,000 too small for a mark, and a page without any: with marks, and without. */
async function thousand(path) {
  const site = await openSite();
  try {
    for (const [name, content] of small) site.put(name, { mediaType: "image/jpeg", content });
    const shown = { many: [[...small.keys()], 60], icons: [[...small.keys()], 20], none: [[], 60] };
    for (const [name, what] of Object.entries(shown))
      site.put(`/${name}`, { mediaType: "text/html", content: pageOf(...what) });
    const pages = Object.fromEntries(
      Object.keys(shown).map((name) => [name, `${site.url}/${name}`]),
    );
    const folder = await builtExtension("chrome");
    const { many, icons, none } = await mainThread({ path, folder, pages, flags: FLAGS });
    const main = ({ work, bare, long }) => [
      `main thread ${verdict(work, 100, `ms more than the page's own ${bare} ms`)}`,
      `blocked ${long} ms more`,
    ];
    row("1,000 unsigned pictures", main(many));
    row("1,000 pictures too small for a mark", main(icons));
    row("a page without media, 4 s idle", [
      `main thread ${verdict(none.idle, 5, "ms more than without")}`,
    ]);
  } finally {
    site.close();
  }
}

/** Waits until the toolbar has been told of all, and all marks in view are drawn. */
async function lastMark(helper, tab) {
  const late = new Promise((done) => setTimeout(done, LIMIT_MS));
  await Promise.race([tab.evaluate("marked"), late]);
  for (let tries = 0; tries < 50; tries++) {
    if (await tab.inside(WATCH_MARKS)) break;
    await new Promise((again) => setTimeout(again, 20)); // the element is there, its shadow root not yet
  }
  const told = await Promise.race([helper.evaluate("told"), late]);
  await new Promise((done) => setTimeout(done, DRAWN_MS));
  const count = Number(await helper.evaluate("counted"));
  if (told === undefined || count < SIGNED) return { count };
  const drawn = await tab.evaluate("Number(document.documentElement.dataset.drawn ?? 0)");
  return { at: Math.max(told, drawn), count };
}

/** A request that the page itself did not make. */
function isOurs({ headers }) {
  return headers["sec-fetch-dest"] !== "image" && headers["sec-fetch-dest"] !== "document";
}

/** After the load event, as the last mark; a page may be painted before. */
function paint({ painted, loaded }) {
  if (painted === 0) return "not told";
  return painted < loaded ? "before" : `${((painted - loaded) / 1000).toFixed(2)} s`;
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
