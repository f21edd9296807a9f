// What a batch does with files that are not as they should be: each is told in a sentence, and the rest goes on.
import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import type { Outcome, Task } from "../../../toolkit/batch/task.js";
import { verify } from "../../../toolkit/index.js";
import { keepUndo } from "../../../toolkit/sign/undo-journal.js";
import { fixture } from "../sign/workshop.js";
import { makeCatalogue, Place, type Told } from "./catalogue.js";

let place: Place;
let picture: Uint8Array;
beforeAll(async () => {
  place = await Place.make();
  picture = await fixture("jpeg-baseline");
  await makeCatalogue(place, "catalogue", 5);
});
afterAll(() => place.remove());

const WORDS = "Some words to sign.\n";
const paths = ({ failed }: Told) => failed.map(({ path }) => path);
const codes = ({ failed }: Told) => failed.map(({ path, code }) => [path, code]).sort();

describe("a batch", () => {
  it("refuses a text, and what is of no kind, under a picture's name", async () => {
    place.write("named/page.jpg", "<html><body>404 Not Found</body></html>");
    place.write("named/film.mp4", WORDS);
    place.write("named/zeroes.png", new Uint8Array(500));
    place.write("named/picture.txt", picture);
    place.write("named/zeroes.bin", new Uint8Array(500));
    const told = await place.sign(["named"], { out: "named-out" });
    expect(told.failed.map(({ code, message }) => [code, message])).toEqual([
      ["FORMAT_UNSUPPORTED", "named/film.mp4 is not what .mp4 says: it holds text"],
      ["FORMAT_UNSUPPORTED", "named/page.jpg is not what .jpg says: it holds text"],
      [
        "FORMAT_UNSUPPORTED",
        "named/zeroes.png is not what .png says: its bytes are of no kind that is known here",
      ],
    ]);
    expect(place.files("named-out")).toEqual(["picture.txt", "zeroes.bin.c2pa"]);
    const beside = await place.sign(["named"], { out: "named-beside", sidecar: true });
    expect([beside.signed, beside.failed]).toEqual([5, []]);
  });

  it("tells empty, damaged and missing files, and folders in a file's place", async () => {
    place.write("bad/empty.jpg", "");
    place.write("bad/cut.jpg", picture.subarray(0, 300));
    place.write("bad/good.txt", WORDS);
    place.write("list.jsonl", '{"path": "bad"}\n{"path": "bad/good.txt/more"}\n');
    const told = await place.sign(["bad", "bad/missing.jpg"], { out: "out", table: "list.jsonl" });
    expect(codes(told)).toEqual([
      ["bad", "FILE_IS_DIRECTORY"],
      ["bad/cut.jpg", "CONTAINER_MALFORMED"],
      ["bad/empty.jpg", "FILE_EMPTY"],
      ["bad/good.txt/more", "FILE_NOT_FOUND"],
      ["bad/missing.jpg", "FILE_NOT_FOUND"],
    ]);
    expect(told.failed.every(({ hint }) => hint)).toBe(true);
    expect(place.files("out")).toEqual(["good.txt"]);
    const report = JSON.parse(place.read("out/.colophon/report.json")) as { failures: unknown[] };
    expect(report.failures).toHaveLength(5);
    expect(place.read("out/.colophon/report.html")).toContain("is empty (0 bytes)");
  });

  it("tells files and folders that may not be read", async () => {
    place.write("locked/a.txt", WORDS);
    place.write("locked/b.txt", WORDS);
    place.write("locked/within/c.txt", WORDS);
    place.write("locked/listed/within/d.txt", WORDS);
    for (const name of ["locked/a.txt", "locked/within"]) chmodSync(place.at(name), 0);
    chmodSync(place.at("locked/listed"), 0o444);
    const inputs = ["locked", "locked/within/c.txt", "locked/a.txt/more"];
    const ran = await place.run(["batch", ...inputs, "--out", "locked-out", "--json"], {
      unprivileged: true,
    });
    for (const name of ["within", "listed"]) chmodSync(place.at(`locked/${name}`), 0o755);
    expect(
      ran.lines.filter(({ type }) => type === "error").map(({ code, message }) => [code, message]),
    ).toEqual([
      ["FILE_UNREADABLE", "the folder locked/listed/within could not be read"],
      ["FILE_UNREADABLE", "the folder locked/within could not be read"],
      ["FILE_UNREADABLE", "locked/within/c.txt could not be read (EACCES)"],
      ["FILE_NOT_FOUND", "there is no file locked/a.txt/more"],
      ["FILE_UNREADABLE", expect.stringContaining("locked/a.txt")],
    ]);
    expect([ran.code, place.files("locked-out")]).toEqual([3, ["b.txt"]]);
  });

  it("tells both of two files with one name, and signs neither", async () => {
    for (const folder of ["one", "two"]) place.write(`same/${folder}/a.txt`, `From ${folder}.\n`);
    place.write("same/b.txt", "By itself.\n");
    const told = await place.sign(["same/one", "same/two", "same/b.txt"], { out: "same-out" });
    expect(paths(told)).toEqual(["same/one/a.txt", "same/two/a.txt"]);
    expect(told.failed[0]?.message).toBe(
      "same/one/a.txt and same/two/a.txt would both become a.txt",
    );
    expect(place.files("same-out")).toEqual(["b.txt"]);
    await place.sign(["same/one", "same/two"], { out: "based", base: "same" });
    expect(place.files("based")).toEqual(["one/a.txt", "two/a.txt"]);
  });

  it("never signs what is in its own output, hidden, or fits no pattern", async () => {
    for (const name of ["a.txt", "b.md", "drafts/c.txt", "deep/d.txt", ".hidden", "x.c2pa"])
      place.write(`inside/${name}`, WORDS);
    const how = { out: "inside/signed", include: ["*.txt"], exclude: ["drafts"] };
    await place.sign(["inside"], how);
    expect(place.files("inside/signed")).toEqual(["a.txt", "deep/d.txt"]);
    expect((await place.sign(["inside"], how)).end).toMatchObject({ signed: 0, kept: 2 });
    await place.sign([place.at("inside/*/*.txt")], { out: "globbed" });
    expect(place.files("globbed")).toContain("deep/d.txt");
  });

  it("looks through a tree for each pattern, and takes a file once that fits two", async () => {
    for (const name of ["a.txt", "deep/b.txt", "deep/c.md"]) place.write(`patterns/${name}`, WORDS);
    const told = await place.sign(["patterns/**/*.txt", "patterns/**/*.md", "patterns"], {
      out: "patterns-out",
    });
    expect([told.failed, told.notes]).toEqual([[], []]);
    expect(place.files("patterns-out")).toEqual(["a.txt", "deep/b.txt", "deep/c.md"]);
    expect(told.signed).toBe(3);
  });

  it("says of a folder that nothing in it is signed, and why", async () => {
    place.write("chosen/a.txt", WORDS);
    place.write("bare/.hidden", WORDS);
    const misspelt = await place.sign(["chosen"], { out: "chosen-out", include: ["*.tx"] });
    expect(misspelt.notes).toEqual(["no file in chosen fits what is to be included"]);
    const bare = await place.sign(["bare"], { out: "bare-out" });
    expect(bare.notes).toEqual(["there is no file to sign in bare"]);
    expect([...misspelt.failed, ...bare.failed]).toEqual([]);
  });

  it("signs nothing into the folder that it is to sign", async () => {
    place.write("itself/a.txt", WORDS);
    const told = await place.sign(["itself"], { out: "itself" });
    expect(told.failed.map(({ message }) => message)).toEqual(["itself is the output folder, too"]);
    expect(place.read("itself/a.txt")).toBe(WORDS);
  });

  it("follows links, and enters a folder once", async () => {
    place.write("links/real/a.txt", WORDS);
    symlinkSync("..", place.at("links/real/up"));
    symlinkSync("real/a.txt", place.at("links/b.txt"));
    symlinkSync("nowhere", place.at("links/broken.txt"));
    symlinkSync("self", place.at("links/self"));
    const told = await place.sign(["links"], { out: "links-out" });
    expect(place.files("links-out")).toEqual(["b.txt", "real/a.txt"]);
    expect(told.notes).toEqual([
      "links/real/up leads to a folder that was seen already: passed over",
    ]);
    expect(paths(told)).toEqual(["links/broken.txt", "links/self"]);
  });

  it("signs names of 255 bytes, and tells those that are too long with .c2pa or not UTF-8", async () => {
    const long = `${"n".repeat(251)}.txt`;
    place.write(`names/${long}`, WORDS);
    place.write(`names/${"m".repeat(250)}.json`, `{"a": "Some words"}`);
    const latin1 = [Buffer.from(`${place.at("names")}/`), Buffer.from([0xe9]), Buffer.from(".txt")];
    writeFileSync(Buffer.concat(latin1), "x");
    const told = await place.sign(["names"], { out: "names-out" });
    expect(place.files("names-out")).toEqual([long]);
    expect(told.failed.map(({ message }) => message)).toEqual([
      expect.stringContaining("is not UTF-8"),
      expect.stringContaining(".json.c2pa could not be written: its name is too long"),
    ]);
  });

  it("leaves what it didn't write, and what was changed since, unless it is forced", async () => {
    const [first = "", second = ""] = place.files("catalogue");
    place.write(`foreign/${first}`, "mine");
    const told = await place.sign(["catalogue"], { out: "foreign" });
    expect(codes(told)).toEqual([[`catalogue/${first}`, "OUTPUT_EXISTS"]]);
    place.write(`foreign/${second}`, "mine, too");
    expect((await place.sign(["catalogue"], { out: "foreign" })).failed).toHaveLength(2);
    expect(place.read(`foreign/${first}`)).toBe("mine");
    expect((await place.sign(["catalogue"], { out: "foreign", force: true })).failed).toEqual([]);
    expect((await verify(place.at(`foreign/${first}`))).state).toBe("Valid");
  });

  it("never replaces an original, forced or not", async () => {
    place.write("origin/a.txt", WORDS);
    place.write("origin/sub/a.txt", "Other words to sign.\n");
    const before = statSync(place.at("origin/a.txt")).mtimeMs;
    const how = { out: "origin", base: "origin/sub", force: true };
    const told = await place.sign(["origin/a.txt", "origin/sub"], how);
    expect(codes(told)).toEqual([
      ["origin/a.txt", "USAGE"],
      ["origin/sub/a.txt", "OUTPUT_EXISTS"],
    ]);
    expect(statSync(place.at("origin/a.txt")).mtimeMs).toBe(before);
  });

  it("says that files are signed when their record can't be archived, and archives it next time", async () => {
    const archive = await LocalArchive.open(place.at("archive"));
    rmSync(place.at("archive/items"), { recursive: true, force: true });
    place.write("archive/items", "no folder");
    const unkept = place.sign(["catalogue"], { out: "unkept" }, { archive });
    await expect(unkept).rejects.toMatchObject({
      hint: expect.stringMatching(/^the files are signed; .*run the same command again/),
    });
    expect(place.files("unkept")).toHaveLength(5);
    rmSync(place.at("archive/items"));
    const { news } = await place.sign(["catalogue"], { out: "unkept" }, { archive });
    expect(news.find(({ type }) => type === "recorded")).toMatchObject({ files: 5 });
  });

  it("never takes a sidecar of somebody else for its own, even after it was killed", async () => {
    place.write("beside/a.bin", new Uint8Array(100).fill(1));
    place.write("beside/b.jpg", picture);
    place.write("beside-out/a.bin.c2pa", "mine");
    const executor = async () => ({
      async *run(tasks: AsyncIterable<Task>): AsyncGenerator<Outcome> {
        for await (const { number } of tasks) {
          if (number >= 0) throw new Error("killed");
          yield { number, fault: { code: "INTERNAL", message: "" } };
        }
      },
    });
    const killed = place.sign(["beside"], { out: "beside-out" }, { executor });
    await expect(killed).rejects.toThrow("killed");
    expect(place.read("beside-out/.colophon/journal.ndjson")).toContain('"begin"');
    const told = await place.sign(["beside"], { out: "beside-out" });
    expect(codes(told)).toEqual([["beside/a.bin", "OUTPUT_EXISTS"]]);
    expect(place.read("beside-out/a.bin.c2pa")).toBe("mine");
    expect((await verify(place.at("beside-out/b.jpg"))).state).toBe("Valid");
  });

  it("puts a file back first whose signing in place was cut off", async () => {
    place.write("half/a.webp", await fixture("webp-lossy"));
    const whole = readFileSync(place.at("half/a.webp"));
    const file = await open(place.at("half/a.webp"), "r+");
    await keepUndo(place.at("half/a.webp"), file, [{ at: whole.length, bytes: whole }]);
    await file.write(whole.subarray(0, 50), 0, 50, whole.length);
    await file.close();
    expect(readFileSync(place.at("half/a.webp")).equals(whole)).toBe(false);
    const told = await place.sign(["half"], { out: "half-out" });
    expect([told.signed, told.failed]).toEqual([1, []]);
    expect(readFileSync(place.at("half/a.webp")).equals(whole)).toBe(true);
    expect((await verify(place.at("half-out/a.webp"))).state).toBe("Valid");
  });

  it("signs a file of a name in the journal's folder nowhere", async () => {
    place.write("reserved/table.jsonl", '{"path": ".colophon/journal.ndjson"}\n');
    place.write("reserved/.colophon/journal.ndjson", WORDS);
    const told = await place.sign([], { out: "reserved-out", table: "reserved/table.jsonl" });
    expect(told.failed.map(({ code }) => code)).toEqual(["OUTPUT_UNWRITABLE"]);
    expect(existsSync(place.at("reserved-out/.colophon/journal.ndjson"))).toBe(false);
  });
});
