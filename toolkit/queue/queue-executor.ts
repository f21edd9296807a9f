// Hands a batch's files to workers through a queue, and takes what came of them. Redis keeps nothing that could not be lost:
// the journal is the batch's, what is in the queue is asked for again when it vanished, and what a worker says it wrote is
// held against what is there.
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ColophonError } from "../../src/index.js";
import { openFile } from "../adapter/file-source.js";
import { GroupCommit } from "../adapter/group-commit.js";
import { isAddress } from "../batch/address.js";
import { Channel } from "../batch/channel.js";
import { faultOf } from "../batch/sign-task.js";
import type { Executor, Mark, Outcome, Setting, Task } from "../batch/task.js";
import type { Assignment } from "../sign/job.js";
import { deserted, outcomeOf, unclear } from "./answer.js";
import { batchName, jobId, type QueuedJob, queued, queueName, type Terms } from "./job.js";
import { putUp, takeDown } from "./notice.js";
import { workersFolder } from "./permission.js";
import { readAnswer } from "./read-job.js";
import { type RedisLink, serverOf } from "./redis.js";
import { wordOf } from "./redis-trial.js";
import { Shelf } from "./shelf.js";

export interface QueueExecutorOptions {
  readonly link: RedisLink;
  /** The batch's output folder, or the address of its output. */
  readonly out: string;
  readonly setting: Setting;
  readonly terms: Terms;
  /** Public key of who owns the records, base64url. */
  readonly owner?: string;
  /** Name of the identity that signs. */
  readonly signer: string;
  /** Aborted: what no worker has begun is taken back, and has no outcome. */
  readonly signal?: AbortSignal;
  /** Called with what there is to say meanwhile. */
  readonly note: (text: string) => void;
}

/** Files in the queue at the same time: enough for a hundred cores, and little for a computer's memory. */
const MOST = 1000;
const TICK_MS = 2000;
/** A job that nothing was heard of is looked at after this time. */
const SILENCE_MS = 3000;
/** When nobody took anything for this time, it is said. */
const LONELY_MS = 5000;

/** Whoever had a job that was forgotten may have written. */
const WRITTEN = { replace: true, replaceSidecar: true };

interface Held {
  readonly id: string;
  readonly task: Task;
  job: QueuedJob;
  /** When it was last heard of, by performance.now(). */
  since: number;
  /** An answer is being held against what is there, or was passed on. */
  taken: boolean;
  /** It was in the queue already, from a run that was ended: as it is asked for now, or otherwise. */
  found: "no" | "same" | "other";
}

export class QueueExecutor implements Executor {
  readonly #options: QueueExecutorOptions;
  readonly #shelf: Shelf;
  readonly #out: string;
  readonly #batch: string;
  readonly #held = new Map<string, Held>();
  /** Jobs by the numbers of tasks that have an outcome and aren't settled. */
  readonly #ids = new Map<number, string>();
  readonly #outcomes = new Channel<Outcome>();
  readonly #adding = new GroupCommit<Held>((group) => this.#add(group));
  readonly #removing = new GroupCommit<string>((ids) => this.#remove(ids));
  #wake = () => {};
  #server: string | undefined;
  /** Outcomes that nobody has taken yet. */
  #ready = 0;
  #heardAt = performance.now();
  #isLonely = false;
  #isWithdrawn = false;
  #ticking: Promise<void> | undefined;

  constructor(options: QueueExecutorOptions) {
    this.#options = options;
    this.#out = whole(options.out);
    this.#batch = batchName(this.#out);
    this.#shelf = new Shelf(options.link, options.terms, this.#batch);
  }

