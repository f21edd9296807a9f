import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { archive } from "../../../toolkit/command/archive.js";
import { startService, turboAnswers } from "../../fake/flaky-service.js";
import { startGateway } from "../../fake/gateway.js";
import { fakeIo, temporaryFolder } from "../../fake/io.js";
import { FILE, items, place, uploads } from "./publishing-place.js";

const [one, two, three] = items;

describe("colophon archive publish", () => {
  it("shows the price and what becomes public, and sends nothing before somebody agrees", async () => {
    const { service, home, failing, plain } = await place({ winc: 1_000_000 });
    expect(await failing("publish")).toMatchObject({ code: "USAGE" });
    const io = fakeIo(home);
    const args = ["publish", "--to", "turbo", "--turbo-url", service.url];
    await archive.run(args, io).catch(() => undefined);
    expect(io.out()).toContain("3 records");
    expect(io.out()).toMatch(/Price +0\.00\d+ Turbo credits/);
    const said = io.err().replace(/\s+/g, " ");
    expect(said).toContain("what becomes public, for everybody to read");
    expect(said).toContain("Nobody can take it back");
    expect(uploads(service.asked)).toEqual([]);
    expect(existsSync(join(home, "archive", "outbox"))).toBe(false);
    expect((await plain("status", "--json")).io.lines()[0]).toMatchObject({ status: "queued" });
  });

  it("sends all records with --yes, and says what came of each", async () => {
    const { turbo, service, run } = await place();
    const { exit, of } = await run("publish", "--yes");
    expect(exit).toBe(0);
    expect([...turbo.items.keys()].sort()).toEqual(items.map(({ id }) => id).sort());
    expect(of("price")).toHaveLength(1);
    expect(of("delivery")).toHaveLength(3);
    expect(of("delivery")).toContainEqual({
      type: "delivery",
      id: one.id,
      service: `turbo ${service.url}`,
      status: "accepted",
      bytes: one.bytes.length,
      tries: 1,
      at: expect.stringMatching(/Z$/),
    });
    expect(of("end")).toEqual([{ type: "end", done: 3, failed: 0, exitCode: 0 }]);
  });

  it("sends what was accepted no second time, unless it is named", async () => {
    const { service, run } = await place();
    await run("publish", "--yes");
    const again = await run("publish", "--yes");
    expect(again.exit).toBe(0);
    expect(again.of("note")[0]?.["text"]).toContain("has accepted 3 of 3 records");
    expect(uploads(service.asked)).toHaveLength(3);
    const named = await run("publish", one.id, "--yes");
    expect(named.of("delivery")).toMatchObject([{ id: one.id, status: "accepted", tries: 2 }]);
    expect(named.of("end")).toEqual([]); // a single record needs no sum
  });

  it("sends the records of a file, by its hash", async () => {
    const { home, turbo, run } = await place();
    writeFileSync(join(home, "copy.bin"), FILE);
    const { exit } = await run("publish", "copy.bin", two.id, "--yes");
    expect(exit).toBe(0);
    expect([...turbo.items.keys()]).toEqual([two.id]);
  });

  it("of a file or an id that no record names sends nothing", async () => {
    const { home, service, failing } = await place();
    writeFileSync(join(home, "other.bin"), "another file");
    for (const name of ["other.bin", "A".repeat(43)])
      expect(await failing("publish", name, "--yes"), name).toMatchObject({
        code: "RECORD_NOT_FOUND",
      });
    expect(await failing("publish", "none.bin")).toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(service.asked).toEqual([]);
  });

  it("sends up to --max-cost without --yes, and nothing over it even with --yes", async () => {
    const total = items.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const { service, run, failing } = await place({ winc: 1 });
    const words = (winc: number) => `0.${String(winc).padStart(12, "0")}`;
    const error = await failing("publish", "--yes", "--max-cost", words(total - 1));
    expect(error).toMatchObject({ code: "PAYMENT_NEEDED" });
    expect(error.message).toContain(words(total));
    expect(error.message).toContain(words(total - 1));
    expect(uploads(service.asked)).toEqual([]);
    expect((await run("publish", "--max-cost", words(total))).exit).toBe(0);
  });

  it("takes --max-cost only as a plain decimal number", async () => {
    const { service, failing } = await place();
    for (const most of ["1e3", "-1", "0,5", "free", "0.0000000000001"])
      expect(await failing("publish", "--yes", `--max-cost=${most}`), most).toMatchObject({
        code: "USAGE",
      });
    expect(service.asked).toEqual([]);
  });

  it("with --max-cost 0 sends what costs nothing, and only that", async () => {
    const free = await place({ free: 1_000_000 });
    expect((await free.run("publish", "--max-cost", "0")).exit).toBe(0);
    const paid = await place({ free: 0 });
    expect(await paid.failing("publish", "--max-cost", "0")).toMatchObject({
      code: "PAYMENT_NEEDED",
    });
  });

  it("sends nothing at a price that can't be learned, whatever was agreed to", async () => {
    const { home } = await place();
    const { answer, items: there } = turboAnswers();
    const service = await startService((asked) =>
      asked.path.startsWith("/v1/price") ? { status: 500 } : answer(asked),
    );
    const args = ["publish", "--to", "turbo", "--turbo-url", service.url, "--yes"];
    for (const most of [[], ["--max-cost", "999"]]) {
      const error = await archive.run([...args, ...most], fakeIo(home)).catch((e) => e);
      expect(error).toMatchObject({ code: "GATEWAY_FAILED" });
    }
    expect(there.size).toBe(0);
  });

  it("stops when the service wants to be paid; what it took counts, the rest stays queued", async () => {
    const { home, plain } = await place();
    const { answer } = turboAnswers();
    let posts = 0;
    const service = await startService((asked) =>
      asked.method === "POST" && ++posts > 1
        ? { status: 402, body: { code: "FREE_TIER_EXHAUSTED" } }
        : answer(asked),
    );
    const io = fakeIo(home);
    const args = ["publish", "--to", "turbo", "--turbo-url", service.url, "--yes", "--json"];
    expect(await archive.run(args, io)).toBe(3);
    const of = (type: string) => io.lines().filter((line) => line["type"] === type);
    expect(
      of("delivery")
        .map(({ status }) => status)
        .sort(),
    ).toEqual(["accepted", "queued", "queued"]);
    expect(of("error")).toMatchObject([{ code: "PAYMENT_NEEDED" }]);
    expect(of("end")).toMatchObject([{ done: 1, failed: 2, exitCode: 3 }]);
    const states = (await plain("status", "--json")).io.lines().map(({ status }) => status);
    expect(states.sort()).toEqual(["accepted", "queued", "queued"]);
  });

  it("exits with 1 when the service refuses all, and leaves them alone from then on", async () => {
    const { plain } = await place();
    const { answer } = turboAnswers();
    const service = await startService((asked) =>
      asked.method === "POST" ? { status: 400, body: { error: "bad item" } } : answer(asked),
    );
    const args = ["publish", "--to", "turbo", "--turbo-url", service.url, "--yes"];
    const first = await plain(...args);
    expect(first.exit).toBe(1);
    expect(first.io.out()).toContain("it answered 400: bad item");
    const second = await plain(...args);
    expect(second.exit).toBe(0);
    expect(second.io.err()).toContain("3 that turbo");
    expect(uploads(service.asked)).toHaveLength(3);
    const { io } = await plain("status", one.id, "--json");
    expect(io.lines()).toMatchObject([
      { status: "refused", reason: `turbo ${service.url}: it answered 400: bad item` },
    ]);
  });

  it("sends no damaged record, and the others all the same", async () => {
    const { home, turbo, run } = await place();
    const changed = three.bytes.slice();
    changed[changed.length - 1]! ^= 1;
    writeFileSync(join(home, "archive", "items", three.id), changed);
    const { exit, of } = await run("publish", "--yes");
    expect(exit).toBe(3);
    expect(of("error")).toMatchObject([{ code: "RECORD_INVALID", path: three.id }]);
    expect(turbo.items.size).toBe(2);
  });

  it("of an empty archive sends nothing and makes no folder", async () => {
    const home = temporaryFolder();
    const io = fakeIo(home);
    const exit = await archive.run(["publish", "--to", "turbo", "--yes"], io);
    expect(exit).toBe(0);
    expect(io.err()).toContain("the archive is empty");
    expect(readdirSync(home)).toEqual([]);
  });

  it("copies into another archive without a price to agree to", async () => {
    const { plain } = await place();
    const other = join(temporaryFolder(), "other");
    const { exit, io } = await plain("publish", "--to", "local", "--local-dir", other);
    expect(exit).toBe(0);
    expect(io.out()).toContain("no payment is involved");
    expect(readdirSync(join(other, "items")).sort()).toEqual(items.map(({ id }) => id).sort());
    expect(io.err()).toContain("nothing leaves for a service");
  });

  it("puts all records into one transaction of one's own wallet, and pays once", async () => {
    const { plain } = await place();
    const { url, folder, mine } = await startGateway();
    const wallet = join(folder, "wallet.json");
    const to = ["--to", "arweave", "--arweave-url", url, "--wallet", wallet, "--json"];
    const priced = (await plain("cost", ...to)).io.lines();
    expect(priced).toMatchObject([{ type: "price", records: 3, unit: "AR" }]);
    const { exit, io } = await plain("publish", ...to, "--max-cost", String(priced[0]?.["cost"]));
    expect(exit).toBe(0);
    const references = io.lines().flatMap((line) => line["reference"] ?? []);
    expect(references).toHaveLength(3);
    expect(new Set(references).size).toBe(1);
    const again = (await plain("cost", one.id, ...to)).io.lines();
    expect(again).toMatchObject([{ type: "price", records: 1, cost: "0" }]); // it is paid for
    await mine();
    const { io: status } = await plain("status", one.id, "--gateway", url, "--json");
    expect(status.lines()).toMatchObject([{ status: "in block" }]);
    const { io: held } = await plain("balance", ...to);
    expect(held.lines()).toMatchObject([{ type: "balance", unit: "AR" }]);
  });

  it("takes no other file for a wallet, and never quotes it", async () => {
    const { home, plain } = await place();
    for (const content of ['{"kty":"RSA","secret":"hunter2"}', "x".repeat(100_000), "hunter2"]) {
      writeFileSync(join(home, "w.json"), content);
      const args = ["publish", "--to", "arweave", "--wallet", "w.json", "--yes"];
      const error = await plain(...args).catch((e) => e);
      expect(error).toMatchObject({ code: "WALLET_INVALID" });
      expect(error.message).not.toContain("hunter2");
    }
  });

  it("wants to know where to, and from whom prices come", async () => {
    const { plain } = await place();
    const cases: [string[], string][] = [
      [["publish", "--yes"], "--to KIND"],
      [["publish", "--to", "turb"], 'no service "turb"'],
      [["publish", "--to", "toString"], "no service"],
      [["publish", "--to", "local"], "needs --local-dir"],
      [["publish", "--to", "turbo", "--turbo-url", "https://up.example.com"], "payment service"],
      [["publish", "--to", "turbo", "--turbo-url", "https://up.example.com/?a=1"], "query"],
    ];
    for (const [args, message] of cases) {
      const error = await plain(...args).catch((e) => e);
      expect(error, args.join(" ")).toMatchObject({ code: "USAGE" });
      expect(error.message).toContain(message);
    }
  });

  it("refuses addresses that no service should have", async () => {
    const { plain } = await place();
    for (const url of [
      "http://up.example.com",
      "ftp://up.example.com",
      "https://u:p@up.example.com",
    ]) {
      const args = ["publish", "--to", "turbo", "--turbo-url", url, "--payment-url", url, "--yes"];
      const error = await plain(...args).catch((e) => e);
      expect(error, url).toMatchObject({ code: "URL_REFUSED" });
    }
    const metadata = "https://169.254.169.254";
    const args = ["publish", "--to", "turbo", "--turbo-url", metadata, "--payment-url", metadata];
    await expect(plain(...args, "--yes")).rejects.toMatchObject({ code: "GATEWAY_FAILED" });
  });
});
