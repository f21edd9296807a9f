import { describe, expect, it } from "vitest";
import { GroupCommit } from "../../../toolkit/adapter/group-commit.js";

describe("what is written together", () => {
  it("waits for others, and no longer once nobody else will come", async () => {
    const written: (readonly string[])[] = [];
    const commit = new GroupCommit<string>(async (batch) => {
      written.push(batch);
    }, 60_000);
    const both = [commit.put("one", 1), commit.put("two", 1)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written).toEqual([]);
    commit.hurry();
    await Promise.all(both);
    await commit.put("three", 1);
    expect(written).toEqual([["one", "two"], ["three"]]);
  });

  it("is refused as a whole, and what comes later is not", async () => {
    let full = true;
    const commit = new GroupCommit<string>(async () => {
      if (full) throw new Error("the disk is full");
    });
    const refused = await Promise.allSettled([commit.put("one", 1), commit.put("two", 1)]);
    expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    full = false;
    await commit.put("three", 1);
  });
});
