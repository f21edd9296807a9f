// The one worker, and everything that waits for it. A file on which it hangs ends the worker, not the extension: the file
// gets its answer, the next one a new worker.
import type { Http, TrustSources } from "../../src/index.js";
import { ColophonError } from "../../src/index.js";
import type { Checked, Result } from "../messages.js";
import { failure, resultOf } from "../result.js";
import type { FromWorker, ToWorker, WorkerCheck } from "./worker-message.js";

/** What the worker is asked for one file. */
export type Task = Omit<WorkerCheck["check"], "number">;
type Answer = Result<Pick<Checked, "verdict" | "pictures" | "certificates">>;

interface Waiting {
  readonly number: number;
  readonly task: Task;
  readonly done: (answer: Answer) => void;
}

export interface WorkshopMeans {
  readonly workerUrl: string;
  readonly module: () => Promise<WebAssembly.Module>;
  readonly trust: () => Promise<TrustSources>;
  readonly http: Http;
  /** Time for one file, network aside. */
  readonly limitMs: number;
}

/** Time for a file that is looked up in the archive as well. */
const ARCHIVE_LIMIT_MS = 60_000;

export class Workshop {
  readonly #means: WorkshopMeans;
  readonly #queue: Waiting[] = [];
  #worker: Promise<Worker> | undefined;
  #current: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 1;

  constructor(means: WorkshopMeans) {
    this.#means = means;
  }

  /** Checks one file; those that were asked for go first. Never rejects. */
  check(task: Task, first = false): Promise<Answer> {
    return new Promise((done) => {
      const waiting = { number: this.#number++, task, done };
      if (first) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      void this.#next();
    });
  }

  /** Trust has changed: what comes next is judged by it. */
  async retrust(): Promise<void> {
    const worker = await this.#worker;
    worker?.postMessage({ trust: await this.#means.trust() } satisfies ToWorker);
  }

  async #next(): Promise<void> {
    if (this.#current) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    this.#current = waiting;
    const { number, task } = waiting;
    try {
      this.#worker ??= this.#start();
      const worker = await this.#worker;
      const limit = task.archive ? ARCHIVE_LIMIT_MS : this.#means.limitMs;
      this.#timer = setTimeout(() => this.#giveUp(), limit);
      worker.postMessage({ check: { number, ...task } } satisfies ToWorker);
    } catch (error) {
      this.#end();
      this.#finish(failure(error));
    }
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#means.workerUrl, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) =>
      this.#hear(worker, data),
    );
    worker.addEventListener("error", () => {
      this.#end();
      this.#finish(
        failure(new ColophonError("ENGINE_FAILED", "the engine broke down on this file")),
      );
    });
    const [module, trust] = await Promise.all([this.#means.module(), this.#means.trust()]);
    worker.postMessage({ start: { module } } satisfies ToWorker);
    worker.postMessage({ trust } satisfies ToWorker);
    return worker;
  }

  #hear(worker: Worker, said: FromWorker): void {
    if ("http" in said) {
      const { number, url, question } = said.http;
      void resultOf(() => this.#means.http(url, question)).then((result) =>
        worker.postMessage({ http: { number, result } } satisfies ToWorker),
      );
    } else if (said.checked.number === this.#current?.number) this.#finish(said.checked.result);
  }

  #giveUp(): void {
    this.#end();
    this.#finish(
      failure(
        new ColophonError("ENGINE_FAILED", "reading this file took too long and was stopped", {
          hint: "other files are not affected",
        }),
      ),
    );
  }

  #end(): void {
    void this.#worker?.then((worker) => worker.terminate());
    this.#worker = undefined;
  }

  #finish(answer: Answer): void {
    clearTimeout(this.#timer);
    this.#current?.done(answer);
    this.#current = undefined;
    void this.#next();
  }
}
