// Threads that die: what they had in hand is tried once more, a file that brings down two of them is given up, and when none
// can be started everybody hears of it. The threads are real ones; what they do with a file is the test's.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { Pool } from "../../../toolkit/batch/pool.js";
import type { Outcome, Task } from "../../../toolkit/batch/task.js";
import { createIdentity } from "../../../toolkit/index.js";
import { temporaryFolder } from "../../fake/io.js";

const folder = temporaryFolder();
const identity = await createIdentity({ name: "Ada Reyes" });

/** A thread's program: `name` is where it stands, `code` what it does with a task. */
function program(name: string, code: string): URL {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { parentPort } from "node:worker_threads";
const done = (task) => parentPort.postMessage({ type: "outcome", last: false, outcome: { number: task.number, done: { output: task.output, replace: task.replace } } });
parentPort.postMessage({ type: "ready" });
parentPort.on("message", ({ type, task }) => { if (type === "task") { ${code} } });`,
  );
  return pathToFileURL(path);
}

async function* tasks(
  inputs: readonly string[],
  taken: () => void = () => undefined,
): AsyncGenerator<Task> {
  for (const [number, input] of inputs.entries()) {
    taken();
    yield { number, input, output: `out/${input}`, size: 1000, replace: false };
  }
}

function pool(thread: URL): Pool {
  const setting = {
    what: { statement: {} },
    sidecar: false,
    staging: folder,
    receipts: false,
    recordLater: false,
  };
  return new Pool({ identity, setting, threads: 2, program: thread });
}

async function all(outcomes: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for await (const outcome of outcomes) found.push(outcome);
  return found.sort((a, b) => a.number - b.number);
}

describe("a pool", () => {
  it("gives up a file that two threads died of, and signs all others", async () => {
    const thread = program(
      "poison",
      `if (task.input === "poison") process.exit(1); setTimeout(done, 5, task);`,
    );
    const inputs = Array.from({ length: 40 }, (_, i) => (i === 7 ? "poison" : `${i}`));
    const outcomes = await all(pool(thread).run(tasks(inputs)));
    expect(outcomes.map(({ number }) => number)).toEqual(inputs.map((_, i) => i));
    const faults = outcomes.flatMap((one) =>
      "fault" in one ? [[one.number, one.fault.code]] : [],
    );
    expect(faults).toEqual([[7, "ENGINE_FAILED"]]);
  });

  it("takes no more than it has room for, however slowly its outcomes are taken", async () => {
    const thread = program("quick", "done(task);");
    let taken = 0;
    const inputs = Array.from({ length: 500 }, (_, i) => `${i}`);
    const outcomes = pool(thread).run(tasks(inputs, () => taken++));
    await outcomes.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(taken).toBeLessThan(20);
    await outcomes.return(undefined);
  });

  it("has one large file in hand at a time, and small ones beside it", async () => {
    const thread = program(
      "slow",
      `const from = Date.now(); setTimeout(() => parentPort.postMessage({ type: "outcome", last: false, outcome: { number: task.number, done: { from, to: Date.now() } } }), 30);`,
    );
    async function* mixed() {
      for await (const task of tasks(Array.from({ length: 24 }, (_, i) => `${i}`)))
        yield { ...task, size: task.number % 4 === 0 ? 1 << 30 : 1000 };
    }
    const spans = (await all(pool(thread).run(mixed()))).map((outcome) => {
      const { from, to } = ("done" in outcome ? outcome.done : {}) as { from: number; to: number };
      return { large: outcome.number % 4 === 0, from, to };
    });
    const large = spans.filter((span) => span.large).sort((a, b) => a.from - b.from);
    expect(large).toHaveLength(6);
    for (const [i, { from }] of large.entries())
      if (i > 0) expect(from).toBeGreaterThanOrEqual(large[i - 1]!.to);
    const meets = (one: { from: number; to: number }) =>
      large.some(({ from, to }) => one.from < to && from < one.to);
    expect(spans.some((span) => !span.large && meets(span))).toBe(true);
  });

  it("says so when no thread can be started", async () => {
    const path = join(folder, "broken.mjs");
    writeFileSync(path, "process.exit(1);");
    await expect(all(pool(pathToFileURL(path)).run(tasks(["a", "b"])))).rejects.toMatchObject({
      code: "ENGINE_FAILED",
    });
  });
});
