// What was accepted is never lost: not by kill -9 at any point, not by files that are torn, damaged, foreign or gone.
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EmbeddedGateway } from "../../../toolkit/gateway/embedded-gateway.js";
import { startGateway } from "../../fake/gateway.js";
import { canMount } from "../../script/stage.js";
import { itemOf, json, page, post, upload } from "./ask.js";

const PROGRAM = fileURLToPath(new URL("../../fake/gateway-process.js", import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly warnings: string[];
  readonly ended: Promise<unknown>;
}

function run(folder: string, ...args: string[]): Promise<Running> {
  const child = fork(PROGRAM, [folder, ...args], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the gateway ended before it listened")));
    child.once("message", (message) => {
      resolve({ child, ended, ...(message as Pick<Running, "url" | "warnings">) });
    });
  });
}

/** Blocks are linked, their weave grows as it should, and every item listed in one can be read. */
async function checkChain(url: string): Promise<void> {
  const { height } = await json(fetch(`${url}/info`));
  let previous = "";
  let weave = 0;
  for (let at = 0; at <= height; at++) {
    const block = await json(fetch(`${url}/block/height/${at}`));
    expect(block.previous_block).toBe(previous);
    expect(Number(block.weave_size)).toBe(weave + Number(block.block_size));
    for (const id of block.txs) {
      const { offset, size } = await json(fetch(`${url}/tx/${id}/offset`));
      const chunk = await fetch(`${url}/chunk/${Number(offset) - Number(size) + 1}`);
      expect(chunk.status).toBe(200);
    }
    previous = block.indep_hash;
    weave = Number(block.weave_size);
  }
}

async function listed(url: string): Promise<string[]> {
  const all: string[] = [];
  let cursor = "";
  for (let more = true; more; ) {
    const next = await page(
      url,
      `tags: [{name: "Here", values: ["yes"]}] first: 100 sort: HEIGHT_ASC ${cursor}`,
    );
    all.push(...next.ids);
    cursor = `after: "${next.cursors.at(-1)}"`;
    more = next.more;
  }
  return all;
}

const HERE = { tags: [["Here", "yes"]] as const };

describe("kill -9", () => {
  it("in the middle of uploads and of mining loses nothing that was accepted, and doubles nothing", {
    timeout: 120_000,
  }, async () => {
    const { folder, stop } = await startGateway();
    await stop(); // it has a wallet now
    const items = await Promise.all(
      Array.from({ length: 200 }, (_, i) => itemOf(1, `item ${i}`, HERE)),
    );
    const accepted = new Set<string>();
    let kills = 0;
    for (let round = 0; accepted.size < items.length; round++) {
      const { child, url, warnings, ended } = await run(folder, ...(round % 2 ? ["mine"] : []));
      expect(warnings).toEqual([]);
      for (const id of accepted)
        if (!(await fetch(`${url}/raw/${id}`)).ok) throw new Error(`${id} is lost`);
      const left = items.filter(({ id }) => !accepted.has(id));
      const doomed = left.length > 10;
      const stopAt = accepted.size + 40 + round * 10;
      const send = async () => {
        for (let item = left.shift(); item; item = left.shift()) {
          const answer = await post(`${url}/v1/tx`, item.bytes).catch(() => undefined);
          if (answer?.status === 200 || answer?.status === 202) accepted.add(item.id);
          if (!answer) return;
          if (doomed && accepted.size > stopAt) child.kill("SIGKILL");
        }
      };
      await Promise.all(Array.from({ length: 6 }, send));
      if (doomed) kills++;
      child.kill("SIGKILL");
      await ended;
    }
    expect(kills).toBeGreaterThan(2);
    const last = await startGateway({ folder, warn: (text) => expect.fail(text) });
    const before = await listed(last.url);
    expect(new Set(before).size).toBe(before.length);
    expect([...before].sort()).toEqual(items.map(({ id }) => id).sort());
    await last.mine();
    await checkChain(last.url);
    expect(await listed(last.url)).toEqual(before);
    expect(readdirSync(join(folder, "pending"))).toEqual([]);
    expect(existsSync(join(folder, "aside"))).toBe(false);
    await last.stop();
    rmSync(folder, { recursive: true });
  });
});

