// The jobs of one batch as they lie in the queue: put there, looked at, taken out again. Besides this batch's jobs there may be
// any number of others, and what is read here may be anybody's.
import { asObject, asString, parseJson } from "../../src/encoding/index.js";
import { type QueuedJob, queueName, type Terms } from "./job.js";
import type { Queue, RedisLink } from "./redis.js";

/** A job under its name (jobId). */
export interface Named {
  readonly id: string;
  readonly job: QueuedJob;
}

/** How a job stands: gone from the queue, waiting or in somebody's hands, or ended, with the answer if there is one. */
export type Standing =
  | { readonly state: "gone" | "open" }
  | { readonly state: "ended"; readonly answer?: unknown };

/** Tries that a worker has, the first after half a second, the others each after twice as long. */
const TRIES = 4;
const FIRST_MS = 500;
/** Jobs that nobody came back for. Seconds. */
const KEPT = { age: 7 * 86_400 };
const AT_ONCE = 1000;

export class Shelf {
  readonly #link: RedisLink;
  readonly #queue: Queue;
  readonly #batch: string;

  constructor(link: RedisLink, terms: Terms, batch: string) {
    this.#link = link;
    this.#queue = link.queue(queueName(terms));
    this.#batch = batch;
  }

  /** Puts jobs into the queue; one that is there already stays as it is. */
  async add(jobs: readonly Named[]): Promise<void> {
    const opts = {
      attempts: TRIES,
      backoff: { type: "exponential", delay: FIRST_MS },
      removeOnComplete: KEPT,
      removeOnFail: KEPT,
    };
    await this.#queue.addBulk(
      jobs.map(({ id, job }) => ({ name: "sign", data: job, opts: { ...opts, jobId: id } })),
    );
  }

  /** Takes a job out; false when a worker has it in hand. */
  async remove(id: string): Promise<boolean> {
    return (await this.#queue.remove(id)) !== 0;
  }

  /** The hash of what a job asks for; empty for one that can't be read, undefined when there is none. */
  async asked(id: string): Promise<string | undefined> {
    const found = await this.#dataOf(id);
    return found && (asString(found["asked"]) ?? "");
  }

  async standing(id: string): Promise<Standing> {
    const fields = ["timestamp", "finishedOn", "returnvalue"] as const;
    const [added, ended, value] = await this.#link.redis.hmget(this.#queue.toKey(id), ...fields);
    if (!added) return { state: "gone" };
    if (!ended) return { state: "open" };
    return { state: "ended", ...(value && { answer: opened(value) }) };
  }

  /** Jobs that workers of this queue have in hand. */
  active(): Promise<number> {
    return this.#queue.getActiveCount();
  }

  /** Takes out jobs of this batch that aren't `known`: those that no worker has begun, or all. */
  async sweep(known: ReadonlyMap<string, unknown>, all: boolean): Promise<void> {
    const waiting = ["wait", "delayed", "prioritized"] as const;
    const rest = ["active", "completed", "failed"] as const;
    const ids = await this.#queue.getRanges(all ? [...waiting, ...rest] : [...waiting], 0, -1);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE).filter((id) => !known.has(id));
      const data = await Promise.all(some.map((id) => this.#dataOf(id)));
      const ours = some.filter((_, i) => data[i]?.["batch"] === this.#batch);
      await Promise.all(ours.map((id) => this.#queue.remove(id)));
    }
  }

  async #dataOf(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const data = await this.#link.redis.hget(this.#queue.toKey(id), "data");
    return data === null ? undefined : (asObject(opened(data)) ?? {});
  }
}

function opened(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
