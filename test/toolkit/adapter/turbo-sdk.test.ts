import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64Url } from "../../../src/encoding/index.js";
import type { OutgoingItem } from "../../../toolkit/publish/publisher.js";
import { turboAccount } from "../../../toolkit/publish/turbo-account.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { archivedItem } from "../../fake/archived-item.js";
import { type Answer, startService } from "../../fake/flaky-service.js";
import { startGateway } from "../../fake/gateway.js";
import { turboSdkFolder } from "../../fake/turbo-sdk.js";

const USER = fileURLToPath(new URL("../../fake/turbo-sdk-user.js", import.meta.url));
const folder = await turboSdkFolder();
const OWNER = toBase64Url((await fakeOwner(1)).owner);

/** A process that has turbo-sdk, or has not, and publishes as it is told. */
async function start(NODE_PATH: string): Promise<ChildProcess> {
  const env = { ...process.env, NODE_PATH };
  const child = fork(USER, [], { execArgv: [], env, silent: true });
  await once(child, "message");
  return child;
}
let child: ChildProcess;
const printed: string[] = [];
beforeAll(async () => {
  child = await start(folder ?? "");
  child.stdout?.on("data", (text) => printed.push(String(text)));
});
afterAll(() => void child.kill());

/** What it is asked for comes back as a result or an error. */
function user(uploadUrl: string, paymentUrl = uploadUrl, asked = child) {
  const ask = async (call: string, more: Record<string, unknown> = {}) => {
    asked.send({ uploadUrl, paymentUrl, call, owner: OWNER, ...more });
    const [said] = (await once(asked, "message")) as [{ result?: unknown; error?: unknown }];
    return said.error ?? said.result;
  };
  const deliver = (items: readonly OutgoingItem[], more = {}) =>
    ask("deliver", { items: items.map(sent), ...more });
  const quote = (items: readonly OutgoingItem[]) => ask("quote", { items: items.map(sent) });
  return { deliver, quote, balance: () => ask("balance") };
}
const sent = ({ id, bytes }: OutgoingItem) => ({
  id,
  bytes: Buffer.from(bytes).toString("base64"),
});

