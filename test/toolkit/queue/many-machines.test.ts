// Two workers on one Redis, whatever happens to them, to it and to the batch: in the end every file is signed, and none twice.
// COLOPHON_QUEUE_FILES=2000 makes it as large as one likes.
import { readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { queueAddress } from "../../../toolkit/queue/address.js";
import { RedisLink } from "../../../toolkit/queue/redis.js";
import { makeCatalogue, Place } from "../batch/catalogue.js";
import { allDoneOnce, Running } from "./crowd.js";
import { findRedis, RedisServer } from "./redis-server.js";

const FILES = Number(process.env["COLOPHON_QUEUE_FILES"] ?? 200);
const TIME = { timeout: 120_000 + FILES * 60 };
const program = findRedis();

let place: Place;
let redis: RedisServer;
let expected: string[];
const running: Running[] = [];

beforeAll(async () => {
  if (program === undefined) return;
  place = await Place.make();
  await makeCatalogue(place, "catalogue", FILES);
  expected = place.files("catalogue");
  redis = await RedisServer.start(program);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.kill()));
});
afterAll(async () => {
  await redis?.remove();
  place?.remove();
});

function start(...args: string[]): Running {
  const one = new Running(place, [...args, "--queue", redis.url, "--json"]);
  running.push(one);
  return one;
}
const worker = () => start("worker", "--concurrency", "1");
const batch = (out: string) => start("batch", "catalogue", "--out", out, "--no-check");

/** What Redis knows now is what it will know after its next start. */
async function remember(): Promise<void> {
  const link = await RedisLink.open(queueAddress(redis.url));
  await link.redis.save();
  await link.close();
}

describe.skipIf(program === undefined)("a batch on many machines", () => {
  it(
    "is done, each file once, though a worker is killed and Redis goes back in time",
    TIME,
    async () => {
      const [first, second] = [worker(), worker()];
      const all = batch("signed");
      await Promise.all([first.signed(FILES / 20), second.signed(FILES / 20)]);
      await first.kill("SIGKILL");
      await remember();
      await all.signed(FILES / 2);
      await redis.stop("SIGKILL");
      await new Promise((wake) => setTimeout(wake, 1000));
      await redis.start();
      expect([await all.ended, all.of("error")]).toEqual([0, []]);
      expect(all.of("signed")).toHaveLength(FILES);
      expect(all.of("end")).toMatchObject([{ done: FILES, failed: 0 }]);
      expect(all.of("note").map(({ text }) => text)).toEqual([
        `the Redis at ${redis.url} is gone: everything waits until it is back`,
        `the Redis at ${redis.url} is back`,
      ]);
      expect(await second.kill("SIGTERM")).toBe(0);
      await allDoneOnce(place, "signed", expected, FILES > 200 ? 1 : 4);
      expect(readdirSync(place.at("signed/.colophon")).sort()).toEqual([
        "journal.ndjson",
        "report.html",
        "report.json",
      ]);
    },
  );

  it(
    "goes on where it was killed, also with a Redis that knows nothing any more",
    TIME,
    async () => {
      const hands = worker();
      for (const end of ["kill", "forget"]) {
        const killed = batch("again");
        await killed.signed(FILES / 5);
        await killed.kill("SIGKILL");
        if (end === "kill") continue;
        await redis.remove();
        redis = await RedisServer.start(program ?? "", redis.port);
      }
      const rest = batch("again");
      expect([await rest.ended, rest.of("error")]).toEqual([0, []]);
      expect(rest.of("end")).toMatchObject([{ done: FILES, failed: 0 }]);
      expect(await hands.kill("SIGTERM")).toBe(0);
      await allDoneOnce(place, "again", expected, 10);
    },
  );

  it(
    "gives back on Ctrl-C what nobody has begun, and loses no worker's work when that ends",
    TIME,
    async () => {
      const [first, stopped] = [worker(), batch("stopped")];
      await stopped.signed(10);
      expect(await first.kill("SIGTERM")).toBe(0);
      const second = worker();
      await stopped.signed(FILES / 4);
      expect(await stopped.kill("SIGINT")).toBe(130);
      const { done, left } = stopped.of("end")[0] as { done: number; left: number };
      expect(done + left).toBe(FILES);
      expect(place.files("stopped")).toHaveLength(done);
      expect(await second.kill("SIGTERM")).toBe(0);
      expect(first.of("signed").length + second.of("signed").length).toBe(done);
    },
  );

  it("is left by Ctrl-C also when Redis is gone, by its workers, too", TIME, async () => {
    const [hands, left] = [worker(), batch("left")];
    await left.signed(10);
    await redis.stop();
    const gone = ({ stdout }: Running) => stdout.includes("is gone: everything waits");
    await Promise.all([hands.until(gone), left.until(gone)]);
    expect(await Promise.all([hands.kill("SIGTERM"), left.kill("SIGINT")])).toEqual([0, 130]);
    expect(left.of("end")).toMatchObject([{ failed: 0, exitCode: 130 }]);
    await redis.start();
    const [others, rest] = [worker(), batch("left")];
    expect([await rest.ended, rest.of("error")]).toEqual([0, []]);
    expect(await others.kill("SIGTERM")).toBe(0);
    await allDoneOnce(place, "left", expected, 10);
  });
});
