// npm run bench [-- ROUNDS]: Colophon against its peers, on this machine, now. Prints a table and writes
// bench/result/latest.json. Ratios mean something; times are this machine's.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openIdentity, sign, verify } from "../dist/toolkit/index.js";
import { bars } from "./bar.js";
import { makeIdentity } from "./identity.js";
import { emptyMemory, measure } from "./measure.js";
import { makeMedia } from "./media.js";
import { runningPeers } from "./peer.js";
import { rows } from "./row.js";
import { startUp } from "./start-up.js";
import { printBars, printTable } from "./table.js";

const rounds = Number(process.argv[2] ?? 5);
const results = fileURLToPath(new URL("./result/", import.meta.url));
const folder = join(results, "work");
const home = join(folder, "home");
const nobody = join(folder, "nobody");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
try {
  const running = await runningPeers();
  makeIdentity(home);
  const media = await makeMedia(folder);
  for (const asset of Object.values(media)) asset.signed = await signed(asset.path);
  const table = rows({ media, running, folder, home });
  const empty = emptyMemory(rounds);
  const measured = {};
  for (const [key, { title, tasks }] of Object.entries(table)) {
    process.stderr.write(`${title} ...\n`);
    measured[key] = measure(tasks, { rounds, empty });
    await checkOutputs(Object.values(tasks));
  }
  process.stderr.write("starting ...\n");
  const start = startUp({ signed: media.small.signed, home, nobody, runs: rounds * 5 });
  const reached = bars(measured, start);
  printTable(table, measured, start);
  printBars(reached);
  await writeFile(join(results, "latest.json"), report({ measured, start, bars: reached }));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The file that everybody verifies, with a record in the archive of `home`. */
async function signed(path) {
  const identity = await openIdentity("bench", {
    env: { COLOPHON_HOME: home },
    now: () => new Date(),
  });
  const archive = join(home, "archive");
  return (await sign(path, { identity, archive, source: "camera" })).output;
}

/** A contestant that signs something else than what others find valid is not fast, but wrong. */
async function checkOutputs(tasks) {
  for (const { contestant, output } of tasks) {
    if (!output || contestant === "system") continue;
    const { state } = await verify(output);
    if (state !== "Valid") process.stderr.write(`what ${contestant} signed is ${state}\n`);
  }
}

function report(figures) {
  const { version, platform, arch } = process;
  const machine = { node: version, system: `${platform} ${arch}`, cores: cpus().length };
  return `${JSON.stringify({ at: new Date().toISOString(), ...machine, rounds, ...figures }, undefined, 2)}\n`;
}
