// The only door to BullMQ and to Redis: a connection that says when it is lost and when it is back, and the parts of a
// queue on it. Nothing else here knows what either of them is called.
import { isIP } from "node:net";
import { setTimeout } from "node:timers/promises";
import { DelayedError, type Job, Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import { ColophonError } from "../../src/index.js";
import type { QueueAddress } from "./address.js";
import { unavailable } from "./redis-fault.js";
import { isRefusal, refusalOf, tryOut, wordOf } from "./redis-trial.js";

/** A queue, its events and a worker on it, as the rest of this room uses them. */
export type { Job, Queue, QueueEvents, Worker } from "bullmq";

/** Hears how a Redis fares. */
export interface LinkEvents {
  /** It is there and still loads what it saved. */
  readonly loading?: () => void;
  /** It takes nothing from a worker, and says so with this word; empty when with none. */
  readonly refuses?: (word: string) => void;
  /** It has loaded, or takes what it is given again. */
  readonly ready?: () => void;
  readonly lost?: () => void;
  readonly back?: () => void;
}

/** How long a server gets to answer at first. Milliseconds. */
const PATIENCE_MS = 5000;
const RETRY_MS = 1000;
const PREFIX = "colophon";

/**
 * How long a worker has a file to itself without saying that it is still at it, which it does three times as often. A
 * worker that died is missed after this time and one more look.
 */
export const LOCK_MS = 6000;
const LOOK_MS = 2000;
/** How long the events are listened to at a time; a lost connection is left by itself after as long. */
const EVENTS_MS = 2000;
/** Workers that may die with a file in hand before it is given up. */
const MOST_DEATHS = 5;

export class RedisLink {
  readonly redis: Redis;
  readonly shown: string;
  readonly #parts: { close(): Promise<unknown> }[] = [];
  readonly #connections: Redis[];
  readonly #events: LinkEvents;
  #isLost = false;
  #isResting = false;
  #isDraining = false;
  #closing = false;

  private constructor(redis: Redis, shown: string, events: LinkEvents) {
    this.redis = redis;
    this.shown = shown;
    this.#events = events;
    this.#connections = [redis];
    const another = redis.duplicate.bind(redis);
    redis.duplicate = (...how) => {
      const made = another(...how); // for whoever listens; it would try for ever to come back
      made.on("error", () => undefined);
      this.#connections.push(made);
      return made;
    };
    redis.on("error", () => undefined); // "close" tells
    redis.on("close", () => {
      if (!this.#isLost && !this.#closing) events.lost?.();
      this.#isLost = true;
    });
    redis.on("ready", () => {
      if (this.#isLost) events.back?.();
      this.#isLost = false;
    });
  }

  /**
   * One that still loads what it saved is waited for.
   * @throws ColophonError QUEUE_UNAVAILABLE when it doesn't answer, takes nothing, refuses the password or is too old; CANCELLED
   */
  static async open(
    address: QueueAddress,
    events: LinkEvents = {},
    signal?: AbortSignal,
  ): Promise<RedisLink> {
    const { host, port, database, isTls, username, password, shown } = address;
    const options = {
      host,
      port,
      db: database,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(isTls && { tls: isIP(host) === 0 ? { servername: host } : {} }),
      connectTimeout: PATIENCE_MS,
      keepAlive: 10_000,
      lazyConnect: true,
      maxRetriesPerRequest: null,
      maxLoadingRetryTime: RETRY_MS,
      retryStrategy: null,
    };
    const trial = new Redis({ ...options, maxRetriesPerRequest: 0, enableReadyCheck: false });
    let isLoading: boolean;
    try {
      isLoading = await tryOut(trial, shown, PATIENCE_MS);
    } catch (cause) {
      if (cause instanceof ColophonError) throw cause;
      throw unavailable(address, cause);
    } finally {
      trial.disconnect();
    }
    const redis = new Redis({ ...options, retryStrategy: () => RETRY_MS });
    const link = new RedisLink(redis, shown, events);
    if (isLoading) events.loading?.();
    await untilAborted(
      redis.connect().catch(() => undefined), // gone again: then it is waited for, as later
      signal,
    );
    if (signal?.aborted) {
      await link.close();
      throw new ColophonError("CANCELLED", "stopped", { hint: "nothing was changed" });
    }
    if (isLoading) events.ready?.();
    return link;
  }

  /** It was there, and it isn't now. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Resolves when the connection is lost, at once when it is. */
  whenLost(): Promise<void> {
    if (this.#isLost) return Promise.resolve();
    return new Promise((lost) => this.redis.once("close", lost));
  }

  queue(name: string): Queue {
    return this.#part(
      new Queue(name, { ...this.#common(), streams: { events: { maxLen: 10_000 } } }),
    );
  }

  events(name: string): QueueEvents {
    return this.#part(new QueueEvents(name, { ...this.#common(), blockingTimeout: EVENTS_MS }));
  }

  /** @param process what it returns is the job's; a job for which it throws is tried again as often as the job says */
  worker(
    name: string,
    concurrency: number,
    process: (job: Job, token: string) => Promise<unknown>,
  ): Worker {
    const worker = this.#part(
      new Worker(name, (job, token) => process(job, token ?? ""), {
        ...this.#common(),
        concurrency,
        lockDuration: LOCK_MS,
        lockRenewTime: LOCK_MS / 3,
        stalledInterval: LOOK_MS,
        maxStalledCount: MOST_DEATHS,
        runRetryDelay: RETRY_MS,
        autorun: false,
      }),
    );
    worker.on("error", (cause) => {
      if (isRefusal(cause)) this.#rest(worker).catch(() => undefined);
    });
    return worker;
  }

  /** Ends a worker when what it has in hand is done; at once when nobody is there any more to take it. */
  async drain(worker: Worker): Promise<void> {
    this.#isDraining = true;
    await Promise.race([worker.pause(), this.whenLost()]);
    const closed = worker.close(this.#isLost);
    await Promise.race([closed, this.whenLost()]);
  }

  /** Ends everything on this connection; what a lost one still wanted to say is not waited for. */
  async close(): Promise<void> {
    this.#closing = true;
    const closed = Promise.allSettled(this.#parts.map((part) => part.close()));
    await Promise.race([closed, this.whenLost()]);
    for (const connection of this.#connections) {
      connection.options.retryStrategy = null; // nobody brings it back
      connection.connect = () => Promise.reject(new Error("closed"));
      connection.disconnect();
    }
  }

  /** A worker asks a Redis that refuses it again at once, thousands of times a second. */
  async #rest(worker: Worker): Promise<void> {
    if (this.#isResting) return;
    this.#isResting = true;
    await worker.pause(true);
    let isTold = false;
    for (;;) {
      await setTimeout(RETRY_MS, undefined, { ref: false });
      const said = this.#isDraining ? undefined : await refusalOf(this.redis);
      if (said === undefined) break;
      if (!isTold) this.#events.refuses?.(wordOf(said));
      isTold = true;
    }
    this.#isResting = false;
    if (this.#isDraining) return;
    if (isTold) this.#events.ready?.();
    await worker.resume();
  }

  #common() {
    return { connection: this.redis, prefix: PREFIX, skipVersionCheck: true };
  }

  #part<T extends { close(): Promise<unknown>; on(event: "error", heard: () => void): unknown }>(
    part: T,
  ): T {
    part.on("error", () => undefined); // what is lost on the way is asked for again
    this.#parts.push(part);
    return part;
  }
}

/** Puts a job that a worker took back for a while. */
export async function putBack(job: Job, token: string, milliseconds: number): Promise<never> {
  await job.moveToDelayed(Date.now() + milliseconds, token);
  throw new DelayedError();
}

/** Resolves with the first of the two. */
async function untilAborted(done: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const aborted = new Promise<void>((stop) => {
    signal?.addEventListener("abort", () => stop(), { once: true });
  });
  await Promise.race([done, aborted]);
}

/** Which server this is: another one after each start. */
export function serverOf(info: string): string {
  return /^run_id:(\w{1,64})/m.exec(info)?.[1] ?? "";
}
