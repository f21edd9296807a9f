// The threads of a pool: started when there is work for them, asked by them for signatures, replaced when they die.
import type { Worker } from "node:worker_threads";
import { ColophonError } from "../../src/index.js";
import { type Environment, placeEnvironment } from "../adapter/places.js";
import type { TimeStamper } from "../sign/claim-signer.js";
import type { OpenIdentity } from "../sign/signer.js";
import { faultOf } from "./sign-task.js";
import { engineCode, takeThread } from "./spare-threads.js";
import type { Done, Outcome, Setting, Task } from "./task.js";
import type { Authority, FromThread, ThreadStart, ToThread } from "./thread-message.js";

export interface CrewOptions {
  readonly identity: OpenIdentity;
  readonly stamper?: TimeStamper;
  /** Folder of an archive that gets a record of each file. */
  readonly archive?: string;
  readonly setting: Setting;
  /** Has the credentials for files elsewhere. */
  readonly environment?: Environment;
  /** Hears of a file right before it gets its name; when it throws, the file doesn't get it. */
  readonly announce?: (number: number, done: Done) => Promise<void>;
  /** The thread's program, where it isn't beside this one. */
  readonly program?: URL;
  readonly outcome: (outcome: Outcome) => void;
  /** Nobody can sign. */
  readonly unable: (error: ColophonError) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly inHand: Map<number, Task>;
  /** Has one file that brought a thread down before, and gets no other. */
  alone: boolean;
  ready: boolean;
}

/** Threads that may die one after the other before any of them was ready. */
const FALSE_STARTS = 3;

export class Crew {
  readonly #options: CrewOptions;
  readonly #threads = new Set<Thread>();
  /** Tasks of threads that died: each gets a thread of its own. */
  readonly #again: Task[] = [];
  readonly #tried = new Set<number>();
  #falseStarts = 0;
  #ended = false;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** Gives a task to whoever has the least in hand; starts a thread while there are fewer than `most`. */
  hand(task: Task, most: number): void {
    engineCode().then(
      (module) => this.#give(task, most, module),
      (error: ColophonError) => this.#options.unable(error),
    );
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #give(task: Task, most: number, module: object): void {
    if (this.#ended) return;
    const open = [...this.#threads].filter(({ alone }) => !alone);
    const idle = open.some(({ inHand }) => inHand.size === 0);
    if (!idle && this.#threads.size < most) open.push(this.#start(module));
    const least = open.sort((a, b) => a.inHand.size - b.inHand.size)[0] ?? this.#start(module);
    this.#tell(least, task);
  }

  #tell(thread: Thread, task: Task): void {
    thread.inHand.set(task.number, task);
    this.#post(thread, { type: "task", task });
  }

  #post({ worker }: Thread, message: ToThread): void {
    worker.postMessage(message);
  }

  #start(module: object): Thread {
    const { identity, stamper, archive, setting, environment, announce, program } = this.#options;
    const { name, signer, archiveKey } = identity;
    const start: ThreadStart = {
      module,
      setting,
      identity: {
        name,
        algorithm: signer.algorithm,
        chain: signer.chain,
        ...(archiveKey && { owner: archiveKey.publicKey }),
      },
      ...(stamper && {
        stamp: { maxSize: stamper.maxSize, ...(stamper.sample && { sample: stamper.sample }) },
      }),
      ...(archive !== undefined && { archive }),
      environment: placeEnvironment(environment ?? {}),
      announces: announce !== undefined,
    };
    const worker = takeThread(program);
    const thread: Thread = { worker, inHand: new Map(), alone: false, ready: false };
    this.#threads.add(thread);
    worker.on("message", (message: FromThread) => this.#hear(thread, message));
    worker.on("error", () => undefined); // its end tells
    worker.on("exit", () => this.#lose(thread, module));
    this.#post(thread, { type: "start", start });
    return thread;
  }

  #hear(thread: Thread, message: FromThread): void {
    if (message.type === "ask" || message.type === "announce") {
      void this.#answer(thread, message);
      return;
    }
    if (message.type === "unable") {
      const { code, message: said, hint } = message.fault;
      this.#options.unable(new ColophonError(code, said, hint === undefined ? {} : { hint }));
      return;
    }
    thread.ready = true;
    this.#falseStarts = 0;
    if (message.type === "ready") return;
    const { outcome, last } = message;
    if (!thread.inHand.delete(outcome.number)) return;
    this.#options.outcome(outcome);
    if (last) void thread.worker.terminate();
    else if (thread.alone && thread.inHand.size === 0) this.#next(thread);
  }

  async #answer(
    thread: Thread,
    asked: Extract<FromThread, { type: "ask" | "announce" }>,
  ): Promise<void> {
    const { id } = asked;
    try {
      if (asked.type === "announce") await this.#options.announce?.(asked.number, asked.done);
      const signed =
        asked.type === "ask" ? await this.#signature(asked.of, asked.bytes) : new Uint8Array(0);
      this.#post(thread, { type: "answer", id, bytes: signed });
    } catch (cause) {
      this.#post(thread, { type: "refusal", id, fault: faultOf(cause) });
    }
  }

  async #signature(of: Authority, bytes: Uint8Array): Promise<Uint8Array> {
    const { identity, stamper } = this.#options;
    const { signer, archiveKey } = identity;
    const signature = {
      claim: () => signer.sign(bytes),
      record: () => archiveKey?.sign(bytes),
      stamp: () => stamper?.token(bytes),
    }[of]();
    if (!signature) throw new ColophonError("INTERNAL", `a thread asked for a ${of} signature`);
    return signature;
  }

  /** A file that two threads died of is given up; the others of the first one had nothing to do with it, perhaps. */
  #lose(thread: Thread, module: object): void {
    this.#threads.delete(thread);
    if (this.#ended) return;
    if (!thread.ready && ++this.#falseStarts >= FALSE_STARTS) {
      this.#options.unable(notStarted());
      return;
    }
    for (const task of thread.inHand.values()) {
      if (this.#tried.has(task.number)) this.#options.outcome(givenUp(task));
      else {
        this.#tried.add(task.number);
        this.#again.push({ ...task, replace: true, replaceSidecar: true }); // what it wrote before it died is ours
      }
    }
    if (this.#again.length > 0 && ![...this.#threads].some(({ alone }) => alone)) {
      const fresh = this.#start(module);
      fresh.alone = true;
      this.#next(fresh);
    }
  }

  #next(thread: Thread): void {
    const task = this.#again.shift();
    if (task) this.#tell(thread, task);
    else thread.alone = false;
  }
}

function notStarted(): ColophonError {
  return new ColophonError("ENGINE_FAILED", "the threads that sign could not be started", {
    hint: "nothing was lost; is there enough memory? try --jobs 1",
  });
}

function givenUp({ number }: Task): Outcome {
  return {
    number,
    fault: {
      code: "ENGINE_FAILED",
      message: "two threads stopped while they signed it",
      hint: "the others were signed; please report this with the file, if you can",
    },
  };
}
