import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import {
  backoff,
  type DeliveryMeans,
  deliver,
  type QueuedItem,
} from "../../../toolkit/publish/deliver.js";
import type { DeliveryState } from "../../../toolkit/publish/delivery-state.js";
import { Outbox } from "../../../toolkit/publish/outbox.js";
import {
  type Acceptance,
  DeliveryFailed,
  type Publisher,
} from "../../../toolkit/publish/publisher.js";
import { temporaryFolder } from "../../fake/io.js";

const NOW = new Date("2026-03-04T12:33:20.000Z");
const id = (n: number) => String(n).padStart(43, "0");
const records = (count: number, state: DeliveryState = { status: "queued", tries: 0 }) =>
  Array.from({ length: count }, (_, n): QueuedItem => ({ id: id(n), bytes: 100, state }));

type Deliver = (ids: string[], call: number) => Acceptance[] | Promise<Acceptance[]>;
const taken = (ids: readonly string[]): Acceptance[] =>
  ids.map((one) => ({ id: one, already: false }));
const again = (retryAfter?: number) =>
  new DeliveryFailed("try again", "busy", retryAfter === undefined ? {} : { retryAfter });

/** A run against a publisher that does what the test says; sleeps take no time and are written down. */
async function run(
  items: readonly QueuedItem[],
  take: Deliver,
  change: Partial<DeliveryMeans> & { groupSize?: number; archive?: string } = {},
) {
  const calls: string[][] = [];
  const slept: number[] = [];
  const results: [string, DeliveryState][] = [];
  const publisher: Publisher = {
    service: "turbo https://upload.example.com",
    groupSize: change.groupSize ?? 1,
    quote: async () => ({ cost: 0n, unit: "none" }),
    async deliver(given) {
      calls.push(given.map((item) => item.id));
      return take(calls.at(-1) ?? [], calls.length);
    },
  };
  const archive = change.archive ?? temporaryFolder();
  const outbox = new Outbox(archive, publisher.service);
  const stopped = await deliver(items, {
    publisher,
    outbox,
    load: async () => new Uint8Array(100),
    limit: 0n,
    signal: new AbortController().signal,
    now: () => NOW,
    random: () => 0.5,
    sleep: async (ms) => void slept.push(ms),
    onResult: (item, state) => void results.push([item.id, state]),
    ...change,
  });
  return {
    stopped,
    calls,
    slept,
    results: new Map(results),
    count: results.length,
    outbox,
    archive,
  };
}

