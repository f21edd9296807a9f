// What `colophon batch` does with files that are not as they should be: each is told in a sentence, and the rest goes on.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { counts, makeCatalogue, Place, type Ran } from "./catalogue.js";

let place: Place;
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "catalogue", 12);
});
afterAll(() => place.remove());

const batch = (...args: string[]) => place.run(["batch", ...args, "--json"]);
const errors = ({ lines }: Ran) => lines.filter(({ type }) => type === "error");
const end = ({ lines }: Ran) => lines.at(-1);

describe("colophon batch", () => {
  it("signs a tree, archives one record of it, and leaves a report", async () => {
    const ran = await batch("catalogue", "--out", "tree");
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    expect(counts(ran)).toEqual({ signed: 12, record: 1, written: 2, end: 1 });
    expect(place.files("tree")).toEqual(place.files("catalogue"));
    for (const name of place.files("tree"))
      expect((await verify(place.at(`tree/${name}`))).state).toBe("Valid");
    expect(ran.lines.find(({ type }) => type === "record")).toMatchObject({
      kind: "batch",
      files: 12,
    });
    expect(place.read("tree/.colophon/report.html")).toContain("data:image/");
  });

  it("signs again what changed, what is gone and what other options are given for, and nothing else", async () => {
    await batch("catalogue", "--out", "again", "--no-archive");
    const [first = "", second = ""] = place.files("catalogue");
    expect(end(await batch("catalogue", "--out", "again", "--no-archive"))).toMatchObject({
      kept: 12,
    });
    utimesSync(place.at(`catalogue/${first}`), 1e9, 1e9);
    rmSync(place.at(`again/${second}`));
    const touched = await batch("catalogue", "--out", "again", "--no-archive");
    expect([touched.code, counts(touched)["signed"]]).toEqual([0, 2]);
    const said = await batch("catalogue", "--out", "again", "--no-archive", "--creator", "Ada");
    expect([said.code, counts(said)["signed"]]).toEqual([0, 12]);
    const tried = await batch("catalogue", "--out", "again", "--no-archive", "--dry-run");
    expect(counts(tried)).toEqual({ planned: 12, note: 1 });
    expect(tried.lines[0]).toMatchObject({ why: "options" });
  });

  it("leaves what it didn't write, and what was changed since, unless it is forced", async () => {
    const [first = "", second = ""] = place.files("catalogue");
    place.write(`foreign/${first}`, "mine");
    const ran = await batch("catalogue", "--out", "foreign");
    expect([ran.code, errors(ran)]).toEqual([
      3,
      [expect.objectContaining({ code: "OUTPUT_EXISTS" })],
    ]);
    place.write(`foreign/${second}`, "mine, too");
    expect(errors(await batch("catalogue", "--out", "foreign"))).toHaveLength(2);
    expect(place.read(`foreign/${first}`)).toBe("mine");
    expect((await batch("catalogue", "--out", "foreign", "--force")).code).toBe(0);
    expect((await verify(place.at(`foreign/${first}`))).state).toBe("Valid");
  });

  it("tells both of two files with one name, and signs neither", async () => {
    for (const folder of ["one", "two"]) place.write(`same/${folder}/a.txt`, `From ${folder}.\n`);
    place.write("same/b.txt", "By itself.\n");
    const ran = await batch("same/one", "same/two", "same/b.txt", "--out", "same-out");
    expect(ran.code).toBe(3);
    expect(errors(ran).map(({ path }) => path)).toEqual(["same/one/a.txt", "same/two/a.txt"]);
    expect(place.files("same-out")).toEqual(["b.txt"]);
    expect((await batch("same/one", "same/two", "--base", "same", "--out", "based")).code).toBe(0);
    expect(place.files("based")).toEqual(["one/a.txt", "two/a.txt"]);
  });

  it("never signs what is in its own output, hidden, or fits no pattern", async () => {
    for (const name of ["a.txt", "b.md", "drafts/c.txt", "deep/d.txt", ".hidden", "x.c2pa"])
      place.write(`inside/${name}`, "Some words to sign.\n");
    const ran = await batch(
      "inside",
      "--out",
      "inside/signed",
      "--include",
      "*.txt",
      "--exclude",
      "drafts",
    );
    expect(ran.code).toBe(0);
    expect(place.files("inside/signed")).toEqual(["a.txt", "deep/d.txt"]);
    const again = await batch(
      "inside",
      "--out",
      "inside/signed",
      "--include",
      "*.txt",
      "--exclude",
      "drafts",
    );
    expect(end(again)).toMatchObject({ done: 2, kept: 2 });
    expect((await batch("inside/*/*.txt", "--out", "globbed")).code).toBe(0);
    expect(place.files("globbed")).toContain("deep/d.txt");
  });

  it("follows links, and enters a folder once", { timeout: 30_000 }, async () => {
    place.write("links/real/a.txt", "Some words to sign.\n");
    symlinkSync("..", place.at("links/real/up"));
    symlinkSync("real/a.txt", place.at("links/b.txt"));
    symlinkSync("nowhere", place.at("links/broken.txt"));
    symlinkSync("self", place.at("links/self"));
    const ran = await batch("links", "--out", "links-out");
    expect(ran.code).toBe(3);
    expect(place.files("links-out")).toEqual(["b.txt", "real/a.txt"]);
    expect(ran.lines.find(({ type }) => type === "note")).toMatchObject({
      text: expect.stringContaining("links/real/up leads to a folder that was seen already"),
    });
    expect(errors(ran).map(({ path }) => path)).toEqual(["links/broken.txt", "links/self"]);
  });

  it("signs names of 255 bytes, and tells names that are too long with .c2pa or not UTF-8", async () => {
    const long = `${"n".repeat(251)}.txt`;
    place.write(`names/${long}`, "Some words to sign.\n");
    place.write(`names/${"m".repeat(250)}.json`, `{"a": "Some words"}`);
    writeFileSync(
      Buffer.concat([
        Buffer.from(`${place.at("names")}/`),
        Buffer.from([0xe9]),
        Buffer.from(".txt"),
      ]),
      "x",
    );
    const ran = await batch("names", "--out", "names-out");
    expect(ran.code).toBe(3);
    expect(place.files("names-out")).toEqual([long]);
    expect(errors(ran).map(({ message }) => message)).toEqual([
      expect.stringContaining("is not UTF-8"),
      expect.stringContaining("its name is too long"),
    ]);
  });

  it("tells empty, unreadable, damaged and missing files", async () => {
    place.write("bad/empty.jpg", "");
    place.write(
      "bad/cut.jpg",
      readFileSync(
        place.at(`catalogue/${place.files("catalogue").find((name) => name.endsWith(".jpeg"))}`),
      ).subarray(0, 300),
    );
    place.write("bad/good.txt", "Some words to sign.\n");
    mkdirSync(place.at("bad/gone"));
    const ran = await batch("bad", "bad/missing.jpg", "--out", "bad-out");
    expect(ran.code).toBe(3);
    expect(
      errors(ran)
        .map(({ path, code }) => [path, code])
        .sort(),
    ).toEqual([
      ["bad/cut.jpg", "CONTAINER_MALFORMED"],
      ["bad/empty.jpg", "FILE_EMPTY"],
      ["bad/missing.jpg", "FILE_NOT_FOUND"],
    ]);
    expect(place.files("bad-out")).toEqual(["good.txt"]);
    const report = JSON.parse(place.read("bad-out/.colophon/report.json")) as {
      failures: unknown[];
    };
    expect(report.failures).toHaveLength(3);
    expect(place.read("bad-out/.colophon/report.html")).toContain("is empty (0 bytes)");
  });

  it.skipIf(process.getuid?.() === 0)("tells files that may not be read", async () => {
    place.write("locked/a.txt", "Some words to sign.\n");
    chmodSync(place.at("locked/a.txt"), 0);
    expect((await batch("locked", "--out", "locked-out")).code).toBe(1);
  });

  it("asks for a passphrase once, and fails once when it is wrong", async () => {
    const locked = await Place.make("a good passphrase");
    await makeCatalogue(locked, "catalogue", 20);
    const command = ["batch", "catalogue", "--out", "out", "--json"];
    const wrong = await locked.run(command, { env: { COLOPHON_PASSPHRASE: "another one" } });
    expect(wrong.code).toBe(1);
    expect(wrong.lines.map(({ code }) => code)).toEqual(["PASSPHRASE_WRONG"]);
    expect(existsSync(locked.at("out"))).toBe(false);
    const right = await locked.run(command, { env: { COLOPHON_PASSPHRASE: "a good passphrase" } });
    expect(right.code).toBe(0);
    locked.remove();
  });

  it("takes a list that is piped in, ended by line feeds or NUL", async () => {
    const names = place
      .files("catalogue")
      .map((name) => `catalogue/${name}`)
      .slice(0, 3);
    const lines = await place.run(["batch", "-", "--out", "list", "--json"], {
      stdin: `${names.join("\n")}\n`,
    });
    expect(lines.code).toBe(0);
    expect(place.files("list")).toEqual(names);
    const nul = await place.run(["batch", "-", "--null", "--out", "list", "--json"], {
      stdin: Buffer.concat([
        Buffer.from(`${names.join("\0")}\0../outside.txt\0`),
        Buffer.from([0xff]),
      ]),
    });
    expect(end(nul)).toMatchObject({ kept: 3, failed: 2 });
    expect(errors(nul).map(({ message }) => message)).toEqual([
      expect.stringContaining("lies outside"),
      expect.stringContaining("is not UTF-8"),
    ]);
  });

  it("writes receipts when they are asked for", async () => {
    const ran = await batch("catalogue", "--out", "receipts", "--receipt");
    expect(ran.code).toBe(0);
    const [name = ""] = place.files("catalogue");
    const receipt = place.at(`receipts/${name}.colophon.json`);
    const { archive } = await verify(place.at(`receipts/${name}`), { receipt });
    expect(archive).toMatchObject({ level: "authentic", archivedIn: receipt });
  });

  it("lets one run at a time have the folder", async () => {
    place.write("busy/.colophon/lock", `${process.pid}\n`);
    const ran = await batch("catalogue", "--out", "busy");
    expect([ran.code, errors(ran)[0]?.["message"]]).toEqual([
      1,
      `another batch (process ${process.pid}) has this folder`,
    ]);
  });

  it("goes on from a journal whose last line was cut off", async () => {
    await batch("catalogue", "--out", "torn", "--no-archive");
    const journal = place.at("torn/.colophon/journal.ndjson");
    const text = readFileSync(journal, "utf8").trimEnd();
    writeFileSync(journal, text.slice(0, -40));
    const ran = await batch("catalogue", "--out", "torn", "--no-archive");
    expect([ran.code, counts(ran)["signed"]]).toEqual([0, 1]);
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    for (const line of lines) JSON.parse(line);
  });

  it("never replaces an original, forced or not", async () => {
    place.write("origin/a.txt", "Some words to sign.\n");
    place.write("origin/sub/a.txt", "Other words to sign.\n");
    const before = statSync(place.at("origin/a.txt")).mtimeMs;
    const ran = await batch(
      "origin/a.txt",
      "origin/sub",
      "--base",
      "origin/sub",
      "--out",
      "origin",
      "--force",
    );
    expect(ran.code).toBe(1);
    expect(
      errors(ran)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["OUTPUT_EXISTS", "USAGE"]);
    expect(statSync(place.at("origin/a.txt")).mtimeMs).toBe(before);
  });
});

