// `colophon batch` between places: object stores, web servers and folders, with the same guarantees as between folders.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import type { Place as RemotePlace } from "../../../toolkit/batch/place.js";
import { survey } from "../../../toolkit/batch/standing.js";
import type { Executor } from "../../../toolkit/batch/task.js";
import { verify } from "../../../toolkit/index.js";
import { FileServer } from "../../fake/file-server.js";
import { ObjectStore } from "../../fake/object-store.js";
import { mediaFixtures } from "../../fixture/media/index.js";
import { counts, makeCatalogue, Place, type Ran } from "./catalogue.js";

const LIBRARY = new URL("../../../dist/toolkit/index.js", import.meta.url).href;
let place: Place;
let store: ObjectStore;
let server: FileServer;
beforeAll(async () => {
  [place, store, server] = [
    await Place.make(),
    await ObjectStore.start(),
    await FileServer.start(),
  ];
  await makeCatalogue(place, "catalogue", 24);
});
afterEach(() => {
  store.trouble = () => false;
  server.trouble = () => false;
});
afterAll(async () => {
  place.remove();
  await store.stop();
  await server.stop();
});

const batch = (...args: string[]) =>
  place.run(["batch", ...args, "--no-archive", "--json"], { env: store.env });
/** The same without a process of its own. */
const signed = (inputs: readonly string[], values: Parameters<Place["sign"]>[1]) =>
  place.sign(inputs, values, { environment: store.env });
const errors = ({ lines }: Ran) => lines.filter(({ type }) => type === "error");

/** Puts the catalogue below a prefix. */
function upload(prefix: string): string[] {
  const names = place.files("catalogue");
  for (const name of names)
    store.put(`${prefix}${name}`, readFileSync(place.at(`catalogue/${name}`)));
  return names;
}

/** What verification says of everything below a prefix. */
async function states(prefix: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, { bytes }] of [...store.objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!key.startsWith(prefix)) continue;
    place.write(`check/${key}`, bytes);
    found[key.slice(prefix.length)] = (await verify(place.at(`check/${key}`))).state;
  }
  return found;
}

const valid = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, "Valid"]));

describe("from store to store", () => {
  it("signs all below a prefix, once, and again what was changed, is gone or is somebody else's only with --force", async () => {
    const names = [...upload("in/"), "über & +.txt"].sort();
    store.put("in/über & +.txt", Buffer.from("A name with signs.\n"));
    store.put("in/.hidden.jpg", Buffer.from("x"));
    store.put("in/folder/", Buffer.alloc(0));
    store.page = 10;
    const to = { out: "s3://catalogue/in/out/", state: "state" };
    const first = await batch("s3://catalogue/in/", "--out", to.out, "--state", to.state);
    expect([first.stderr, first.code, counts(first)]).toEqual([
      "",
      0,
      { signed: 25, written: 2, end: 1 },
    ]);
    expect(await states("in/out/")).toEqual(valid(names));
    expect(store.objects.get("in/out/über & +.txt")?.mediaType).toBe("text/plain");
    expect(place.files("state")).toEqual(["journal.ndjson", "report.html", "report.json"]);

    store.asked.length = 0;
    const run = (more = {}) => signed(["s3://catalogue/in/"], { ...to, ...more });
    expect(await run()).toMatchObject({ signed: 0, failed: [], end: { kept: 25 } });
    expect(store.asked.every((one) => one.startsWith("GET ?"))).toBe(true);

    const [changed = "", gone = "", foreign = ""] = names;
    store.put(`in/${changed}`, readFileSync(place.at(`catalogue/${names[3]}`)));
    store.objects.delete(`in/out/${gone}`);
    store.put(`in/out/${foreign}`, Buffer.from("somebody else's"));
    expect(await run()).toMatchObject({
      signed: 2,
      failed: [{ code: "OUTPUT_EXISTS", path: `s3://catalogue/in/${foreign}` }],
      end: { kept: 22 },
    });
    expect(store.objects.get(`in/out/${foreign}`)?.bytes.toString()).toBe("somebody else's");
    expect(await run({ force: true })).toMatchObject({ signed: 1, failed: [] });
    expect(await states("in/out/")).toEqual(valid(names));
    store.page = 1000;
  });

  it("is killed in the middle, shows no half object, and goes on", async () => {
    const names = upload("killed/");
    const large = Buffer.concat([
      (await mediaFixtures()).find(({ name }) => name === "png")?.bytes ?? Buffer.alloc(0),
      Buffer.alloc(12 << 20),
    ]);
    store.put("killed/large.png", large);
    const args = ["s3://catalogue/killed/", "--out", "s3://catalogue/saved/", "--state", "killed"];
    store.uploads.set("another's", { key: "saved/another.png", mediaType: "", parts: new Map() });
    let puts = 0;
    store.trouble = (request) => {
      if (request.method === "PUT") puts++;
      if (puts >= 12 && store.uploads.size > 1) child.kill("SIGKILL");
      return false;
    };
    const child = place.start(["batch", ...args, "--no-archive"], store.env);
    child.stdin?.end();
    await new Promise((resolve) => child.on("close", resolve));
    const shown = await states("saved/");
    expect(Object.keys(shown).length).toBeGreaterThan(3);
    expect(new Set(Object.values(shown))).toEqual(new Set(["Valid"]));
    store.trouble = () => false;
    expect(store.uploads.size).toBe(2);
    const next = await batch(...args);
    expect([...store.uploads.keys()]).toEqual(["another's"]);
    store.uploads.clear();
    expect([next.code, errors(next)]).toEqual([0, []]);
    expect(Object.keys(await states("saved/")).sort()).toEqual([...names, "large.png"].sort());
    expect(store.asked.some((one) => one.includes("partNumber=2"))).toBe(true);
    expect([...store.objects.keys()].filter((key) => key.startsWith("killed/"))).toHaveLength(25);
  });
});