describe("delivering records", () => {
  it("sends each once, and keeps and reports that it was accepted", async () => {
    const { stopped, calls, results, count, outbox } = await run(records(20), taken);
    expect(stopped).toBeUndefined();
    expect(calls.flat().sort()).toEqual(records(20).map((one) => one.id));
    expect(count).toBe(20);
    const accepted = { status: "accepted", tries: 1, at: NOW.toISOString() };
    expect(results.get(id(7))).toEqual(accepted);
    expect(await outbox.get(id(7))).toEqual(accepted);
  });

  it("has at most four deliveries under way", async () => {
    let under = 0;
    let most = 0;
    await run(records(30), async (ids) => {
      most = Math.max(most, ++under);
      await new Promise((done) => setTimeout(done, 2));
      under--;
      return taken(ids);
    });
    expect(most).toBe(4);
  });

  it("puts as many records into a delivery as the service takes", async () => {
    const { calls, results } = await run(records(7), taken, { groupSize: 3 });
    expect(calls.map((ids) => ids.length).sort()).toEqual([1, 3, 3]);
    expect(results.size).toBe(7);
  });

  it("waits twice as long after each failure, at most a minute, with chance in the upper half", () => {
    const waits = Array.from({ length: 11 }, (_, n) => backoff(n + 1, () => 1));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, ...Array(4).fill(60_000)]);
    expect(backoff(1, () => 0)).toBe(250);
    expect(backoff(11, () => 0)).toBe(30_000);
  });

  it("tries again after those waits, and counts the tries of all runs", async () => {
    const before = records(1, { status: "queued", tries: 5 });
    const { slept, results } = await run(before, (ids, call) => {
      if (call < 4) throw again();
      return taken(ids);
    });
    expect(slept).toEqual([375, 750, 1500]);
    expect(results.get(id(0))).toMatchObject({ status: "accepted", tries: 9 });
  });

  it("leaves a record queued after twelve tries, and goes on with the others", async () => {
    const { stopped, calls, results, outbox } = await run(records(30), (ids) => {
      if (ids[0] === id(0)) throw again();
      return taken(ids);
    });
    expect(stopped).toBeUndefined();
    expect(calls.filter(([one]) => one === id(0))).toHaveLength(12);
    expect(results.get(id(0))).toEqual({ status: "queued", tries: 12, reason: "busy" });
    expect(await outbox.get(id(0))).toEqual({ status: "queued", tries: 12, reason: "busy" });
    expect([...results.values()].filter(({ status }) => status === "accepted")).toHaveLength(29);
  });

  it("ends when nothing at all gets through, and not only after every record's twelve tries", async () => {
    const { stopped, calls, results } = await run(records(500), () => {
      throw again();
    });
    expect(stopped).toMatchObject({ code: "GATEWAY_FAILED" });
    expect(calls.length).toBeLessThanOrEqual(48);
    expect(results.size).toBe(500);
    expect([...results.values()].every(({ status }) => status === "queued")).toBe(true);
  });

  it("keeps everybody waiting as long as the service asked", async () => {
    const { slept, outbox, results } = await run(
      records(1),
      (ids, call) => {
        if (call === 1) throw again(30_000);
        return taken(ids);
      },
      { random: () => 0 },
    );
    expect(slept).toContain(30_000);
    expect(results.get(id(0))).toMatchObject({ status: "accepted" });
    expect(await outbox.get(id(0))).not.toHaveProperty("next");
  });

  it("ends when the service asks for a longer wait than five minutes, and says until when", async () => {
    const { stopped, results, outbox, archive } = await run(records(50), () => {
      throw again(3_600_000);
    });
    expect(stopped?.message).toContain("2026-03-04T13:33:20.000Z");
    expect(results.size).toBe(50);
    const state = await outbox.get(id(0));
    expect(state).toMatchObject({ status: "queued", next: "2026-03-04T13:33:20.000Z" });
    const next = await run(records(50, state), taken, { archive });
    expect(next.calls).toEqual([]); // the next run keeps to it
    expect(next.stopped).toMatchObject({ code: "GATEWAY_FAILED" });
    const later = await run(records(50, state), taken, {
      now: () => new Date("2026-03-04T13:33:21Z"),
    });
    expect(later.calls).toHaveLength(50);
  });

  it("doesn't wait for a time that no service asked for: the clock was set back", async () => {
    const state = { status: "queued", tries: 1, next: "2031-01-01T00:00:00Z" } as const;
    expect((await run(records(3, state), taken)).calls).toHaveLength(3);
  });

  it("ends when the service wants to be paid, with the rest queued", async () => {
    const { stopped, calls, results, outbox } = await run(records(100), (ids, call) => {
      if (call > 10) throw new DeliveryFailed("payment", "it answered 402");
      return taken(ids);
    });
    expect(stopped).toMatchObject({ code: "PAYMENT_NEEDED" });
    expect(calls.length).toBeLessThanOrEqual(14);
    const states = [...results.values()].map(({ status }) => status);
    expect(states.filter((status) => status === "accepted")).toHaveLength(10);
    expect(states.filter((status) => status === "queued")).toHaveLength(90);
    expect(await outbox.get(id(99))).toEqual({ status: "queued", tries: 0 });
  });

  it("ends when more is charged than was agreed to", async () => {
    const { stopped, calls } = await run(
      records(100),
      (ids) => ids.map((one) => ({ id: one, already: false, charged: 3n })),
      { limit: 10n },
    );
    expect(stopped).toMatchObject({ code: "PAYMENT_NEEDED" });
    expect(calls.length).toBeLessThanOrEqual(8);
  });

  it("sends what was refused no more, and keeps the reason", async () => {
    const { stopped, calls, results, outbox } = await run(records(3), (ids) => {
      if (ids[0] === id(1)) throw new DeliveryFailed("refused", "it answered 400: bad item");
      return taken(ids);
    });
    expect(stopped).toBeUndefined();
    expect(calls).toHaveLength(3);
    const refused = { status: "refused", tries: 1, reason: "it answered 400: bad item" };
    expect(results.get(id(1))).toMatchObject(refused);
    expect(await outbox.get(id(1))).toMatchObject(refused);
  });

  it("takes an acceptance of another record, of too few or too many, for none", async () => {
    for (const odd of [
      (ids: string[]) => taken([...ids.slice(1), id(999)]),
      (ids: string[]) => taken(ids.slice(1)),
      (ids: string[]) => taken([...ids, id(999)]),
      (ids: string[]) => taken(ids.map(() => ids[0] ?? "")),
    ]) {
      const { stopped, results } = await run(records(2), odd, { groupSize: 2 });
      expect(stopped).toMatchObject({ code: "GATEWAY_FAILED" });
      expect([...results.values()].map(({ status }) => status)).toEqual(["queued", "queued"]);
    }
  });

  it("ends with what asking again can't mend, and nothing is taken for accepted", async () => {
    const { stopped, calls, results } = await run(records(40), () => {
      throw new ColophonError("URL_REFUSED", "it redirects to a private host");
    });
    expect(stopped).toMatchObject({ code: "URL_REFUSED" });
    expect(calls.length).toBeLessThanOrEqual(4);
    expect([...results.values()].every(({ status }) => status === "queued")).toBe(true);
  });

  it("says that a record was taken when the disk has no room for the note", async () => {
    const archive = temporaryFolder();
    const full = new Outbox(archive, "turbo https://upload.example.com");
    full.put = async () => {
      throw new ColophonError("DISK_FULL", "no room left to write it");
    };
    const { stopped, results } = await run(records(1), taken, { outbox: full, archive });
    expect(stopped).toMatchObject({
      code: "DISK_FULL",
      message:
        "accepted by turbo https://upload.example.com, but not noted: no room left to write it",
      hint: expect.stringContaining("nothing is lost"),
    });
    expect(results.get(id(0))).toMatchObject({ status: "queued", tries: 1 });
  });

  it("stops at once when asked to, also in the middle of a wait", async () => {
    const control = new AbortController();
    const started = performance.now();
    const error = await run(
      records(9),
      () => {
        throw again();
      },
      {
        signal: control.signal,
        sleep: (_, signal) => {
          setTimeout(() => control.abort(), 20);
          return new Promise((_, reject) => {
            const stop = () => reject(signal.reason);
            if (signal.aborted) stop(); // on a busy computer, one begins to wait after it
            signal.addEventListener("abort", stop);
          });
        },
      },
    ).catch((e) => e);
    expect(error).toMatchObject({ code: "CANCELLED" });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("does no harm twice at once: both runs end with everything accepted", async () => {
    const archive = temporaryFolder();
    const both = await Promise.all([1, 2].map(() => run(records(40), taken, { archive })));
    for (const { results, outbox } of both) {
      expect(results.size).toBe(40);
      for (const one of records(40))
        expect(await outbox.get(one.id)).toMatchObject({ status: "accepted" });
    }
    const [slug = ""] = readdirSync(join(archive, "outbox"));
    expect(readdirSync(join(archive, "outbox", slug))).toHaveLength(40); // and no unfinished file
  });
});
