// A batch from its plan to its report: what is done already is left, the rest is handed to an executor, and what comes back
// is on disk, with its folder, before the journal says so.
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { makeFolder, syncFolder, writeError } from "../adapter/atomic-file.js";
import { lockFolder } from "../adapter/folder-lock.js";
import { makeFolders } from "../adapter/folders.js";
import { GroupCommit } from "../adapter/group-commit.js";
import { addressBelow, isAddress, pathBelow, shownAddress } from "./address.js";
import { type Entry, Journal } from "./journal.js";
import type { Plan } from "./plan.js";
import { faultOf } from "./sign-task.js";
import type { Executor, Fault, Outcome, Task } from "./task.js";
import {
  isBesideTaken,
  strangerAt,
  type Triage,
  type TriageOptions,
  triage,
  type Work,
} from "./triage.js";

export interface BatchOptions extends TriageOptions, BatchPlace {
  /** Version of this tool, for the journal. */
  readonly tool: string;
  readonly now: () => Date;
  /** Aborted: what is in hand is finished, the rest left for another run. */
  readonly signal?: AbortSignal;
  /** Called once, when there is something to sign. */
  readonly executor: (staging: string) => Promise<Executor>;
}

/** What happens in a batch, as it happens. */
export type BatchEvent =
  | {
      readonly type: "planned";
      readonly toSign: number;
      readonly kept: number;
      readonly refused: number;
    }
  | { readonly type: "signed"; readonly name: string; readonly entry: Entry }
  | { readonly type: "failed"; readonly input: string; readonly fault: Fault };

/** Where a batch writes. */
export interface BatchPlace {
  /** The output folder, or an address that ends in "/". */
  readonly out: string;
  /** Folder for journal, reports and unfinished files: one in the output folder, unless told. */
  readonly state?: string;
}

/** The folder of a batch's own. @throws ColophonError USAGE for an address without one */
export function batchFolder({ out, state }: BatchPlace): string {
  if (state !== undefined) return state;
  if (!isAddress(out)) return join(out, ".colophon");
  throw new ColophonError("USAGE", "an output elsewhere needs a folder here for its journal", {
    hint: "add --state DIR, the same for each run of this batch",
  });
}

/** The output folder, where it is one. */
export function homeOf({ out }: BatchPlace): string | undefined {
  return isAddress(out) ? undefined : out;
}

/** Whether an earlier run has left a journal there; most of what is planned may be done then. */
export function isBegun(place: BatchPlace): Promise<boolean> {
  return Journal.isIn(batchFolder(place));
}

/** Names that are announced to the journal together. */
const GROUP = 64;
/** How long a signed file waits for others, to go into the journal with them. */
const GATHER_MS = 100;
/** Files that are signed and not yet in the journal. */
const MOST_PENDING = 512;
/** Files that fail one after the other in the same words, because a place is gone, before the rest is not tried. */
const MOST_IN_VAIN = 24;

export class Batch {
  /** Failures of this run, in the order in which they came. */
  readonly failed: { readonly input: string; readonly fault: Fault }[] = [];
  /** Names that this run signed. */
  readonly signed: string[] = [];
  /** Why the run ended before everything was tried; undefined when it didn't. */
  stopped: Fault | undefined;
  readonly journal: Journal;
  readonly triage: Triage;
  readonly #options: BatchOptions;
  readonly #unlock: () => Promise<void>;
  readonly #events: BatchEvent[] = [];
  readonly #made = new Map<string, Promise<void>>();
  /** Folders that were made and whose own folder is not synced yet. */
  readonly #newIn = new Set<string>();
  readonly #commit: GroupCommit<{ work: Work; entry: Entry }>;
  #executor: Executor | undefined;
  #pending = 0;
  #inVain = { said: "", times: 0 };
  #wake = () => {};

  private constructor(
    journal: Journal,
    found: Triage,
    unlock: () => Promise<void>,
    options: BatchOptions,
  ) {
    this.journal = journal;
    this.triage = found;
    this.#unlock = unlock;
    this.#options = options;
    this.#commit = new GroupCommit((group) => this.#settle(group), GATHER_MS);
  }

