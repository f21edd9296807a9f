// Files on a web server: what comes is what is there, however often the connection breaks off, and what goes is whole or not
// at all.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { httpPlace } from "../../../toolkit/adapter/http-place.js";
import { exchange } from "../../../toolkit/adapter/remote-exchange.js";
import { isSame } from "../../../toolkit/batch/standing.js";
import { answers, breaksOff, FileServer, tagOf } from "../../fake/file-server.js";

const folder = mkdtempSync(join(tmpdir(), "colophon-http-"));
const place = httpPlace({ pause: 1, patience: 400 });
const picture = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) & 255));
let server: FileServer;
let count = 0;
let path = "";
beforeAll(async () => {
  server = await FileServer.start();
});
beforeEach(() => {
  path = join(folder, `file-${count++}`);
  server.put("/a.jpg", picture);
});
afterEach(() => {
  server.trouble = () => false;
  server.tags = true;
  server.folders = undefined;
  server.asked.length = 0;
  server.heads.length = 0;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const at = (name: string) => `${server.origin}${name}`;
const mark = { size: picture.length, modified: Date.UTC(2026, 10, 2, 10), tag: tagOf(picture) };

describe("fetching from a web server", () => {
  it("copies a file and knows it again by its size, time and entity tag", async () => {
    expect(await place.fetch(at("/a.jpg"), path)).toEqual(mark);
    expect(readFileSync(path).equals(picture)).toBe(true);
    expect(await place.stat(at("/a.jpg"))).toEqual(mark);
    expect(await place.stat(at("/none.jpg"))).toBeUndefined();
  });

  it("goes on where the connection broke off, as long as it is the same file", async () => {
    server.trouble = breaksOff(server, 50_000, 3);
    expect(await place.fetch(at("/a.jpg"), path)).toMatchObject(mark);
    expect(readFileSync(path).equals(picture)).toBe(true);
    const ranges = server.heads.map(({ range }) => range);
    expect(ranges).toHaveLength(4);
    expect(Number(ranges[3]?.slice(6, -1))).toBeGreaterThan(Number(ranges[1]?.slice(6, -1)));
  });

  it("begins again when it is another file meanwhile", async () => {
    const other = Buffer.from(picture).reverse();
    const broken = breaksOff(server, 50_000, 1);
    server.trouble = (request, response) => {
      const taken = broken(request, response);
      if (taken) server.put("/a.jpg", other);
      return taken;
    };
    expect(await place.fetch(at("/a.jpg"), path)).toMatchObject({ tag: tagOf(other) });
    expect(readFileSync(path).equals(other)).toBe(true);
  });

  it("takes no other part of a file than the one that was missing", async () => {
    const broken = breaksOff(server, 50_000, 1);
    server.trouble = (request, response) => {
      if (broken(request, response)) return true;
      const { length } = picture;
      response.writeHead(206, { "content-range": `bytes 0-${length - 1}/${length}` }).end(picture);
      return true;
    };
    await expect(place.fetch(at("/a.jpg"), path)).rejects.toMatchObject({ code: "FILE_CHANGED" });
  });

  it("tries again what a busy server puts off, and gives up in the end", async () => {
    server.trouble = answers(503, 2);
    expect(await place.fetch(at("/a.jpg"), path)).toEqual(mark);
    server.trouble = answers(503, 99);
    await expect(place.fetch(at("/a.jpg"), `${path}.2`)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ could not be reached: .*status 503$/),
    });
    expect(server.asked.filter((one) => one === "GET /a.jpg")).toHaveLength(8);
  });

  it("gives up a server that says nothing, and one that breaks off for ever", async () => {
    server.trouble = () => true;
    await expect(place.fetch(at("/a.jpg"), path)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
      message: expect.stringContaining("nothing for 0.4 s"),
    });
    server.trouble = breaksOff(server, 0, 99);
    await expect(place.fetch(at("/a.jpg"), `${path}.2`)).rejects.toMatchObject({
      code: "URL_UNREACHABLE",
    });
    const closed = await closedPort();
    await expect(place.stat(`http://127.0.0.1:${closed}/a.jpg`)).rejects.toMatchObject({
      message: `127.0.0.1:${closed} could not be reached: the connection was refused`,
    });
  });

  it("says why a file can't be had, without the secrets of its address", async () => {
    const secret = at("/none.jpg?X-Amz-Signature=abcdef#part").replace("//", "//ada:lovelace@");
    const missing = await place.fetch(secret, path).catch((error: Error) => error);
    expect(missing).toMatchObject({
      code: "FILE_NOT_FOUND",
      message: `there is no file ${at("/none.jpg")}?…`,
    });
    expect(server.heads[0]?.authorization).toBe(
      `Basic ${Buffer.from("ada:lovelace").toString("base64")}`,
    );
    server.trouble = answers(403, 99);
    const forbidden = await place.stat(secret).catch((error: Error) => error);
    expect(forbidden).toMatchObject({ code: "FILE_UNREADABLE" });
    for (const error of [missing, forbidden])
      expect(JSON.stringify(error, ["message", "hint", "cause"])).not.toMatch(/abcdef|ada|love/);
    server.trouble = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end("x");
      return true;
    };
    await expect(place.fetch(at("/a.jpg"), `${path}.3`)).rejects.toMatchObject({
      code: "FORMAT_UNSUPPORTED",
    });
  });

  it("follows redirects, five at most, and leaves the password behind when they lead elsewhere", async () => {
    const other = await FileServer.start();
    other.put("/b.jpg", picture);
    server.trouble = (request, response) => {
      const location = { "/near": "/a.jpg", "/far": `${other.origin}/b.jpg`, "/loop": "/loop" }[
        request.url ?? ""
      ];
      if (location !== undefined) response.writeHead(302, { location }).end();
      return location !== undefined;
    };
    const known = (name: string) => at(name).replace("//", "//ada:lovelace@");
    expect(await place.fetch(known("/near"), path)).toEqual(mark);
    expect(server.heads.map(({ authorization }) => authorization !== undefined)).toEqual([
      true,
      true,
    ]);
    expect(await place.fetch(known("/far"), `${path}.2`)).toEqual(mark);
    expect(other.heads.map(({ authorization }) => authorization)).toEqual([undefined]);
    await expect(place.fetch(at("/loop"), `${path}.3`)).rejects.toMatchObject({
      message: expect.stringContaining("redirects again and again"),
    });
    await other.stop();
  });

  it("reaches no private address for a server on the internet", async () => {
    for (const host of ["127.0.0.1", "[::1]", "localhost", "169.254.169.254", "10.0.0.1"])
      await expect(
        exchange({
          url: new URL(`http://${host}:1/latest/meta-data`),
          method: "GET",
          publicOnly: true,
        }),
      ).rejects.toMatchObject({
        code: "URL_REFUSED",
        message: `a server on the internet redirects to ${host}:1, which is on a private network`,
      });
  });

  it("asks for the first byte where a server answers no HEAD, as with signed addresses", async () => {
    server.trouble = (request, response) => {
      if (request.method === "HEAD") response.writeHead(403).end();
      return request.method === "HEAD";
    };
    expect(await place.stat(at("/a.jpg"))).toEqual(mark);
    expect(await place.stat(at("/none.jpg"))).toBeUndefined();
  });

  it("knows a file again by its tag alone where a server tells no size beforehand", async () => {
    server.trouble = ({ method }, response) => {
      response.writeHead(200, { etag: tagOf(picture), "transfer-encoding": "chunked" });
      response.end(method === "GET" ? picture : undefined);
      return true;
    };
    const fetched = await place.fetch(at("/a.jpg"), path);
    expect(fetched).toEqual({ size: picture.length, modified: 0, tag: tagOf(picture) });
    const told = await place.stat(at("/a.jpg"));
    expect(told).toEqual({ size: -1, modified: 0, tag: tagOf(picture) });
    expect(isSame(fetched, told ?? fetched)).toBe(true);
    expect(isSame(fetched, { size: -1, modified: 0, tag: '"other"' })).toBe(false);
    expect(isSame({ size: 1, modified: 0 }, { size: -1, modified: 0 })).toBe(false);
  });
});

