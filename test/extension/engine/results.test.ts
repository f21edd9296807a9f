import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Lane } from "../../../extension/engine/lane.js";
import { isAnother } from "../../../extension/engine/picture-size.js";
import { freshness, Results } from "../../../extension/engine/results.js";
import type { Verdict } from "../../../src/index.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const verdict: Verdict = { state: "None", findings: [], summary: "" };
const kept = () => ({ verdict, at: Date.now() });

describe("results in memory", () => {
  it("are at most five hundred, and the one used least recently goes", () => {
    const results = new Results();
    for (let i = 0; i < 500; i++) results.put(`${i}`, kept());
    expect(results.get("0")).toBeDefined();
    results.put("new", kept());
    expect(results.get("0")).toBeDefined();
    expect(results.get("1")).toBeUndefined();
    expect(results.get("new")).toBeDefined();
  });

  it("are kept for an hour, however often they are confirmed", () => {
    const results = new Results();
    const first = kept();
    results.put("a", first, '"1" 5', new Map());
    vi.advanceTimersByTime(3_500_000);
    results.put("a", first, '"1" 5', new Map());
    vi.advanceTimersByTime(100_000);
    expect(results.get("a")).toBeUndefined();
  });

  it("hold as long as the server says, and are asked for again then", () => {
    const results = new Results();
    results.put("a", kept(), '"1" 5', new Map([["cache-control", "max-age=10"]]));
    expect(results.get("a")).toMatchObject({ fresh: true, version: '"1" 5' });
    vi.advanceTimersByTime(10_000);
    expect(results.get("a")).toMatchObject({ fresh: false });
  });
});

describe("how long an answer may be used", () => {
  it.each([
    ["public, max-age=60", undefined, 60_000],
    ["max-age=60", "50", 10_000],
    ["max-age=60", "70", 0],
    ["no-store", undefined, 0],
    ["no-cache, max-age=60", undefined, 0],
    [undefined, undefined, 60_000],
    ["max-age=much", "-", 60_000],
  ])("%s, age %s: %i ms", (control, age, expected) => {
    const headers = new Map<string, string>();
    if (control !== undefined) headers.set("cache-control", control);
    if (age !== undefined) headers.set("age", age);
    expect(freshness(headers)).toBe(expected);
  });
});

describe("another picture", () => {
  const size = (width: number, height: number) => ({ width, height });
  it.each([
    [size(4000, 3000), size(4000, 3000), false],
    [size(4000, 3000), size(3000, 4000), false], // turned by Exif
    [size(4000, 3000), size(267, 200), false], // density of a srcset
    [size(4000, 3000), size(4000, 2990), true],
    [size(4000, 3000), size(128, 128), true],
    [size(1, 1), size(4000, 3000), true],
  ])("%o shown as %o: %s", (file, shown, another) => {
    expect(isAnother(file, shown)).toBe(another);
  });
});

describe("a lane", () => {
  it("lets so many through at once, the urgent ones first", async () => {
    const lane = new Lane(2);
    const order: string[] = [];
    const ends: (() => void)[] = [];
    const work = (name: string) => () => {
      order.push(name);
      return new Promise<void>((done) => ends.push(done));
    };
    const all = [lane.run(work("a")), lane.run(work("b")), lane.run(work("c"))];
    all.push(lane.run(work("d"), true));
    expect(order).toEqual(["a", "b"]);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(["a", "b", "d"]);
    ends[1]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(["a", "b", "d", "c"]);
    for (const end of ends) end();
    await Promise.all(all);
  });

  it("has room again after work that failed", async () => {
    const lane = new Lane(1);
    await expect(lane.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await lane.run(async () => "yes")).toBe("yes");
  });
});
