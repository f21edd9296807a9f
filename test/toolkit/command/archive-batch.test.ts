import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readReceipt } from "../../../src/archive/index.js";
import { SignedPlace } from "./signed-place.js";

let place: SignedPlace;
beforeAll(async () => {
  place = await SignedPlace.open();
  await place.run("identity", "create", "--name", "Eve", "--algorithm", "es256", "--no-passphrase");
  await place.run("identity", "default", "ada-reyes");
});
const receiptAt = (path: string) => readReceipt(readFileSync(path, "utf8"));
const records = async () =>
  (await place.run("archive", "list", "--limit", "0")).of("record").map(({ kind }) => kind);

/** A folder with `count` signed files, and what lies beside them: originals, notes. */
async function issue(name: string, count: number) {
  for (let i = 0; i < count; i++) await place.signed(`${name}/${i}`, "--no-archive");
  writeFileSync(place.at(name, "notes.txt"), "nothing signed");
  return place.at(name);
}

describe("colophon archive batch", () => {
  it("keeps one record for the signed files of a folder, and a receipt for each that verifies offline", async () => {
    const folder = await issue("monday", 5);
    const { exit, of } = await place.run("archive", "batch", folder, "--identity", "ada-reyes");
    expect(exit).toBe(0);
    const [record] = of("record");
    expect(record).toMatchObject({ kind: "batch", files: 5, level: "authentic" });
    expect(of("written")).toHaveLength(5);
    expect(of("note")[0]?.["text"]).toContain("6 files"); // the originals and the notes
    expect(of("end")).toEqual([{ type: "end", done: 5, failed: 0, exitCode: 0 }]);
    expect(await records()).toEqual(["batch"]);
    for (let i = 0; i < 5; i++) {
      const file = `${folder}/${i}.signed.jpg`;
      const path = `${file}.colophon.json`;
      expect(receiptAt(path).batch?.count).toBe(5);
      const { exit: verified, of: said } = await place.run(
        ...["verify" as const, file, "--receipt", path, "--no-archive"],
      );
      expect(verified).toBe(12);
      expect(said("verdict")[0]).toMatchObject({
        archive: { id: record?.["id"], batch: { files: 5 }, level: "authentic" },
      });
    }
    const [first, second] = [`${folder}/0.signed.jpg`, `${folder}/1.signed.jpg.colophon.json`];
    const crossed = await place.run("verify", first, "--receipt", second, "--no-archive");
    expect(crossed.exit).toBe(1);
  });

  it("made again over the same files is the same record, once the receipts may be replaced", async () => {
    const folder = await issue("tuesday", 3);
    const args = ["archive", "batch", folder, "--identity", "ada-reyes"] as const;
    const once = await place.run(...args);
    const look = () => readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, "utf8"));
    const before = look();
    expect(await place.failing(...args)).toMatchObject({ code: "OUTPUT_EXISTS" });
    const again = await place.run(...args, "--force");
    expect(again.exit).toBe(0);
    expect(again.of("record")[0]?.["id"]).toBe(once.of("record")[0]?.["id"]);
    expect(look()).toEqual(before);
  });

  it("refuses files of another signer one by one, and does the others", async () => {
    const mine = await place.signed("mine", "--identity", "ada-reyes");
    const theirs = await place.signed("theirs", "--identity", "eve");
    const bare = place.at("mine.jpg");
    const { exit, of } = await place.run(
      ...(["archive", "batch", mine, theirs, bare, "--identity", "ada-reyes"] as const),
    );
    expect(exit).toBe(3);
    expect(of("error")).toMatchObject([
      { code: "RECORD_INVALID", path: theirs },
      { code: "CREDENTIAL_NOT_FOUND", path: bare },
    ]);
    expect(of("record")).toMatchObject([{ files: 1 }]);
    expect(existsSync(`${mine}.colophon.json`)).toBe(true);
    expect(existsSync(`${theirs}.colophon.json`)).toBe(false);
  });

  it("of a signer whose archive key is apart from the signing key counts as well", async () => {
    const theirs = await place.signed("apart", "--identity", "eve");
    const { exit } = await place.run("archive", "batch", theirs, "--identity", "eve");
    expect(exit).toBe(0);
    const receipt = `${theirs}.colophon.json`;
    const { of } = await place.run("verify", theirs, "--receipt", receipt, "--no-archive");
    expect(of("verdict")[0]).toMatchObject({ archive: { batch: { files: 1 } } });
  });

  it("counts copies of one file once, and gives each its receipt", async () => {
    const path = await place.signed("copies/a", "--no-archive", "--identity", "ada-reyes");
    copyFileSync(path, place.at("copies", "b.jpg"));
    const args = ["archive", "batch", path, place.at("copies", "b.jpg"), "--identity", "ada-reyes"];
    const { of } = await place.run(...(args as ["archive", ...string[]]));
    expect(of("record")).toMatchObject([{ files: 1 }]);
    expect(of("written")).toHaveLength(2);
  });

  it("writes nothing when two files would share a receipt, or when there is nothing to do", async () => {
    const before = await records();
    for (const name of ["x/same", "y/same"]) await place.signed(name, "--no-archive");
    const both = [place.at("x/same.signed.jpg"), place.at("y/same.signed.jpg")];
    const into = ["--receipts", place.at("shared"), "--identity", "ada-reyes"];
    expect(await place.failing("archive", "batch", ...both, ...into)).toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    expect(existsSync(place.at("shared"))).toBe(false);
    mkdirSync(place.at("empty"));
    const empty = await place.run("archive", "batch", place.at("empty"), "--identity", "ada-reyes");
    expect(empty.exit).toBe(1);
    expect(await place.failing("archive", "batch")).toMatchObject({ code: "USAGE" });
    const nobody = ["archive", "batch", both[0]!, "--identity", "nobody"] as const;
    expect(await place.failing(...nobody)).toMatchObject({ code: "IDENTITY_NOT_FOUND" });
    expect(await records()).toEqual(before);
  });
});

