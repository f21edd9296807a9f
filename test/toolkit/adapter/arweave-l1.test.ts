import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Jwk, newWallet, walletAddress } from "../../../toolkit/adapter/arweave.js";
import { arweavePublisher } from "../../../toolkit/adapter/arweave-l1.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { startGateway } from "../../fake/gateway.js";
import { temporaryFolder } from "../../fake/io.js";
import { largeItems } from "../../fake/large-item.js";
import { ids, payment, posts } from "./payment.js";

let wallet: Jwk;
beforeAll(async () => {
  wallet = await newWallet();
});
const stage = () => payment(wallet);

describe("publishing in a transaction of one's own", () => {
  it("puts all records into one bundle, in chunks that the node can check", async () => {
    const { node, publisher } = await stage();
    const items = await largeItems(0, 5);
    const accepted = await publisher().deliver(items);
    expect(node.records()).toEqual(ids(items));
    const [transaction] = [...node.transactions.values()];
    const bytes = 32 + items.reduce((sum, item) => sum + 64 + item.bytes.length, 0);
    expect(transaction!.chunks.size).toBe(Math.ceil(bytes / 262_144));
    expect(transaction!.head.reward).toBe(String(bytes * 3));
    expect(
      transaction!.head.tags.map(({ name, value }) =>
        [name, value].map((field) => Buffer.from(field, "base64url").toString()),
      ),
    ).toEqual([
      ["Bundle-Format", "binary"],
      ["Bundle-Version", "2.0.0"],
      ["App-Name", "Colophon"],
    ]);
    const { id } = transaction!.head;
    expect(accepted).toEqual(
      items.map((item, i) => ({
        id: item.id,
        reference: id,
        already: false,
        charged: i === 0 ? BigInt(bytes * 3) : 0n,
      })),
    );
  });

  it("again sends nothing and costs nothing", async () => {
    const { node, publisher, journal } = await stage();
    const items = await largeItems(0, 2);
    await publisher().deliver(items);
    const before = posts(node, "/chunk").length;
    const again = await publisher().deliver(items);
    expect(again.map(({ already, charged }) => ({ already, charged }))).toEqual([
      { already: true, charged: 0n },
      { already: true, charged: 0n },
    ]);
    expect(posts(node, "/chunk")).toHaveLength(before);
    expect(posts(node, "/tx")).toHaveLength(1);
    expect(node.transactions.size).toBe(1);
    expect(readdirSync(journal).filter((name) => name.endsWith(".data"))).toEqual([]);
  });

  it("quotes what the node asks for the bundles, and what the wallet holds", async () => {
    const { node, publisher, signed } = await stage();
    const items = (await largeItems(0, 3)).map(({ id, bytes }) => ({
      id,
      bytes: bytes.length,
      owner: "",
    }));
    const size = 32 + items.reduce((sum, { bytes }) => sum + 64 + bytes, 0);
    expect(await publisher().quote(items)).toEqual({ cost: BigInt(size * 3), unit: "AR" });
    expect(await publisher().quote([])).toEqual({ cost: 0n, unit: "AR" });
    expect(await publisher().balance(wallet.n)).toEqual({ balance: node.balance, unit: "AR" });
    const [asked] = node.asked.filter(({ path }) => path.startsWith("/wallet/"));
    expect(asked!.path).toBe(`/wallet/${await walletAddress(wallet)}/balance`);
    expect(signed()).toEqual([]);
    expect(publisher().service).toBe(`arweave ${node.url}`);
  });

  it("of more records than go into one bundle asks for the price of each bundle", async () => {
    const { node, publisher } = await stage();
    const many = Array.from({ length: 501 }, (_, i) => ({ id: `${i}`, bytes: 100, owner: "" }));
    await publisher().quote(many);
    expect(node.asked.map(({ path }) => path)).toEqual([`/price/${32 + 500 * 164}`, "/price/196"]);
    expect(publisher().groupSize).toBe(500);
  });

  it("keeps the private key to itself", async () => {
    const { node, publisher, journal } = await stage();
    await publisher().deliver(await largeItems(0, 1));
    node.balance = 0n;
    const error = await publisher()
      .deliver(await largeItems(1, 2))
      .catch((cause: Error) => cause);
    const said = [
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
      ...node.asked.map(({ body }) => Buffer.from(body).toString("latin1")),
      ...readdirSync(journal)
        .filter((name) => name.includes("."))
        .map((name) => readFileSync(join(journal, name), "latin1")),
    ].join();
    for (const secret of ["d", "p", "q", "dp", "dq", "qi"] as const)
      expect(said).not.toContain(wallet[secret].slice(0, 40));
  });
});

