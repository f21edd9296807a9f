import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type GuardedFetchOptions, guardedFetch } from "../../../toolkit/adapter/guarded-fetch.js";
import { tlsCertificate } from "../../fake/tls-certificate.js";

const packageJson = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const LIMITS = { maxBytes: 1000, timeoutMs: 5000 };
const LOCAL = { ...LIMITS, allowLoopback: true };
const open: { close(): unknown; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

/** An HTTP server on loopback; `requests` are those that it saw. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}/`, port, requests };
}

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const redirectTo = (location: string, status = 302) =>
  serve((_, response) => response.writeHead(status, { location }).end());

describe("what an answer is", () => {
  it("has status, media type without parameters, headers without cookies, and bytes", async () => {
    const { url } = await serve((_, response) =>
      response
        .writeHead(200, { "content-type": "Image/JPEG; q=1", "set-cookie": "a=b", etag: "x" })
        .end("picture"),
    );
    const answer = await guardedFetch(`${url}a?b#c`, LOCAL);
    expect(answer).toMatchObject({ status: 200, mediaType: "image/jpeg" });
    expect(answer.url).toBe(`${url}a?b#c`);
    expect(text(answer.bytes)).toBe("picture");
    expect(answer.headers.get("etag")).toBe("x");
    expect([...answer.headers.keys()]).not.toContain("set-cookie");
  });

  it("may be a 404: the caller judges", async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end("nothing here"));
    expect((await guardedFetch(url, LOCAL)).status).toBe(404);
  });

  it.each([
    ["gzip", gzipSync("plain")],
    ["deflate", deflateSync("plain")],
    ["br", brotliCompressSync("plain")],
  ])("is decompressed when a server insists on %s", async (encoding, body) => {
    const { url } = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    expect(text((await guardedFetch(url, LOCAL)).bytes)).toBe("plain");
  });
});

describe("what a request tells", () => {
  it("is who we are and what the caller said, never a cookie, a referrer or another host", async () => {
    const { url, port, requests } = await serve((_, response) => response.end());
    await guardedFetch(url, {
      ...LOCAL,
      body: new TextEncoder().encode("query"),
      headers: {
        "Content-Type": "application/timestamp-query",
        Cookie: "session=1",
        Referer: "http://secret.example/",
        Host: "other.example",
        "User-Agent": "Mozilla",
        "Accept-Encoding": "gzip",
      },
    });
    expect(requests[0]?.method).toBe("POST");
    expect(requests[0]?.headers).toEqual({
      accept: "*/*",
      "accept-encoding": "identity",
      connection: "close",
      "content-length": "5",
      "content-type": "application/timestamp-query",
      host: `127.0.0.1:${port}`,
      "user-agent": `colophon/${packageJson.version}`,
    });
  });

  it("keeps the name that was asked for in Host and SNI, though the connection goes to an address", async () => {
    const { port, requests } = await serve((_, response) => response.end());
    const resolve = async (): Promise<string[]> => ["127.0.0.1"];
    await guardedFetch(`http://pictures.example:${port}/`, { ...LOCAL, resolve });
    expect(requests[0]?.headers.host).toBe(`pictures.example:${port}`);

    const names: string[] = [];
    const tls = createTlsServer({
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    tls.on("tlsClientError", () => undefined);
    const tlsPort = await listen(tls);
    // A server without a certificate: the handshake fails, after the name was said.
    await expect(
      guardedFetch(`https://pictures.example:${tlsPort}/`, { ...LOCAL, resolve }),
    ).rejects.toMatchObject({ code: "URL_UNREACHABLE" });
    expect(names).toEqual(["pictures.example"]);
  });
});

