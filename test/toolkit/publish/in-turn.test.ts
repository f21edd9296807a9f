import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inTurn } from "../../../toolkit/publish/in-turn.js";
import { temporaryFolder } from "../../fake/io.js";

/** A turn that nobody has given back, of a process on this computer unless told. */
function left(process: number, n = 1, host = hostname()): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, String(n)), JSON.stringify({ host, process }));
  return folder;
}
const soon = () => AbortSignal.timeout(300);
const goneProcess = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("a turn", () => {
  it("belongs to one at a time, and passes on whatever it comes to", async () => {
    const folder = join(temporaryFolder(), "turn");
    let inside = 0;
    const order: number[] = [];
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        inTurn(folder, async () => {
          expect(++inside).toBe(1);
          await sleep(5);
          order.push(i);
          inside--;
          if (i % 3 === 0) throw new Error(`${i}`);
          return i;
        }),
      ),
    );
    expect(order.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(
      results.map((one) => (one.status === "fulfilled" ? one.value : one.reason.message)),
    ).toEqual(Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? `${i}` : i)));
    expect(readdirSync(folder)).toEqual(["12"]);
    expect(readFileSync(join(folder, "12"), "utf8")).toBe("over\n");
  });

  it("of a process that was killed is over, also when this one has its number", async () => {
    for (const id of [goneProcess(), process.pid])
      expect(await inTurn(left(id), async () => "mine")).toBe("mine");
  });

  it("of a process that is alive, or on another computer, or unreadable, is waited for", async () => {
    const unreadable = temporaryFolder();
    writeFileSync(join(unreadable, "1"), "?");
    for (const folder of [left(process.ppid), left(goneProcess(), 1, "elsewhere"), unreadable])
      await expect(inTurn(folder, async () => "mine", soon())).rejects.toMatchObject({
        code: "CANCELLED",
      });
  });

  it("is told by the highest number, and by nothing else in the folder", async () => {
    const folder = left(process.ppid, 9);
    writeFileSync(join(folder, "8"), "over\n");
    writeFileSync(join(folder, ".10.00ff.part"), "torn");
    mkdirSync(join(folder, "010"));
    await expect(inTurn(folder, async () => "mine", soon())).rejects.toMatchObject({
      code: "CANCELLED",
    });
    writeFileSync(join(folder, "9"), "over\n");
    expect(await inTurn(folder, async () => readdirSync(folder).sort())).toEqual([
      ".10.00ff.part",
      "010",
      "10",
    ]);
  });
});
