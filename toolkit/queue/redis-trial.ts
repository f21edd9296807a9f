// What is asked of a Redis before anything is trusted to it: who it is, and whether it takes what it is given.
import { ColophonError } from "../../src/index.js";

/** As much of a connection as is needed to ask. */
interface Asked {
  connect(): Promise<void>;
  info(section: string): Promise<string>;
  set(key: string, value: string, unit: "PX", milliseconds: number): Promise<unknown>;
  on(event: "error", heard: (error: Error) => void): unknown;
}

/** What scripts of the queue need. */
const OLDEST = [6, 2] as const;
const TRIAL = "colophon:trial";
const TRIAL_MS = 1000;

/**
 * Connects, and asks.
 * @param redis a connection that isn't made yet, without a ready check
 * @param patience milliseconds for all of it
 * @returns whether it is still loading what it saved: then it takes nothing until it has
 * @throws ColophonError QUEUE_UNAVAILABLE for a server that no queue can use; else what it or the network says
 */
export async function tryOut(redis: Asked, shown: string, patience: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error("no answer")), patience);
  });
  const refused = new Promise<never>((_, failed) => redis.on("error", failed));
  const answer = (async () => {
    await redis.connect();
    refuseUnfit(await redis.info("server"), shown);
    const said = await refusalOf(redis);
    if (said !== undefined && !said.startsWith("LOADING")) throw new Error(said);
    return said !== undefined;
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

/** What a Redis says when it refuses to be written to; undefined when it takes what it is given. */
export async function refusalOf(redis: Pick<Asked, "set">): Promise<string | undefined> {
  try {
    await redis.set(TRIAL, "1", "PX", TRIAL_MS);
    return undefined;
  } catch (cause) {
    if (isRefusal(cause)) return cause.message;
    throw cause;
  }
}

/** Whether a Redis said so itself, which the network or a library did not. */
export function isRefusal(cause: unknown): cause is Error {
  return cause instanceof Error && cause.name === "ReplyError";
}

/** The word by which a Redis names a refusal, such as OOM; empty when it has none. */
export function wordOf(said: string): string {
  return /^[A-Z]{2,20}\b/.exec(said)?.[0] ?? "";
}

function refuseUnfit(info: string, shown: string): void {
  const found = /^redis_version:(\d{1,6})\.(\d{1,6})/m.exec(info);
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)];
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw unfit(`is older than ${OLDEST.join(".")}`, shown, "a queue needs a newer one");
  const mode = /^redis_mode:(\w{1,20})/m.exec(info)?.[1];
  if (mode === "cluster")
    throw unfit("is part of a cluster", shown, "a queue needs one that stands alone");
  if (mode === "sentinel")
    throw unfit("is a Sentinel, which keeps nothing", shown, "name the Redis that it watches");
}

function unfit(what: string, shown: string, remedy: string): ColophonError {
  return new ColophonError("QUEUE_UNAVAILABLE", `the Redis at ${shown} ${what}`, {
    hint: `nothing was changed; ${remedy}`,
  });
}
