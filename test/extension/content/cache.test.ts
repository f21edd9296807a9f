// What is known of each address of a frame.
import { describe, expect, it } from "vitest";
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
