// What is known of each address of a frame.
import { describe, expect, it, vi } from "vitest";
import { shortOf } from "../../../extension/carried.js";
import { Cache } from "../../../extension/content/cache.js";

const target = (url: string) => ({ url, kind: "image" as const });
const settle = () => new Promise((done) => setTimeout(done, 1));

function counted() {
  const asked: string[] = [];
  const told: string[] = [];
  const cache = new Cache({
    check: async ({ url }) => {
      asked.push(url);
      if (url === "broken") throw new TypeError("it broke");
      return { waiting: "large" };
    },
    known: (url) => told.push(url),
  });
  return { cache, asked, told };
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
      },
      [shortOf("19")],
    );
    for (let i = 0; i < 20; i++) cache.want(target(`${i}`), true);
    await vi.waitFor(() => expect(order).toHaveLength(20));
    expect(order.indexOf("19")).toBeLessThan(10); // eight were under way
  });

  it("waits beyond 500 addresses until more is wanted", async () => {
    const { cache, asked } = counted();
    for (let i = 0; i < 1200; i++) cache.want(target(`${i}`), false);
    await settle();
    expect([asked.length, cache.get("500")]).toEqual([500, { waiting: "many" }]);
    cache.wantMore();
    await settle();
    expect([asked.length, cache.get("1000")]).toEqual([1000, { waiting: "many" }]);
    cache.wantMore();
    await settle();
    expect([asked.length, new Set(asked).size]).toEqual([1200, 1200]);
  });
});
