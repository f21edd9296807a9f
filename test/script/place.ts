// Where a session plays: a folder of its own with a home in it, and the real command line as a process.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keptFolder } from "../temporary.js";

const PROGRAM = fileURLToPath(new URL("../../dist/bin/colophon.js", import.meta.url));
const CLOCK = new URL("./fixed-clock.js", import.meta.url).href;

/** Hash of every file by its path in the folder. */
type Look = ReadonlyMap<string, string>;

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

export class Place {
  /** Not in the run's own folder: what is printed is wrapped by the length of its path. */
  readonly folder = realpathSync(mkdtempSync(join(keptFolder(), "session-")));
  /** Addresses that differ from run to run, by the names that sessions use for them. */
  readonly names = new Map<string, string>();
  /** Run before the folder goes, the last one first. */
  readonly cleanup: (() => void)[] = [];

  look(): Look {
    const names = readdirSync(this.folder, { recursive: true }).map(String);
    return new Map(
      names
        .filter((name) => !name.includes("/index/")) // an archive's index is made again whenever it is gone
        .filter((name) => lstatSync(join(this.folder, name)).isFile())
        .map((name) => [name, hashOf(join(this.folder, name))]),
    );
  }

  /** What a command did to files that it must not do. */
  changedSince(
    before: Look,
    run: { code: number | null; into?: string | undefined; replacing: boolean },
  ): string[] {
    const after = this.look();
    const failed = run.code === 1 || run.code === 2 || run.code === 130;
    const faults = [...after.keys()].filter((name) => name.endsWith(".part"));
    for (const [name, hash] of after) {
      const known = before.get(name);
      if (name === run.into || faults.includes(name)) continue;
      if (known === undefined && failed) faults.push(`${name} was written`);
      if (known !== undefined && known !== hash && (failed || (!isOurs(name) && !run.replacing)))
        faults.push(`${name} was changed`);
    }
    const gone = [...before.keys()].filter((name) => !after.has(name) && (failed || !isOurs(name)));
    return [...faults, ...gone.map((name) => `${name} is gone`)];
  }

  remove(): void {
    for (const undo of this.cleanup.reverse()) undo();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Identities, trust lists and the archive change as commands go, and so do the journal and the reports of a batch. */
function isOurs(name: string): boolean {
  return name.startsWith("home/") || name.includes("/.colophon/");
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Runs `colophon`; with `interrupted`, Ctrl-C is pressed as soon as a file begins to be written. */
export function runProgram(
  args: readonly string[],
  place: Place,
  options: {
    env: Record<string, string>;
    /** A file that is piped in. */
    from?: string | undefined;
    into: string | undefined;
    interrupted: boolean;
  },
): Promise<Ended> {
  const { PATH = "", LANG = "C.UTF-8" } = process.env;
  const home = { HOME: place.folder, COLOPHON_HOME: "home" };
  const child = spawn(process.execPath, ["--import", CLOCK, PROGRAM, ...args], {
    cwd: place.folder,
    env: { PATH, LANG, ...home, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {}); // a command that needs no input doesn't wait for it
  child.stdin.end(options.from === undefined ? "" : readFileSync(join(place.folder, options.from)));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const watch = options.interrupted
    ? setInterval(() => {
        if (!isWriting(place.folder)) return;
        clearInterval(watch);
        child.kill("SIGINT");
      }, 2)
    : undefined;
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      if (options.into !== undefined)
        writeFileSync(join(place.folder, options.into), Buffer.concat(stdout));
      resolve({
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
        code,
      });
    });
  });
}

/** An unfinished file that holds something already. */
function isWriting(folder: string): boolean {
  return readdirSync(folder).some(
    (name) =>
      name.endsWith(".part") &&
      (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
}
