// What a worker makes of a job: only what a batch that is at work asked for, only where it may, and what was done before is not
// done again. The jobs are put there as somebody could who is no batch of ours.
import { statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Done } from "../../../toolkit/batch/task.js";
import { openIdentity } from "../../../toolkit/identity/open.js";
import { type SignedOrNot, signAll, verify } from "../../../toolkit/index.js";
import { queueAddress } from "../../../toolkit/queue/address.js";
import {
  batchName,
  jobId,
  type QueuedJob,
  queueName,
  type Terms,
} from "../../../toolkit/queue/job.js";
import { putUp, takeDown } from "../../../toolkit/queue/notice.js";
import { type Queue, RedisLink, serverOf } from "../../../toolkit/queue/redis.js";
import { Shelf } from "../../../toolkit/queue/shelf.js";
import { termsOf } from "../../../toolkit/queue/terms.js";
import { fakeIo } from "../../fake/io.js";
import { Place } from "../batch/catalogue.js";
import { Running } from "./crowd.js";
import { findRedis, RedisServer } from "./redis-server.js";

const program = findRedis();
let place: Place;
let redis: RedisServer;
let link: RedisLink;
let terms: Terms;
let worker: Running;
let shelf: Shelf;
let queue: Queue;
let batch: string;
let server: string;

beforeAll(async () => {
  if (program === undefined) return;
  place = await Place.make();
  place.write("in/a.txt", "The lake is back.\n");
  place.write("out/.colophon/journal.ndjson", "");
  place.write("elsewhere/secret.txt", "Nobody's business.\n");
  redis = await RedisServer.start(program);
  link = await RedisLink.open(queueAddress(redis.url));
  server = serverOf(await link.redis.info("server"));
  terms = termsOf(await openIdentity(undefined, fakeIo(place.at("home"))), undefined);
  batch = batchName(place.at("out"));
  shelf = new Shelf(link, terms, batch);
  queue = link.queue(queueName(terms));
  const files = ["--files", "in", "--files", "out"];
  worker = new Running(place, [
    "worker",
    "--queue",
    redis.url,
    "--json",
    "--concurrency",
    "1",
    ...files,
  ]);
  await worker.until(({ lines }) => lines.length > 0);
});
beforeEach(async () => {
  if (link) await putUp(link, { batch, ...terms, signer: "Ada Reyes" }, server);
});
afterAll(async () => {
  await link?.close();
  await worker?.kill();
  await redis?.remove();
  place?.remove();
});

function job(name: string, more: Partial<QueuedJob> = {}): QueuedJob {
  return {
    form: 1,
    batch,
    ...terms,
    asked: "A".repeat(43),
    input: place.at("in/a.txt"),
    output: place.at(`out/${name}`),
    size: 18,
    replace: false,
    sidecar: false,
    out: place.at("out"),
    receipts: false,
    what: { statement: { title: "A lake" } },
    ...more,
  };
}