describe.skipIf(folder === undefined)("the real turbo-sdk", () => {
  it("uploads the very bytes that were signed, once", async () => {
    const gateway = await startGateway();
    const items = await Promise.all([archivedItem(1), archivedItem(2)]);
    const { deliver } = user(gateway.url);
    expect(await deliver(items)).toEqual(
      items.map(({ id }) => ({ id, already: false, charged: "0n" })),
    );
    for (const { id, item } of items) {
      const raw = await fetch(`${gateway.url}/raw/${id}`);
      expect(Buffer.from(await raw.arrayBuffer()).equals(item.data)).toBe(true);
    }
    expect(await deliver(items)).toEqual(items.map(({ id }) => ({ id, already: true })));
    expect(printed).toEqual([]);
  });

  it("knows the price and the balance as the gateway has them, with an account that is the key's", async () => {
    const gateway = await startGateway();
    const { quote, balance } = user(gateway.url);
    const item = await archivedItem(1);
    const { winc } = await fetch(`${gateway.url}/v1/price/bytes/${item.bytes.length}`).then(
      (answer) => answer.json() as Promise<{ winc: string }>,
    );
    expect(await quote([item])).toEqual({ cost: `${winc}n`, unit: "Turbo credits" });
    const { token, address } = await turboAccount(OWNER);
    const held = await fetch(`${gateway.url}/v1/account/balance/${token}?address=${address}`).then(
      (answer) => answer.json() as Promise<{ winc: string }>,
    );
    expect(await balance()).toEqual({ balance: `${held.winc}n`, unit: "Turbo credits" });
  });

  it("asks the payment service for a page to pay in at, for the account of this key", async () => {
    const pay = await startService(({ path }) =>
      path.startsWith("/v1/top-up/")
        ? {
            status: 200,
            body: {
              topUpQuote: { winstonCreditAmount: "5", paymentAmount: 1000 },
              paymentSession: { url: "https://pay.example.com/s/1", id: "1" },
            },
          }
        : { status: 200, body: { winc: "1200" } },
    );
    const { balance } = user("http://127.0.0.1:9", pay.url);
    expect(await balance()).toEqual({
      balance: "1200n",
      unit: "Turbo credits",
      topUp: "https://pay.example.com/s/1",
    });
    const { address } = await turboAccount(OWNER);
    expect(pay.asked.map(({ path }) => path)).toEqual([
      `/v1/account/balance/solana?address=${address}`,
      `/v1/top-up/checkout-session/${address}/usd/1000?token=solana&uiMode=hosted`,
    ]);
  });

  it.each<[string, Answer, object]>([
    [
      "503",
      { status: 503, body: "busy" },
      { kind: "try again", message: expect.stringMatching(/answered 503: busy$/) },
    ],
    ["429", { status: 429, body: "slower" }, { kind: "try again" }],
    [
      "402",
      { status: 402, body: { code: "FREE_TIER_EXHAUSTED" } },
      { kind: "payment", message: expect.stringContaining("FREE_TIER_EXHAUSTED") },
    ],
    ["400", { status: 400, body: "Invalid data item" }, { kind: "refused" }],
    ["404", { status: 404, body: "Not found" }, { code: "GATEWAY_FAILED" }],
    [
      "a login page",
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>" },
      { code: "GATEWAY_FAILED" },
    ],
    [
      "half a receipt",
      { status: 200, headers: { "content-type": "application/json" }, body: '{"id":' },
      { kind: "try again" },
    ],
  ])("is told apart by the service's answer: %s", async (_, answer, error) => {
    const service = await startService(({ path }) =>
      path.endsWith("/status") ? { status: 404, body: "Not found" } : answer,
    );
    const { deliver } = user(service.url);
    expect(await deliver([await archivedItem(1)])).toMatchObject(error);
    expect(service.asked.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("takes 202 without a word for what it is, once the service says that it has the item", async () => {
    const { id, bytes } = await archivedItem(1);
    const service = await startService(({ path }) =>
      path === `/v1/tx/${id}/status`
        ? { status: 200, body: { status: "FINALIZED" } }
        : { status: 202 },
    );
    const { deliver } = user(service.url);
    expect(await deliver([{ id, bytes }])).toEqual([{ id, already: true }]);
  });

  it("tries again where nobody answers, and stops when asked to", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as { port: number };
    const { deliver } = user(`http://127.0.0.1:${port}`);
    expect(await deliver([await archivedItem(1)], { abort: 300 })).toMatchObject({
      code: "CANCELLED",
    });
    silent.close();
    const gone = user("http://127.0.0.1:9");
    expect(await gone.deliver([await archivedItem(1)])).toMatchObject({ kind: "try again" });
    expect(await gone.quote([await archivedItem(1)])).toMatchObject({ code: "GATEWAY_FAILED" });
    expect(await gone.balance()).toMatchObject({ code: "GATEWAY_FAILED" });
  });

  it("is not believed when it names no amount", async () => {
    const service = await startService(() => ({ status: 200, body: { winc: "-5" } }));
    const { quote, balance } = user(service.url);
    expect(await quote([await archivedItem(1)])).toMatchObject({ code: "GATEWAY_FAILED" });
    expect(await balance()).toMatchObject({ code: "GATEWAY_FAILED" });
  });
});

describe("turbo-sdk that is not installed", () => {
  it("is asked for by name, and nothing was sent", async () => {
    const service = await startService(() => ({ status: 200 }));
    const without = await start("");
    const { quote, deliver } = user(service.url, service.url, without);
    const error = {
      code: "PUBLISHER_MISSING",
      message: "@ardrive/turbo-sdk is not installed",
      hint: expect.stringContaining("npm install @ardrive/turbo-sdk"),
    };
    expect(await quote([await archivedItem(1)])).toMatchObject(error);
    expect(await deliver([await archivedItem(1)])).toMatchObject(error);
    expect(service.asked).toEqual([]);
    without.kill();
  });
});
