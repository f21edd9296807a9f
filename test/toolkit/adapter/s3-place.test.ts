// Files in an object store: signed requests that the store checks by itself, parts, lists with pages, and what is said when
// it refuses.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { s3Place } from "../../../toolkit/adapter/s3-place.js";
import { s3Settings } from "../../../toolkit/adapter/s3-request.js";
import { ObjectStore, refuse, signatureOf } from "../../fake/object-store.js";

const folder = mkdtempSync(join(tmpdir(), "colophon-s3-"));
const MB = 1 << 20;
const large = Buffer.alloc(12 * MB, Buffer.from(Array.from({ length: 251 }, (_, i) => i)));
const file = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const jpeg = { replace: false, mediaType: "image/jpeg" };
let store: ObjectStore;
const place = (env = {}) =>
  s3Place(s3Settings({ ...store.env, ...env }), { pause: 1, patience: 1000, partBytes: 5 * MB });
beforeAll(async () => {
  store = await ObjectStore.start();
});
afterEach(() => {
  store.trouble = () => false;
  store.asked.length = 0;
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

describe("the store of these tests", () => {
  it("computes the signature of the published example", () => {
    expect(
      signatureOf({
        method: "GET",
        url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
        headers: {
          host: "examplebucket.s3.amazonaws.com",
          range: "bytes=0-9",
          "x-amz-content-sha256":
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "x-amz-date": "20130524T000000Z",
        },
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        scope: { day: "20130524", region: "us-east-1" },
      }),
    ).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  });
});

describe("an object store", () => {
  it("takes and gives files under keys with every kind of sign in them", async () => {
    for (const key of [
      "a.jpg",
      "über/ein Bild +&=%41.jpg",
      "x/(1)'!*~$@,;:?#[].png",
      "深い/湖.jpg",
    ]) {
      const address = `s3://catalogue/${key}`;
      const mark = await place().deliver(file("a", `this is ${key}`), address, jpeg);
      expect(store.objects.get(key)).toMatchObject({ mediaType: "image/jpeg" });
      expect(await place().stat(address)).toMatchObject({ size: mark.size, tag: mark.tag });
      const copy = join(folder, "copy");
      expect(await place().fetch(address, copy)).toMatchObject({ tag: mark.tag });
      expect(readFileSync(copy, "utf8")).toBe(`this is ${key}`);
      rmSync(copy);
    }
    expect(await place().stat("s3://catalogue/none")).toBeUndefined();
  });

  it("lists all pages below a prefix, with the marks that single objects have", async () => {
    for (let i = 0; i < 25; i++) store.put(`list/${i % 3}/a + ${i} ü&.jpg`, Buffer.from(`${i}`));
    store.put("list-else/b.jpg", Buffer.from("b"));
    store.page = 4;
    const found = [];
    for await (const one of place().list?.("s3://catalogue/list/") ?? []) found.push(one);
    store.page = 1000;
    const keys = [...store.objects.keys()].filter((key) => key.startsWith("list/")).sort();
    expect(found.map(({ address }) => address)).toEqual(keys.map((key) => `s3://catalogue/${key}`));
    expect(found[3]?.mark).toEqual(await place().stat(found[3]?.address ?? ""));
  });

  it("replaces nothing that may stay", async () => {
    store.put("mine.jpg", Buffer.from("mine"));
    const address = "s3://catalogue/mine.jpg";
    for (const bytes of ["small", large])
      await expect(place().deliver(file("b", bytes), address, jpeg)).rejects.toMatchObject({
        code: "OUTPUT_EXISTS",
      });
    expect(store.objects.get("mine.jpg")?.bytes.toString()).toBe("mine");
    expect(store.uploads.size).toBe(0);
    await place().deliver(file("b", "small"), address, { ...jpeg, replace: true });
    expect(store.objects.get("mine.jpg")?.bytes.toString()).toBe("small");
  });

  it("puts a large file in parts, a part again that broke off, and nothing when one fails", async () => {
    let broken = 0;
    store.trouble = (request, response) => {
      if (!request.url?.includes("partNumber=2") || broken++ > 0) return false;
      response.destroy();
      return true;
    };
    const mark = await place().deliver(file("large", large), "s3://catalogue/large.mp4", jpeg);
    expect(mark.tag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(store.objects.get("large.mp4")?.bytes.equals(large)).toBe(true);
    expect(store.asked.filter((one) => one.includes("partNumber"))).toHaveLength(4);

    store.trouble = (request, response) => {
      if (!request.url?.includes("partNumber=3")) return false;
      request.resume();
      refuse(response, 403, "AccessDenied");
      return true;
    };
    await expect(
      place().deliver(join(folder, "large"), "s3://catalogue/never.mp4", jpeg),
    ).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
    expect([store.objects.has("never.mp4"), store.uploads.size]).toEqual([false, 0]);
  });

  it("knows its own object when the answer of the store was lost", async () => {
    for (const [name, bytes] of [
      ["small.jpg", "small"],
      ["large.jpg", large],
    ] as const) {
      let lost = 0;
      store.trouble = ({ url, method }, response) => {
        const isLast =
          bytes === "small" ? method === "PUT" : method === "POST" && url?.includes("uploadId");
        if (isLast && lost++ === 0) response.end = () => response.destroy();
        return false;
      };
      const mark = await place().deliver(file("f", bytes), `s3://catalogue/lost/${name}`, jpeg);
      expect([lost, mark.size]).toEqual([2, bytes.length]);
      expect(store.objects.get(`lost/${name}`)?.bytes.length).toBe(bytes.length);
    }
  });

  it("does without conditions where a store knows none", async () => {
    store.trouble = (request, response) => {
      if (request.headers["if-none-match"] === undefined) return false;
      request.resume();
      refuse(response, 501, "NotImplemented");
      return true;
    };
    await place().deliver(file("c", "c"), "s3://catalogue/c.jpg", jpeg);
    expect(store.objects.get("c.jpg")?.bytes.toString()).toBe("c");
  });

  it("notices that an object was changed while it was read", async () => {
    store.put("moving.jpg", large);
    let broken = 0;
    store.trouble = (request, response) => {
      if (request.method !== "GET" || broken++ > 0) return false;
      response.writeHead(200, {
        "content-length": large.length,
        etag: store.objects.get("moving.jpg")?.tag,
      });
      response.write(large.subarray(0, 100_000), () => {
        store.put("moving.jpg", Buffer.from("another"));
        response.destroy();
      });
      return true;
    };
    await expect(
      place().fetch("s3://catalogue/moving.jpg", join(folder, "moving")),
    ).rejects.toMatchObject({
      code: "FILE_CHANGED",
      message: "s3://catalogue/moving.jpg was changed while it was read",
    });
  });

  it("tries again when it is told to slow down", async () => {
    let busy = 0;
    store.trouble = (_, response) => {
      if (busy++ >= 3) return false;
      refuse(response, 503, "SlowDown");
      return true;
    };
    store.put("slow.jpg", Buffer.from("slow"));
    expect(await place().stat("s3://catalogue/slow.jpg")).toMatchObject({ size: 4 });
  });

  it("says in a sentence what a store refuses, and never a secret", async () => {
    const fails = async (run: Promise<unknown>) => {
      const error = await run.then(
        () => undefined,
        (cause: Error & { hint?: string }) => cause,
      );
      expect(JSON.stringify([error?.message, error?.hint])).not.toContain("secret+that");
      return [error?.message, error?.hint];
    };
    const list = async (address: string, env = {}) => {
      for await (const one of place(env).list?.(address) ?? []) void one;
    };
    expect(await fails(list("s3://catalogue/", { AWS_SECRET_ACCESS_KEY: "wrong" }))).toEqual([
      "the credentials for s3://catalogue/ are not accepted (SignatureDoesNotMatch)",
      expect.stringContaining("AWS_SECRET_ACCESS_KEY"),
    ]);
    expect(await fails(list("s3://no-such-bucket/"))).toEqual([
      "there is no bucket no-such-bucket",
      expect.any(String),
    ]);
    const missing = place().deliver(file("d", "d"), "s3://no-such-bucket/d", jpeg);
    expect(await fails(missing)).toEqual([
      "there is no bucket no-such-bucket",
      expect.stringContaining("nothing of it was kept"),
    ]);
    store.trouble = (request, response) => {
      request.resume();
      response
        .writeHead(301, { "x-amz-bucket-region": "ap-south-1", location: "http://127.0.0.1:1/" })
        .end();
      return true;
    };
    expect(await fails(place().stat("s3://catalogue/a"))).toEqual([
      "the bucket catalogue is in another region",
      expect.stringContaining("AWS_REGION to ap-south-1"),
    ]);
    store.trouble = (request, response) => {
      request.resume();
      refuse(response, 403, "AccessDenied");
      return true;
    };
    expect(await fails(place().fetch("s3://catalogue/a", join(folder, "e")))).toEqual([
      "s3://catalogue/a may not be read with these credentials",
      expect.any(String),
    ]);
    expect(() => s3Settings({ AWS_ACCESS_KEY_ID: "a" })).toThrow("there are no credentials");
    expect(() => s3Settings({ ...store.env, AWS_ENDPOINT_URL: "localhost:9000" })).toThrow(
      "AWS_ENDPOINT_URL is not a complete URL",
    );
  });
});
