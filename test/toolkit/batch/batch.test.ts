// `colophon batch` as it is typed: what it says, what it exits with, and what a second run does.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { counts, makeCatalogue, Place, PROGRAM, type Ran } from "./catalogue.js";

const FILES = 10;
const NODE = process.execPath;
let place: Place;
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "catalogue", FILES);
});
afterAll(() => place.remove());

const batch = (...args: string[]) => place.run(["batch", ...args, "--json"]);
const errors = ({ lines }: Ran) => lines.filter(({ type }) => type === "error");
const end = ({ lines }: Ran) => lines.at(-1);

describe("colophon batch", () => {
  it("signs a tree, archives one record of it, and leaves a report; then there is nothing to do", async () => {
    const ran = await batch("catalogue", "--out", "tree", "--receipt");
    expect([ran.code, ran.stderr]).toEqual([0, ""]);
    expect(counts(ran)).toEqual({ signed: FILES, record: 1, written: 2, end: 1 });
    const names = place.files("catalogue");
    const receipts = names.map((name) => `${name}.colophon.json`);
    expect(place.files("tree")).toEqual([...names, ...receipts].sort());
    for (const name of names) expect((await verify(place.at(`tree/${name}`))).state).toBe("Valid");
    expect(ran.lines.find(({ type }) => type === "record")).toMatchObject({
      kind: "batch",
      files: FILES,
    });
    expect(place.read("tree/.colophon/report.html")).toContain("data:image/");
    const receipt = place.at(`tree/${receipts[0]}`);
    const { archive } = await verify(place.at(`tree/${names[0]}`), { receipt });
    expect(archive).toMatchObject({ level: "authentic", archivedIn: receipt });
    const again = await batch("catalogue", "--out", "tree", "--receipt");
    expect(again.lines).toEqual([
      expect.objectContaining({ type: "end", done: FILES, kept: FILES, failed: 0 }),
    ]);
  });

  it("signs again what changed, what is gone and what other options are given for, and nothing else", async () => {
    await place.sign(["catalogue"], { out: "again" });
    const [first = "", second = ""] = place.files("catalogue");
    expect((await place.sign(["catalogue"], { out: "again" })).end).toMatchObject({ kept: FILES });
    utimesSync(place.at(`catalogue/${first}`), 1e9, 1e9);
    rmSync(place.at(`again/${second}`));
    expect((await place.sign(["catalogue"], { out: "again" })).signed).toBe(2);
    const said = { out: "again", creator: "Ada" };
    expect((await place.sign(["catalogue"], said)).signed).toBe(FILES);
    const tried = await batch("catalogue", "--out", "again", "--no-archive", "--dry-run");
    expect(counts(tried)).toEqual({ planned: FILES, note: 1 });
    expect(tried.lines[0]).toMatchObject({ why: "options" });
  });

  it("says in a dry run what the real one says of a list with folders and empty files in it", async () => {
    const [name = ""] = place.files("catalogue");
    place.write("catalogue/none.jpg", "");
    const stdin = ["catalogue", `catalogue/${name}`, "catalogue/none.jpg"].join("\n");
    const run = async (...more: string[]) =>
      errors(await place.run(["batch", "-", "--out", "listed", "--json", ...more], { stdin }));
    const [tried, real] = [await run("--dry-run"), await run()];
    rmSync(place.at("catalogue/none.jpg"));
    expect(tried.map((one) => one["code"])).toEqual(["FILE_IS_DIRECTORY", "FILE_EMPTY"]);
    expect(real).toEqual(tried);
  });

  it("refuses in a dry run the options that the real one refuses", async () => {
    const args = ["catalogue", "--out", "refused", "--receipt", "--no-archive"];
    const [tried, real] = [await batch(...args, "--dry-run"), await batch(...args)];
    expect(errors(tried)).toMatchObject([{ code: "USAGE" }]);
    expect([tried.code, tried.lines]).toEqual([real.code, real.lines]);
  });

  it("knows its own files when the folder is moved, or named from elsewhere", async () => {
    await place.sign(["catalogue"], { out: "moved/before" });
    renameSync(place.at("moved/before"), place.at("moved/after"));
    const again = await place.sign(["catalogue"], { out: "moved/after" });
    expect(again.end).toMatchObject({ signed: 0, kept: FILES, failed: 0 });
    const other = await place.sign(["catalogue"], { out: "moved/after", title: "Other" });
    expect(other.end).toMatchObject({ signed: FILES, failed: 0 });
  });

  it("goes from files to sidecars and back, and replaces what it wrote and nothing else", async () => {
    const text = place.files("catalogue").find((name) => name.endsWith(".txt")) ?? "";
    const run = (sidecar: boolean) => place.sign(["catalogue"], { out: "both", sidecar });
    await run(false);
    expect((await run(true)).failed).toEqual([]);
    expect(place.files("both")).toHaveLength(2 * FILES);
    writeFileSync(place.at(`both/${text}`), "somebody's own words\n");
    const back = await run(false);
    expect(back.failed).toMatchObject([{ code: "OUTPUT_EXISTS", path: `catalogue/${text}` }]);
    expect(back.signed).toBe(FILES - 1);
    expect(place.read(`both/${text}`)).toBe("somebody's own words\n");
    expect((await run(true)).failed).toEqual([]);
  });

  it("ends with 141 when nobody reads on, and with 1 when its output can't be kept", async () => {
    const shell = (rest: string) =>
      spawnSync("bash", ["-c", `"$0" "$1" verify catalogue --json ${rest}`, NODE, PROGRAM], {
        cwd: place.folder,
        env: { ...process.env, COLOPHON_HOME: "home" },
        encoding: "utf8",
      });
    expect(shell("| true; exit $PIPESTATUS").status).toBe(141);
    if (!existsSync("/dev/full")) return;
    const full = shell("> /dev/full");
    expect([full.status, full.stderr]).toEqual([
      1,
      expect.stringContaining("the output could not be written (ENOSPC)"),
    ]);
  });

  it("asks for a passphrase once, and fails once when it is wrong", async () => {
    const locked = await Place.make("a good passphrase");
    await makeCatalogue(locked, "catalogue", 5);
    const command = ["batch", "catalogue", "--out", "out", "--json", "--no-check"];
    const wrong = await locked.run(command, { env: { COLOPHON_PASSPHRASE: "another one" } });
    expect(wrong.code).toBe(1);
    expect(wrong.lines.map(({ code }) => code)).toEqual(["PASSPHRASE_WRONG"]);
    expect(existsSync(locked.at("out"))).toBe(false);
    const right = await locked.run(command, { env: { COLOPHON_PASSPHRASE: "a good passphrase" } });
    expect([right.code, counts(right)["signed"]]).toEqual([0, 5]);
    locked.remove();
  });

  it("takes a list that is piped in, ended by line feeds or NUL", async () => {
    const names = place
      .files("catalogue")
      .map((name) => `catalogue/${name}`)
      .slice(0, 3);
    const command = ["batch", "-", "--out", "list", "--json", "--no-check"];
    const lines = await place.run(command, { stdin: `${names.join("\n")}\n` });
    expect(lines.code).toBe(0);
    expect(place.files("list")).toEqual(names);
    const nul = await place.run([...command, "--null"], {
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

  it("lets one run at a time have the folder, and one computer", async () => {
    place.write("busy/.colophon/lock", `${process.pid}\n`);
    const busy = await batch("catalogue", "--out", "busy");
    expect([busy.code, errors(busy)[0]?.["message"]]).toEqual([
      1,
      `another batch (process ${process.pid}) has this folder`,
    ]);
    const elsewhere = { host: "build-7", boot: "another", started: "1" };
    place.write("busy/.colophon/lock", `7\n${JSON.stringify(elsewhere)}\n`);
    await expect(place.sign(["catalogue"], { out: "busy" })).rejects.toMatchObject({
      message: "another batch (process 7 on the computer build-7) has this folder",
      hint: expect.stringContaining(`delete ${place.at("busy/.colophon/lock")}`),
    });
  });

  it("goes on from a journal whose last line was cut off", async () => {
    await place.sign(["catalogue"], { out: "torn" });
    const journal = place.at("torn/.colophon/journal.ndjson");
    const text = readFileSync(journal, "utf8").trimEnd();
    writeFileSync(journal, text.slice(0, -40));
    expect((await place.sign(["catalogue"], { out: "torn" })).end).toMatchObject({
      signed: 1,
      failed: 0,
    });
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    for (const line of lines) JSON.parse(line);
  });
});
