import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Outbox, statesOf } from "../../../toolkit/publish/outbox.js";
import { temporaryFolder } from "../../fake/io.js";

const ID = "A".repeat(43);
const SERVICE = "turbo https://upload.example.com";
const ACCEPTED = { status: "accepted", tries: 2, at: "2026-03-04T12:33:20.000Z" } as const;

function place() {
  const archive = temporaryFolder();
  return { archive, outbox: new Outbox(archive, SERVICE) };
}

/** The file that keeps a state. */
async function stateFile(archive: string, outbox: Outbox): Promise<string> {
  await outbox.put(ID, ACCEPTED);
  const [slug = ""] = readdirSync(join(archive, "outbox"));
  return join(archive, "outbox", slug, `${ID}.json`);
}

describe("the outbox", () => {
  it("keeps a state for each record and service", async () => {
    const { archive, outbox } = place();
    await outbox.put(ID, { ...ACCEPTED, reference: "x", reason: "because" });
    const found = await new Outbox(archive, SERVICE).get(ID);
    expect(found).toEqual({ ...ACCEPTED, reference: "x", reason: "because" });
    expect(await new Outbox(archive, `${SERVICE}/other`).get(ID)).toMatchObject({
      status: "queued",
      tries: 0,
    });
    expect(await statesOf(archive, ID)).toEqual([{ service: SERVICE, state: found }]);
  });

  it("that isn't there says queued, and makes no folder by being asked", async () => {
    const { archive, outbox } = place();
    expect(await outbox.get(ID)).toEqual({ status: "queued", tries: 0 });
    expect(await statesOf(archive, ID)).toEqual([]);
    expect(existsSync(join(archive, "outbox"))).toBe(false);
  });

  it("takes a torn, foreign or hostile state for queued", async () => {
    const { archive, outbox } = place();
    const path = await stateFile(archive, outbox);
    const whole = readFileSync(path, "utf8");
    const other = (change: object) => JSON.stringify({ ...JSON.parse(whole), ...change });
    for (const text of [
      "",
      whole.slice(0, 30),
      "null",
      "[]",
      "<html>",
      other({ status: "done" }),
      other({ tries: -1 }),
      other({ tries: "2" }),
      other({ tries: 1e300 }),
      other({ service: "turbo https://elsewhere.example.com" }),
      `{"__proto__":{"status":"accepted","tries":1,"service":"${SERVICE}"}}`,
      `${whole}${" ".repeat(20_000)}`,
    ]) {
      writeFileSync(path, text);
      expect(await outbox.get(ID), text.slice(0, 80)).toEqual({ status: "queued", tries: 0 });
      expect(await statesOf(archive, ID), text.slice(0, 80)).toEqual([]);
    }
    writeFileSync(path, other({ next: "soon", at: 5, reason: {} }));
    expect(await outbox.get(ID)).toEqual({ status: "accepted", tries: 2 });
  });

  it("lets foreign files and folders lie", async () => {
    const { archive, outbox } = place();
    const path = await stateFile(archive, outbox);
    const root = join(archive, "outbox");
    writeFileSync(join(root, "README"), "not a folder");
    mkdirSync(join(root, "empty"));
    mkdirSync(join(root, "odd", `${ID}.json`), { recursive: true });
    writeFileSync(join(path, "..", "note.txt"), "mine");
    await outbox.sweep();
    expect(await statesOf(archive, ID)).toEqual([{ service: SERVICE, state: ACCEPTED }]);
    expect(readFileSync(join(path, "..", "note.txt"), "utf8")).toBe("mine");
  });

  it("keeps an acceptance while another run still tries", async () => {
    const { outbox } = place();
    await outbox.put(ID, ACCEPTED);
    await outbox.put(ID, { status: "queued", tries: 3, reason: "busy" });
    expect(await outbox.get(ID)).toEqual(ACCEPTED);
  });

  it("writes on while another run sweeps unfinished files away", async () => {
    const { archive, outbox } = place();
    const path = await stateFile(archive, outbox);
    writeFileSync(join(path, "..", `.${ID}.json.0123456789ab.part`), "{");
    let done = false;
    const sweeping = (async () => {
      while (!done) await outbox.sweep();
    })();
    const ids = Array.from({ length: 60 }, (_, n) => String(n).padStart(43, "B"));
    await Promise.all(ids.map((id) => outbox.put(id, ACCEPTED)));
    done = true;
    await sweeping;
    for (const id of ids) expect(await outbox.get(id)).toEqual(ACCEPTED);
    expect(readdirSync(join(path, "..")).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("makes no path of what is no id", async () => {
    const { outbox } = place();
    const error = await outbox.put("../../x", ACCEPTED).catch((e) => e);
    expect(error).toMatchObject({ code: "INTERNAL" });
    expect(await outbox.get("../../x")).toMatchObject({ status: "queued" });
  });
});