describe("where a request never goes", () => {
  const refuse = (url: string, options: Partial<GuardedFetchOptions> = {}) =>
    expect(guardedFetch(url, { ...LIMITS, ...options })).rejects.toMatchObject({
      code: "URL_REFUSED",
    });

  it("this machine, however its address is written", async () => {
    const { port, requests } = await serve((_, response) => response.end("secret"));
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
      await refuse(`http://${host}:${port}/`);
    for (const host of ["[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "0.0.0.0", "0", "[::]"])
      await refuse(`http://${host}:${port}/`);
    expect(requests).toEqual([]);
  });

  it("a name with one private address among public ones", async () => {
    await refuse("http://mixed.example/", { resolve: async () => ["93.184.215.14", "10.0.0.1"] });
    await refuse("http://mixed.example/", {
      resolve: async () => ["2606:2800:21f:cb07::1", "::ffff:10.0.0.1"],
    });
  });

  it("a private network, also when loopback is allowed", async () => {
    await refuse("http://10.0.0.1/", { allowLoopback: true });
    await refuse("http://metadata.example/", {
      allowLoopback: true,
      resolve: async () => ["127.0.0.1", "169.254.169.254"],
    });
  });

  it("a private address that a public-looking name or a redirect leads to", async () => {
    for (const location of [
      "http://169.254.169.254/latest/meta-data/",
      "//[fe80::1]/",
      "file:///etc/passwd",
      "ftp://example.com/",
    ]) {
      const { url } = await redirectTo(location);
      await refuse(url, { allowLoopback: true });
    }
  });

  it("the second address of a name that changes its mind (DNS rebinding)", async () => {
    const { port, requests } = await serve((request, response) =>
      request.url === "/again"
        ? response.writeHead(302, { location: "/" }).end()
        : response.end("first"),
    );
    let asked = 0;
    const resolve = async (): Promise<string[]> => (asked++ === 0 ? ["127.0.0.1"] : ["10.0.0.1"]);
    const answer = await guardedFetch(`http://rebind.example:${port}/`, { ...LOCAL, resolve });
    expect(text(answer.bytes)).toBe("first");
    expect(asked).toBe(1); // resolved once, and the connection went to that very address

    asked = 0;
    await refuse(`http://rebind.example:${port}/again`, { allowLoopback: true, resolve });
    expect(requests).toHaveLength(2);
  });

  it("a URL with a password in it, which no message repeats", async () => {
    const failure = guardedFetch("http://ada:geheim@example.com/", LIMITS);
    await expect(failure).rejects.toMatchObject({ code: "URL_REFUSED" });
    await expect(failure).rejects.not.toThrow(/geheim/);
    const { url } = await redirectTo("http://ada:geheim@example.com/");
    await refuse(url, { allowLoopback: true });
  });
});

describe("a certificate", () => {
  it("that nobody vouches for is refused, whatever the environment says", async () => {
    const requests: string[] = [];
    const server = createHttpsServer(
      await tlsCertificate("pictures.example"),
      (request, response) => {
        requests.push(request.url ?? "");
        response.end();
      },
    );
    const url = `https://pictures.example:${await listen(server)}/`;
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    try {
      const resolve = async (): Promise<string[]> => ["127.0.0.1"];
      await expect(guardedFetch(url, { ...LOCAL, resolve })).rejects.toMatchObject({
        code: "URL_UNREACHABLE",
        message: expect.stringContaining("certificate"),
      });
    } finally {
      vi.unstubAllEnvs();
    }
    expect(requests).toEqual([]);
  });
});

describe("redirects", () => {
  it("are followed, five at most, and the last address is named", async () => {
    const { url } = await serve((request, response) => {
      const n = Number(request.url?.slice(1));
      if (n < 5) response.writeHead(302, { location: `/${n + 1}` }).end("x".repeat(5000));
      else response.end("there");
    });
    const answer = await guardedFetch(`${url}0`, LOCAL);
    expect(answer.url).toBe(`${url}5`);
    expect(text(answer.bytes)).toBe("there");
  });

  it("in a circle end", async () => {
    const { url, requests } = await serve((_, response) =>
      response.writeHead(307, { location: "/" }).end(),
    );
    await expect(guardedFetch(url, LOCAL)).rejects.toMatchObject({ code: "URL_UNREACHABLE" });
    expect(requests).toHaveLength(6);
  });

  it.each([
    [302, "GET"],
    [303, "GET"],
    [307, "POST"],
    [308, "POST"],
  ])("of a POST with %i go on as %s", async (status, method) => {
    const { url, requests } = await serve((request, response) =>
      request.url === "/" ? response.writeHead(status, { location: "/b" }).end() : response.end(),
    );
    const headers = { "content-type": "text/plain" };
    await guardedFetch(url, { ...LOCAL, headers, body: Uint8Array.of(1, 2) });
    expect(requests[1]?.method).toBe(method);
    expect(requests[1]?.headers["content-length"]).toBe(method === "POST" ? "2" : undefined);
    expect(requests[1]?.headers["content-type"]).toBe(method === "POST" ? "text/plain" : undefined);
  });

  it("to another origin do not carry what was meant for the first", async () => {
    const other = await serve((_, response) => response.end());
    const { url, requests } = await redirectTo(other.url);
    const headers = { authorization: "Bearer 1", "x-key": "1", accept: "image/*" };
    await guardedFetch(url, { ...LOCAL, headers });
    expect(requests[0]?.headers).toMatchObject(headers);
    expect(other.requests[0]?.headers).toMatchObject({ accept: "image/*" });
    expect(other.requests[0]?.headers).not.toHaveProperty("authorization");
    expect(other.requests[0]?.headers).not.toHaveProperty("x-key");
  });
});

describe("a server that means harm", () => {
  it.each(["announced", "endless", "compressed"])("has its %s body cut off", async (kind) => {
    const { url } = await serve((_, response) => {
      if (kind === "announced") response.writeHead(200, { "content-length": "1000000" }).write("x");
      else if (kind === "compressed")
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("0".repeat(1e6)));
      else {
        const more = (): void => {
          while (response.write("y".repeat(10_000)));
        };
        response.on("drain", more);
        more();
      }
    });
    await expect(guardedFetch(url, LOCAL)).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
  });

  it("may send exactly as much as is allowed", async () => {
    const { url } = await serve((_, response) => response.end("x".repeat(1000)));
    expect((await guardedFetch(url, LOCAL)).bytes).toHaveLength(1000);
  });

  it.each(["header", "body"])("cannot hold the line by dripping its %s", async (part) => {
    const drip = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      if (part === "body") socket.write("HTTP/1.1 200 OK\r\n\r\n");
      else socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
      const timer = setInterval(() => socket.write("z"), 20);
      socket.on("close", () => clearInterval(timer));
    });
    const port = await listen(drip);
    const started = performance.now();
    await expect(
      guardedFetch(`http://127.0.0.1:${port}/`, { ...LOCAL, timeoutMs: 300 }),
    ).rejects.toMatchObject({ code: "URL_UNREACHABLE", message: expect.stringContaining("0.3 s") });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("that cuts its answer short has not answered", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setTimeout(() => response.destroy(), 20);
    });
    await expect(guardedFetch(url, LOCAL)).rejects.toMatchObject({ code: "URL_UNREACHABLE" });
  });

  it.each([
    ["no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["too many headers", `HTTP/1.1 200 OK\r\n${"x-a: b\r\n".repeat(20_000)}\r\n`],
    ["a foreign compression", "HTTP/1.1 200 OK\r\ncontent-encoding: zstd\r\n\r\nxx"],
    ["a broken compression", "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\nxx"],
  ])("or speaks %s is unreachable, with the reason", async (_, bytes) => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.end(bytes);
      }),
    );
    await expect(guardedFetch(`http://127.0.0.1:${port}/`, LOCAL)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
      hint: expect.any(String),
    });
  });
});

describe("a server that is not there", () => {
  it("is unreachable, with the reason", async () => {
    const { url } = await serve((_, response) => response.end());
    for (const server of open.splice(0)) server.close();
    await expect(guardedFetch(url, LOCAL)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
      message: expect.stringContaining("refused"),
    });
  });

  it.each<[string, () => Promise<string[]>]>([
    ["fails", () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }))],
    ["finds nothing", async () => []],
    ["never answers", () => new Promise<never>(() => undefined)],
  ])("is unreachable when the resolver %s", async (_, resolve) => {
    await expect(
      guardedFetch("http://nowhere.example/", { ...LIMITS, timeoutMs: 200, resolve }),
    ).rejects.toMatchObject({ code: "URL_UNREACHABLE" });
  });

  it("is not waited for after Ctrl-C", async () => {
    const { url } = await serve(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(guardedFetch(url, { ...LOCAL, signal: stop.signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    await expect(guardedFetch(url, { ...LOCAL, signal: stop.signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
});
