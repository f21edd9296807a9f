import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createIdentity } from "../../../toolkit/identity/create.js";
import { saveIdentity } from "../../../toolkit/identity/save.js";
import { startService } from "../../fake/flaky-service.js";
import { twoFaces } from "../../fake/gateway.js";
import { items, place, uploads } from "./publishing-place.js";

const [one, two, three] = items;

describe("colophon archive cost", () => {
  it("says the price and sends no record", async () => {
    const { service, run, plain } = await place({ winc: 2, free: 100 });
    const { exit, of } = await run("cost");
    expect(exit).toBe(0);
    expect(of("price")).toMatchObject([
      { records: 3, unit: "Turbo credits", freeBytesLeft: 100, service: `turbo ${service.url}` },
    ]);
    expect(uploads(service.asked)).toEqual([]);
    expect((await plain("cost", "--to", "local", "--local-dir", "x")).io.out()).toContain(
      "no payment is involved",
    );
  });

  it("counts only what would be sent", async () => {
    const { run } = await place();
    await run("publish", one.id, "--yes");
    expect((await run("cost")).of("price")).toMatchObject([{ records: 2 }]);
    expect((await run("cost", three.id)).of("price")).toMatchObject([
      { records: 1, bytes: three.bytes.length },
    ]);
  });
});

describe("colophon archive balance", () => {
  it("says what the service holds for an identity, and asks for no passphrase", async () => {
    const { home, run } = await place({ balance: "1500000000000" });
    const made = await createIdentity({ name: "Ada Reyes" });
    const options = { env: { COLOPHON_HOME: home }, passphrase: "correct horse" };
    await saveIdentity(made, options);
    const { exit, of, io } = await run("balance");
    expect(exit).toBe(0);
    expect(of("balance")).toMatchObject([{ balance: "1.5", unit: "Turbo credits" }]);
    expect(of("balance")[0]?.["owner"]).toMatch(/^[\w-]{43}$/);
    expect(of("note")[0]?.["text"]).toMatch(/account there: \w{40,44} \(solana\)/);
    expect(io.asked).toEqual([]);
  });

  it("of nobody, or of what keeps no accounts, says so", async () => {
    const { failing, plain } = await place();
    expect(await failing("balance")).toMatchObject({ code: "IDENTITY_NOT_FOUND" });
    expect(await failing("balance", "x")).toMatchObject({ code: "USAGE" });
    const local = plain("balance", "--to", "local", "--local-dir", "x");
    await expect(local).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("colophon archive status", () => {
  it("says for each record how far it has come, and with whom", async () => {
    const { service, run, plain } = await place();
    await run("publish", one.id, "--yes");
    const { exit, io } = await plain("status", "--json");
    expect(exit).toBe(0);
    expect(io.lines()).toHaveLength(3);
    expect(io.lines()).toContainEqual({
      type: "status",
      id: one.id,
      status: "accepted",
      services: [`turbo ${service.url}`],
    });
    expect(io.lines()).toContainEqual({
      type: "status",
      id: two.id,
      status: "queued",
      services: [],
    });
    expect((await plain("status", one.id)).io.out()).toContain("a service has taken it");
  });

  it("lets nothing through from a state that somebody made up", async () => {
    const { home, run, plain } = await place();
    await run("publish", one.id, "--yes");
    const outbox = join(home, "archive", "outbox");
    const path = join(outbox, readdirSync(outbox)[0] ?? "", `${one.id}.json`);
    const state = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(
      path,
      JSON.stringify({ ...state, status: "refused", reason: "\u001b[2Jhello\n" }),
    );
    const { io } = await plain("status", one.id);
    expect(io.out()).toContain("\\u001b[2Jhello\\u000a");
  });

  it("tells listed from in block, and in block from agreed, by proof", async () => {
    const { plain } = await place();
    const { url, urls, mine } = await twoFaces();
    await plain("publish", one.id, "--to", "turbo", "--turbo-url", url, "--yes");
    const told = async (...gateways: string[]) => {
      const args = gateways.flatMap((gateway) => ["--gateway", gateway]);
      const { exit, io } = await plain("status", ...args, "--json");
      return {
        exit,
        lines: io.lines(),
        of: (id: string) => io.lines().find((l) => l["id"] === id),
      };
    };
    const early = await told(url);
    expect(early.exit).toBe(0);
    expect(early.of(one.id)).toMatchObject({
      status: "listed",
      listedBy: [url],
      services: [`turbo ${url}`],
      reason: expect.any(String),
    });
    expect(early.of(two.id)).toMatchObject({ status: "queued" });
    expect(early.of(two.id)).not.toHaveProperty("listedBy");

    await mine(3);
    const proven = (await told(url)).of(one.id);
    expect(proven).toMatchObject({ status: "in block", block: { gateways: [url] } });
    expect(proven).not.toHaveProperty("reason");
    expect((await told(...urls)).of(one.id)).toMatchObject({ status: "agreed", listedBy: urls });

    const silent = await startService(() => ({ status: 200, body: "<html>" }));
    const mixed = await told(url, silent.url);
    expect(mixed.exit).toBe(3);
    expect(mixed.lines).toContainEqual(
      expect.objectContaining({ type: "error", code: "GATEWAY_FAILED", path: silent.url }),
    );
    expect(mixed.of(one.id)).toMatchObject({ status: "in block" });
    expect((await told(silent.url)).exit).toBe(1);
  });
});
