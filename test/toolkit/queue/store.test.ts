// Workers that share no disk: what they sign comes from an object store and goes there.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { ObjectStore } from "../../fake/object-store.js";
import { makeCatalogue, Place } from "../batch/catalogue.js";
import { Running } from "./crowd.js";
import { findRedis, RedisServer } from "./redis-server.js";

const FILES = 40;
const program = findRedis();

let place: Place;
let store: ObjectStore;
let redis: RedisServer;
const running: Running[] = [];

beforeAll(async () => {
  if (program === undefined) return;
  [place, store] = [await Place.make(), await ObjectStore.start()];
  await makeCatalogue(place, "catalogue", FILES);
  for (const name of place.files("catalogue"))
    store.put(`in/${name}`, readFileSync(place.at(`catalogue/${name}`)));
  store.put("few/a.txt", Buffer.from("A.\n"));
  redis = await RedisServer.start(program);
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  await redis?.remove();
  await store?.stop();
  place?.remove();
});

function start(...args: string[]): Running {
  const one = new Running(place, [...args, "--queue", redis.url, "--json"], store.env);
  running.push(one);
  return one;
}

describe.skipIf(program === undefined)("workers and an object store", () => {
  it("sign all of it, though one is killed, and nothing that lies elsewhere in the store", {
    timeout: 120_000,
  }, async () => {
    const worker = () =>
      start(
        "worker",
        "--files",
        "s3://catalogue/in/",
        "--files",
        "s3://catalogue/out/",
        "--files",
        "s3://catalogue/few/",
        "--concurrency",
        "1",
      );
    const [first, second] = [worker(), worker()];
    const batch = (from: string, to: string) =>
      start(
        "batch",
        `s3://catalogue/${from}/`,
        "--out",
        `s3://catalogue/${to}/`,
        "--state",
        to,
        "--no-archive",
        "--no-check",
      );
    const all = batch("in", "out");
    await first.signed(5);
    await first.kill();
    expect([await all.ended, all.of("error")]).toEqual([0, []]);
    expect(all.of("end")).toMatchObject([{ done: FILES, failed: 0 }]);
    const names = place.files("catalogue");
    const out = [...store.objects.keys()].filter((key) => key.startsWith("out/")).sort();
    expect(out).toEqual(names.map((name) => `out/${name}`));
    for (const key of out) {
      place.write(key, store.objects.get(key)?.bytes ?? "");
      expect([key, (await verify(place.at(key))).state]).toEqual([key, "Valid"]);
    }
    const again = batch("in", "out");
    expect([await again.ended, again.of("end")]).toMatchObject([0, [{ kept: FILES }]]);
    const other = batch("few", "other");
    await other.ended;
    expect(other.of("end")).toMatchObject([{ done: 0, failed: 1 }]);
    expect([...store.objects.keys()].some((key) => key.startsWith("other/"))).toBe(false);
    expect(await second.kill("SIGTERM")).toBe(0);
  });
});
