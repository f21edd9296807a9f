// The one worker, and everything that waits for it. A file on which it hangs ends the worker, not the extension: the file
// gets its answer, the next one a new worker.
import type { Http, TrustSources } from "../../src/index.js";
import { ColophonError } from "../../src/index.js";
import type { Checked, Result } from "../messages.js";
import { failure, resultOf } from "../result.js";
import { unwanted, type Wanted } from "./lane.js";
import type { FromWorker, ToWorker, WorkerCheck } from "./worker-message.js";

/** What the worker is asked for one file. */
export type Task = Omit<WorkerCheck["check"], "number">;
type Answer = Result<Pick<Checked, "verdict" | "words" | "pictures" | "certificates">>;

interface Waiting {
  readonly number: number;
  readonly task: Task;
  readonly done: (answer: Answer) => void;
  readonly isWanted: Wanted;
}

/** As much of a Worker as is needed here. */
export interface WorkerFace {
  postMessage(message: ToWorker): void;
  addEventListener(type: "message", heard: (event: { data: FromWorker }) => void): void;
  addEventListener(type: "error" | "messageerror", failed: () => void): void;
  terminate(): void;
}

export interface WorkshopMeans {
  readonly open: () => WorkerFace;
  readonly module: () => Promise<WebAssembly.Module>;
  readonly trust: () => Promise<TrustSources>;
  readonly http: Http;
  /** Time for one file, and for one that is looked up in the archive or is large. Milliseconds. */
  readonly limits: { readonly file: number; readonly long: number };
  /** How long a worker with nothing to do is kept: it holds tens of megabytes. Milliseconds. */
  readonly idleMs: number;
}

/** Hashing alone takes seconds for a file of this size. */
const LARGE = 32 * 1024 * 1024;

export class Workshop {
  readonly #means: WorkshopMeans;
  readonly #queue: Waiting[] = [];
  #worker: WorkerFace | undefined;
  #ready: Promise<void> | undefined;
  #current: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 1;

  constructor(means: WorkshopMeans) {
    this.#means = means;
  }

  /** Checks one file; those that were asked for go first. Never rejects. CANCELLED where it isn't wanted any more. */
  check(task: Task, first = false, isWanted: Wanted = () => true): Promise<Answer> {
    return new Promise((done) => {
      const waiting = { number: this.#number++, task, done, isWanted };
      if (first) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      void this.#next();
    });
  }

  /** Trust has changed: what is begun from now on waits for it, and is judged by it. */
  retrust(): void {
    const worker = this.#worker;
    if (!worker) return;
    const before = this.#ready;
    this.#ready = (async () => {
      const [trust] = await Promise.all([this.#means.trust(), before]);
      if (worker === this.#worker) worker.postMessage({ trust });
    })();
    this.#ready.catch(() => undefined); // the next check finds out, and begins with a new worker
  }

  async #next(): Promise<void> {
    if (this.#current) return;
    clearTimeout(this.#timer);
    let waiting = this.#queue.shift();
    for (; waiting && !waiting.isWanted(); waiting = this.#queue.shift())
      waiting.done(failure(unwanted()));
    if (!waiting) {
      this.#timer = setTimeout(() => this.#end(), this.#means.idleMs);
      return;
    }
    this.#current = waiting;
    const { number, task } = waiting;
    try {
      const worker = this.#worker ?? this.#open();
      await this.#ready;
      if (this.#current !== waiting) return; // it broke down before it began
      const { file, long } = this.#means.limits;
      const limit = task.archive || task.blob.size > LARGE ? long : file;
      this.#timer = setTimeout(() => this.#giveUp(), limit);
      worker.postMessage({ check: { number, ...task } });
    } catch (error) {
      this.#end();
      this.#finish(waiting, failure(error));
    }
  }

  #open(): WorkerFace {
    const worker = this.#means.open();
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => {
      if (worker === this.#worker) this.#hear(worker, data);
    });
    for (const type of ["error", "messageerror"] as const)
      worker.addEventListener(type, () => {
        if (worker === this.#worker) this.#breakDown("the engine broke down on this file");
      });
    this.#ready = this.#equip(worker);
    return worker;
  }

  async #equip(worker: WorkerFace): Promise<void> {
    const [module, trust] = await Promise.all([this.#means.module(), this.#means.trust()]);
    worker.postMessage({ start: { module } });
    worker.postMessage({ trust });
  }

  #hear(worker: WorkerFace, said: FromWorker): void {
    if ("http" in said) {
      const { number, url, question } = said.http;
      void resultOf(() => this.#means.http(url, question)).then((result) => {
        if (worker === this.#worker) worker.postMessage({ http: { number, result } });
      });
      return;
    }
    const { number, result, spent } = said.checked;
    if (this.#current?.number !== number) return;
    if (spent) this.#end();
    this.#finish(this.#current, result);
  }

  #giveUp(): void {
    this.#breakDown("reading this file took too long and was stopped");
  }

  #breakDown(what: string): void {
    this.#end();
    const hint = "other files are not affected";
    if (this.#current)
      this.#finish(this.#current, failure(new ColophonError("ENGINE_FAILED", what, { hint })));
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
  }

  #finish(waiting: Waiting, answer: Answer): void {
    if (this.#current !== waiting) return;
    clearTimeout(this.#timer);
    this.#current = undefined;
    waiting.done(answer);
    void this.#next();
  }
}