  /**
   * Takes the output folder for this process and looks at what is to be done.
   * @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL, ARCHIVE_UNAVAILABLE (another run has the folder), FILE_UNREADABLE
   */
  static async open(plan: Plan, options: BatchOptions): Promise<Batch> {
    const folder = batchFolder(options);
    await makeFolder(folder);
    const unlock = await lockFolder(folder, inUse);
    try {
      await rm(stagingIn(options), { recursive: true, force: true }); // unfinished files of a run that was killed
      const journal = await Journal.read(folder, homeOf(options));
      refuseOther(journal, options);
      await takeBack(journal, options);
      return new Batch(journal, await triage(plan, journal, options), unlock, options);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  /** How many files are left to do after this run. */
  get left(): number {
    return this.triage.work.length - this.signed.length - this.#failedWork;
  }
  #failedWork = 0;

  /** Signs. @throws ColophonError ENGINE_FAILED, TIMESTAMP_FAILED, DISK_FULL and what stops everything */
  async *run(): AsyncGenerator<BatchEvent> {
    const { work, kept, refused } = this.triage;
    yield { type: "planned", toSign: work.length, kept: kept.length, refused: refused.length };
    for (const { input, fault } of refused) this.#fail(input, faultOf(fault));
    yield* this.#events.splice(0);
    if (work.length === 0 || this.#isOver()) return;
    const { out, options, tool, now } = this.#options;
    const staging = stagingIn(this.#options);
    await makeFolder(staging);
    await this.journal.begin({ tool, options, at: now().toISOString(), out: farOut(out) });
    const executor = await this.#options.executor(staging);
    this.#executor = executor;
    const outcomes = executor.run(this.#tasks(work))[Symbol.asyncIterator]();
    try {
      let next: Promise<IteratorResult<Outcome>> | undefined;
      for (;;) {
        if (this.#pending < MOST_PENDING) next ??= outcomes.next();
        const woken = new Promise<undefined>((resolve) => {
          this.#wake = () => resolve(undefined);
        });
        const got =
          this.#events.length > 0
            ? undefined
            : await Promise.race([woken, ...(next ? [next] : [])]);
        if (got) {
          next = undefined;
          if (got.done) break;
          this.#take(work, got.value);
        }
        yield* this.#events.splice(0);
      }
    } finally {
      await outcomes.return?.();
      this.#commit.hurry();
      while (this.#pending > 0)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.left > 0) this.#isOver(); // an executor may give back what it has taken
    yield* this.#events.splice(0);
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.#executor?.close?.();
    await rm(stagingIn(this.#options), { recursive: true, force: true });
    await this.#unlock();
  }

  #isOver(): boolean {
    if (this.#options.signal?.aborted) this.stopped ??= { code: "CANCELLED", message: "stopped" };
    return this.stopped !== undefined;
  }

  /** Tasks whose names the journal has as begun; a group is announced while the one before it is signed. */
  async *#tasks(work: readonly Work[]): AsyncGenerator<Task> {
    let ready = this.#announce(work, 0);
    for (let at = GROUP; ; at += GROUP) {
      const tasks = await ready;
      if (at < work.length && !this.#isOver()) ready = this.#announce(work, at);
      for (const task of tasks) {
        if (this.#isOver()) return;
        yield task;
      }
      if (at >= work.length) return;
    }
  }

  async #announce(work: readonly Work[], from: number): Promise<Task[]> {
    const tasks: Task[] = [];
    const names: string[] = [];
    const besideTaken: string[] = [];
    for (const [i, one] of work.slice(from, from + GROUP).entries()) {
      const { input, from: address, size, replace, replaceSidecar, what, name } = one;
      const { out } = this.#options;
      const isFar = isAddress(out);
      const output = isFar ? addressBelow(out, name) : one.output;
      const source = address ?? input;
      const task = { number: from + i, input: source, output, size, replace, replaceSidecar };
      try {
        if (!isFar) await this.#folder(dirname(output));
        const stranger = strangerAt(one, this.#options.sidecar === true);
        if (stranger) throw stranger;
        names.push(name);
        if (isBesideTaken(one)) besideTaken.push(name);
        tasks.push({ ...task, ...(what && { what }) });
      } catch (cause) {
        this.#failWork(one, faultOf(cause));
      }
    }
    try {
      await this.journal.addBegun(names, besideTaken);
      return tasks;
    } catch (cause) {
      this.stopped ??= faultOf(cause);
      return [];
    }
  }

  #folder(path: string): Promise<void> {
    const known = this.#made.get(path);
    if (known !== undefined) return known;
    const made = this.#make(path);
    this.#made.set(path, made);
    return made;
  }

  async #make(path: string): Promise<void> {
    try {
      const first = await makeFolders(path);
      if (first === undefined) return;
      for (let at = path; at.length >= first.length; at = dirname(at)) this.#newIn.add(dirname(at));
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
        throw new ColophonError("OUTPUT_UNWRITABLE", `${path} is a file, not a folder`, { cause });
      throw writeError(path, cause);
    }
  }

  #take(work: readonly Work[], outcome: Outcome): void {
    const one = work[outcome.number];
    if (!one) return;
    this.#pending++;
    if ("done" in outcome) this.#inVain = { said: "", times: 0 };
    const settled =
      "done" in outcome
        ? this.#commit.put(
            { work: one, entry: { ...outcome.done, input: one.input, options: one.options } },
            1,
          )
        : this.#giveUp(one, outcome.fault);
    settled
      .catch((cause: unknown) => {
        this.stopped ??= faultOf(cause);
        this.#failWork(one, faultOf(cause));
      })
      .finally(() => {
        this.#pending--;
        this.#executor?.settled?.(outcome.number);
        this.#wake();
      });
  }

  async #giveUp(work: Work, fault: Fault): Promise<void> {
    // the others would fail one by one
    if (fault.code === "DISK_FULL" || this.#isInVain(fault)) this.stopped ??= fault;
    this.#failWork(work, fault);
    const isLost = isAddress(work.output) && fault.code === "URL_UNREACHABLE"; // it may have arrived
    if (!isLost && !this.journal.done.has(work.name))
      await this.journal.addGone(work.name).catch(() => undefined);
  }

  /** Each file waits long for a place that is gone, and a catalogue would wait for days. */
  #isInVain({ code, message }: Fault): boolean {
    if (code !== "URL_UNREACHABLE") return false;
    const times = message === this.#inVain.said ? this.#inVain.times + 1 : 1;
    this.#inVain = { said: message, times };
    return times >= MOST_IN_VAIN;
  }

  /** Folders first, then the journal. */
  async #settle(group: readonly { work: Work; entry: Entry }[]): Promise<void> {
    const isFar = isAddress(this.#options.out); // there the place itself answers for what it took
    const written = isFar ? [] : group.map(({ work }) => dirname(work.output));
    const folders = new Set([...written, ...this.#newIn]);
    this.#newIn.clear();
    await Promise.all([...folders].map(syncFolder));
    await Promise.all(group.map(({ work, entry }) => this.journal.addDone(work.name, entry)));
    for (const { work, entry } of group) {
      this.signed.push(work.name);
      this.#events.push({ type: "signed", name: work.name, entry });
    }
  }

  #failWork(work: Work, fault: Fault): void {
    this.#failedWork++;
    this.#fail(work.input, fault);
  }

  #fail(input: string, fault: Fault): void {
    this.failed.push({ input, fault });
    this.#events.push({ type: "failed", input, fault });
    this.#wake();
  }
}

function stagingIn(place: BatchPlace): string {
  return join(batchFolder(place), "unfinished");
}

/** What a run that was killed had begun elsewhere. */
async function takeBack({ begun }: Journal, { out, places }: BatchOptions): Promise<void> {
  if (!isAddress(out) || !places || begun.size === 0) return;
  const place = await places.at(out);
  await place.tidy?.(out, (address) => {
    const name = pathBelow(address, out) ?? "";
    return begun.has(name) || begun.has(name.replace(/\.c2pa$/, ""));
  });
}

function farOut(out: string): string | undefined {
  return isAddress(out) ? shownAddress(out) : undefined;
}

/** @throws ColophonError USAGE */
function refuseOther({ out: before }: Journal, { out, state }: BatchPlace): void {
  if (before !== undefined && before !== farOut(out))
    throw new ColophonError("USAGE", `${state} has the journal of a batch that goes to ${before}`, {
      hint: "nothing was signed; name another --state, or that --out",
    });
}

function inUse(lock: string, holder: string): ColophonError {
  return new ColophonError("OUTPUT_UNWRITABLE", `another batch (${holder}) has this folder`, {
    hint: `wait until it is done, or choose another --out; if it is no longer running, delete ${lock}`,
  });
}
