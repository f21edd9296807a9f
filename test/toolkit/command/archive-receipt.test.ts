import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readReceipt } from "../../../src/archive/index.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { startGateway, twoFaces } from "../../fake/gateway.js";
import { fixture } from "../sign/workshop.js";
import { SignedPlace } from "./signed-place.js";

let place: SignedPlace;
let one: string;
let two: string;
beforeAll(async () => {
  place = await SignedPlace.open();
  one = await place.signed("one");
  two = await place.signed("two");
});
const receiptOf = (path: string) => readReceipt(readFileSync(`${path}.colophon.json`, "utf8"));
const idOf = async (path: string) => {
  const { of } = await place.run("archive", "find", path);
  return String(of("record")[0]?.["id"]);
};

describe("colophon sign --receipt", () => {
  it("writes a receipt beside each signed file, or into a folder, and says where", async () => {
    const here = await place.signed("here", "--receipt");
    expect(receiptOf(here).file.name).toBe("here.signed.jpg");
    await place.signed("there", "--receipts", place.at("kept", "receipts"));
    expect(existsSync(place.at("kept", "receipts", "there.signed.jpg.colophon.json"))).toBe(true);
    writeFileSync(place.at("line.jpg"), await fixture("jpeg-baseline"));
    const { of } = await place.run("sign", place.at("line.jpg"), "--receipt");
    expect(of("signed")[0]).toMatchObject({
      receipt: place.at("line.signed.jpg.colophon.json"),
      record: receiptOf(place.at("line.signed.jpg")).record.id,
    });
  });

  it("without a record to be about is refused before anything is signed", async () => {
    writeFileSync(place.at("bare.jpg"), await fixture("jpeg-baseline"));
    const error = await place.failing("sign", place.at("bare.jpg"), "--receipt", "--no-archive");
    expect(error).toMatchObject({ code: "USAGE" });
    expect(existsSync(place.at("bare.signed.jpg"))).toBe(false);
  });

  it("leaves an earlier receipt alone, and signs nothing then; with --force replaces it", async () => {
    writeFileSync(place.at("old.jpg"), await fixture("jpeg-baseline"));
    writeFileSync(place.at("old.signed.jpg.colophon.json"), "mine");
    const refused = await place.run("sign", place.at("old.jpg"), "--receipt");
    expect(refused.of("error")).toMatchObject([{ code: "OUTPUT_EXISTS" }]);
    expect(existsSync(place.at("old.signed.jpg"))).toBe(false);
    expect(readFileSync(place.at("old.signed.jpg.colophon.json"), "utf8")).toBe("mine");
    const { exit } = await place.run("sign", place.at("old.jpg"), "--receipt", "--force");
    expect(exit).toBe(0);
    expect(receiptOf(place.at("old.signed.jpg")).file.name).toBe("old.signed.jpg");
  });
});

describe("colophon archive receipt", () => {
  it("writes afterwards what sign --receipt would have written", async () => {
    const path = await place.signed("both", "--receipt");
    const written = readFileSync(`${path}.colophon.json`, "utf8");
    const { exit, of } = await place.run("archive", "receipt", path, "--force");
    expect(exit).toBe(0);
    expect(of("written")).toEqual([
      {
        type: "written",
        path: `${path}.colophon.json`,
        what: "receipt",
        bytes: written.length,
        mediaType: "application/json",
      },
    ]);
    expect(readFileSync(`${path}.colophon.json`, "utf8")).toBe(written);
  });

  it("is taken by verify --receipt, and for another file refused by the field, with exit code 1", async () => {
    await place.run("archive", "receipt", one, two, "--receipts", place.at("r"));
    const receipt = place.at("r", "one.signed.jpg.colophon.json");
    const mine = await place.run("verify", one, "--receipt", receipt, "--no-archive");
    expect(mine.exit).toBe(12);
    expect(mine.of("verdict")[0]).toMatchObject({ archive: { archivedIn: receipt } });
    const theirs = await place.run("verify", two, "--receipt", receipt, "--no-archive");
    expect(theirs.exit).toBe(1);
    expect(theirs.of("verdict")[0]).toMatchObject({ state: "Valid" });
    expect(theirs.of("error")).toMatchObject([
      { code: "RECEIPT_INVALID", message: expect.stringContaining("file.sha256") },
    ]);
  });

  it("reports files that have no record, and writes the receipts of the others", async () => {
    const unkept = await place.signed("unkept", "--no-archive");
    const plain = place.at("unkept.jpg");
    const { exit, of } = await place.run("archive", "receipt", unkept, two, plain);
    expect(exit).toBe(3);
    expect(of("error")).toMatchObject([
      { code: "RECORD_NOT_FOUND", path: unkept },
      { code: "CREDENTIAL_NOT_FOUND", path: plain },
    ]);
    expect(receiptOf(two).file.name).toBe("two.signed.jpg");
    expect(existsSync(`${unkept}.colophon.json`)).toBe(false);
  });

  it("of a file that was changed since is not written", async () => {
    const path = await place.signed("changed");
    const bytes = readFileSync(path);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(path, bytes);
    const { exit, of } = await place.run("archive", "receipt", path);
    expect(exit).toBe(1);
    expect(of("error")).toMatchObject([{ code: "RECORD_INVALID" }]);
  });

  it("leaves a receipt that exists alone, without --force", async () => {
    const path = await place.signed("kept");
    writeFileSync(`${path}.colophon.json`, "mine");
    const { exit, of } = await place.run("archive", "receipt", path);
    expect(exit).toBe(1);
    expect(of("error")).toMatchObject([{ code: "OUTPUT_EXISTS" }]);
    expect(readFileSync(`${path}.colophon.json`, "utf8")).toBe("mine");
  });

  it("without a file is a mistake", async () => {
    expect(await place.failing("archive", "receipt")).toMatchObject({ code: "USAGE" });
  });
});

