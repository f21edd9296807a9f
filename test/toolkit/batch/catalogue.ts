// A catalogue to sign, the real command line to sign it with, and the same without processes and threads, for what depends
// on neither.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
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
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { type Environment, openPlaces } from "../../../toolkit/adapter/places.js";
import { type BatchNews, type BatchRequest, signBatch } from "../../../toolkit/batch/sign-batch.js";
import { signTask } from "../../../toolkit/batch/sign-task.js";
import type { Executor, Setting } from "../../../toolkit/batch/task.js";
import type { BatchValues } from "../../../toolkit/command/batch-options.js";
import { assignmentOf, placeOf, planOf } from "../../../toolkit/command/batch-plan.js";
import { saveIdentity } from "../../../toolkit/identity/save.js";
import { createIdentity } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import type { OpenIdentity } from "../../../toolkit/sign/signer.js";
import { fakeIo } from "../../fake/io.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const NOBODY = 65534;
/** The command line as it was built. */
export const PROGRAM = fileURLToPath(new URL("../../../dist/bin/colophon.js", import.meta.url));

/** The program of a pool's threads: as TypeScript they can't be started. */
export const THREAD = new URL("../../../dist/toolkit/batch/worker-thread.js", import.meta.url);

/** What came of a batch in this process. */
export interface Told {
  readonly news: readonly BatchNews[];
  readonly signed: number;
  /** Paths as they are from the place's folder. */
  readonly failed: readonly { path: string; code: string; message: string; hint?: string }[];
  readonly end: Extract<BatchNews, { type: "end" }>;
  readonly notes: readonly string[];
}

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
  readonly identity: OpenIdentity;

  private constructor(identity: OpenIdentity) {
    this.identity = identity;
  }

  static async make(passphrase?: string): Promise<Place> {
    const ada = await createIdentity({ name: "Ada Reyes" });
    const place = new Place(ada);
    await saveIdentity(ada, { env: { COLOPHON_HOME: place.at("home") }, passphrase });
    return place;
  }

  /**
   * Signs what is named, in this process.
   * @param values as on the command line
   * @param more of the request; with `program` it is signed by threads
   */
  async sign(
    inputs: readonly string[],
    values: BatchValues & { readonly out: string },
    more: Partial<BatchRequest> = {},
  ): Promise<Told> {
    const env = more.environment ?? {};
    const io = fakeIo(this.at("home"), { cwd: this.folder, env });
    const where = placeOf(values, io);
    const what = await assignmentOf({ "no-check": true, ...values }, io);
    const plan = await planOf(inputs, values, where.out, what, io);
    const asked = {
      plan,
      ...where,
      what,
      identity: this.identity,
      now: io.now,
      ...(values.sidecar && { sidecar: true }),
      ...(values.force && { force: true }),
      ...(!more.program && { executor: (setting: Setting) => this.#executor(setting, env) }),
    };
    const news: BatchNews[] = [];
    for await (const one of signBatch({ ...asked, ...more })) news.push(one);
    const short = (text: string) => text.replaceAll(`${this.folder}/`, "");
    return {
      news,
      signed: news.filter(({ type }) => type === "signed").length,
      failed: news.flatMap((one) =>
        one.type === "failed"
          ? [{ ...one.fault, path: short(one.input), message: short(one.fault.message) }]
          : [],
      ),
      end: news.at(-1) as Told["end"],
      notes: plan.notes.map(short),
    };
  }

  async #executor(setting: Setting, env: Environment): Promise<Executor> {
    const { identity } = this;
    const places = openPlaces(env);
    const means = {
      engine: await hostEngine(),
      identity,
      signer: await claimSigner(identity.signer),
      now: () => new Date(),
      uuid: randomUUID,
    };
    return {
      async *run(tasks) {
        for await (const task of tasks) yield signTask(task, setting, means, { places });
      },
    };
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

  start(args: readonly string[], env: Record<string, string> = {}, user?: number): ChildProcess {
    const { PATH = "" } = process.env;
    return spawn(process.execPath, [PROGRAM, ...args], {
      cwd: this.folder,
      env: { PATH, HOME: this.folder, COLOPHON_HOME: "home", ...env },
      stdio: ["pipe", "pipe", "pipe"],
      ...(user !== undefined && { uid: user, gid: user }),
    });
  }

  /** Root may read everything; who runs the tests as root has nobody run this. */
  #nobody(): number | undefined {
    if (process.getuid?.() !== 0) return undefined;
    spawnSync("chown", ["-R", String(NOBODY), this.folder]);
    return NOBODY;
  }

  /** `heard` gets the process and what it printed so far, again and again. */
  run(
    args: readonly string[],
    options: {
      stdin?: Uint8Array | string;
      env?: Record<string, string>;
      unprivileged?: boolean;
      heard?: (child: ChildProcess, stdout: string) => void;
    } = {},
  ): Promise<Ran> {
    const user = options.unprivileged ? this.#nobody() : undefined;
    const child = this.start(args, options.env, user);
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

/** Pictures, a film now and then, and every tenth file a text, in a few folders. */
export async function makeCatalogue(place: Place, folder: string, count: number): Promise<void> {
  const names = ["jpeg-baseline", "png", "webp-lossy", "mp4-moov-first"];
  const pictures = (await mediaFixtures()).filter(({ name }) => names.includes(name));
  for (let i = 0; i < count; i++) {
    const below = `${folder}/${i % 7}/deeper-${i % 3}`;
    const picture = pictures[i % pictures.length];
    if (i % 10 === 9) place.write(`${below}/${i}.txt`, `The lake is back, said number ${i}.\n`);
    else if (picture) place.write(`${below}/${i}.${picture.extension}`, picture.bytes);
  }
}

/** Types of lines, counted. */
export function counts({ lines }: Ran): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { type } of lines) counted[String(type)] = (counted[String(type)] ?? 0) + 1;
  return counted;
}
