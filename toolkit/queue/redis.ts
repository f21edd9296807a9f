// The only door to BullMQ and to Redis: a connection that says when it is lost and when it is back, and the parts of a
// queue on it. Nothing else here knows what either of them is called.
import { isIP } from "node:net";
import { DelayedError, type Job, Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import { ColophonError } from "../../src/index.js";
import type { QueueAddress } from "./address.js";

/** A queue, its events and a worker on it, as the rest of this room uses them. */
export type { Job, Queue, QueueEvents, Worker } from "bullmq";

/** Hears how a connection fares after it was made. */
export interface LinkEvents {
  readonly lost?: () => void;
  readonly back?: () => void;
}

/** How long a server gets to answer at first. Milliseconds. */
const PATIENCE_MS = 5000;
const RETRY_MS = 1000;
const PREFIX = "colophon";
/** What scripts of the queue need. */
const OLDEST = [6, 2] as const;

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
  #isLost = false;
  #closing = false;

  private constructor(redis: Redis, shown: string, { lost, back }: LinkEvents) {
    this.redis = redis;
    this.shown = shown;
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
      if (!this.#isLost && !this.#closing) lost?.();
      this.#isLost = true;
    });
    redis.on("ready", () => {
      if (this.#isLost) back?.();
      this.#isLost = false;
    });
  }

  /** @throws ColophonError QUEUE_UNAVAILABLE when it doesn't answer, refuses the password or is too old */
  static async open(address: QueueAddress, events: LinkEvents = {}): Promise<RedisLink> {
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
      retryStrategy: null,
    };
    const trial = new Redis({ ...options, maxRetriesPerRequest: 0, enableReadyCheck: false });
    try {
      refuseOld(await answerOf(trial), shown);
    } catch (cause) {
      if (cause instanceof ColophonError) throw cause;
      throw unavailable(address, cause);
    } finally {
      trial.disconnect();
    }
    const redis = new Redis({ ...options, retryStrategy: () => RETRY_MS });
    const link = new RedisLink(redis, shown, events);
    await redis.connect().catch(() => undefined); // gone again: then it is waited for, as later
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
    return this.#part(
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
  }

  /** Ends a worker when what it has in hand is done; at once when nobody is there any more to take it. */
  async drain(worker: Worker): Promise<void> {
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

/** The first answer of a server. @throws what it or the network says */
async function answerOf(redis: Redis): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error("no answer")), PATIENCE_MS);
  });
  const refused = new Promise<never>((_, failed) => redis.on("error", failed));
  const answer = (async () => {
    await redis.connect();
    return await redis.info("server");
  })();
  try {
    return await Promise.race([answer, refused, slow]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined);
    refused.catch(() => undefined);
    slow.catch(() => undefined);
  }
}

/** Which server this is: another one after each start. */
export function serverOf(info: string): string {
  return /^run_id:(\w{1,64})/m.exec(info)?.[1] ?? "";
}

function refuseOld(info: string, shown: string): void {
  const found = /^redis_version:(\d{1,6})\.(\d{1,6})/m.exec(info);
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new ColophonError(
    "QUEUE_UNAVAILABLE",
    `the Redis at ${shown} is older than ${OLDEST.join(".")}`,
    { hint: "nothing was changed; a queue needs a newer one" },
  );
}

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "there is no such host",
  EHOSTUNREACH: "it can't be reached",
  ENETUNREACH: "it can't be reached",
};

/** Its reason comes with no question of ours, and is lost on the way. */
const HANGS_UP =
  "a Redis without a password takes nobody from another computer (start it with --requirepass, and set COLOPHON_QUEUE_PASSWORD); one that is encrypted is rediss://";

const CERTIFICATES =
  "where it has an issuer of its own, set NODE_EXTRA_CA_CERTS to the file with that issuer's certificate (PEM)";

/** What is wrong with the certificate of a server; undefined when it isn't that. */
function certificateFault(code: string): string | undefined {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "its certificate is for another name";
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (/CERT|ISSUER|LEAF_SIGNATURE/.test(code))
    return "its certificate is from nobody that this computer trusts";
  return undefined;
}

/** Messages of servers and of the network: none of them repeats a password, but only known ones are passed on. */
function unavailable({ shown, isTls }: QueueAddress, cause: unknown): ColophonError {
  const said = cause instanceof Error ? cause.message : "";
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const [what, remedy] = refusal(said, shown) ?? failure(said, code, shown, isTls);
  return new ColophonError("QUEUE_UNAVAILABLE", what, { hint: `nothing was changed; ${remedy}` });
}

/** What a Redis that is there says, and what to do. */
function refusal(said: string, shown: string): readonly [string, string] | undefined {
  const password = "set COLOPHON_QUEUE_PASSWORD to its password";
  if (/NOAUTH/.test(said)) return [`the Redis at ${shown} wants a password`, password];
  if (/WRONGPASS|invalid password/.test(said))
    return [`the Redis at ${shown} refused the password or the user name`, password];
  if (/NOPERM/.test(said))
    return [
      `the Redis at ${shown} does not allow this user what a queue needs`,
      "let this user run all commands on keys that begin with colophon:, and INFO",
    ];
  if (/DB index is out of range/.test(said))
    return [
      `the Redis at ${shown} has no database of that number`,
      "leave it out of the address, or take one from 0 to 15",
    ];
  return undefined;
}

/** Why nobody knows what is there, and what to do. */
function failure(
  said: string,
  code: string,
  shown: string,
  isTls: boolean,
): readonly [string, string] {
  const fault = certificateFault(code);
  if (fault !== undefined)
    return [`the Redis at ${shown} was not spoken to: ${fault}`, CERTIFICATES];
  if (/^(?:EPIPE|ECONNRESET)$/.test(code) || said === "Connection is closed.")
    return [`what listens at ${shown} hangs up`, HANGS_UP];
  const how = isTls ? ", encrypted (redis:// is one that isn't)" : "";
  const why = WHY[code] ?? "no answer";
  return [
    `there is no Redis at ${shown}: ${why}`,
    `check the address, and that a redis-server runs there${how}`,
  ];
}