describe("a restart", () => {
  it("has the very same chain, index and states", async () => {
    const first = await startGateway();
    for (let i = 0; i < 3; i++) {
      await upload(first.url, await itemOf(2, `n ${i}`, HERE), await itemOf(2, `m ${i}`, HERE));
      if (i < 2) await first.mine(1);
    }
    const look = async (url: string) => ({
      ids: await listed(url),
      info: await json(fetch(`${url}/info`)),
      blocks: await Promise.all([0, 1, 2].map((at) => json(fetch(`${url}/block/height/${at}`)))),
      nodes: await json(
        post(
          `${url}/graphql`,
          JSON.stringify({
            query:
              "{ transactions(first: 50) { edges { cursor node { id owner { address } tags { name value } block { id } bundledIn { id } data { size } } } } }",
          }),
        ),
      ),
    });
    const before = await look(first.url);
    await first.stop();
    const again = await startGateway({ folder: first.folder });
    expect(await look(again.url)).toEqual(before);
    await again.stop();
  });

  it("makes another chain in another folder", async () => {
    const [one, two] = [await startGateway(), await startGateway()];
    const genesis = (url: string) => json(fetch(`${url}/block/height/0`));
    expect((await genesis(one.url)).indep_hash).not.toBe((await genesis(two.url)).indep_hash);
  });
});

describe("a second gateway on the same folder", () => {
  it("is refused, while the first goes on", async () => {
    const first = await startGateway();
    const second = EmbeddedGateway.open({ folder: first.folder, now: () => new Date() });
    await expect(second).rejects.toMatchObject({ code: "ARCHIVE_UNAVAILABLE" });
    expect((await fetch(`${first.url}/info`)).status).toBe(200);
  });

  it("is welcome when the first is gone, however it ended", async () => {
    const folder = mkdtempSync(join(tmpdir(), "colophon-gateway-"));
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    for (const lock of [`${pid}\n`, "", "nonsense", `${process.pid}\n`]) {
      writeFileSync(join(folder, "lock"), lock);
      const gateway = await EmbeddedGateway.open({ folder, now: () => new Date() });
      await gateway.close();
      expect(existsSync(join(folder, "lock"))).toBe(false);
    }
    rmSync(folder, { recursive: true });
  });
});

describe("a file that isn't what it should be", () => {
  /** Three blocks of one item each, and one item pending; stopped. */
  async function stopped() {
    const live = await startGateway();
    const items = await Promise.all(
      ["one", "two", "three", "pending"].map((name) => itemOf(3, name, HERE)),
    );
    for (const item of items.slice(0, 3)) {
      await upload(live.url, item);
      await live.mine();
    }
    await upload(live.url, items[3]!);
    await live.stop();
    const open = async () => {
      const warnings: string[] = [];
      const again = await startGateway({
        folder: live.folder,
        warn: (text) => warnings.push(text),
      });
      return { ...again, warnings };
    };
    return { folder: live.folder, ids: items.map(({ id }) => id), open };
  }
  const only = (folder: string, room: string, at = 0) =>
    join(folder, room, readdirSync(join(folder, room)).sort()[at]!);

  it.each(["pending", "transactions", "blocks", "incoming"])(
    "is set aside with a warning when it is foreign: in %s",
    async (room) => {
      const { folder, ids, open } = await stopped();
      writeFileSync(join(folder, room, "README.txt"), "hello");
      writeFileSync(join(folder, room, ".x.part"), "torn");
      mkdirSync(join(folder, room, "a folder"));
      const { url, warnings } = await open();
      expect(warnings).toHaveLength(2);
      expect(readdirSync(join(folder, "aside"))).toHaveLength(2);
      expect(readdirSync(join(folder, room))).not.toContain(".x.part");
      expect(await listed(url)).toEqual(ids);
    },
  );

  it("takes only what was in it with it: a bundle of pending items that is torn", async () => {
    const { folder, ids, open } = await stopped();
    truncateSync(only(folder, "pending"), 100);
    const { url, warnings } = await open();
    expect(warnings).toEqual([expect.stringMatching(/^pending.* set aside as aside.*damaged/)]);
    expect(await listed(url)).toEqual(ids.slice(0, 3));
  });

  it("takes only what was in it with it: a transaction with a flipped bit", async () => {
    const { folder, ids, open } = await stopped();
    const path = only(folder, "transactions");
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(path, bytes);
    const { url, warnings } = await open();
    expect(warnings).toEqual([
      expect.stringMatching(/^transactions.*not what was signed/),
      expect.stringMatching(/^block \d: data of 1 of its transactions are missing/),
    ]);
    const left = await listed(url);
    expect(left).toHaveLength(3);
    expect(ids).toEqual(expect.arrayContaining(left));
    expect((await json(fetch(`${url}/info`))).height).toBe(3);
  });

  it.each<[string, (path: string) => void]>([
    [
      "damaged",
      (path) =>
        writeFileSync(path, readFileSync(path, "utf8").replace(/"timestamp":\d/, '"timestamp":9')),
    ],
    ["torn", (path) => truncateSync(path, 40)],
    ["gone", (path) => rmSync(path)],
    ["empty", (path) => writeFileSync(path, "")],
    ["of another chain", (path) => writeFileSync(path, "{}")],
  ])(
    "makes what was in its block and the later ones wait for another: a block that is %s",
    async (_, spoil) => {
      const { folder, ids, open } = await stopped();
      spoil(only(folder, "blocks", 2));
      const { url, warnings, mine } = await open();
      expect(warnings.at(-1)).toMatch(/waits for the next one/);
      expect((await json(fetch(`${url}/info`))).height).toBe(1);
      expect(await listed(url)).toEqual(ids);
      await mine();
      await checkChain(url);
      expect(await listed(url)).toEqual(ids);
      const query = `{ transactions(tags: [{name: "Here", values: ["yes"]}] block: {min: 1}) { edges { node { id } } } }`;
      const mined = await json(post(`${url}/graphql`, JSON.stringify({ query })));
      expect(mined.data.transactions.edges).toHaveLength(4);
    },
  );

  it("stops it from mining, not from answering, when it is the wallet", async () => {
    const { folder, ids, open } = await stopped();
    writeFileSync(join(folder, "wallet.json"), "{}");
    const { url, mine } = await open();
    await expect(mine()).rejects.toMatchObject({ code: "WALLET_INVALID" });
    expect(await listed(url)).toEqual(ids);
  });
});