describe("the embedded gateway", () => {
  it("takes a transaction of several chunks, and has every record that is in it", async () => {
    const gateway = await startGateway();
    const http = httpTo(gateway.url, new AbortController().signal);
    const means = { url: gateway.url, wallet, journal: temporaryFolder(), http };
    const items = await largeItems(0, 5);
    const quoted = items.map(({ id, bytes }) => ({ id, bytes: bytes.length, owner: "" }));
    const publisher = arweavePublisher(means);
    const { cost } = await publisher.quote(quoted);
    expect(cost).toBeGreaterThan(0n);
    const [accepted] = await publisher.deliver(items);
    expect(accepted).toMatchObject({ already: false, charged: cost });
    await gateway.mine();
    for (const { id, item } of items) {
      const raw = await fetch(`${gateway.url}/raw/${id}`);
      expect(Buffer.from(await raw.arrayBuffer()).equals(item.data)).toBe(true);
    }
    const [again] = await arweavePublisher(means).deliver(items);
    expect(again).toEqual({ ...accepted, already: true, charged: 0n });
  });
});

describe("money", () => {
  it("that the wallet doesn't hold is asked for before anything is signed", async () => {
    const { node, publisher, signed } = await stage();
    node.balance = 599_999n;
    await expect(publisher().deliver(await largeItems(0, 1))).rejects.toMatchObject({
      kind: "payment",
      message: expect.stringMatching(
        /^the wallet [\w-]{43} holds 0\.000000599999 AR, and this takes/,
      ),
    });
    expect(signed()).toEqual([]);
    expect(posts(node, "/tx")).toEqual([]);
  });

  it("is not spent beyond the price that was shown", async () => {
    const { node, publisher, signed } = await stage();
    const items = await largeItems(0, 2);
    const quoted = items.map(({ id, bytes }) => ({ id, bytes: bytes.length, owner: "" }));
    const one = publisher();
    await one.quote(quoted);
    node.rate = 4;
    await expect(one.deliver(items)).rejects.toMatchObject({
      kind: "payment",
      message: expect.stringContaining("the price has gone up to"),
    });
    expect(signed()).toEqual([]);
    node.rate = 3;
    await one.deliver(items);
    await expect(one.deliver(await largeItems(5, 6))).rejects.toMatchObject({ kind: "payment" });
  });

  it("for what was signed and not sent is set aside", async () => {
    const { node, publisher } = await stage();
    const first = await largeItems(0, 1);
    node.before = ({ path }) => (path === "/tx" ? { status: 503, body: "busy" } : undefined);
    await expect(publisher().deliver(first)).rejects.toMatchObject({ kind: "try again" });
    node.before = () => undefined;
    node.balance = 1_000_000n; // enough for one, not for two
    await expect(publisher().deliver(await largeItems(1, 2))).rejects.toMatchObject({
      kind: "payment",
    });
    const quoted = first.map(({ id, bytes }) => ({ id, bytes: bytes.length, owner: "" }));
    expect((await publisher().quote(quoted)).cost).toBe(BigInt((first[0]!.bytes.length + 96) * 3));
    expect((await publisher().deliver(first))[0]).toMatchObject({ already: false });
    expect((await publisher().quote(quoted)).cost).toBe(0n);
  });
});