describe("a table", () => {
  it("says other things about each file, and tells bad rows with line and column", async () => {
    await makeCatalogue(place, "shop/pictures", 4);
    const [a = "", b = "", c = "", d = ""] = place
      .files("shop/pictures")
      .map((name) => `pictures/${name}`);
    place.write(
      "shop/table.csv",
      [
        "\ufeffpath,title,creator,source,generated,model",
        `${a},"A ""red"" chair",,camera,,`,
        `${b},,,,yes,picture-1`,
        `${c},,,by hand,,`,
        `${d},,,,,picture-1`,
        `${d},1,2,3,4,5,6,7`,
        "",
        "pictures/missing.jpg,,,,,",
      ].join("\r\n"),
    );
    const ran = await batch(
      "--table",
      "shop/table.csv",
      "--out",
      "shop-out",
      "--creator",
      "The Shop",
    );
    expect(ran.code).toBe(3);
    expect(place.files("shop-out")).toEqual([a, b].sort());
    expect(errors(ran).map(({ path, message }) => [path, message])).toEqual([
      ["shop/table.csv:4", expect.stringContaining('column "source" takes one of: camera')],
      ["shop/table.csv:5", expect.stringContaining('column "model" describes generated content')],
      ["shop/table.csv:6", expect.stringContaining("8 cells for 6 columns")],
      [expect.stringContaining("missing.jpg"), expect.stringContaining("there is no file")],
    ]);
    const chair = await verify(place.at(`shop-out/${a}`));
    expect([chair.title, chair.creator]).toEqual(['A "red" chair', "The Shop"]);
    expect((await verify(place.at(`shop-out/${b}`))).ai?.model).toBe("picture-1");
  });

  it("can be JSON Lines, with ingredients; a column that means nothing stops it", async () => {
    const [a = "", b = ""] = place.files("catalogue").map((name) => join("catalogue", name));
    place.write(
      "rows.jsonl",
      `${JSON.stringify({ path: a, title: "One", ingredients: [b] })}\nnot json\n`,
    );
    const ran = await batch("--table", "rows.jsonl", "--out", "rows-out");
    expect([ran.code, errors(ran).map(({ path }) => path)]).toEqual([3, ["rows.jsonl:2"]]);
    const { tree } = await verify(place.at(`rows-out/${a}`));
    expect(tree?.ingredients.map(({ relationship }) => relationship)).toContain("componentOf");
    place.write("wrong.jsonl", JSON.stringify({ path: a, creater: "Ada" }));
    const wrong = await batch("--table", "wrong.jsonl", "--out", "wrong-out");
    expect([wrong.code, wrong.lines[0]?.["message"]]).toEqual([
      2,
      'wrong.jsonl has a column "creater", which means nothing here',
    ]);
  });
});
