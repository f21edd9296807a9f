// Which batches are at work on a queue: each puts up a notice with its terms and takes it up again every few seconds. Workers
// do nothing for a batch without one. A Redis that was started anew may have gone back to what it knew minutes ago, so a
// notice counts only for the server on which it was put up: the batch looks through the queue first.
import { asObject, asString, parseJson } from "../../src/encoding/index.js";
import type { Terms } from "./job.js";
import { type RedisLink, serverOf } from "./redis.js";

/** What a batch says of itself. */
export interface Notice extends Terms {
  readonly batch: string;
  /** Name of the identity that signs. */
  readonly signer: string;
}

const NOTICES = "colophon:batches";
const LASTS_MS = 15_000;
const MOST = 100;
/** A worker asks again after this time. */
const FRESH_MS = 500;

const keyOf = (batch: string) => `colophon:batch:${batch}`;

/** Puts a notice up, or takes it up again, on the server that is called so. */
export async function putUp({ redis }: RedisLink, notice: Notice, server: string): Promise<void> {
  const now = Date.now();
  await redis
    .multi()
    .set(keyOf(notice.batch), JSON.stringify({ ...notice, server }), "PX", LASTS_MS)
    .zadd(NOTICES, now, notice.batch)
    .zremrangebyscore(NOTICES, 0, now - 86_400_000)
    .exec();
}

export async function takeDown({ redis }: RedisLink, batch: string): Promise<void> {
  await redis.multi().del(keyOf(batch)).zrem(NOTICES, batch).exec();
}

/** The notices that are up. */
export async function notices({ redis }: RedisLink): Promise<Notice[]> {
  const batches = await redis.zrevrange(NOTICES, 0, MOST - 1);
  if (batches.length === 0) return [];
  const found = await redis.mget(batches.map(keyOf));
  return found.flatMap((said) => noticeOf(said)?.notice ?? []);
}

/** Asks whether a batch is at work, no more often than it has to. */
export class NoticeBoard {
  readonly #link: RedisLink;
  readonly #known = new Map<string, { readonly at: number; readonly isUp: Promise<boolean> }>();

  constructor(link: RedisLink) {
    this.#link = link;
    link.redis.on("close", () => this.#known.clear());
  }

  isUp(batch: string): Promise<boolean> {
    const now = performance.now();
    const known = this.#known.get(batch);
    if (known && now - known.at < FRESH_MS) return known.isUp;
    if (this.#known.size > MOST) this.#known.clear();
    const isUp = this.#ask(batch);
    this.#known.set(batch, { at: now, isUp });
    return isUp;
  }

  /** One round, so that both answers are of one server. */
  async #ask(batch: string): Promise<boolean> {
    const asked = this.#link.redis.multi().get(keyOf(batch)).info("server");
    const [said, info] = (await asked.exec()) ?? [];
    const found = noticeOf(asString(said?.[1]) ?? null);
    return found !== undefined && found.server === serverOf(asString(info?.[1]) ?? "");
  }
}

function noticeOf(said: string | null): { notice: Notice; server: string } | undefined {
  try {
    const found = asObject(parseJson(said ?? ""));
    const [batch, certificate] = [asString(found?.["batch"]), asString(found?.["certificate"])];
    const [signer, server] = [asString(found?.["signer"]), asString(found?.["server"])];
    const timeStampUrl = asString(found?.["timeStampUrl"]);
    if (!batch || !certificate || signer === undefined || !server) return undefined;
    const notice = { batch, certificate, signer, ...(timeStampUrl && { timeStampUrl }) };
    return { notice, server };
  } catch {
    return undefined;
  }
}