describe.skipIf(!canMount())("a disk that is full", () => {
  it("is answered with 503 and Retry-After; what was accepted before stays", async () => {
    const folder = mkdtempSync(join(tmpdir(), "colophon-gateway-"));
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]);
    try {
      const gateway = await EmbeddedGateway.open({ folder, now: () => new Date() });
      const { url } = await gateway.listen(0);
      const statuses: number[] = [];
      const kept: string[] = [];
      for (let i = 0; i < 12; i++) {
        const item = await itemOf(4, `large ${i}`, { ...HERE, data: new Uint8Array(40_000) });
        const answer = await post(`${url}/v1/tx`, item.bytes);
        statuses.push(answer.status);
        if (answer.status === 200) kept.push(item.id);
        else {
          expect(answer.headers.get("retry-after")).toBe("60");
          expect(await json(answer)).toEqual({
            code: "DISK_FULL",
            error: expect.not.stringContaining(folder),
          });
        }
      }
      expect(new Set(statuses)).toEqual(new Set([200, 503]));
      const small = await itemOf(4, "small", HERE);
      expect(await listed(url)).toEqual(kept);
      await gateway.close();
      const again = await EmbeddedGateway.open({ folder, now: () => new Date() });
      const next = await again.listen(0);
      expect(await listed(next.url)).toEqual(kept);
      expect([200, 503]).toContain((await post(`${next.url}/v1/tx`, small.bytes)).status);
      await again.close();
    } finally {
      spawnSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("a gateway that stops", () => {
  it("finishes what is under way and refuses what comes after, and nothing that it accepted is lost", async () => {
    const live = await startGateway();
    const items = await Promise.all(
      Array.from({ length: 60 }, (_, i) => itemOf(6, `last ${i}`, HERE)),
    );
    const accepted: string[] = [];
    const sending = items.map(async ({ id, bytes }, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 2));
      const answer = await post(`${live.url}/v1/tx`, bytes).catch(() => undefined);
      if (answer?.status === 200) accepted.push(id);
      else if (answer)
        expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await live.stop();
    await Promise.all(sending);
    expect(accepted.length).toBeGreaterThan(0);
    const again = await startGateway({ folder: live.folder });
    expect((await listed(again.url)).sort()).toEqual(accepted.sort());
    await again.stop();
  });
});