/** What the worker answers. */
async function answer(
  queued: object & Pick<QueuedJob, "output">,
  id = jobId({ batch, output: queued.output }),
) {
  await shelf.add([{ id, job: queued as QueuedJob }]);
  for (;;) {
    const standing = await shelf.standing(id);
    if (standing.state === "ended") {
      await shelf.remove(id);
      return standing.answer as { done?: Done; fault?: { code: string; message: string } };
    }
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

describe.skipIf(program === undefined)("a job", () => {
  it("is done once: who gets it again after it was noted finds it done", async () => {
    const first = await answer(job("once.txt"));
    expect(first.done).toMatchObject({ output: place.at("out/once.txt"), sidecar: false });
    const before = statSync(place.at("out/once.txt"));
    const again = await answer(job("once.txt", { noted: first.done! }));
    expect(again).toEqual(first);
    expect(statSync(place.at("out/once.txt"))).toMatchObject({
      ino: before.ino,
      mtimeMs: before.mtimeMs,
    });
  });

  it("is not believed when it says it is done and isn't, and replaces nothing that it doesn't know", async () => {
    const { done } = await answer(job("real.txt"));
    const { fault } = await answer(job("real.txt"));
    expect(fault).toMatchObject({ code: "OUTPUT_EXISTS" });
    const untrue = await answer(
      job("other.txt", { noted: { ...done!, output: place.at("out/other.txt") } }),
    );
    expect(untrue.done?.manifest).not.toBe(done?.manifest);
    writeFileSync(place.at("out/real.txt"), "Changed by hand.\n");
    expect((await answer(job("real.txt", { noted: done! }))).fault).toMatchObject({
      code: "OUTPUT_EXISTS",
    });
  });

  it("waits while no batch asks for it, and when the notice is of another server", async () => {
    const output = place.at("out/waits.txt");
    const id = jobId({ batch, output });
    await takeDown(link, batch);
    await new Promise((wake) => setTimeout(wake, 600)); // what the worker knows is not older
    await shelf.add([{ id, job: job("waits.txt") }]);
    await new Promise((wake) => setTimeout(wake, 1500));
    expect(await shelf.standing(id)).toEqual({ state: "open" });
    await putUp(link, { batch, ...terms, signer: "Ada Reyes" }, "0".repeat(40));
    await new Promise((wake) => setTimeout(wake, 1500));
    expect(await shelf.standing(id)).toEqual({ state: "open" });
    expect(() => statSync(output)).toThrow();
    await putUp(link, { batch, ...terms, signer: "Ada Reyes" }, server);
    expect(await answer(job("waits.txt"))).toMatchObject({ done: { output } });
  });

  it("has no say outside the folders that the worker may use", async () => {
    const secret = place.at("elsewhere/secret.txt");
    const outside = {
      fault: { code: expect.stringMatching(/^(?:FILE_UNREADABLE|OUTPUT_UNWRITABLE)$/) },
    };
    const jobs = [
      job("stolen.txt", { input: secret }),
      job("../elsewhere/new.txt"),
      job("../in/b.txt"),
      job(".colophon/journal.ndjson", { replace: true }),
      job("n.txt", { what: { statement: {}, ingredients: [secret] } }),
      job("n.txt", { out: place.at("in"), output: place.at("in/c.txt") }),
    ].map((one) => ({ ...one, output: resolve(one.output) }));
    const answers = await Promise.all(jobs.map((one, i) => answer(one, `outside-${i}`)));
    for (const [i, one] of answers.entries()) expect([i, one]).toMatchObject([i, outside]);
    expect(place.read("out/.colophon/journal.ndjson")).toBe("");
    expect(place.files("in")).toEqual(["a.txt"]);
    expect(place.files("elsewhere")).toEqual(["secret.txt"]);
  });

  it("of a program's batch is done like any other", async () => {
    const identity = await openIdentity(undefined, fakeIo(place.at("home")));
    const where = { out: place.at("out/all"), base: place.at("in"), queue: redis.url };
    const told: SignedOrNot[] = [];
    for await (const one of signAll([place.at("in/a.txt")], { identity, ...where })) told.push(one);
    expect(told).toMatchObject([{ status: "signed", output: place.at("out/all/a.txt") }]);
    expect((await verify(place.at("out/all/a.txt"))).state).toBe("Valid");
    const both = signAll([place.at("in/a.txt")], { identity, ...where, threads: 2 });
    await expect(both.next()).rejects.toMatchObject({ code: "USAGE" });
  });

  it("that is not one of ours is answered as that, and the next one is done", async () => {
    const strange: object[] = [
      { ...job("s.txt"), key: "x" },
      { ...job("s.txt"), input: "in/a.txt" },
      { ...job("s.txt"), input: `${place.at("in")}/../in/a.txt` },
      { ...job("s.txt"), what: { statement: { title: 7 } } },
      { ...job("s.txt"), what: { statement: { title: "x".repeat(70_000) } } },
      { ...job("s.txt"), certificate: "A".repeat(43) },
      { ...job("s.txt"), form: 2 },
      JSON.parse('{"__proto__": {"form": 1}, "batch": []}') as object,
    ];
    for (const [i, one] of strange.entries()) {
      const { fault } = await answer({ ...one, output: place.at("out/s.txt") }, `strange-${i}`);
      expect(fault?.code, JSON.stringify(one)).toMatch(/^(?:ENCODING_INVALID|KEY_MISMATCH)$/);
    }
    await queue.add("sign", {}, { jobId: "broken" });
    await link.redis.hset(queue.toKey("broken"), "data", '{"form":');
    expect((await answer(job("next.txt"))).done).toBeDefined();
    expect(worker.stdout + worker.stderr).not.toMatch(/at .*\.js:\d+/);
  }, 30_000);
});
