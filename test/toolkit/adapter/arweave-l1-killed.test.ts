import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Jwk, newWallet } from "../../../toolkit/adapter/arweave.js";
import { temporaryFolder } from "../../fake/io.js";
import { largeItems } from "../../fake/large-item.js";
import { ids, payment, posts } from "./payment.js";

let wallet: Jwk;
beforeAll(async () => {
  wallet = await newWallet();
});

describe("processes that pay from one journal", () => {
  const PAYER = fileURLToPath(new URL("../../fake/arweave-payer.js", import.meta.url));

  /** Runs one; resolves to what it said, or to nothing when it was killed. */
  function payer(args: readonly string[], kill: (pid: number) => void = () => undefined) {
    return new Promise<unknown>((resolve, reject) => {
      const child = fork(PAYER, [...args], { execArgv: [] });
      let said: unknown;
      child.on("message", (message) => {
        if (message === "ready") kill(child.pid!);
        else said = message;
      });
      child.on("error", reject);
      child.on("exit", () => resolve(said));
    });
  }
  async function place() {
    const { node, journal, publisher, signed } = await payment(wallet);
    const file = join(temporaryFolder(), "wallet.json");
    writeFileSync(file, JSON.stringify(wallet));
    const args = (from: number, to: number) => [node.url, journal, file, `${from}`, `${to}`];
    return { node, publisher, signed, args };
  }

  it("and are killed in the middle leave one transaction, which the next one finishes", async () => {
    const { node, publisher, signed, args } = await place();
    const items = await largeItems(0, 8);
    // killed when the head arrives, and after 1, 2 and 4 chunks
    for (const [path, count] of [
      ["/tx", 1],
      ["/chunk", 1],
      ["/chunk", 2],
      ["/chunk", 4],
    ] as const) {
      let pid = 0;
      const start = posts(node, path).length;
      node.before = (asked) => {
        if (asked.path === path && posts(node, path).length === start + count)
          process.kill(pid, "SIGKILL");
        return undefined;
      };
      expect(await payer(args(0, 8), (id) => (pid = id))).toBeUndefined();
    }
    node.before = () => undefined;
    expect(node.records()).toEqual([]); // not yet whole
    await publisher().deliver(items);
    expect(node.records()).toEqual(ids(items));
    expect(signed()).toHaveLength(1);
    expect(node.transactions.size).toBe(1);
  });

  it("at the same time, with some records in common, put each into one transaction", async () => {
    const { node, signed, args } = await place();
    const said = await Promise.all([payer(args(0, 4)), payer(args(2, 6)), payer(args(0, 6))]);
    expect(said.map((one) => (Array.isArray(one) ? one.length : one))).toEqual([4, 4, 6]);
    expect(node.records().sort()).toEqual(ids(await largeItems(0, 6)).sort());
    expect(signed()).toHaveLength(node.transactions.size);
  });
});
