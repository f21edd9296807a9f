// npm run bench:batch [-- PART...]: a catalogue signed by `colophon batch`, beside native c2pa-node in a loop and `cp`, in one
// run. Parts: small (1,000 JPEGs of 100 KB), large (200 of 5 MB), flat (100 to 10,000 files, whether each costs the same);
// all of them unless named, within four minutes on two quiet cores and with 20 GB of room in the folder for temporary files.
import { spawn, spawnSync } from "node:child_process";
import { link, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeIdentity } from "./identity.js";
import { median } from "./measure.js";
import { makeMedia } from "./media.js";
import { runningPeers } from "./peer.js";

const COLOPHON = fileURLToPath(new URL("../dist/bin/colophon.js", import.meta.url));
const LOOP = fileURLToPath(new URL("./batch-loop.js", import.meta.url));
const BARE = fileURLToPath(new URL("./batch-bare.js", import.meta.url));
const ROUNDS = 3;
const MEMORY = 400; // MiB of the whole process
/** Native's defaults take so long that some files have to do for all. */
const SOME = { small: 60, large: 24 };
/** Native's loop is timed without its start, so ours is, too: by so many files more, times as many as before. */
const FURTHER = 3;

const parts = process.argv.slice(2);
const wanted = (part) => parts.length === 0 || parts.includes(part);
const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const home = join(folder, "home");
let missed = 0;
let outputs = 0;
try {
  const native = (await runningPeers()).has("native");
  makeIdentity(home);
  const media = await makeMedia(folder, ["small", "large"]);
  const small = { title: "1,000 JPEGs of 100 KB", count: 1000, some: SOME.small, least: 40 };
  const large = { title: "200 JPEGs of 5 MB", count: 200, some: SOME.large };
  if (wanted("small")) await beside(small, media.small, native);
  if (wanted("large")) await beside(large, media.large, native);
  if (wanted("flat")) await flat(media.small);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;

/** @param least how many times faster than native's defaults; most of a large file's time is hashing, in both */
async function beside({ title, count, some, least }, asset, native) {
  const catalogue = await makeCatalogue(asset, count);
  const longer = least === undefined ? undefined : await makeCatalogue(asset, FURTHER * count);
  const times = {
    checked: [],
    further: [],
    plain: [],
    bare: [],
    cp: [],
    nativePlain: [],
    nativeDefaults: [],
  };
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const checked = await batch(catalogue);
    peak = Math.max(peak, checked.peak);
    times.checked.push(checked.milliseconds / count);
    if (longer !== undefined) {
      const all = await batch(longer);
      const more = (FURTHER - 1) * count;
      times.further.push((all.milliseconds - checked.milliseconds) / more);
    }
    times.plain.push((await batch(catalogue, "--no-check")).milliseconds / count);
    times.bare.push(await bare(catalogue));
    times.cp.push((await copy(catalogue)) / count);
    if (!native) continue;
    times.nativePlain.push(await loop(catalogue, "plain", count));
    if (round === 0) times.nativeDefaults.push(await loop(catalogue, "defaults", some));
  }
  for (const made of [catalogue, longer])
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  console.log(`\n${title}, milliseconds for each file (files a second), start and report included`);
  const each = (name, figures) => {
    if (figures.length === 0) return;
    const ms = median(figures);
    console.log(`        ${name}: ${ms.toFixed(2)} (${(1000 / ms).toFixed(0)})`);
  };
  each("colophon batch", times.checked);
  each(`each further file, of ${FURTHER * count}`, times.further);
  each("colophon batch --no-check", times.plain);
  each("native in a loop, defaults", times.nativeDefaults);
  each("native in a loop, no thumbnail", times.nativePlain);
  each("read, hashed, signed, checked, written and synced, no C2PA", times.bare);
  each("cp -r", times.cp);
  if (native) {
    const [defaults] = times.nativeDefaults;
    const against = (ours, theirs) => median(ours.map((ms, i) => (theirs[i] ?? defaults) / ms));
    bar("against native's defaults", against(times.checked, []), "x", least);
    bar("against native without thumbnail", against(times.checked, times.nativePlain), "x", 2);
    if (longer !== undefined) {
      bar("its further files against defaults", against(times.further, []), "x", least);
      bar(
        "its further files against no thumbnail",
        against(times.further, times.nativePlain),
        "x",
        2,
      );
    }
    bar("without thumbnail, with --no-check", against(times.plain, times.nativePlain), "x");
  }
  bar("memory", peak, " MiB", undefined, MEMORY);
}