describe("putting on a web server", () => {
  beforeEach(() => writeFileSync(path, picture));
  const png = { replace: false, mediaType: "image/png" };

  it("puts the whole file and leaves what is there, unless it may go", async () => {
    expect(await place.deliver(path, at("/out/ü b.png"), png)).toMatchObject({
      size: picture.length,
    });
    expect(server.files.get("/out/ü b.png")?.bytes.equals(picture)).toBe(true);
    server.put("/out/c.png", Buffer.from("mine"));
    await expect(place.deliver(path, at("/out/c.png"), png)).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    expect(server.files.get("/out/c.png")?.bytes.toString()).toBe("mine");
    expect(await place.deliver(path, at("/out/c.png"), { ...png, replace: true })).toMatchObject({
      size: picture.length,
    });
  });

  it("knows its own file when the answer to an earlier try was lost", async () => {
    const broken = answers(503, 1);
    server.trouble = (request, response) => {
      if (request.method !== "PUT") return false;
      if (!broken(request, response)) return false;
      server.put("/lost.png", picture);
      return true;
    };
    expect(await place.deliver(path, at("/lost.png"), png)).toMatchObject({ size: picture.length });
    server.files.delete("/lost.png");
    const again = answers(503, 1);
    server.trouble = (request, response) => {
      if (request.method !== "PUT" || !again(request, response)) return false;
      server.put("/lost.png", Buffer.from("somebody else's"));
      return true;
    };
    await expect(place.deliver(path, at("/lost.png"), png)).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
  });

  it("makes the folder that a server asks for", async () => {
    server.folders = new Set(["/", "/dav/"]);
    expect(await place.deliver(path, at("/dav/x/y/a.png"), png)).toMatchObject({
      size: picture.length,
    });
    expect([...server.folders]).toEqual(["/", "/dav/", "/dav/x/", "/dav/x/y/"]);
  });

  it("says what a server refuses, and doesn't count what it doesn't keep", async () => {
    for (const [status, said] of [
      [403, "you may not write there"],
      [405, "the server takes no PUT"],
      [507, "the server's disk is full"],
    ] as const) {
      server.trouble = answers(status, 1);
      await expect(place.deliver(path, at("/no.png"), png)).rejects.toMatchObject({
        code: "OUTPUT_UNWRITABLE",
        message: `${at("/no.png")} could not be put: ${said} (status ${status})`,
      });
    }
    server.trouble = (request, response) => {
      if (request.method !== "PUT") return false;
      request.resume();
      server.put("/half.png", picture.subarray(0, 1000));
      response.writeHead(201).end();
      return true;
    };
    await expect(place.deliver(path, at("/half.png"), png)).rejects.toMatchObject({
      message: `${at("/half.png")} was put with 300000 bytes, and the server shows 1000 bytes of it`,
    });
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
