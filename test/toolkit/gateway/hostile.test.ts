// Whoever asks the strangest things gets an error as JSON, and everybody else still an answer.
import { connect, type Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { EmbeddedGateway } from "../../../toolkit/gateway/embedded-gateway.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { temporaryFolder } from "../../fake/io.js";
import { itemOf, json, post, raw } from "./ask.js";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  expect((await fetch(`${gateway.url}/info`)).status).toBe(200);
});

const port = (url: string) => Number(new URL(url).port);

/** Everything that comes back over a connection on which `bytes` are sent, until it is closed. */
function spoken(to: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const socket: Socket = connect(to, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (part) => {
      heard += part.toString("latin1");
    });
    socket.on("error", () => resolve(heard));
    socket.on("close", () => resolve(heard));
  });
}

describe("a name that isn't this computer's (DNS rebinding)", () => {
  it.each([
    "evil.example",
    "evil.example:1984",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "0.0.0.0",
    "192.168.1.5",
    "[::2]",
  ])("is refused with 403: %s", async (host) => {
    const answer = await raw(`${gateway.url}/info`, { host });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toEqual({ error: expect.stringContaining("loopback") });
  });

  it.each(["localhost", "127.0.0.1:9", "LOCALHOST:80", "[::1]:5", "127.3.2.1"])(
    "that is its own is answered: %s",
    async (host) => {
      expect((await raw(`${gateway.url}/info`, { host })).status).toBe(200);
    },
  );

  it("is refused without any name, and with two", async () => {
    const none = await spoken(port(gateway.url), "GET /info HTTP/1.0\r\n\r\n");
    expect(none).toMatch(/^HTTP\/1\.1 403 /);
    const two = await spoken(
      port(gateway.url),
      "GET /info HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
    );
    expect(two).toMatch(/^HTTP\/1\.1 40[03] /);
  });
});

describe("a web page", () => {
  const writes = ["/v1/tx", "/v1/tx/solana", "/tx", "/chunk", "/mine"];
  it.each(writes)("may not write: %s", async (path) => {
    for (const origin of [
      "https://evil.example",
      "null",
      "http://127.0.0.1.evil.example",
      "chrome-extension://abc",
      "http://localhost@evil.example",
    ]) {
      const answer = await post(gateway.url + path, "{}", { origin });
      expect([answer.status, await json(answer)], origin).toEqual([
        403,
        { error: expect.any(String) },
      ]);
    }
    const byBrowser = await raw(
      gateway.url + path,
      { "sec-fetch-site": "cross-site" },
      { method: "POST", body: "{}" },
    );
    expect(byBrowser.status).toBe(403);
  });

  it("of this computer may write, and any may ask the index", async () => {
    for (const origin of ["http://localhost:5173", "http://127.0.0.1:3000"]) {
      const { bytes } = await itemOf(1, `from ${origin}`);
      expect((await post(`${gateway.url}/v1/tx`, bytes, { origin })).status).toBe(200);
    }
    const query = JSON.stringify({ query: "{ block { height } }" });
    const answer = await post(`${gateway.url}/graphql`, query, { origin: "https://news.example" });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  });
});

describe("a body", () => {
  const limits: [string, number][] = [
    ["/v1/tx", 10 * 1024 * 1024],
    ["/graphql", 256 * 1024],
    ["/chunk", 512 * 1024],
  ];
  it.each(limits)(
    "that is too large for %s is refused with 413, announced or not",
    async (path, most) => {
      const announced = await post(gateway.url + path, new Uint8Array(most + 1));
      expect([announced.status, await json(announced)]).toEqual([
        413,
        { error: expect.any(String) },
      ]);
      const endless = new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
      });
      const streamed = await fetch(gateway.url + path, {
        method: "POST",
        body: endless,
        duplex: "half",
      } as RequestInit).then(
        ({ status }) => status,
        () => 413, // cut off while still sending
      );
      expect(streamed).toBe(413);
    },
  );

  it.each(["", "{", "[]", "null", "7", '"x"', "\ufffd", '{"query": 7}', "{}"])(
    "that is not what the index is asked with is 400: %s",
    async (body) => {
      const answer = await post(`${gateway.url}/graphql`, body);
      expect([answer.status, await json(answer)]).toEqual([
        400,
        expect.objectContaining({ error: expect.any(String) }),
      ]);
    },
  );

  it("with a member called __proto__ changes nothing", async () => {
    const body =
      '{"__proto__": {"query": "{ block { height } }"}, "query": "{ block { height } }", "variables": {"__proto__": {"x": 1}}}';
    expect((await post(`${gateway.url}/graphql`, body)).status).toBe(200);
    expect(({} as Record<string, unknown>)["query"]).toBeUndefined();
  });
});

describe("a request", () => {
  let slow: EmbeddedGateway;
  let to: number;
  beforeAll(async () => {
    slow = await EmbeddedGateway.open({ folder: temporaryFolder(), now: () => new Date() });
    const times = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 100 };
    to = port((await slow.listen(0, times)).url);
    return () => slow.close();
  });

  it("that stops in the middle of its head or its body is let go with 408", async () => {
    const head = await spoken(to, "GET /info HTTP/1.1\r\nhost: localhost\r\nx-");
    expect(head).toMatch(/^HTTP\/1\.1 408 .*\{"error":/s);
    const body = await spoken(
      to,
      "POST /v1/tx HTTP/1.1\r\nhost: localhost\r\ncontent-length: 500\r\n\r\nabc",
    );
    expect(body).toMatch(/^HTTP\/1\.1 408 .*\{"error":/s);
  });

  it("that is no HTTP, or has a head without end, is refused as JSON", async () => {
    expect(await spoken(to, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n")).toMatch(
      /^HTTP\/1\.1 400 .*\{"error":/s,
    );
    expect(
      await spoken(to, `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"y".repeat(40_000)}\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 431 .*\{"error":/s);
    const absolute =
      "GET http://evil.example/info HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    expect(await spoken(to, absolute)).toMatch(/^HTTP\/1\.1 400 /);
    const path = `GET /raw/${"%2e%2e%2f".repeat(100)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
    expect(await spoken(to, path)).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("three thousand connections that say nothing", () => {
  it("take a bounded number of places, and give them back", { timeout: 60_000 }, async () => {
    const busy = await EmbeddedGateway.open({ folder: temporaryFolder(), now: () => new Date() });
    const { url } = await busy.listen(0, {
      headersTimeout: 500,
      requestTimeout: 500,
      connectionsCheckingInterval: 100,
    });
    const before = process.memoryUsage().rss;
    const sockets: Socket[] = [];
    for (let round = 0; round < 6; round++) {
      const opened = Array.from({ length: 500 }, () => {
        const socket = connect(port(url), "127.0.0.1").on("error", () => undefined);
        sockets.push(socket);
        return new Promise<void>((resolve) =>
          socket.once("connect", resolve).once("close", () => resolve()),
        );
      });
      await Promise.all(opened);
    }
    const answer = await tryUntil(async () => (await fetch(`${url}/info`)).status === 200);
    expect(answer).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    for (const socket of sockets) socket.destroy();
    await busy.close();
  });
});

async function tryUntil(holds: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    if (await holds().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