/** The same picture again and again. */
async function flat(asset) {
  const figures = [];
  let peak = 0;
  for (const count of [100, 1000, 10_000]) {
    const catalogue = await makeCatalogue(asset, count);
    const run = await batch(catalogue);
    figures.push({ count, ms: run.milliseconds, processor: run.processor });
    peak = Math.max(peak, run.peak);
    await rm(catalogue, { recursive: true, force: true });
  }
  const [few, many, most] = figures;
  const slope = (what, a, b) => (b[what] - a[what]) / (b.count - a.count);
  console.log("\nFrom 100 to 10,000 files, milliseconds for each further file (of the processors)");
  const row = (name, a, b) =>
    console.log(
      `        ${name}: ${slope("ms", a, b).toFixed(2)} (${slope("processor", a, b).toFixed(2)})`,
    );
  row("from 100 to 1,000", few, many);
  row("from 1,000 to 10,000", many, most);
  bar(
    "processor time of the later ones against the earlier ones",
    slope("processor", many, most) / slope("processor", few, many),
    "x",
    undefined,
    1.15,
  );
  bar("memory with 10,000 files", peak, " MiB", undefined, MEMORY);
}

/** A folder of `count` pictures; hard links, so that making it costs nothing. */
async function makeCatalogue({ path }, count) {
  const catalogue = join(folder, `catalogue-${count}`);
  await mkdir(catalogue);
  for (let i = 0; i < count; i++) await link(path, join(catalogue, `${i}.jpg`));
  return catalogue;
}

/**
 * A folder for what one run writes, kept until the program ends: after thousands of files were deleted, ext4 passes over
 * their inodes one by one for half a minute, and whoever ran next would pay for it.
 */
function newOutput() {
  return join(folder, `out-${outputs++}`);
}

/** From the start of the program to its end. */
async function batch(catalogue, ...options) {
  const out = newOutput();
  const args = [COLOPHON, "batch", catalogue, "--out", out, "--source", "camera", ...options];
  const ran = await timed(process.execPath, args);
  const report = JSON.parse(await readFile(join(out, ".colophon/report.json"), "utf8"));
  if (report.failed > 0) throw new Error(`${report.failed} files were not signed`);
  return ran;
}

async function copy(catalogue) {
  const { milliseconds } = await timed("cp", ["-r", catalogue, newOutput()]);
  return milliseconds;
}

/** Milliseconds for each file, without the start of the process. */
async function bare(catalogue) {
  const out = newOutput();
  await mkdir(out);
  const { stdout } = await timed(process.execPath, [BARE, catalogue, out]);
  return Number(stdout);
}

/** As `bare`. */
async function loop(catalogue, variant, count) {
  const out = newOutput();
  await mkdir(out);
  const task = JSON.stringify({ catalogue, out, variant, count, home, mediaType: "image/jpeg" });
  const { stdout } = await timed(process.execPath, [LOOP, task]);
  return Number(stdout);
}

/** Begins with a disk that has nothing left to write: who syncs would wait for what others before it left. */
async function timed(program, args) {
  spawnSync("sync");
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const env = { ...process.env, COLOPHON_HOME: home };
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
    let stdout = "";
    let peak = 0;
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    let processor = 0;
    const watch = setInterval(async () => {
      const ticks = await readFile(`/proc/${child.pid}/stat`, "utf8").catch(() => "");
      const [user = 0, system = 0] = ticks.slice(ticks.lastIndexOf(")")).split(" ").slice(12, 14);
      processor = Math.max(processor, (Number(user) + Number(system)) * 10); // ticks of 10 ms
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
      peak = Math.max(peak, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    }, 50);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      const milliseconds = performance.now() - from;
      if (code === 0) resolve({ milliseconds, processor, peak, stdout });
      else reject(new Error(`${program} ended with ${code}`));
    });
  });
}

function bar(name, figure, unit, least, most) {
  const met = least === undefined ? figure <= (most ?? Infinity) : figure >= least;
  const judged = least ?? most;
  const mark = judged === undefined ? "      " : met ? "met   " : "MISSED";
  const limit =
    judged === undefined ? "" : ` (at ${least === undefined ? "most" : "least"} ${judged})`;
  if (!met) missed++;
  console.log(`${mark}  ${name}: ${figure.toFixed(figure < 10 ? 2 : 0)}${unit}${limit}`);
}
