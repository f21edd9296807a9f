// A worker: takes files out of the queue, has the threads that local batches have sign them, and answers. What it takes is
// read as a stranger's word, and a file gets its name only while nobody else has the job.
import { randomUUID } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { ColophonError, type ErrorCode } from "../../src/index.js";
import { makeFolders } from "../adapter/folders.js";
import { type Environment, openPlaces } from "../adapter/places.js";
import { besideOf, isAddress, shownAddress } from "../batch/address.js";
import { Channel } from "../batch/channel.js";
import type { Places } from "../batch/place.js";
import { AT_A_TIME, Pool } from "../batch/pool.js";
import { faultOf } from "../batch/sign-task.js";
import type { Done, Fault, Mark, Outcome, Setting, Task } from "../batch/task.js";
import type { TimeStamper } from "../sign/claim-signer.js";
import type { OpenIdentity } from "../sign/signer.js";
import { type Answer, type QueuedJob, queueName, type Terms } from "./job.js";
import { NoticeBoard } from "./notice.js";
import { refuseForbidden, workersFolder } from "./permission.js";
import { readJob } from "./read-job.js";
import { type Job, LOCK_MS, putBack, type RedisLink } from "./redis.js";

/** What became of a file here. */
export type WorkNews = { readonly input: string } & Answer;

export interface WorkOptions {
  readonly link: RedisLink;
  readonly identity: OpenIdentity;
  readonly terms: Terms;
  /** Public key of who owns the identity's records, base64url. */
  readonly owner?: string;
  /** Where files may be: folders, and addresses that end in "/". */
  readonly places: readonly string[];
  /** Has the credentials for files elsewhere. */
  readonly environment: Environment;
  readonly threads: number;
  readonly stamper?: TimeStamper;
  /** The thread's program, where it isn't beside the pool's. */
  readonly program?: URL;
  /** Aborted: what is in hand is finished, and nothing new is taken. */
  readonly signal: AbortSignal;
  readonly tell: (news: WorkNews) => void;
}

/** A job for a batch whose notice isn't up is put back for this time. */
const LATER_MS = 1000;

/** What another try, or another worker, may do better. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "FILE_CHANGED",
  "FILE_NOT_FOUND",
  "FILE_UNREADABLE",
  "OUTPUT_UNWRITABLE",
  "ENGINE_FAILED",
  "SIGNER_FAILED",
  "TIMESTAMP_FAILED",
  "URL_UNREACHABLE",
]);

/** What is about the place where it happened. */
const OF_A_PLACE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "FILE_NOT_FOUND",
  "FILE_UNREADABLE",
  "OUTPUT_UNWRITABLE",
  "DISK_FULL",
]);

interface InHand {
  readonly job: Job;
  readonly token: string;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (error: unknown) => void;
}