describe("colophon archive withdraw", () => {
  async function archived(name: string) {
    const path = await place.signed(name, "--identity", "ada-reyes");
    const { of } = await place.run("archive", "find", path);
    return { path, id: String(of("record")[0]?.["id"]) };
  }
  const byAda = ["--identity", "ada-reyes"] as const;

  it("adds a notice that whoever verifies the file is told, and deletes nothing", async () => {
    const { path, id } = await archived("wrong");
    const reason = "the caption names the wrong person";
    const { exit, of } = await place.run("archive", "withdraw", id, "--reason", reason, ...byAda);
    expect(exit).toBe(0);
    const [notice] = of("record");
    expect(notice).toMatchObject({ kind: "withdrawal", supersedes: id, reason });
    expect(of("note")[0]?.["text"]).toContain(`colophon archive publish ${notice?.["id"]}`);
    const verdict = await place.run("verify", path);
    expect(verdict.exit).toBe(12);
    expect(verdict.of("verdict")[0]).toMatchObject({
      archive: { id, withdrawn: { id: notice?.["id"], reason } },
    });
    expect((await place.run("archive", "show", id)).exit).toBe(0);
  });

  it("of the same record again adds nothing", async () => {
    const { id } = await archived("twice");
    const first = await place.run("archive", "withdraw", id, ...byAda);
    const second = await place.run("archive", "withdraw", id, "--reason", "other", ...byAda);
    expect(second.exit).toBe(0);
    expect(second.of("record")).toEqual(first.of("record"));
    expect(second.of("note")[0]?.["text"]).toContain("taken back before");
  });

  it("of a batch takes all its files back", async () => {
    const folder = await issue("friday", 2);
    const made = await place.run("archive", "batch", folder, ...byAda);
    const id = String(made.of("record")[0]?.["id"]);
    expect((await place.run("archive", "withdraw", id, ...byAda)).exit).toBe(0);
    const file = `${folder}/0.signed.jpg`;
    const { of } = await place.run("verify", file, "--receipt", `${file}.colophon.json`);
    expect(of("verdict")[0]).toMatchObject({ archive: { id, withdrawn: {} } });
  });

  it("is for the owner alone", async () => {
    const { path, id } = await archived("owned");
    const before = await records();
    const error = await place.failing("archive", "withdraw", id, "--identity", "eve");
    expect(error).toMatchObject({ code: "KEY_MISMATCH" });
    expect(await records()).toEqual(before);
    const { of } = await place.run("verify", path);
    expect(JSON.stringify(of("verdict"))).not.toContain("withdrawn");
  });

  it("of a withdrawal, of what isn't there, or with an endless reason is refused", async () => {
    const { id } = await archived("refused");
    const made = await place.run("archive", "withdraw", id, ...byAda);
    const notice = String(made.of("record")[0]?.["id"]);
    const codes: [string[], string][] = [
      [[notice], "RECORD_INVALID"],
      [["A".repeat(43)], "RECORD_NOT_FOUND"],
      [[], "USAGE"],
      [[id, id], "USAGE"],
      [[id, "--reason", ""], "USAGE"],
      [[id, "--reason", "x".repeat(501)], "USAGE"],
    ];
    for (const [args, code] of codes)
      expect(await place.failing("archive", "withdraw", ...args, ...byAda)).toMatchObject({ code });
  });
});
