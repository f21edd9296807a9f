// npm run bench: Colophon beside its peers on this machine, in one run. Each contestant works in a process of its own,
// in turns, and the medians are compared: ratios, never times, since times are this machine's.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROWS } from "./row.js";
import { printTable } from "./table.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const cli = join(here, "../dist/bin/colophon.js");
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

installPeers();
const folder = mkdtempSync(join(tmpdir(), "colophon-bench-"));
const home = join(folder, "home");
try {
  const files = makeFiles();
  const empty = median(repeat(() => run("empty", { operation: "verifyFile" }).peakKiB));
  const rows = ROWS.map((row) => measure(row, files, empty));
  const starts = startUp(files);
  printTable(rows, starts);
  mkdirSync(join(here, "result"), { recursive: true });
  writeFileSync(
    join(here, "result", "latest.json"),
    `${JSON.stringify({ rounds: ROUNDS, node: process.version, rows, starts }, null, 2)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The peers have a lock file of their own, so that nobody who uses Colophon installs them. */
function installPeers() {
  try {
    createRequire(join(here, "x.js")).resolve("@contentauth/c2pa-node/package.json");
  } catch {
    console.log("installing the peers into bench/node_modules ...");
    spawnSync("npm", ["ci", "--ignore-scripts"], { cwd: here, stdio: "ignore" });
  }
}

/** Makes the inputs in other processes: what they take must not count. */
function makeFiles() {
  const colophon = (...args) =>
    execFileSync(process.execPath, [cli, ...args], {
      env: { ...process.env, COLOPHON_HOME: home },
      stdio: ["ignore", "pipe", "ignore"],
    });
  colophon("identity", "create", "--name", "Bench", "--id", "bench", "--no-passphrase");
  const script = `
    import { loadGenerator } from ${JSON.stringify(new URL("../test/fixture/make.js", import.meta.url).href)};
    import { writeFileSync } from "node:fs";
    const { jpeg100k, jpeg5m, largeMp4 } = await loadGenerator();
    writeFileSync("small.jpg", await jpeg100k());
    writeFileSync("large.jpg", await jpeg5m());
    await largeMp4("film.mp4", 200);
    process.exit(0);`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const files = {};
  for (const name of ["small.jpg", "large.jpg", "film.mp4"]) {
    const signed = join(folder, `signed-${name}`);
    colophon("sign", join(folder, name), "-o", signed, "--source", "camera", "--no-archive");
    files[name] = { plain: join(folder, name), signed };
  }
  return files;
}

function measure(row, files, emptyKiB) {
  const entries = row.contestants.map((contestant) => ({ ...contestant, runs: [] }));
  for (let round = 0; round < ROUNDS; round++)
    for (const entry of entries) entry.runs.push(run(entry.name, { ...row, ...entry, files }));
  return {
    title: row.title,
    bars: row.bars ?? {},
    entries: entries.map(({ label, runs }) => {
      const done = runs.filter((one) => one.milliseconds);
      if (done.length === 0) return { label, failed: runs[0].failed };
      return {
        label,
        milliseconds: median(done.map((one) => median(one.milliseconds))),
        overhead: done[0].overhead,
        state: done[0].state,
        peakMiB: (median(done.map((one) => one.peakKiB)) - emptyKiB) / 1024,
      };
    }),
  };
}

/** One process: one contestant, one operation, several times. */
function run(
  contestant,
  { operation, file, files, variant = "plain", mediaType, warmUp = 0, times = 1 },
) {
  const signing = operation.startsWith("sign");
  const task = {
    contestant,
    variant,
    operation,
    mediaType,
    home,
    warmUp,
    times,
    input: file && files[file][signing ? "plain" : "signed"],
    ...(operation === "signFile" && { output: join(folder, "out.mp4") }),
  };
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(here, "task.js"), JSON.stringify(task)],
    { encoding: "utf8", cwd: here, maxBuffer: 1 << 26 },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    return { failed: stderr.trim().split("\n").at(-1) ?? "no answer", peakKiB: 0 };
  }
}

/** Whole processes, from nothing to their end. */
function startUp(files) {
  const kinds = [
    ["an empty Node", ["-e", ""]],
    ["colophon --version", [cli, "--version"]],
    [
      "colophon verify, signed 100 KB JPEG",
      [cli, "verify", "--no-archive", files["small.jpg"].signed],
    ],
  ];
  const times = kinds.map(() => []);
  for (let round = 0; round < 4 * ROUNDS; round++)
    for (const [i, [, args]] of kinds.entries()) {
      const start = performance.now();
      spawnSync(process.execPath, args, { env: { ...process.env, COLOPHON_HOME: home } });
      times[i].push(performance.now() - start);
    }
  return kinds.map(([label], i) => ({ label, milliseconds: median(times[i]) }));
}

function repeat(work) {
  return Array.from({ length: ROUNDS }, work);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
