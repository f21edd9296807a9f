// Whatever ends a batch, the next run goes on: killed at random moments and on a disk that was full in between, it ends as a
// batch that nobody disturbed, and at no moment is a file under its name that isn't whole. `npm run proof:batch` does the same
// with 10,000 files and 20 kills, and prints what it took.
import { type ChildProcess, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { canMount } from "../../script/stage.js";
import { counts, makeCatalogue, Place, type Ran } from "./catalogue.js";

const WHOLE = process.env["COLOPHON_PROOF"] !== undefined;
const [FILES, KILLS] = WHOLE ? [10_000, 20] : [600, 3]; // done in a second: fewer are done before anybody can stop them
const LIMIT = WHOLE ? 3_600_000 : 90_000;
const mounting = canMount();
const STEPS = KILLS + 1;

let place: Place;
let expected: string[];
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "catalogue", FILES);
  expected = place.files("catalogue");
  mkdirSync(place.at("disk"));
  if (mounting) spawnSync("mount", ["-t", "tmpfs", "-o", "size=1g", "tmpfs", place.at("disk")]);
}, LIMIT);
afterAll(() => {
  if (mounting) spawnSync("umount", ["-l", place.at("disk")]);
  place.remove();
});

/** Leaves room on the disk for about that many files. */
function fill(files: number): void {
  const used = expected.slice(0, 100).map((name) => statSync(place.at(`catalogue/${name}`)).size);
  const each = used.reduce((sum, size) => sum + size + 6000, 0) / used.length;
  const { bavail, bsize } = statfsSync(place.at("disk"));
  writeFileSync(place.at("disk/ballast"), Buffer.alloc(Math.floor(bavail * bsize - files * each)));
}

const looked = new Map<string, string>();

/** Every visible file is a whole signed one; those that were not written since aren't looked at again. */
async function allWhole(folder: string): Promise<number> {
  const found = place.files(folder);
  for (const name of found) {
    const path = place.at(`${folder}/${name}`);
    const { ino, mtimeMs, size } = statSync(path);
    const key = `${ino} ${mtimeMs} ${size}`;
    if (looked.get(path) === key) continue;
    looked.set(path, key);
    const { state } = await verify(path);
    if (state !== "Valid") expect([name, state]).toEqual([name, "Valid"]);
  }
  return found.length;
}

/** Kills after some files, or after some time, wherever it is then. */
function killer(step: number): (child: ChildProcess, stdout: string) => void {
  const share = (FILES / STEPS) * Math.random(); // what is signed until it has heard comes on top
  let timed = false;
  return (child, stdout) => {
    const signed = stdout.split('"type":"signed"').length - 1;
    if (step % 2 === 0 && signed > share) child.kill("SIGKILL");
    if (step % 2 === 1 && signed > 0 && !timed) {
      timed = true;
      setTimeout(() => child.kill("SIGKILL"), Math.random() * share * 2);
    }
  };
}

/** The report tells each file once, and the folder holds what it would hold without any of this. */
async function expectUndisturbed(folder: string): Promise<void> {
  expect(place.files(folder)).toEqual(expected);
  expect(await allWhole(folder)).toBe(FILES);
  expect(readdirSync(place.at(`${folder}/.colophon`)).sort()).toEqual([
    "journal.ndjson",
    "report.html",
    "report.json",
  ]);
  const report = JSON.parse(place.read(`${folder}/.colophon/report.json`)) as {
    files: { name: string; manifest: string }[];
  };
  expect(report.files.map(({ name }) => name).sort()).toEqual(expected);
  expect(new Set(report.files.map(({ manifest }) => manifest)).size).toBe(FILES);
}

function say(what: string, { seconds, peak }: { seconds: number; peak?: number }): void {
  const memory = peak === undefined ? "" : `, ${Math.round(peak / 1024)} MiB at most`;
  if (WHOLE) console.log(`${what}: ${seconds.toFixed(1)} s${memory}`);
}

/** Runs it, and sees how much memory it takes. */
async function measured(args: readonly string[], heard?: ReturnType<typeof killer>) {
  let peak = 0;
  const from = performance.now();
  const ran: Ran = await place.run(args, {
    heard(child, stdout) {
      if (WHOLE) peak = Math.max(peak, peakOf(child.pid));
      heard?.(child, stdout);
    },
  });
  return { ran, peak, seconds: (performance.now() - from) / 1000 };
}

/** KiB; none once it is gone. */
function peakOf(pid = 0): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

describe("a batch that was ended", () => {
  it("by kill -9 and a full disk, ends as if nobody had disturbed it", {
    timeout: LIMIT,
  }, async () => {
    const command = ["batch", "catalogue", "--out", "disk/signed", "--json"];
    let before = 0;
    for (let step = 0; step < STEPS; step++) {
      if (mounting && step === Math.floor(STEPS / 2)) {
        fill(FILES / STEPS / 2);
        const { ran } = await measured(command);
        expect([ran.code, ran.stderr.includes("no room left")]).toEqual([3, true]);
        rmSync(place.at("disk/ballast"));
      } else expect((await measured(command, killer(step))).ran.code).toBeNull();
      const whole = await allWhole("disk/signed");
      expect(whole).toBeGreaterThanOrEqual(before);
      expect(whole).toBeLessThan(FILES);
      before = whole;
    }
    const last = await measured(command);
    expect([last.ran.code, last.ran.stderr]).toEqual([0, ""]);
    expect(counts(last.ran)).toMatchObject({ record: 1, end: 1 });
    await expectUndisturbed("disk/signed");
    const again = await measured(command);
    expect(again.ran.lines).toEqual([
      expect.objectContaining({ type: "end", done: FILES, kept: FILES, failed: 0 }),
    ]);
    say(`${FILES} files, nothing to do`, again);
  });

  it.skipIf(!WHOLE)("takes this long undisturbed", { timeout: LIMIT }, async () => {
    const whole = await measured(["batch", "catalogue", "--out", "undisturbed", "--json"]);
    expect(whole.ran.code).toBe(0);
    expect(place.files("undisturbed")).toEqual(expected);
    say(`${FILES} files, undisturbed`, whole);
    console.log(`${(FILES / whole.seconds).toFixed(0)} files a second`);
  });

  it("by Ctrl-C, finishes what is in hand and says so", { timeout: LIMIT }, async () => {
    const command = ["batch", "catalogue", "--out", "stopped"];
    const options = ["--json", "--no-check", "--no-archive"];
    let pressed = false;
    const stop = (child: ChildProcess) => {
      if (!pressed) child.kill("SIGINT"); // a second one ends it at once
      pressed = true;
    };
    const stopped = await place.run([...command, ...options], {
      heard: (child, stdout) => {
        if (stdout.includes('"type":"signed"')) stop(child);
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.lines.at(-1)).toMatchObject({ type: "end", exitCode: 130 });
    const { done, left } = stopped.lines.at(-1) as { done: number; left: number };
    expect(done + left).toBe(FILES);
    expect(place.files("stopped")).toHaveLength(done);
    expect(existsSync(place.at("stopped/.colophon/lock"))).toBe(false);
    const rest = await place.run([...command, ...options]);
    expect(rest.code).toBe(0);
    expect(rest.lines.at(-1)).toMatchObject({ done: FILES, kept: done });
  });
});
