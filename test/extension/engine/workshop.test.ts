// The workshop with a worker that does as the test says; real workers are in test/browser/extension/engine.test.ts.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FromWorker, ToWorker } from "../../../extension/engine/worker-message.js";
import { type Task, type WorkerFace, Workshop } from "../../../extension/engine/workshop.js";
import type { Verdict } from "../../../src/index.js";

class FakeWorker implements WorkerFace {
  readonly told: ToWorker[] = [];
  ended = false;
  #heard: (event: { data: FromWorker }) => void = () => undefined;
  #failed: () => void = () => undefined;
  postMessage(message: ToWorker): void {
    this.told.push(message);
  }
  addEventListener(type: string, listener: (event: { data: FromWorker }) => void): void {
    if (type === "message") this.#heard = listener;
    else this.#failed = listener as () => void;
  }
  terminate(): void {
    this.ended = true;
  }
  break(): void {
    this.#failed();
  }
  checks(): number[] {
    return this.told.flatMap((one) => ("check" in one ? [one.check.number] : []));
  }
  answer(number: number, summary: string, spent = false): void {
    const verdict = { state: "None", findings: [], summary } as Verdict;
    const result = { ok: true as const, value: { verdict } };
    this.#heard({ data: { checked: { number, result, ...(spent && { spent }) } } });
  }
}

const IDLE_MS = 60_000;
let workers: FakeWorker[];
const workshop = (
  module = async () => ({}) as WebAssembly.Module,
  trust = async (): Promise<object> => ({}),
) =>
  new Workshop({
    open: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    module,
    trust,
    http: () => Promise.reject(new Error("nobody asks")),
    limits: { file: 1_000, long: 5_000 },
    idleMs: IDLE_MS,
  });
const task = (name: string): Task => ({ name, blob: new Blob(["a"]), pictures: false });
const begun = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe("the workshop", () => {
  it("judges by new lists whatever comes after they changed, however long they take", async () => {
    let lists = Promise.resolve({});
    const shop = workshop(undefined, () => lists);
    const first = shop.check(task("a"));
    await begun();
    workers[0]?.answer(1, "one");
    await first;
    let come: (trust: object) => void = () => undefined;
    lists = new Promise((resolve) => {
      come = resolve;
    });
    shop.retrust();
    void shop.check(task("b"));
    await begun();
    expect(workers[0]?.checks()).toEqual([1]);
    come({});
    await begun();
    expect(workers[0]?.told.slice(-2).flatMap(Object.keys)).toEqual(["trust", "check"]);
  });

  it("leaves what nobody waits for any more when its turn comes", async () => {
    const shop = workshop();
    const first = shop.check(task("a"));
    let isThere = true;
    const gone = shop.check(task("b"), false, () => isThere);
    const last = shop.check(task("c"));
    await begun();
    isThere = false;
    workers[0]?.answer(1, "one");
    await begun();
    expect(await gone).toMatchObject({ ok: false, code: "CANCELLED" });
    expect(workers[0]?.checks()).toEqual([1, 3]);
    workers[0]?.answer(3, "three");
    expect([(await first).ok, (await last).ok]).toEqual([true, true]);
  });

  it("checks one file at a time, those that were asked for first", async () => {
    const shop = workshop();
    const [first, second] = [shop.check(task("1")), shop.check(task("2"))];
    const urgent = shop.check(task("3"), true);
    await begun();
    expect(workers[0]?.checks()).toEqual([1]);
    workers[0]?.answer(1, "one");
    await begun();
    expect(workers[0]?.checks()).toEqual([1, 3]);
    workers[0]?.answer(3, "three");
    await begun();
    workers[0]?.answer(2, "two");
    expect(await first).toMatchObject({ value: { verdict: { summary: "one" } } });
    expect(await urgent).toMatchObject({ value: { verdict: { summary: "three" } } });
    expect(await second).toMatchObject({ value: { verdict: { summary: "two" } } });
  });

  it("ends a worker that takes too long, and takes no late answer from it", async () => {
    const shop = workshop();
    const [slow, next] = [shop.check(task("slow")), shop.check(task("next"))];
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await slow).toMatchObject({ ok: false, code: "ENGINE_FAILED" });
    const [old, fresh] = workers;
    expect(old?.ended).toBe(true);
    await begun();
    old?.answer(2, "forged by the one that was ended");
    old?.break();
    fresh?.answer(2, "true");
    expect(await next).toMatchObject({ value: { verdict: { summary: "true" } } });
    expect(workers).toHaveLength(2);
  });

  it("takes the answer of a worker that broke, and gives the next file another one", async () => {
    const shop = workshop();
    const [first, second] = [shop.check(task("1")), shop.check(task("2"))];
    await begun();
    workers[0]?.answer(1, "one", true);
    expect(await first).toMatchObject({ ok: true });
    expect(workers[0]?.ended).toBe(true);
    await begun();
    workers[1]?.answer(2, "two");
    expect(await second).toMatchObject({ ok: true });
  });

  it("gives back the memory of a worker with nothing to do, and opens another when needed", async () => {
    const shop = workshop();
    const first = shop.check(task("1"));
    await begun();
    workers[0]?.answer(1, "one");
    await first;
    await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
    expect(workers[0]?.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(workers[0]?.ended).toBe(true);
    void shop.check(task("2"));
    await begun();
    expect(workers[1]?.checks()).toEqual([2]);
  });

  it("fails a file when the engine can't be had, and tries again for the next", async () => {
    let fails = true;
    const shop = workshop(async () => {
      if (fails) throw new Error("no engine");
      return {} as WebAssembly.Module;
    });
    expect(await shop.check(task("1"))).toMatchObject({ ok: false, message: "no engine" });
    fails = false;
    const next = shop.check(task("2"));
    await begun();
    workers.at(-1)?.answer(2, "two");
    expect(await next).toMatchObject({ ok: true });
  });
});