export class QueueWorker {
  readonly #options: WorkOptions;
  readonly #board: NoticeBoard;
  readonly #places: Places;
  readonly #tasks = new Channel<Task>();
  readonly #inHand = new Map<number, InHand>();
  readonly #id = randomUUID();
  readonly #staged = new Set<string>();
  /** Rejected when nothing may be put in place any more. */
  readonly #over: Promise<never>;
  #giveUp: (why: ColophonError) => void = () => undefined;
  #last = 0;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#board = new NoticeBoard(options.link);
    this.#places = openPlaces(options.environment);
    this.#over = new Promise((_, giveUp) => {
      this.#giveUp = giveUp;
    });
    this.#over.catch(() => undefined);
  }

  /** Works until it is told to stop. @throws ColophonError ENGINE_FAILED, KEY_MISMATCH when it can't sign at all */
  async run(): Promise<void> {
    const { link, terms, threads, signal } = this.#options;
    const process = (job: Job, token: string) => this.#process(job, token);
    const worker = link.worker(queueName(terms), threads * AT_A_TIME, process);
    const signing = this.#sign();
    const stopped = new Promise<void>((done) => {
      if (signal.aborted) done();
      signal.addEventListener("abort", () => done(), { once: true });
    });
    try {
      worker.run().catch(() => undefined); // says what it needs by itself
      await Promise.race([stopped, signing]);
      await link.drain(worker);
    } finally {
      this.#giveUp(new ColophonError("CANCELLED", "the worker ends"));
      this.#tasks.end();
      await Promise.allSettled([signing]);
      for (const folder of this.#staged) await rm(folder, { recursive: true, force: true });
    }
    await signing;
  }

  async #sign(): Promise<void> {
    const { identity, stamper, environment, threads, program } = this.#options;
    const nothing = { what: { statement: {} }, sidecar: false, receipts: false };
    const pool = new Pool({
      identity,
      setting: { ...nothing, staging: "", recordLater: false }, // each task brings its own
      threads,
      environment,
      announce: (number, done) => this.#announce(number, done),
      ...(stamper && { stamper }),
      ...(program && { program }),
    });
    try {
      for await (const outcome of pool.run(this.#tasks)) {
        this.#inHand.get(outcome.number)?.done(outcome);
        this.#inHand.delete(outcome.number);
      }
    } catch (cause) {
      for (const { failed } of this.#inHand.values()) failed(cause);
      throw cause;
    }
  }

  async #process(job: Job, token: string): Promise<Answer> {
    let queued: QueuedJob;
    try {
      queued = readJob(job.data);
      if (!(await this.#board.isUp(queued.batch))) return await putBack(job, token, LATER_MS);
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause;
      return { fault: faultOf(cause) };
    }
    const answer = await this.#answer(queued, job, token);
    if ("fault" in answer && answer.fault.code === "CANCELLED")
      throw new Error(answer.fault.message); // it is another's, or will be
    const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    if ("fault" in answer && !isLast && MAY_PASS.has(answer.fault.code))
      throw new Error(answer.fault.message);
    this.#options.tell({ input: queued.input, ...answer });
    return answer;
  }

  async #answer(queued: QueuedJob, job: Job, token: string): Promise<Answer> {
    try {
      this.#refuseOthers(queued);
      await refuseForbidden(queued, this.#options.places);
      const { noted } = queued;
      const there = noted && (await this.#standing(noted, queued));
      if (there && !queued.receipts) return { done: { ...noted, target: there } };
      const task = await this.#taskOf(queued, there !== undefined);
      const outcome = await new Promise<Outcome>((done, failed) => {
        this.#inHand.set(task.number, { job, token, done, failed });
        this.#tasks.push(task);
      });
      return "done" in outcome ? { done: outcome.done } : { fault: placed(outcome.fault) };
    } catch (cause) {
      return { fault: placed(faultOf(cause)) };
    }
  }

  /**
   * The mark of what is under a name, when it is what somebody noted. Elsewhere only the size is known beforehand: that is
   * enough where nothing was before.
   */
  async #standing({ output, target, sidecar }: Done, queued: QueuedJob): Promise<Mark | undefined> {
    const address = sidecar ? besideOf(queued.output) : queued.output;
    if (output !== shownAddress(address)) return undefined;
    if (!isAddress(address)) {
      const there = await stat(output).catch(() => undefined);
      return there?.size === target.size && there.mtimeMs === target.modified ? target : undefined;
    }
    if (sidecar ? queued.replaceSidecar : queued.replace) return undefined;
    const there = await (await this.#places.at(address)).stat(address);
    return there?.size === target.size ? there : undefined;
  }

  async #taskOf(queued: QueuedJob, isOurs: boolean): Promise<Task> {
    const { input, output, size, what, sidecar, receipts, out, owner } = queued;
    const folder = isAddress(out) ? join(tmpdir(), "colophon-worker") : workersFolder(out);
    const staging = join(folder, this.#id);
    await makeFolders(staging);
    this.#staged.add(staging);
    const setting: Setting = { what, sidecar, staging, receipts, recordLater: owner !== undefined };
    const number = this.#last++;
    const [replace, replaceSidecar] = [queued.replace, queued.replaceSidecar === true].map(
      (one) => one || isOurs,
    ) as [boolean, boolean];
    return { number, input, output, size, replace, replaceSidecar, setting };
  }

  /** The queue's name holds the terms already; this is for jobs that got into a wrong one. */
  #refuseOthers({ certificate, timeStampUrl, owner }: QueuedJob): void {
    const { terms } = this.#options;
    if (
      certificate === terms.certificate &&
      timeStampUrl === terms.timeStampUrl &&
      (owner === undefined || owner === this.#options.owner)
    )
      return;
    throw new ColophonError("KEY_MISMATCH", "the batch is signed by another identity", {
      hint: "start the worker with the identity, archive key and --tsa of the batch",
    });
  }

  /** Whoever lost the job to another worker must not write; whoever has it says first what will be there. */
  async #announce(number: number, done: Done): Promise<void> {
    const { job, token } = this.#inHand.get(number) ?? {};
    if (!job || !token) throw new ColophonError("INTERNAL", "nobody asked for this file");
    const note = async () => {
      try {
        if ((await job.extendLock(token, LOCK_MS)) !== 1)
          throw new ColophonError("CANCELLED", "another worker has it now");
        await job.updateData({ ...job.data, noted: done });
      } catch (cause) {
        if (cause instanceof ColophonError) throw cause;
        throw new ColophonError("CANCELLED", "the queue takes no note now", { cause });
      }
    };
    await Promise.race([note(), this.#over]);
  }
}

function placed(fault: Fault): Fault {
  if (!OF_A_PLACE.has(fault.code)) return fault;
  return { ...fault, message: `${fault.message} (on ${hostname()})` };
}