  async *run(tasks: AsyncIterable<Task>): AsyncGenerator<Outcome> {
    const { link, terms, signal } = this.#options;
    const events = link.events(queueName(terms));
    events.on("active", () => this.#hear());
    events.on("completed", ({ jobId, returnvalue }) => this.#take(jobId, returnvalue));
    events.on("failed", ({ jobId }) => this.#take(jobId, { fault: deserted() }));
    link.redis.on("ready", () => void this.#tick());
    const timer = setInterval(() => void this.#tick(), TICK_MS);
    const withdraw = () => void this.#withdraw();
    signal?.addEventListener("abort", withdraw);
    try {
      await events.waitUntilReady();
      await this.#tick();
      const pulled = this.#pull(tasks).catch((error: unknown) => this.#outcomes.end(error));
      for await (const outcome of this.#outcomes) {
        yield outcome;
        this.#ready--;
        this.#wake();
      }
      await pulled;
    } finally {
      clearInterval(timer);
      signal?.removeEventListener("abort", withdraw);
      this.#isWithdrawn = true;
      this.#outcomes.end();
      this.#wake();
    }
  }

  settled(number: number): void {
    const id = this.#ids.get(number);
    this.#ids.delete(number);
    if (id !== undefined) this.#removing.put(id, 1).catch(() => undefined); // its age takes it out one day
  }

  async close(): Promise<void> {
    const { link } = this.#options;
    if (!link.isLost) {
      await this.#removing.idle();
      await this.#takeBack().catch(() => undefined);
      await takeDown(link, this.#batch).catch(() => undefined);
    }
    if (this.#held.size === 0 && !isAddress(this.#out))
      await rm(workersFolder(this.#out), { recursive: true, force: true });
    await link.close();
  }

  async #pull(tasks: AsyncIterable<Task>): Promise<void> {
    for await (const task of tasks) {
      while (!this.#isWithdrawn && this.#held.size + this.#ready >= MOST) await this.#change();
      if (this.#isWithdrawn) break;
      await this.#hold(task);
    }
    while (this.#held.size > 0 && !(this.#isWithdrawn && this.#options.link.isLost))
      await this.#change();
    this.#outcomes.end();
  }

  #change(): Promise<void> {
    return new Promise((wake) => {
      this.#wake = wake;
    });
  }

  async #hold(task: Task): Promise<void> {
    try {
      const job = await this.#jobOf(task);
      const id = jobId(job);
      const held: Held = { id, task, job, since: performance.now(), taken: false, found: "no" };
      this.#held.set(id, held);
      this.#adding.put(held, 1).catch((cause: unknown) => this.#outcomes.end(this.#refused(cause)));
    } catch (cause) {
      this.#pass({ number: task.number, fault: faultOf(cause) });
    }
  }

  async #jobOf(task: Task): Promise<QueuedJob> {
    const { setting, terms, owner } = this.#options;
    const [input, output] = [whole(task.input), whole(task.output)];
    const { size, modified } = isAddress(input) ? { ...task, modified: 0 } : await markOf(input);
    const what = withPaths(task.what ?? setting.what);
    const by = owner === undefined ? {} : { owner };
    const of = { ...terms, batch: this.#batch, out: this.#out, ...by };
    return queued({ ...task, input, output, size, what }, setting, { size, modified }, of);
  }

  /** What an earlier run left under the same name is taken over when it is the same, and put away when it is not. */
  async #add(group: readonly Held[]): Promise<void> {
    if (this.#isWithdrawn) {
      for (const { id } of group) this.#forget(id);
      return;
    }
    const asked = await Promise.all(group.map(({ id }) => this.#shelf.asked(id)));
    await this.#shelf.add(group.filter((_, i) => asked[i] === undefined));
    for (const [i, held] of group.entries()) {
      if (asked[i] === undefined) continue;
      held.found = asked[i] === held.job.asked ? "same" : "other";
      held.since = Number.NEGATIVE_INFINITY;
    }
    if (asked.some((one) => one !== undefined)) void this.#tick();
  }

  async #remove(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#shelf.remove(id)));
  }

  #hear(): void {
    this.#heardAt = performance.now();
    this.#isLonely = false;
  }

  #take(id: string, value: unknown): void {
    this.#hear();
    const held = this.#held.get(id);
    if (!held || held.taken || held.found === "other") return;
    held.taken = true;
    this.#accept(held, value).catch((cause: unknown) =>
      this.#finish(held, { number: held.task.number, fault: faultOf(cause) }),
    );
  }

  async #accept(held: Held, value: unknown): Promise<void> {
    const answer = readAnswer(value) ?? { fault: unclear() };
    const outcome = await outcomeOf(held.task, held.job, answer);
    if ("fault" in outcome && held.found === "same") await this.#renew(held);
    else this.#finish(held, outcome);
  }

  #finish({ id, task }: Held, outcome: Outcome): void {
    this.#ids.set(task.number, id);
    this.#held.delete(id);
    this.#pass(outcome);
    if ("fault" in outcome && outcome.fault.code === "DISK_FULL") void this.#withdraw(); // the others would fail, too
  }

  #pass(outcome: Outcome): void {
    this.#ready++;
    this.#outcomes.push(outcome);
    this.#wake();
  }

  #forget(id: string): void {
    this.#held.delete(id);
    this.#wake();
  }

  /** Puts it into the queue anew; what has its name there is taken out, unless somebody is at it right now. */
  async #renew(held: Held, job = held.job): Promise<void> {
    held.taken = false;
    held.since = performance.now();
    if (!(await this.#shelf.remove(held.id))) return;
    held.job = job;
    held.found = "no";
    await this.#shelf.add([held]);
  }

  /** Now and then: the notice is taken up, silent jobs are looked at, and what nobody takes is said. */
  #tick(): Promise<void> {
    this.#ticking ??= this.#look()
      .catch(() => undefined) // lost on the way: the next one comes
      .finally(() => {
        this.#ticking = undefined;
        this.#wake();
      });
    return this.#ticking;
  }

  async #look(): Promise<void> {
    const { link, terms, signer } = this.#options;
    if (link.isLost) return;
    const server = serverOf(await link.redis.info("server"));
    if (server !== this.#server) await this.#meet(this.#server === undefined);
    this.#server = server;
    await putUp(link, { batch: this.#batch, ...terms, signer }, server);
    if (this.#isWithdrawn) await this.#takeBack();
    else await this.#lookAtSilent();
    await this.#sayLonely();
  }

  /**
   * A server that is met for the first time may hold jobs of an earlier run, which are asked for again in a moment. One that
   * was started anew may have forgotten what was done, and may hold what nobody asks for any more.
   */
  async #meet(isFirst: boolean): Promise<void> {
    await this.#shelf.sweep(this.#held, !isFirst);
    if (isFirst) return;
    for (const held of this.#held.values()) {
      if (held.taken) continue;
      held.job = { ...held.job, ...WRITTEN };
      held.found = "same";
      held.since = Number.NEGATIVE_INFINITY;
    }
  }

  async #lookAtSilent(): Promise<void> {
    const now = performance.now();
    const silent = [...this.#held.values()].filter(
      ({ taken, since }) => !taken && now - since > SILENCE_MS,
    );
    await Promise.all(silent.map((held) => this.#lookAt(held)));
  }

  async #lookAt(held: Held): Promise<void> {
    const standing = await this.#shelf.standing(held.id);
    if (held.taken) return;
    held.since = performance.now();
    if (held.found === "other") await this.#renew(held);
    else if (standing.state === "gone") {
      await this.#renew(held, { ...held.job, ...WRITTEN });
    } else if (standing.state === "ended")
      this.#take(held.id, standing.answer ?? { fault: deserted() });
  }

  async #sayLonely(): Promise<void> {
    const { link, note } = this.#options;
    const isWaiting = this.#held.size > 0 && !this.#isWithdrawn;
    if (!isWaiting || this.#isLonely || performance.now() - this.#heardAt < LONELY_MS) return;
    if ((await this.#shelf.active()) > 0) return;
    this.#isLonely = true;
    note(
      `no worker takes the work; start one that sees the same files and signs with the same identity: colophon worker --queue ${link.shown}`,
    );
  }

  async #withdraw(): Promise<void> {
    if (this.#isWithdrawn) return;
    this.#isWithdrawn = true;
    const { link, note } = this.#options;
    if (!link.isLost) await this.#takeBack().catch(() => undefined);
    const left = this.#held.size;
    if (left > 0 && !link.isLost)
      note(
        `waiting for ${left === 1 ? "a file" : `${left} files`} that workers have in hand; another Ctrl-C ends this at once`,
      );
    this.#wake();
  }

  async #takeBack(): Promise<void> {
    const waiting = [...this.#held.values()].filter(({ taken }) => !taken);
    const removed = await Promise.all(waiting.map(({ id }) => this.#shelf.remove(id)));
    for (const [i, { id }] of waiting.entries()) if (removed[i]) this.#forget(id);
  }

  #refused(cause: unknown): ColophonError {
    const said = cause instanceof Error ? wordOf(cause.message) : "";
    return new ColophonError(
      "QUEUE_UNAVAILABLE",
      `the Redis at ${this.#options.link.shown} takes no more work${said && ` (${said})`}`,
      { hint: "what is signed is safe; run the same command again to go on", cause },
    );
  }
}

async function markOf(path: string): Promise<Mark> {
  const { size, modified, close } = await openFile(path);
  await close();
  return { size, modified };
}

/** Workers stand in other folders than whoever typed a path. */
function whole(file: string): string {
  return isAddress(file) ? file : resolve(file);
}

function withPaths({ parent, ingredients, ...what }: Assignment): Assignment {
  return {
    ...what,
    ...(parent !== undefined && { parent: whole(parent) }),
    ...(ingredients && { ingredients: ingredients.map(whole) }),
  };
}
