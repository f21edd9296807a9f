// The gateway's index of keys beside a Map that does the same.
import { describe, expect, it } from "vitest";
import { includes, Postings } from "../../../toolkit/gateway/postings.js";

describe("postings", () => {
  it("list what a Map would, each entry once and ascending, however many keys and in whatever order", () => {
    const postings = new Postings();
    const plain = new Map<string, Set<number>>();
    for (let i = 0; i < 60_000; i++) {
      const key = `key ${(i * 7919) % 20_011}`;
      const entry = (i * 104_729) % 5003;
      postings.add(key, entry);
      plain.set(key, (plain.get(key) ?? new Set()).add(entry));
    }
    for (const [key, entries] of plain)
      expect(postings.list(key)).toEqual([...entries].sort((a, b) => a - b));
    expect(postings.list("key 20011")).toEqual([]);
    expect(postings.list("")).toEqual([]);
  });

  it("say whether a list has a number", () => {
    for (const number of [1, 4, 9]) expect(includes([1, 4, 9], number)).toBe(true);
    for (const number of [0, 2, 10]) expect(includes([1, 4, 9], number)).toBe(false);
    expect(includes([], 0)).toBe(false);
  });
});
