// So many at a time, the urgent ones first.
import { describe, expect, it } from "vitest";
import { Lane } from "../../../extension/content/lane.js";

const never = () => 0;

describe("a lane", () => {
  it("never runs more than it may, and everything in the end", async () => {
    const lane = new Lane(3);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 1));
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, () => lane.run(work, never)));
    expect([most, running]).toEqual([3, 0]);
  });

  it("asks for what is urgent when there is a place, not when it was given", async () => {
    const lane = new Lane(1);
    const order: string[] = [];
    const urgent = new Set<string>();
    const jobs = ["a", "b", "c", "d"].map((name) =>
      lane.run(
        async () => {
          order.push(name);
        },
        () => (urgent.has(name) ? 1 : 0),
      ),
    );
    urgent.add("d");
    await Promise.all(jobs);
    expect(order).toEqual(["a", "d", "b", "c"]);
  });

  it("takes the highest urgency first, and the one that waits longest of those", async () => {
    const lane = new Lane(1);
    const order: number[] = [];
    const jobs = [0, 1, 2, 1, 2].map((urgency, i) =>
      lane.run(
        async () => {
          order.push(i);
        },
        () => urgency,
      ),
    );
    await Promise.all(jobs);
    expect(order).toEqual([0, 2, 4, 1, 3]);
  });

  it("goes on after work that failed", async () => {
    const lane = new Lane(1);
    const failed = lane.run(() => Promise.reject(new Error("no")), never);
    const next = lane.run(async () => "done", never);
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe("done");
  });
});