describe("a payment that was cut short", () => {
  /** Fails now and then until it is through; what it failed with. */
  async function untilDone(deliver: () => Promise<unknown>) {
    const failures: unknown[] = [];
    for (let tries = 0; tries < 30; tries++)
      try {
        await deliver();
        return failures;
      } catch (error) {
        failures.push(error);
      }
    throw new Error("never done");
  }

  it("by lost answers goes on with the same transaction, chunk by chunk", async () => {
    const { node, publisher, signed } = await stage();
    const items = await largeItems(0, 5);
    let turn = 0;
    node.loses = ({ method }) => method === "POST" && turn++ % 2 === 0;
    const failures = await untilDone(() => publisher().deliver(items));
    expect(failures.length).toBeGreaterThanOrEqual(4);
    for (const failure of failures) expect(failure).toMatchObject({ kind: "try again" });
    expect(node.records()).toEqual(ids(items));
    expect(node.transactions.size).toBe(1);
    expect(signed()).toHaveLength(1);
    // each chunk went out once more at most: the one whose answer was lost
    expect(posts(node, "/chunk").length).toBeLessThanOrEqual(2 * 4);
  });

  it.each([
    ["429 with a time to wait", { status: 429, headers: { "retry-after": "7" } }, 7000],
    ["503", { status: 503, body: "Transaction pool is full" }, undefined],
    [
      "a data root it has forgotten",
      { status: 400, body: { error: "data_root_not_found" } },
      undefined,
    ],
  ])("by %s is tried again", async (_, said, retryAfter) => {
    const { node, publisher } = await stage();
    const items = await largeItems(0, 5);
    node.before = ({ path }) =>
      path === "/chunk" && posts(node, "/chunk").length === 3 ? said : undefined;
    await expect(publisher().deliver(items)).rejects.toMatchObject({
      kind: "try again",
      retryAfter,
    });
    await publisher().deliver(items);
    expect(posts(node, "/chunk")).toHaveLength(5); // 1 2 (3) 3 4
    expect(node.records()).toEqual(ids(items));
    expect(node.transactions.size).toBe(1);
  });

  it.each([
    [208, "Transaction already processed."],
    [400, "Transaction is already on the weave."],
    [400, "Invalid anchor (last_tx from last 50 blocks)."],
  ])("goes on when the node has the head and says %i %s", async (status, body) => {
    const { node, publisher } = await stage();
    const items = await largeItems(0, 2);
    node.loses = ({ path }) => path === "/tx";
    await expect(publisher().deliver(items)).rejects.toMatchObject({ kind: "try again" });
    node.loses = () => false;
    node.height += 300;
    node.before = ({ path }) => (path === "/tx" ? { status, body } : undefined);
    await publisher().deliver(items);
    expect(node.records()).toEqual(ids(items));
  });

  it("is finished before records that came later get a transaction of their own", async () => {
    const { node, publisher } = await stage();
    node.before = ({ path }) =>
      path === "/chunk" && posts(node, "/chunk").length > 1 ? { status: 503 } : undefined;
    await expect(publisher().deliver(await largeItems(0, 3))).rejects.toMatchObject({
      kind: "try again",
    });
    node.before = () => undefined;
    const [one] = await largeItems(2, 3);
    const accepted = await publisher().deliver([one!, ...(await largeItems(3, 5))]);
    expect(new Set(accepted.map(({ reference }) => reference)).size).toBe(2);
    expect(node.transactions.size).toBe(2);
    expect(node.records().sort()).toEqual(ids(await largeItems(0, 5)).sort());
  });

  it("for longer than its anchor lasts says so, and is started over only by hand", async () => {
    const { node, publisher, journal, signed } = await stage();
    const items = await largeItems(0, 1);
    node.before = ({ path }) => (path === "/tx" ? { status: 503 } : undefined);
    await expect(publisher().deliver(items)).rejects.toMatchObject({ kind: "try again" });
    const [entry] = signed();
    node.before = () => undefined;
    node.height += 60; // too old for the node, but a fork could still bring it
    await expect(publisher().deliver(items)).rejects.toMatchObject({ kind: "try again" });
    node.height += 60;
    for (const _ of [1, 2])
      await expect(publisher().deliver(items)).rejects.toMatchObject({
        code: "PUBLISH_REFUSED",
        message: expect.stringMatching(
          /^the transaction [\w-]{43}, signed 20.*Z, came into no block in time/,
        ),
        hint: expect.stringContaining(`delete ${join(journal, entry!)}`),
      });
    expect(signed()).toEqual([entry]);
    expect(node.transactions.size).toBe(0);
    rmSync(join(journal, entry!));
    await publisher().deliver(items);
    expect(node.records()).toEqual(ids(items));
    expect(signed()).toHaveLength(1);
  });

  it("after everything was sent, and forgotten by the node, is never paid for again in silence", async () => {
    const { node, publisher, signed } = await stage();
    const items = await largeItems(0, 1);
    await publisher().deliver(items);
    node.transactions.clear();
    await expect(publisher().deliver(items)).rejects.toMatchObject({ kind: "try again" });
    node.height += 200;
    await expect(publisher().deliver(items)).rejects.toMatchObject({ code: "PUBLISH_REFUSED" });
    expect(signed()).toHaveLength(1);
    expect(node.transactions.size).toBe(0);
  });

  it("whose record of it is damaged stops everything", async () => {
    const { node, publisher, journal, signed } = await stage();
    const items = await largeItems(0, 1);
    await publisher().deliver(items);
    const path = join(journal, signed()[0]!);
    const good = readFileSync(path, "utf8");
    const other = items[0]!.id.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    for (const bad of ["", "{}", good.replace(/"reward":"\d/, '"reward":"9'), good.slice(0, 900)]) {
      writeFileSync(path, bad);
      await expect(publisher().deliver(items)).rejects.toMatchObject({
        code: "ARCHIVE_UNAVAILABLE",
      });
      await expect(publisher().quote([{ id: other, bytes: 1, owner: "" }])).rejects.toMatchObject({
        code: "ARCHIVE_UNAVAILABLE",
      });
    }
    expect(node.transactions.size).toBe(1);
  });

  it("whose data are damaged sends no more of them", async () => {
    const { node, publisher, journal } = await stage();
    const items = await largeItems(0, 5);
    node.before = ({ path }) => (path === "/chunk" ? { status: 503 } : undefined);
    await expect(publisher().deliver(items)).rejects.toMatchObject({ kind: "try again" });
    node.before = () => undefined;
    const name = readdirSync(journal).find((one) => one.endsWith(".data"))!;
    const data = readFileSync(join(journal, name));
    data[500]! ^= 1;
    writeFileSync(join(journal, name), data);
    const sent = posts(node, "/chunk").length;
    await expect(publisher().deliver(items)).rejects.toMatchObject({ code: "ARCHIVE_UNAVAILABLE" });
    expect(posts(node, "/chunk")).toHaveLength(sent);
  });
});

describe("what is no node", () => {
  it.each([
    ["HTML for a price", "/price/", { status: 200, body: "<html>" }],
    ["a login page for a balance", "/wallet/", { status: 404, body: "Not found" }],
    ["an anchor of the wrong length", "/tx_anchor", { status: 200, body: "abc" }],
    ["no height", "/info", { status: 200, body: { height: "high" } }],
    [
      "a wrong proof, of a chunk that is right",
      "/chunk",
      { status: 400, body: { error: "invalid_proof" } },
    ],
    ["404 for a transaction", "/tx", { status: 404, body: "Not found" }],
  ])("answers with %s, and the run ends with nothing lost", async (_, path, said) => {
    const { node, publisher } = await stage();
    node.before = (asked) => (asked.path.startsWith(path) ? said : undefined);
    await expect(publisher().deliver(await largeItems(0, 1))).rejects.toMatchObject({
      code: "GATEWAY_FAILED",
    });
    node.before = () => undefined;
    await publisher().deliver(await largeItems(0, 1));
    expect(node.transactions.size).toBe(1);
  });

  it("is told when a price can't be learned", async () => {
    const { node, publisher } = await stage();
    await node.stop();
    await expect(publisher().quote([{ bytes: 1, owner: "" }])).rejects.toMatchObject({
      code: "GATEWAY_FAILED",
    });
  });
});
