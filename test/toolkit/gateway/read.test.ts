// Data and states of items, as ar.io's gateways and Turbo answer them.
import { beforeAll, describe, expect, it } from "vitest";
import { utf8 } from "../../../src/encoding/index.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { itemOf, json, upload } from "./ask.js";

let gateway: TestGateway;
const text = "0123456789".repeat(10);
let page: Awaited<ReturnType<typeof itemOf>>;
let large: Awaited<ReturnType<typeof itemOf>>;
let pending: Awaited<ReturnType<typeof itemOf>>;
beforeAll(async () => {
  gateway = await startGateway();
  page = await itemOf(1, "page", { data: utf8(text), type: "text/html" });
  large = await itemOf(1, "large", {
    data: new Uint8Array(5_000_000).map((_, i) => (i * 13) & 255),
  });
  await upload(gateway.url, page, large);
  await gateway.mine();
  pending = await itemOf(1, "pending", { data: new Uint8Array(0), type: "not a type" });
  await upload(gateway.url, pending);
});

const get = (path: string, init?: RequestInit) => fetch(`${gateway.url}${path}`, init);
const missing = "D".repeat(43);

describe("the data of an item", () => {
  it("come under two paths, with where they are, and can do nothing as a page", async () => {
    for (const path of [`/raw/${page.id}`, `/${page.id}`]) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe(text);
      const status = await json(get(`/v1/tx/${page.id}/status`));
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "text/html",
        "content-length": "100",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "access-control-allow-origin": "*",
        "accept-ranges": "bytes",
        "x-ar-io-data-id": page.id,
        "x-ar-io-root-transaction-id": status.bundleId,
        "x-ar-io-data-item-offset": String(status.startOffsetInRootBundle),
        "x-ar-io-data-item-size": String(page.bytes.length),
      });
    }
  });

  it("are announced by HEAD without being sent", async () => {
    const answer = await get(`/raw/${large.id}`, { method: "HEAD" });
    expect(answer.headers.get("content-length")).toBe("5000000");
    expect(await answer.text()).toBe("");
  });

  it("of five megabytes come whole", async () => {
    const bytes = new Uint8Array(await (await get(`/raw/${large.id}`)).arrayBuffer());
    expect(Buffer.from(bytes).equals(large.item.data)).toBe(true);
  });

  it.each([
    ["bytes=0-9", "0123456789", "bytes 0-9/100"],
    ["bytes=95-", "56789", "bytes 95-99/100"],
    ["bytes=-3", "789", "bytes 97-99/100"],
    ["bytes=98-5000", "89", "bytes 98-99/100"],
    ["bytes=-500", text, "bytes 0-99/100"],
  ])("come in part: %s", async (range, part, said) => {
    const answer = await get(`/raw/${page.id}`, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(said);
    expect(await answer.text()).toBe(part);
  });

  it.each(["bytes=100-", "bytes=9-3", "bytes=-0"])("are refused with 416: %s", async (range) => {
    const answer = await get(`/raw/${page.id}`, { headers: { range } });
    expect([answer.status, await json(answer)]).toEqual([416, { error: expect.any(String) }]);
  });

  it.each(["bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=a-b"])(
    "come whole for a range that means nothing here: %s",
    async (range) => {
      expect((await get(`/raw/${page.id}`, { headers: { range } })).status).toBe(200);
    },
  );

  it("may be empty and of no known type", async () => {
    const answer = await get(`/raw/${pending.id}`);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("x-ar-io-root-transaction-id")).toBeNull();
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });
});

describe("the status of an item", () => {
  it("is CONFIRMED while it is pending and FINALIZED in a block", async () => {
    expect(await json(get(`/v1/tx/${pending.id}/status`))).toEqual({
      status: "CONFIRMED",
      rawContentLength: pending.bytes.length,
      payloadDataStart: pending.bytes.length,
      payloadContentLength: 0,
      payloadContentType: "application/octet-stream",
    });
    expect(await json(get(`/v1/tx/${page.id}/status`))).toEqual({
      status: "FINALIZED",
      bundleId: expect.stringMatching(/^[\w-]{43}$/),
      startOffsetInRootBundle: 32 + 2 * 64,
      rawContentLength: page.bytes.length,
      payloadDataStart: page.bytes.length - 100,
      payloadContentLength: 100,
      payloadContentType: "text/html",
    });
  });
});

describe("nothing", () => {
  it.each([
    `/raw/${missing}`,
    `/${missing}`,
    `/v1/tx/${missing}/status`,
    `/tx/${missing}`,
    `/tx/${missing}/status`,
    `/tx/${missing}/offset`,
    "/chunk/99999999999",
    "/block/height/77",
    `/block/hash/${"E".repeat(64)}`,
    "/nowhere",
    "/raw/../../etc/passwd",
    "/block/height/-1",
    "/chunk/1.5",
    "//",
  ])("is 404 with a reason: %s", async (path) => {
    const answer = await get(path);
    expect([answer.status, await json(answer)]).toEqual([404, { error: expect.any(String) }]);
  });

  it("is done by another method", async () => {
    for (const [path, method] of [
      ["/v1/tx", "GET"],
      ["/info", "DELETE"],
      ["/graphql", "PUT"],
      ["/mine", "GET"],
    ] as const) {
      const answer = await get(path, { method });
      expect([answer.status, await json(answer)]).toEqual([405, { error: expect.any(String) }]);
    }
  });
});

describe("the service", () => {
  it("says what it is, takes and asks", async () => {
    expect(await json(get("/"))).toEqual(await json(get("/info")));
    expect(await json(get("/v1/info"))).toMatchObject({ freeUploadLimitBytes: 10 * 1024 * 1024 });
    const account = await json(get(`/v1/account/balance/ed25519?address=${missing}`));
    expect(account).toMatchObject({ winc: "0" });
    expect((await get("/v1/account/balance?address=me")).status).toBe(400);
    expect((await get("/v1/account/free")).status).toBe(400);
    expect(await (await get("/price/300000")).text()).toBe("2000000");
    expect((await get("/mine?extra=9999", { method: "POST" })).status).toBe(400);
  });

  it("lets pages read, in so many words", async () => {
    const answer = await get("/graphql", {
      method: "OPTIONS",
      headers: { origin: "https://example.com" },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-methods")).toContain("POST");
  });
});