describe("colophon archive prove", () => {
  async function inChain(path: string) {
    const chain = await twoFaces();
    const id = await idOf(path);
    const bytes = await (await LocalArchive.open(join(place.home, "archive"))).get(id);
    const body = new Uint8Array(bytes);
    await fetch(`${chain.url}/v1/tx`, { method: "POST", body });
    return { chain, id };
  }
  const asking = (urls: readonly string[]) => urls.flatMap((url) => ["--gateway", url]);

  it("tells the block of a record, and whether one gateway or two name it", async () => {
    const { chain, id } = await inChain(one);
    await chain.mine();
    const alone = await place.run("archive", "prove", id, ...asking([chain.url]));
    expect(alone.exit).toBe(0);
    expect(alone.of("record")[0]).toMatchObject({ id, level: "in block", kind: "manifest" });
    expect(alone.of("note")[0]?.["text"]).toContain("second");
    const both = await place.run("archive", "prove", one, ...asking(chain.urls));
    expect(both.of("record")[0]).toMatchObject({
      id,
      path: one,
      level: "agreed",
      block: { confirmations: 0, gateways: expect.arrayContaining([...chain.urls]) },
    });
    expect(both.of("note")).toEqual([]);
  });

  it("fails closed for a record that is in no block, or that the gateway doesn't know", async () => {
    const { chain, id } = await inChain(two);
    const other = await startGateway();
    for (const url of [chain.url, other.url])
      expect(await place.failing("archive", "prove", id, "--gateway", url)).toMatchObject({
        code: "RECORD_UNPROVEN",
      });
  });

  it("keeps the proof in the file's receipt, which it makes if need be", async () => {
    const path = await place.signed("proven");
    const { chain } = await inChain(path);
    await chain.mine();
    const args = ["archive", "prove", path, ...asking(chain.urls), "--receipt"] as const;
    expect((await place.run(...args)).of("written")).toMatchObject([{ what: "receipt" }]);
    const receipt = receiptOf(path);
    expect(receipt.proof?.item).toBe(receipt.record.id);
    expect((await place.run(...args)).exit).toBe(0); // and renews it
    const verdict = await place.run("verify", path, "--receipt", `${path}.colophon.json`);
    const [line] = verdict.of("verdict");
    expect(line).toMatchObject({ archive: { level: "authentic" } });
    expect(JSON.stringify(line)).toContain("colophon.archive.receiptProof");
    expect(readdirSync(place.folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("does not touch a receipt that is about another file", async () => {
    const path = await place.signed("victim");
    const { chain } = await inChain(path);
    await chain.mine();
    const foreign = readFileSync(`${await place.signed("foreign", "--receipt")}.colophon.json`);
    writeFileSync(`${path}.colophon.json`, foreign);
    const args = ["prove", path, "--gateway", chain.url, "--receipt"];
    expect(await place.failing("archive", ...args)).toMatchObject({ code: "RECEIPT_INVALID" });
    expect(readFileSync(`${path}.colophon.json`)).toEqual(foreign);
  });

  it("asks nobody who wasn't named, and takes one record", async () => {
    const id = await idOf(one);
    for (const args of [[], [id], [id, id], [id, "--receipt", "--gateway", "http://127.0.0.1:9"]])
      expect(await place.failing("archive", "prove", ...args)).toMatchObject({ code: "USAGE" });
    const plain = ["prove", id, "--gateway", "http://example.org"];
    expect(await place.failing("archive", ...plain)).toMatchObject({ code: "URL_REFUSED" });
  });
});
