// Catalogues that say other things about each file: tables, and lists that are piped in.
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addList } from "../../../toolkit/batch/list.js";
import { Planner } from "../../../toolkit/batch/plan.js";
import { verify } from "../../../toolkit/index.js";
import { fixture } from "../sign/workshop.js";
import { makeCatalogue, Place } from "./catalogue.js";

let place: Place;
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "shop/pictures", 4);
});
afterAll(() => place.remove());

const names = () => place.files("shop/pictures").map((name) => `pictures/${name}`);

describe("a table", () => {
  it("says other things about each file, and tells bad rows with line and column", async () => {
    const [a = "", b = "", c = "", d = ""] = names();
    place.write(
      "shop/table.csv",
      [
        "\ufeffpath,title,creator,source,generated,model,language,parent",
        `${a},"A ""red"" chair",,camera,,,,`,
        `${b},,,,yes,picture-1,,`,
        `${c},,,by hand,,,,`,
        `${d},,,,,picture-1,,`,
        `${d},1,2,3,4,5,6,7,8,9`,
        `,no path,,,,,,`,
        `${d},,,,perhaps,,,`,
        `${d},,,,,,no language,`,
        `${d},,,,,,,pictures/nowhere.jpg`,
        "",
        "pictures/missing.jpg,,,,,,,",
        `${d},"never closed,,,,,,`,
      ].join("\r\n"),
    );
    const told = await place.sign([], {
      out: "shop-out",
      table: "shop/table.csv",
      creator: "The Shop",
    });
    expect(place.files("shop-out")).toEqual([a, b].sort());
    expect(told.failed.map(({ path, message }) => [path, message])).toEqual([
      ["shop/table.csv:4", expect.stringContaining('column "source" takes one of: camera')],
      ["shop/table.csv:5", expect.stringContaining('column "model" describes generated content')],
      ["shop/table.csv:6", expect.stringContaining("10 cells for 8 columns")],
      ["shop/table.csv:7", expect.stringContaining('column "path" is empty')],
      ["shop/table.csv:8", expect.stringContaining('column "generated" takes yes or no')],
      ["shop/table.csv:9", expect.stringContaining('column "language" takes a language tag')],
      ["shop/table.csv:13", expect.stringContaining("its quotes never end")],
      ["shop/pictures/missing.jpg", expect.stringContaining("there is no file")],
      [`shop/${d}`, "there is no file shop/pictures/nowhere.jpg"],
    ]);
    const chair = await verify(place.at(`shop-out/${a}`));
    expect([chair.title, chair.creator]).toEqual(['A "red" chair', "The Shop"]);
    expect((await verify(place.at(`shop-out/${b}`))).ai?.model).toBe("picture-1");
  });

  it("can be JSON Lines, with ingredients; each bad line is told", async () => {
    const [a = "", b = ""] = names();
    const rows = [
      JSON.stringify({ path: a, title: "One", ingredients: [b] }),
      "not json",
      "[1]",
      JSON.stringify({ path: b, title: 7 }),
      JSON.stringify({ path: b, title: "x".repeat(1 << 20) }),
      JSON.stringify({ title: "no path" }),
    ];
    place.write("shop/rows.jsonl", `${rows.join("\n")}\n`);
    const told = await place.sign([], { out: "rows-out", table: "shop/rows.jsonl" });
    expect(told.failed.map(({ path, message }) => [path, message])).toEqual(
      [
        "it is not JSON",
        "it is not a JSON object",
        'column "title" is neither',
        "longer than 1 MB",
        'column "path" is empty',
      ].map((what, i) => [`shop/rows.jsonl:${i + 2}`, expect.stringContaining(what)]),
    );
    const { tree } = await verify(place.at(`rows-out/${a}`));
    expect(tree?.ingredients.map(({ relationship }) => relationship)).toContain("componentOf");
  });

  it("is read as spreadsheets write it: semicolons, tabs, empty rows and columns, TRUE, sep=, UTF-16", async () => {
    const [a = "", b = ""] = names();
    const sheets: Record<string, string | Uint8Array> = {
      "semicolon.csv": `\ufeffpath;title;;\r\n${a};"One; two\r\nthree";;\r\n;;;\r\n`,
      "tab.tsv": `path\ttitle\t\n${a}\tOne; two\n\t\t\n`,
      "said.csv": `sep=|\r\nPath|Title\r\n${a}|One; two\r\n`,
      "wide.csv": Buffer.from(`\ufeffpath\ttitle\r\n${a}\tOne; two\r\n`, "utf16le"),
      "lines.jsonl": `\ufeff{"path": "${a}", "title": "One; two"}\r\n`,
    };
    for (const [name, content] of Object.entries(sheets)) {
      place.write(`shop/${name}`, content);
      const told = await place.sign([], { out: `out-of-${name}`, table: `shop/${name}` });
      expect([name, told.signed]).toEqual([name, 1]);
      const { title } = await verify(place.at(`out-of-${name}/${a}`));
      expect(title).toContain("One; two");
    }
    place.write("shop/true.csv", `path,generated,model\n${b},TRUE,picture-1\n`);
    await place.sign([], { out: "out-of-true", table: "shop/true.csv" });
    expect((await verify(place.at(`out-of-true/${b}`))).ai?.model).toBe("picture-1");
  });

  it("finds names that the disk writes with other characters, and passes over empty ingredients", async () => {
    place.write(`shop/${"Müller".normalize("NFD")}.txt`, "Some words to sign.\n");
    place.write("shop/letters.csv", `path,ingredients\n${"Müller".normalize("NFC")}.txt,|\n`);
    const told = await place.sign([], { out: "letters-out", table: "shop/letters.csv" });
    expect([told.failed, told.signed]).toEqual([[], 1]);
  });

  it("says once from where on a table can't be read, when a cell has no end", async () => {
    const [a = "", b = ""] = names();
    place.write("shop/endless.csv", `path,title\n${a},x\n${b},"${"y\n".repeat(1 << 20)}`);
    const told = await place.sign([], { out: "endless-out", table: "shop/endless.csv" });
    expect(told.signed).toBe(1);
    expect(told.failed.map(({ path, message }) => [path, message])).toEqual([
      ["shop/endless.csv:3", expect.stringContaining("no row from here on was read")],
    ]);
  });

  it("is told where a cell has no column, a type is no text's, and where it has no paths or letters", async () => {
    const [a = "", b = ""] = names();
    place.write("shop/beside.csv", `path,title,,type\n${a},x,y,\n${b},x,,image/png\n`);
    const told = await place.sign([], { out: "beside-out", table: "shop/beside.csv" });
    expect(told.failed.map(({ message }) => message)).toEqual([
      expect.stringContaining("line 2 can't be used: its cell 3 is in a column without a name"),
      expect.stringContaining('line 3 can\'t be used: column "type" takes a kind of text'),
    ]);
    const wrong = (content: string | Uint8Array) => {
      place.write("shop/wrong.csv", content);
      return place.sign([], { out: "wrong-out", table: "shop/wrong.csv" });
    };
    await expect(wrong("title,creator\nx,y\n")).rejects.toThrow('has no column "path"');
    await expect(wrong(await fixture("jpeg-baseline"))).rejects.toThrow("is not UTF-8");
    await expect(wrong(`${"x".repeat(500)}\n`)).rejects.toThrow(/column "x{60}…"/);
  });

  it("with a column that means nothing, twice the same, or of another kind signs nothing", async () => {
    const [a = ""] = names();
    place.write("shop/wrong.jsonl", JSON.stringify({ path: a, creater: "Ada" }));
    place.write("shop/twice.csv", `path,title,title\n${a},1,2\n`);
    place.write("shop/table.xlsx", await fixture("jpeg-baseline"));
    const wrong = (table: string) => place.sign([], { out: "wrong-out", table });
    await expect(wrong("shop/wrong.jsonl")).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining('has a column "creater", which means nothing here'),
    });
    await expect(wrong("shop/twice.csv")).rejects.toThrow('two columns "title"');
    await expect(wrong("shop/table.xlsx")).rejects.toThrow("is neither .csv nor .jsonl");
    await expect(wrong("shop/none.csv")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    mkdirSync(place.at("shop/folder.csv"));
    await expect(wrong("shop/folder.csv")).rejects.toMatchObject({ code: "FILE_IS_DIRECTORY" });
  });
});

describe("a list", () => {
  it("of the other kind is refused as a whole, with the option that reads it", async () => {
    const list = (content: string, nul: boolean) =>
      addList(new Planner({ out: place.at("out"), cwd: place.folder }), Buffer.from(content), nul);
    expect(() => list("a.jpg\0b.jpg\0", false)).toThrow(
      expect.objectContaining({ code: "USAGE", hint: expect.stringContaining("add --null") }),
    );
    expect(() => list("a.jpg\nb.jpg\n", true)).toThrow("no entry of the list ends in NUL");
    expect(() => list("a\njpg\0", true)).not.toThrow();
  });
});
