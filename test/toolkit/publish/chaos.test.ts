// Publishing while everything goes wrong: a service that turns uploads away and loses answers, and a publisher that is killed
// in the middle, again and again. COLOPHON_CHAOS=full makes it 300 records and 100 kills; COLOPHON_SEED repeats a run.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { gatewaysOf } from "../../../toolkit/adapter/gateways.js";
import { LocalArchive } from "../../../toolkit/adapter/local-archive.js";
import { archivedItem } from "../../fake/archived-item.js";
import { type FakeService, seededRandom, startFlakyProxy } from "../../fake/flaky-service.js";
import { startGateway } from "../../fake/gateway.js";
import { temporaryFolder } from "../../fake/io.js";

const PROGRAM = fileURLToPath(new URL("../../../dist/bin/colophon.js", import.meta.url));
/** Where turbo-sdk is for tests: `npm ci --prefix test/peer/turbo-sdk`. */
const PEERS = fileURLToPath(new URL("../../peer/turbo-sdk/node_modules", import.meta.url));
const hasSdk = existsSync(join(PEERS, "@ardrive", "turbo-sdk", "package.json"));
if (!hasSdk) console.log("turbo-sdk is not tried: it is not in test/peer/turbo-sdk");
const FULL = process.env["COLOPHON_CHAOS"] === "full";
const RECORDS = FULL ? 300 : 60;
const KILLS = FULL ? 100 : 12;
/** Uploads that a publisher may begin before it is killed: about as many as leave work for all kills. */
const UPLOADS = FULL ? 4 : 6;
const SEED = Number(process.env["COLOPHON_SEED"] ?? 20_260_304);

/** The command line as a process of its own; with `kill`, until that resolves. */
async function colophon(home: string, args: readonly string[], kill?: Promise<unknown>) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env["PATH"], COLOPHON_HOME: home, NODE_PATH: PEERS },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => complaints.push(part));
  void kill?.then(() => child.kill("SIGKILL"));
  const [code, signal] = await new Promise<[number | null, string | null]>((done) => {
    child.on("close", (...end) => done(end));
  });
  const lines = Buffer.concat(parts)
    .toString("utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"));
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, killed: signal === "SIGKILL", said, err: Buffer.concat(complaints).toString() };
}

/** Resolves a moment after so many more uploads have begun. */
async function afterUploads(service: FakeService, count: number, ms: number): Promise<void> {
  const uploads = () => service.asked.filter(({ method }) => method === "POST").length;
  const target = uploads() + count;
  while (uploads() < target) await new Promise((soon) => setTimeout(soon, 1));
  await new Promise((soon) => setTimeout(soon, ms));
}

/** Ids of everything that the gateway lists, each as often as it is listed. */
async function listed(url: string): Promise<string[]> {
  const [gateway] = gatewaysOf([url], { signal: new AbortController().signal });
  const ids: string[] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await gateway?.find({ order: "oldest", limit: 100, ...(after && { after }) });
    ids.push(...(page ?? []).map(({ id }) => id));
    after = page?.at(-1)?.cursor;
  }
  return ids;
}

describe("publishing through a flaky service, killed again and again", () => {
  for (const kind of ["turbo", "turbo-sdk"])
    it.skipIf(kind === "turbo-sdk" && !hasSdk)(
      `by --to ${kind} ends with every record there, none twice, none lost`,
      {
        timeout: FULL ? 600_000 : 60_000,
      },
      async ({ onTestFinished }) => {
        const home = temporaryFolder();
        const folder = join(home, "archive");
        const archive = await LocalArchive.open(folder);
        const ids: string[] = [];
        for (let n = 0; n < RECORDS; n++)
          ids.push(await archive.put((await archivedItem(n)).bytes));
        const gateway = await startGateway();
        const random = seededRandom(SEED);
        const proxy = await startFlakyProxy(gateway.url, { refuse: 0.15, lose: 0.07, random });
        onTestFinished(proxy.stop);
        const args = [
          "archive",
          "publish",
          "--to",
          kind,
          "--turbo-url",
          proxy.url,
          "--yes",
          "--json",
        ];

        const chance = seededRandom(SEED + 1);
        let kills = 0;
        for (let runs = 0; kills < KILLS && runs < 3 * KILLS; runs++) {
          const uploads = 1 + Math.floor(chance() * UPLOADS);
          const run = await colophon(home, args, afterUploads(proxy, uploads, chance() * 25));
          if (run.killed) kills++;
          else break; // it was done before it could be killed
        }
        const last = await colophon(home, args);
        expect(last.code, `seed ${SEED}: ${last.err}`).toBe(0);

        expect((await listed(gateway.url)).sort()).toEqual([...ids].sort());
        const { refused, lost, answered } = proxy;
        expect(answered.filter((status) => status === 200)).toHaveLength(RECORDS);
        expect(new Set(answered)).toEqual(new Set([200, 202])); // some came again, and changed nothing
        const { said } = await colophon(home, ["archive", "status", "--json"]);
        expect(said).toHaveLength(RECORDS);
        expect(new Set(said.map(({ status }) => status))).toEqual(new Set(["accepted"]));
        const files = readdirSync(folder, { recursive: true }).map(String);
        expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
        console.log(
          `${kind}, seed ${SEED}: ${RECORDS} records, ${kills} kills, ${answered.length + refused} uploads, ` +
            `${refused} turned away, ${lost} answers lost, ${answered.length - RECORDS} came again`,
        );
        expect(kills).toBe(KILLS);
      },
    );
});
