// A Redis that is there and takes nothing, because it still loads what it saved or has no memory left, is waited for: it is
// said once, and asked now and then.
import { afterEach, describe, expect, it, vi } from "vitest";
import { queueAddress } from "../../../toolkit/queue/address.js";
import { type LinkEvents, RedisLink } from "../../../toolkit/queue/redis.js";
import { findRedis, RedisServer } from "./redis-server.js";

const program = findRedis();
const QUEUE = "colophon-test";
const LOADS_MS = 3000;
const KEYS = 1500;

function hearing() {
  const heard: string[] = [];
  const events: LinkEvents = {
    loading: () => heard.push("loading"),
    refuses: (word) => heard.push(`refuses ${word}`),
    ready: () => heard.push("ready"),
    lost: () => heard.push("lost"),
    back: () => heard.push("back"),
  };
  return { heard, events };
}

describe.skipIf(program === undefined)("a Redis that still loads", () => {
  let server: RedisServer;
  let started: Promise<void>;
  afterEach(async () => {
    await started;
    await server.remove();
  });

  /** It listens, and has seconds of loading before it. */
  async function loading(): Promise<void> {
    const slow = ["--key-load-delay", `${(LOADS_MS * 1000) / KEYS}`];
    const often = ["--loading-process-events-interval-bytes", "1024"];
    const saves = ["--save", "3600 1"];
    server = await RedisServer.start(program ?? "", undefined, ...saves, ...slow, ...often);
    const link = await RedisLink.open(queueAddress(server.url));
    await link.redis.mset(Array.from({ length: KEYS }, (_, i) => [`key ${i}`, "x"]).flat());
    await link.close();
    await server.stop("SIGTERM");
    started = server.start();
  }

  /** Opens a link as soon as it listens. */
  async function open(events: LinkEvents, signal?: AbortSignal): Promise<RedisLink> {
    for (;;) {
      try {
        return await RedisLink.open(queueAddress(server.url), events, signal);
      } catch (cause) {
        if (!`${cause}`.includes("nothing listens")) throw cause;
        await new Promise((later) => setTimeout(later, 20));
      }
    }
  }

  it("is waited for, and that is said", async () => {
    await loading();
    const { heard, events } = hearing();
    const link = await open(events);
    expect(heard).toEqual(["loading", "ready"]);
    expect(await link.redis.set("colophon:x", "1")).toBe("OK");
    await link.close();
  });

  it("is waited for no longer than somebody wants", async () => {
    await loading();
    const stop = new AbortController();
    const { heard, events } = hearing();
    const waiting = open({ ...events, loading: () => stop.abort() }, stop.signal);
    await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
    expect(heard).toEqual([]);
  });
});

describe.skipIf(program === undefined)("a worker at a Redis without memory", () => {
  it("says so once, asks no more than once a second, and goes on when there is some", async () => {
    const server = await RedisServer.start(program ?? "");
    const { heard, events } = hearing();
    const link = await RedisLink.open(queueAddress(server.url), events);
    const done: unknown[] = [];
    try {
      await link.redis.config("SET", "maxmemory", "1");
      const worker = link.worker(QUEUE, 2, async (job) => void done.push(job.data));
      worker.run().catch(() => undefined);
      await vi.waitFor(() => expect(heard).toEqual(["refuses OOM"]), { timeout: 10_000 });
      const before = await refusals(link);
      await new Promise((later) => setTimeout(later, 3000));
      expect((await refusals(link)) - before).toBeLessThanOrEqual(4);
      expect(heard).toEqual(["refuses OOM"]);

      await link.redis.config("SET", "maxmemory", "0");
      await vi.waitFor(() => expect(heard).toEqual(["refuses OOM", "ready"]), { timeout: 5000 });
      await link.queue(QUEUE).add("sign", { number: 1 });
      await vi.waitFor(() => expect(done).toEqual([{ number: 1 }]), { timeout: 5000 });
      await link.drain(worker);
    } finally {
      await link.close();
      await server.remove();
    }
  }, 40_000);
});

async function refusals({ redis }: RedisLink): Promise<number> {
  return Number(/errorstat_OOM:count=(\d+)/.exec(await redis.info("errorstats"))?.[1] ?? 0);
}