describe("from the web to a folder", () => {
  it("signs a list of addresses, and again what has another tag; no secret of an address is kept or shown", async () => {
    const names = place.files("catalogue").slice(0, 8);
    for (const name of names)
      server.put(`/shop/${name}`, readFileSync(place.at(`catalogue/${name}`)));
    const base = `${server.origin}/shop/`;
    const rows = names.map((name) => ({
      path: `${base.replace("//", "//grace:hopper@")}${name}?sig=SECRET`,
    }));
    place.write("shop.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
    const first = await batch("--table", "shop.jsonl", "--base", base, "--out", place.at("web"));
    expect([first.stderr, first.code, counts(first)["signed"]]).toEqual(["", 0, 8]);
    expect(place.files("web")).toEqual(names);
    for (const name of names) expect((await verify(place.at(`web/${name}`))).state).toBe("Valid");
    const run = () => signed([], { out: "web", table: "shop.jsonl", base });
    expect(await run()).toMatchObject({ signed: 0, end: { kept: 8 } });

    server.put(`/shop/${names[0]}`, readFileSync(place.at(`web/${names[0]}`)));
    const again = await run();
    expect([again.signed, JSON.stringify(again.news)]).toEqual([
      1,
      expect.stringContaining(`"input":"${base}${names[0]}?…"`),
    ]);
    server.put(`/shop/${names[1]}`, Buffer.from("no picture"));
    server.files.delete(`/shop/${names[2]}`);
    const last = await run();
    expect(last.failed).toHaveLength(2);
    const all = first.stdout + JSON.stringify([again, last]);
    const kept = ["journal.ndjson", "report.json", "report.html"].map((name) =>
      place.read(`web/.colophon/${name}`),
    );
    expect(all + kept.join("")).not.toMatch(/SECRET|grace|hopper/);
  });

  it("takes rows of a table, ingredients elsewhere, and leaves out names that would lead out of the folder", async () => {
    for (const name of ["a.png", "b.png"])
      server.put(
        `/t/${name}`,
        (await mediaFixtures()).find(({ name }) => name === "png")?.bytes ?? Buffer.alloc(0),
      );
    place.write(
      "row.csv",
      `path,title,ingredients\n${server.origin}/t/a.png,A,${server.origin}/t/b.png\n${server.origin}/t/x%2f..%2f..%2fb.png,B,\n${server.origin}/t/none.png,C,\n`,
    );
    const told = await signed([], { out: "table", table: "row.csv" });
    expect(told.signed).toBe(1);
    expect(told.failed.map(({ code, message }) => [code, message])).toEqual([
      [
        "FILE_UNREADABLE",
        `the name in ${server.origin}/t/x%2f..%2f..%2fb.png has characters that no file name should have`,
      ],
      ["FILE_NOT_FOUND", `there is no file ${server.origin}/t/none.png`],
    ]);
    expect(place.files("table")).toEqual(["t/a.png"]);
    expect(JSON.stringify(await verify(place.at("table/t/a.png")))).toContain("b.png");
  });
});

describe("from a folder to elsewhere", () => {
  it("puts files on a web server, once", async () => {
    server.folders = new Set(["/", "/put/"]);
    const to = { out: `${server.origin}/put/`, state: "put-state" };
    expect(await signed(["catalogue"], to)).toMatchObject({ signed: 24, failed: [] });
    server.asked.length = 0;
    expect(await signed(["catalogue"], to)).toMatchObject({ end: { kept: 24 } });
    expect(server.asked).toHaveLength(24);
    expect(server.asked.every((one) => one.startsWith("HEAD"))).toBe(true);
    server.folders = undefined;
  });

  it("puts a sidecar where a file has no place for a manifest, never over another's", async () => {
    const odd = Buffer.alloc(3000, "\u0001\u0080\u00ff", "latin1");
    for (const name of ["a.bin", "b.bin"]) place.write(`odd/${name}`, odd);
    store.put("odd/b.bin.c2pa", Buffer.from("somebody else's"));
    const to = { out: "s3://catalogue/odd", state: "odd-state" };
    const first = await signed(["odd"], to);
    expect([first.signed, first.failed]).toMatchObject([1, [{ code: "OUTPUT_EXISTS" }]]);
    expect(store.objects.get("odd/a.bin.c2pa")?.mediaType).toBe("application/c2pa");
    expect(await signed(["odd"], to)).toMatchObject({ signed: 0, end: { kept: 1 } });
    expect(store.objects.get("odd/b.bin.c2pa")?.bytes.toString()).toBe("somebody else's");
  });

  it("leaves receipts with the journal", async () => {
    const to = { out: "s3://catalogue/receipts/", state: "receipts", receipt: true };
    const archive = await LocalArchive.open(place.at("archive"));
    const more = { environment: store.env, archive, receipts: true };
    expect(await place.sign(["catalogue"], to, more)).toMatchObject({ signed: 24, failed: [] });
    const [name = ""] = place.files("catalogue");
    place.write("signed/picture.jpeg", store.objects.get(`receipts/${name}`)?.bytes ?? "");
    const receipt = place.at(`receipts/receipts/${name}.colophon.json`);
    const { archive: found } = await verify(place.at("signed/picture.jpeg"), { receipt });
    expect(found).toMatchObject({ match: "manifest", level: "authentic" });
  });
});

describe("what can't be done elsewhere", () => {
  it("is told in a sentence before anything is signed", async () => {
    const refuses = (inputs: string[], values: Parameters<Place["sign"]>[1]) =>
      expect(signed(inputs, values)).rejects;
    await refuses(["catalogue"], { out: "s3://catalogue/x/" }).toMatchObject({
      message: "an output elsewhere needs a folder here for its journal",
    });
    await refuses(["catalogue"], { out: "here", state: "there" }).toMatchObject({
      message: "--state is for an output elsewhere, at an address",
    });
    await refuses(["catalogue"], { out: "https://h/x?sig=SECRET", state: "z" }).toMatchObject({
      message: "https://h/x?… can't be an output: it has a query",
    });
    store.put("one/a.txt", Buffer.from("A.\n"));
    await signed(["s3://catalogue/one/"], { out: "s3://catalogue/one-out", state: "one" });
    await refuses(["catalogue"], { out: "s3://catalogue/other/", state: "one" }).toMatchObject({
      message: expect.stringMatching(/has the journal of a batch that goes to \S+one-out.$/),
    });
    await refuses([`${server.origin}/shop/`], { out: "x" }).toMatchObject({
      message: `${server.origin}/shop/ is a folder of a web server`,
    });
    await refuses(["s3://no-such-bucket/"], { out: "x" }).toMatchObject({
      message: "there is no bucket no-such-bucket",
    });
    await expect(place.sign(["s3://catalogue/one/"], { out: "x" })).rejects.toMatchObject({
      message: "there are no credentials for s3:// addresses",
    });
    expect((await signed(["s3://catalogue/nothing/"], { out: "x" })).failed).toMatchObject([
      { message: "there is nothing below s3://catalogue/nothing/" },
    ]);
  });

  it("is to put a signed file over an original", async () => {
    store.put("same/a.txt", Buffer.from("An original.\n"));
    const to = { out: "s3://catalogue/same/", state: "same", force: true };
    expect((await signed(["s3://catalogue/same/"], to)).failed).toMatchObject([
      {
        code: "OUTPUT_EXISTS",
        message: "s3://catalogue/same/a.txt is an original, which is never replaced",
      },
    ]);
    expect(store.objects.get("same/a.txt")?.bytes.toString()).toBe("An original.\n");
  });

  it("is to do so under another name of the same address", async () => {
    server.put("/same/a.txt", Buffer.from("An original.\n"));
    const to = { out: `${server.origin}/same/`, state: "same-web", force: true };
    const other = `${server.origin}/same/%61.txt?sig=1`;
    const { failed } = await signed([other], to);
    expect(failed).toMatchObject([{ code: "OUTPUT_EXISTS" }]);
    expect(server.files.get("/same/a.txt")?.bytes.toString()).toBe("An original.\n");
  });

  it("is told of the file, and another run goes on, when a store is gone for a while", async () => {
    const to = { out: "s3://catalogue/gone/", state: "gone" };
    store.put("few/a.txt", Buffer.from("A.\n"));
    store.put("few/b.txt", Buffer.from("B.\n"));
    store.trouble = (request, response, key) => {
      if (request.method !== "PUT" || key !== "gone/b.txt") return false;
      response.destroy();
      return true;
    };
    const first = await signed(["s3://catalogue/few/"], to);
    expect([first.signed, first.failed]).toMatchObject([1, [{ code: "URL_UNREACHABLE" }]]);
    expect([first.failed[0]?.path, store.objects.has("gone/b.txt")]).toEqual([
      "s3://catalogue/few/b.txt",
      false,
    ]);
    store.trouble = () => false;
    expect(await signed(["s3://catalogue/few/"], to)).toMatchObject({
      signed: 1,
      end: { kept: 1 },
    });
  });
});

describe("a place that stays away", () => {
  it("ends a batch before every file has waited for it", async () => {
    for (let i = 0; i < 80; i++) place.write(`many/${i}.txt`, `Number ${i}.\n`);
    const fault = {
      code: "URL_UNREACHABLE",
      message: "h could not be reached: no answer",
    } as const;
    const executor = async (): Promise<Executor> => ({
      async *run(tasks) {
        for await (const { number } of tasks) yield { number, fault };
      },
    });
    const told = await place.sign(["many"], { out: "many-out" }, { executor });
    expect(told.end.stopped).toEqual(fault);
    expect([told.failed.length >= 24, told.end.left > 0]).toEqual([true, true]);
  });

  it("is asked for 24 files, and the others are told the same", async () => {
    let asked = 0;
    const files = Array.from({ length: 100 }, (_, i) => ({
      input: `http://${i < 90 ? "gone" : "there"}/${i}.txt`,
      name: `${i}.txt`,
    }));
    const gone = new ColophonError("URL_UNREACHABLE", "gone could not be reached");
    const stat = async (address: string) => {
      if (address.includes("there")) return { size: 1, modified: 1 };
      asked++;
      throw gone;
    };
    const places = { at: async () => ({ stat }) as unknown as RemotePlace };
    const look = await survey({ files, out: "x", written: new Set(), places });
    expect(files.filter(({ input }) => look(input) === gone)).toHaveLength(90);
    expect(look("http://there/99.txt")).toMatchObject({ mark: { size: 1 } });
    expect(asked).toBeLessThanOrEqual(24 + 16);
  });
});

describe("signAll", () => {
  it("takes addresses, too", async () => {
    store.put("all-in/x/b.txt", Buffer.from("B.\n"));
    store.put("all-in/a.txt", Buffer.from("A.\n"));
    place.write(
      "all.mjs",
      `import { createIdentity, signAll } from ${JSON.stringify(LIBRARY)};
      const files = ["s3://catalogue/all-in/x/", { input: "s3://catalogue/all-in/a.txt", title: "A" }];
      const to = { out: "s3://catalogue/all", state: "all", environment: process.env, threads: 1 };
      const identity = await createIdentity({ name: "Ada Reyes" });
      for await (const one of signAll(files, { identity, ...to })) console.log(one.status, one.output);`,
    );
    const child = spawn(process.execPath, ["all.mjs"], { cwd: place.folder, env: store.env });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(said.trim().split("\n").sort()).toEqual([
      "signed s3://catalogue/all/all-in/a.txt",
      "signed s3://catalogue/all/b.txt",
    ]);
  });
});
