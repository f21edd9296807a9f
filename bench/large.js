// npm run bench:large [-- SHARE]: a film of 3 GB and a sound file just under 4 GB, signed and verified file to file, beside
// `cp` and `openssl dgst` on the same files. SHARE makes everything smaller: 0.1 for a tenth. The files are made in the
// system's folder for temporary files (about 12 GB) and removed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeIdentity } from "./identity.js";
import { run } from "./measure.js";
import { largeFilm, largeSound } from "./media.js";

const ROUNDS = 2; // what is timed once says nothing about a disk that somebody else writes to
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
  const ratios = { sign: [], synced: [], archived: [], verify: [], inPlace: [] };
  const peaks = { sign: 0, archived: 0, verify: 0, "in place": 0 };
  const took = (name, task) => {
    const { milliseconds, peakKiB, result } = run(task);
    if (typeof result === "string" && result !== "Valid") throw new Error(`${title} is ${result}`);
    if (name in peaks) peaks[name] = Math.max(peaks[name], peakKiB / 1024);
    return milliseconds[0];
  };
  for (let round = 0; round < ROUNDS; round++) {
    const signs = { operation: "signFile", input: path, output };
    const copy = took("cp", { ...system, ...signs, operation: "copyFile" });
    const synced = took("cp", { ...system, ...signs, operation: "copySynced" });
    ratios.archived.push(took("archived", { ...colophon, ...signs, variant: "archived" }) / copy);
    const sign = took("sign", { ...colophon, ...signs });
    ratios.sign.push(sign / copy);
    ratios.synced.push(sign / synced);
    const digest = took("openssl", { ...system, operation: "digestFile", input: output });
    const checked = took("verify", { ...colophon, operation: "verifyFile", input: output });
    ratios.verify.push(checked / digest);
    if (!title.startsWith("WAV")) continue; // the film keeps no room free
    took("cp", { ...system, ...signs, operation: "copyFile" });
    const inPlace = took("in place", { ...colophon, operation: "inPlace", input: output });
    ratios.inPlace.push(inPlace / copy);
  }
  await rm(output, { force: true });
  await rm(path, { force: true });
  console.log(`${title} (${(size / 1e9).toFixed(2)} GB)`);
  row("signed, against cp", ratios.sign, TIMES, "x");
  row(
    "signed, against cp and sync, which leaves as much on the disk",
    ratios.synced,
    undefined,
    "x",
  );
  row("signed and archived, against cp", ratios.archived, undefined, "x");
  if (ratios.inPlace.length > 0) {
    row("signed in place, against cp", ratios.inPlace, TIMES, "x");
    row("memory of signing in place", [peaks["in place"]], MEMORY, " MiB");
  }
  row("verified, against openssl dgst -sha256", ratios.verify, TIMES, "x");
  row("memory of signing", [peaks.sign], MEMORY, " MiB");
  row("memory of signing and archiving", [peaks.archived], MEMORY, " MiB");
  row("memory of verifying", [peaks.verify], MEMORY, " MiB");
}

function row(name, figures, most, unit) {
  const figure = Math.min(...figures); // the round that was disturbed least
  const met = most === undefined ? "      " : figure <= most ? "met   " : "MISSED";
  const bar = most === undefined ? "" : ` (at most ${most})`;
  console.log(`${met}  ${name}: ${figure.toFixed(figure < 10 ? 2 : 0)}${unit}${bar}`);
}
