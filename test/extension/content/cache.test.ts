// What is known of each address of a frame.
import { describe, expect, it, vi } from "vitest";
import { shortOf } from "../../../extension/carried.js";
import { Cache } from "../../../extension/content/cache.js";

const target = (url: string) => ({ url, kind: "image" as const });
const settle = () => new Promise((done) => setTimeout(done, 1));

function counted() {
  const asked: string[] = [];
  const told: string[] = [];
  let settled = 0;
  const cache = new Cache({
    check: async ({ url }) => {
      asked.push(url);
      if (url === "broken") throw new TypeError("it broke");
      return { waiting: "large" };
    },
    known: (url) => told.push(url),
    settled: () => settled++,
  });
  return { cache, asked, told, settled: () => settled };
}

describe("what came of an address", () => {
  it("is asked for once, however often it is wanted", async () => {
    const { cache, asked, told } = counted();
    cache.want(target("a"), false);
    cache.want(target("a"), true);
    expect(cache.get("a")).toEqual({});
    await settle();
    cache.want(target("a"), true);
    expect([asked, told, cache.get("a")]).toEqual([["a"], ["a"], { waiting: "large" }]);
    expect(cache.get("b")).toBeUndefined();
  });

  it("is an error where the check breaks, and never that there is nothing", async () => {
    const { cache } = counted();
    cache.want(target("broken"), false);
    await settle();
    expect(cache.get("broken")).toEqual({
      checked: { ok: false, code: "INTERNAL", message: "it broke" },
    });
  });

  it("is asked for first where it carried something before", async () => {
    const order: string[] = [];
    const cache = new Cache(
      {
        check: async ({ url }, { page }, urgency) =>
          page.run(async () => {
            await settle();
            order.push(url);
            return { waiting: "large" as const };
          }, urgency),
        known: () => undefined,
        settled: () => undefined,
      },
      [shortOf("19")],
    );
    for (let i = 0; i < 20; i++) cache.want(target(`${i}`), true);
    await settle();
    await settle();
    expect(order).toEqual(["19"]); // until the page has had its time
    cache.release();
    await vi.waitFor(() => expect(order).toHaveLength(20));
  });

  it("waits while what carried something before is looked at, but not for ever", async () => {
    vi.useFakeTimers();
    const order: string[] = [];
    let end = () => {};
    const means = {
      check: async ({ url }: { url: string }) => {
        order.push(url);
        if (url === "old") await new Promise<void>((done) => (end = done));
        return { waiting: "large" as const };
      },
      known: () => undefined,
      settled: () => undefined,
    };
    const begun = () => {
      order.length = 0;
      const cache = new Cache(means, [shortOf("old")]);
      for (const url of ["new", "old"]) cache.want(target(url), true);
      cache.release();
    };
    begun();
    await vi.advanceTimersByTimeAsync(500);
    expect(order).toEqual(["old"]);
    end();
    await vi.advanceTimersByTimeAsync(500);
    expect(order).toEqual(["old", "new"]);
    begun();
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual(["old", "new"]);
    vi.useRealTimers();
  });

  it("waits beyond 500 addresses until more is wanted", async () => {
    const { cache, asked } = counted();
    for (let i = 0; i < 1200; i++) cache.want(target(`${i}`), false);
    cache.wantAll();
    await settle();
    expect([asked.length, cache.get("500")]).toEqual([500, { waiting: "many" }]);
    cache.wantMore();
    await settle();
    expect([asked.length, cache.get("1000")]).toEqual([1000, { waiting: "many" }]);
    cache.wantMore();
    await settle();
    expect([asked.length, new Set(asked).size]).toEqual([1200, 1200]);
  });

  it("waits where it is out of view and the page has shown no credential, and is asked for little by little", async () => {
    vi.useFakeTimers();
    const { cache, asked } = counted();
    for (let i = 0; i < 100; i++) cache.want(target(`${i}`), false);
    expect(asked.length).toBe(24);
    cache.want(target("90"), true); // scrolled to
    expect(asked.at(-1)).toBe("90");
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked.length).toBe(24 + 3 * 8); // the one in view came out of the same allowance
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, new Set(asked).size, vi.getTimerCount()]).toEqual([100, 100, 0]);
    vi.useRealTimers();
  });

  it("waits where it is one of a wall of pictures without credentials, what came into view last the shortest", async () => {
    vi.useFakeTimers();
    const { cache, asked } = counted();
    for (let i = 0; i < 200; i++) cache.want(target(`${i}`), true);
    expect(asked.length).toBe(64);
    expect(cache.isWaiting).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.slice(64)).toEqual(["199", "198", "197", "196", "195", "194", "193", "192"]);
    cache.want(target("100"), true); // in view again
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked[72]).toBe("100");
    cache.hurry("150");
    expect(asked.at(-1)).toBe("150");
    cache.hurry("150");
    cache.hurry("unheard of");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked.length, new Set(asked).size, vi.getTimerCount()]).toEqual([200, 200, 0]);
    expect(cache.isWaiting).toBe(false);
    vi.useRealTimers();
  });

  it("waits behind all others when it has left view again", async () => {
    vi.useFakeTimers();
    const { cache, asked } = counted();
    for (let i = 0; i < 100; i++) cache.want(target(`${i}`), true);
    expect([cache.waits("1"), cache.waits("99")]).toEqual([false, true]);
    for (let i = 80; i < 100; i++) cache.want(target(`${i}`), false);
    await vi.advanceTimersByTimeAsync(250);
    expect(asked.slice(64)).toEqual(["79", "78"]);
    await vi.advanceTimersByTimeAsync(2750);
    expect(
      asked
        .slice(64)
        .map(Number)
        .every((one) => one < 80),
    ).toBe(true);
    cache.want(target("90"), true);
    expect(asked.at(-1)).toBe("90"); // room was kept for it
    cache.stop();
    vi.useRealTimers();
  });

  it("is asked for in the page's order once the page has had its time", async () => {
    vi.useFakeTimers();
    const order: string[] = [];
    const means = {
      check: async ({ url }: { url: string }) => {
        order.push(url);
        return { waiting: "large" as const };
      },
      known: () => undefined,
      settled: () => undefined,
    };
    const cache = new Cache(means, [shortOf("old")]);
    for (let i = 0; i < 100; i++) cache.want(target(`${i}`), true);
    cache.release();
    await vi.advanceTimersByTimeAsync(240);
    expect(order).toEqual(Array.from({ length: 64 }, (_, i) => `${i}`));
    cache.stop();
    vi.useRealTimers();
  });

  it("waits no longer when a credential was found", async () => {
    const asked: string[] = [];
    const cache = new Cache({
      check: async ({ url }) => {
        asked.push(url);
        return { checked: { ok: true, value: checked(url === "3" ? "Valid" : "None") } };
      },
      known: () => undefined,
      settled: () => undefined,
    });
    for (let i = 100; i < 200; i++) cache.want(target(`${i}`), false);
    await settle();
    expect(asked.length).toBe(24);
    cache.want(target("3"), true);
    await settle();
    expect(asked.length).toBe(101);
    cache.stop();
  });

  it("says once that nothing more is under way", async () => {
    const { cache, settled } = counted();
    for (let i = 0; i < 5; i++) cache.want(target(`${i}`), true);
    expect(settled()).toBe(0);
    await settle();
    expect(settled()).toBe(1);
  });
});

function checked(state: "Valid" | "None") {
  return { verdict: { state, findings: [], summary: "" }, of: "page" as const, fetched: 0 };
}
