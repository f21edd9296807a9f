// npm run bench:large [-- SHARE]: a film of 3 GB and a sound file just under 4 GB, signed and verified file to file, beside
// `cp` and `openssl dgst` on the same files. SHARE makes everything smaller: 0.1 for a tenth. The files are made in the
// system's folder for temporary files (about 12 GB) and removed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeIdentity } from "./identity.js";
import { run } from "./measure.js";
import { largeFilm, largeSound } from "./media.js";

const ROUNDS = 3; // of each the fastest counts: what is timed once says nothing where somebody else is at work
const MEMORY = 300; // MiB of a whole process, Node's own included
const TIMES = 1.5;

const share = Number(process.argv[2] ?? 1);
const folder = await mkdtemp(join(tmpdir(), "colophon-bench-"));
const home = join(folder, "home");
try {
  makeIdentity(home);
  await bench("3 GB MP4", await largeFilm(join(folder, "film.mp4"), 3000 * share));
  await bench("WAV just under 4 GB", await largeSound(join(folder, "sound.wav"), share));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(title, { path, size }) {
  const output = join(folder, "signed");
  const colophon = { contestant: "colophon", variant: "plain", home, warmUp: 0, times: 1 };
  const system = { contestant: "system", variant: "plain", home, warmUp: 0, times: 1 };
  const times = {};
  const peaks = {};
  const take = (name, task) => {
    const { milliseconds, peakKiB, result } = run(task);
    if (typeof result === "string" && result !== "Valid") throw new Error(`${title} is ${result}`);
    times[name] = Math.min(times[name] ?? Infinity, milliseconds[0]);
    peaks[name] = Math.max(peaks[name] ?? 0, peakKiB / 1024);
  };
  for (let round = 0; round < ROUNDS; round++) {
    const signs = { operation: "signFile", input: path, output };
    take("cp", { ...system, ...signs, operation: "copyFile" });
    take("synced", { ...system, ...signs, operation: "copySynced" });
    take("archived", { ...colophon, ...signs, variant: "archived" });
    take("sign", { ...colophon, ...signs });
    take("openssl", { ...system, operation: "digestFile", input: output });
    take("verify", { ...colophon, operation: "verifyFile", input: output });
    if (!title.startsWith("WAV")) continue; // the film keeps no room free
    take("cp", { ...system, ...signs, operation: "copyFile" });
    take("in place", { ...colophon, operation: "inPlace", input: output });
  }
  await rm(output, { force: true });
  await rm(path, { force: true });
  console.log(`${title} (${(size / 1e9).toFixed(2)} GB)`);
  const against = (name, other) => times[name] / times[other];
  row("signed, against cp", against("sign", "cp"), TIMES, "x");
  const synced = "signed, against cp and sync, which leaves as much on the disk";
  row(synced, against("sign", "synced"), undefined, "x");
  row("signed and archived, against cp", against("archived", "cp"), undefined, "x");
  if (times["in place"]) {
    row("signed in place, against cp", against("in place", "cp"), TIMES, "x");
    row("memory of signing in place", peaks["in place"], MEMORY, " MiB");
  }
  row("verified, against openssl dgst -sha256", against("verify", "openssl"), TIMES, "x");
  row("memory of signing", peaks.sign, MEMORY, " MiB");
  row("memory of signing and archiving", peaks.archived, MEMORY, " MiB");
  row("memory of verifying", peaks.verify, MEMORY, " MiB");
  const seconds = Object.entries(times).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(2)}`);
  console.log(`        seconds: ${seconds.join(", ")}`);
}

function row(name, figure, most, unit) {
  const met = most === undefined ? "      " : figure <= most ? "met   " : "MISSED";
  const bar = most === undefined ? "" : ` (at most ${most})`;
  console.log(`${met}  ${name}: ${figure.toFixed(figure < 10 ? 2 : 0)}${unit}${bar}`);
}
