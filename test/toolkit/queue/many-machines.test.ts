// Two workers on one Redis, whatever happens to them, to it and to the batch: in the end every file is signed, and none twice.
// COLOPHON_QUEUE_FILES=2000 makes it as large as one likes.
import { readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeCatalogue, Place } from "../batch/catalogue.js";
import { allDoneOnce, Running } from "./crowd.js";
import { findRedis, RedisServer } from "./redis-server.js";

const FILES = Number(process.env["COLOPHON_QUEUE_FILES"] ?? 200);
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
const batch = (out: string, ...more: string[]) =>
  start("batch", "catalogue", "--out", out, ...more);

describe.skipIf(program === undefined)("a batch on many machines", () => {
  it("is done, each file once, though a worker is killed and Redis forgets everything", {
    timeout: 60_000 + FILES * 60,
  }, async () => {
    const [first, second] = [worker(), worker()];
    const all = batch("signed");
    await Promise.all([first.signed(FILES / 20), second.signed(FILES / 20)]);
    await first.kill("SIGKILL");
    await all.signed(FILES / 3);
    await redis.stop("SIGKILL");
    await redis.start();
    expect(await all.ended).toBe(0);
    expect(all.of("signed")).toHaveLength(FILES);
    expect(all.of("end")).toMatchObject([{ done: FILES, failed: 0 }]);
    expect(all.of("note").map(({ text }) => text)).toEqual([
      `the Redis at ${redis.url} is gone: everything waits until it is back`,
      `the Redis at ${redis.url} is back`,
    ]);
    await allDoneOnce(place, "signed", expected);
    expect(await second.kill("SIGTERM")).toBe(0);
    expect(readdirSync(place.at("signed/.colophon")).sort()).toEqual([
      "journal.ndjson",
      "report.html",
      "report.json",
    ]);
  });

  it("goes on where it was killed, with what workers did meanwhile", {
    timeout: 60_000,
  }, async () => {
    const hands = worker();
    const killed = batch("again", "--no-archive");
    await killed.signed(20);
    await killed.kill("SIGKILL");
    const rest = batch("again", "--no-archive");
    expect(await rest.ended).toBe(0);
    expect(rest.of("end")).toMatchObject([{ done: FILES, failed: 0 }]);
    await allDoneOnce(place, "again", expected);
    await hands.kill("SIGTERM");
    expect(hands.of("signed").length).toBeLessThanOrEqual(FILES);
  });
});
