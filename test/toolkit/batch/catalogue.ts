// A catalogue to sign, and the real command line to sign it with.
import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { saveIdentity } from "../../../toolkit/identity/save.js";
import { createIdentity } from "../../../toolkit/index.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const PROGRAM = fileURLToPath(new URL("../../../dist/bin/colophon.js", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Objects of --json. */
  readonly lines: readonly Record<string, unknown>[];
}

/** A folder with an identity in it, in which the command line runs. */
export class Place {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "colophon-batch-")));

  static async make(passphrase?: string): Promise<Place> {
    const place = new Place();
    const ada = await createIdentity({ name: "Ada Reyes" });
    await saveIdentity(ada, { env: { COLOPHON_HOME: place.at("home") }, passphrase });
    return place;
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
  }

  read(name: string): string {
    return readFileSync(this.at(name), "utf8");
  }

  /** Files below a folder, hidden ones and what lies in hidden folders left out. */
  files(name: string): string[] {
    return readdirSync(this.at(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.at(name).length + 1))
      .filter((path) => !path.startsWith(".colophon/"))
      .sort();
  }

  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const { PATH = "" } = process.env;
    return spawn(process.execPath, [PROGRAM, ...args], {
      cwd: this.folder,
      env: { PATH, HOME: this.folder, COLOPHON_HOME: "home", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  /** `heard` gets the process and what it printed so far, again and again. */
  run(
    args: readonly string[],
    options: {
      stdin?: Uint8Array | string;
      env?: Record<string, string>;
      heard?: (child: ChildProcess, stdout: string) => void;
    } = {},
  ): Promise<Ran> {
    const child = this.start(args, options.env);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      options.heard?.(child, stdout);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdin?.end(options.stdin);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        const whole = stdout.slice(0, stdout.lastIndexOf("\n") + 1).split("\n");
        const lines = args.includes("--json")
          ? whole.filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>)
          : [];
        resolve({ code, stdout, stderr, lines });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Pictures, and every tenth file a text, in a few folders. */
export async function makeCatalogue(place: Place, folder: string, count: number): Promise<void> {
  const names = ["jpeg-baseline", "png", "webp-lossy"];
  const pictures = (await mediaFixtures()).filter(({ name }) => names.includes(name));
  for (let i = 0; i < count; i++) {
    const below = `${folder}/${i % 7}/deeper-${i % 3}`;
    const picture = pictures[i % pictures.length];
    if (i % 10 === 9) place.write(`${below}/${i}.txt`, `The lake is back, said number ${i}.\n`);
    else if (picture)
      place.write(`${below}/${i}.${picture.mediaType.replace("image/", "")}`, picture.bytes);
  }
}

/** Types of lines, counted. */
export function counts({ lines }: Ran): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { type } of lines) counted[String(type)] = (counted[String(type)] ?? 0) + 1;
  return counted;
}
