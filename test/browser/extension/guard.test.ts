// What the engine never does on the network: cookies, referrers, private networks, other schemes, addresses in files.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { containerFor, memorySource, rasterHeader } from "../../../src/container/index.js";
import { signBytes } from "../../../toolkit/index.js";
import { fixture, workshop } from "../../toolkit/sign/workshop.js";
import { type Extended, extended, findBrowserFor } from "./browser.js";
import { type EnginePort, enginePort, type Question } from "./engine-port.js";
import { openSite, type Served, type Site } from "./site.js";

const at = (url: string): Question => ({ source: { from: "address", url } });

describe.each(["chrome", "firefox"] as const)("the guard in %s", (kind) => {
  const path = findBrowserFor(kind);
  let browser: Extended;
  let site: Site;
  let other: Site;
  let secret: Site;
  let port: EnginePort;
  let picture: Served;
  let plain: Served;
  beforeAll(async () => {
    if (!path) return;
    const { identity } = await workshop();
    const bare = await fixture("jpeg-baseline");
    const signed = await signBytes("a.jpg", bare, { identity, source: "camera" });
    picture = { mediaType: "image/jpeg", content: signed.bytes };
    plain = { mediaType: "image/jpeg", content: bare };
    [site, other, secret] = await Promise.all([
      openSite(),
      openSite({ host: "127.0.0.2" }),
      openSite({ host: "127.0.0.3" }),
    ]);
    secret.put("/a.jpg", picture);
    browser = await extended(kind, path);
    port = await enginePort(browser);
  });
  afterAll(async () => {
    await browser?.close();
    for (const one of [site, other, secret]) one?.close();
  });
  beforeEach(() => {
    for (const one of [site, other, secret]) one?.log.splice(0);
  });

  it.skipIf(!path)("sends no cookie, no referrer and no origin", async () => {
    site.put("/", {
      mediaType: "text/html",
      content: "<!doctype html><p>a page",
      headers: { "set-cookie": "who=me; SameSite=Strict; Path=/" },
    });
    site.put("/cookie.jpg", { ...picture, headers: { etag: '"1"', "set-cookie": "new=one" } });
    const page = await browser.tab(`${site.url}/`);
    expect(await page.evaluate<string>("document.cookie")).toContain("who=me");
    site.log.splice(0);
    const [answer] = await port.ask(at(`${site.url}/cookie.jpg`));
    expect(answer).toMatchObject({ ok: true, value: { of: "address" } });
    const asked = site.log.filter((one) => one.path === "/cookie.jpg");
    expect(asked.length).toBeGreaterThan(0);
    for (const { headers, method } of asked) {
      expect(method).toBe("GET");
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
      expect(headers.origin).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
    }
    expect(await page.evaluate<string>("document.cookie")).not.toContain("new=one");
    await page.close();
  });

  it.skipIf(!path)("asks no private network", async () => {
    const [answer] = await port.ask(at(`${secret.url}/a.jpg`));
    expect(answer).toMatchObject({ ok: false, code: "URL_UNREACHABLE" });
    expect(secret.log).toEqual([]);
  });

  it.skipIf(!path)("asks none when a server sends it there", async () => {
    const location = `${secret.url}/a.jpg`;
    for (const status of [301, 302, 303, 307, 308])
      site.put(`/${status}`, {
        mediaType: "text/plain",
        content: "",
        status,
        headers: { location },
      });
    site.put("/twice", {
      mediaType: "text/plain",
      content: "",
      status: 302,
      headers: { location: `${site.url}/302` },
    });
    const questions = [301, 302, 303, 307, 308, "twice"].map((name) => at(`${site.url}/${name}`));
    for (const answer of await port.ask(...questions))
      expect(answer).toMatchObject({ ok: false, code: "URL_UNREACHABLE" });
    expect(secret.log).toEqual([]);
  });

  it.skipIf(!path)("follows a redirect to another public host", async () => {
    other.put("/b.jpg", picture);
    const location = `${other.url}/b.jpg`;
    site.put("/moved", {
      mediaType: "text/plain",
      content: "",
      status: 302,
      headers: { location },
    });
    const [answer] = await port.ask(at(`${site.url}/moved`));
    expect(answer).toMatchObject({ ok: true, value: { verdict: { state: "Valid" } } });
  });

  it.skipIf(!path)("takes no address but http and https ones", async () => {
    const urls = [
      "file:///etc/hostname",
      "data:image/png;base64,AAAA",
      "blob:null/a",
      "ftp://127.0.0.1/a.jpg",
      "javascript:alert(1)",
      "http://me:secret@127.0.0.1/a.jpg",
      "about:blank",
      "no address",
    ];
    for (const answer of await port.ask(...urls.map(at)))
      expect(answer).toMatchObject({ ok: false, code: "URL_REFUSED" });
  });

  it.skipIf(!path)(
    "tells an address that gives nothing apart from a file without credentials",
    async () => {
      site.put("/403", { mediaType: "text/plain", content: "no", status: 403 });
      site.put("/500", () => ({ mediaType: "text/plain", content: "no", status: 500 }));
      site.put("/plain.jpg", plain);
      const [missing, none, gone] = await port.ask(
        at(`${site.url}/nothing`),
        at(`${site.url}/plain.jpg`),
        at("http://127.0.0.1:9/a.jpg"),
      );
      expect(missing).toMatchObject({ ok: false, code: "URL_UNREACHABLE" });
      expect(missing).toHaveProperty("message", expect.stringContaining("404"));
      expect(gone).toMatchObject({ ok: false, code: "URL_UNREACHABLE" });
      expect(none).toMatchObject({ ok: true, value: { verdict: { state: "None" } } });
    },
  );

  it.skipIf(!path)("says of a split view that it speaks of the file at the address", async () => {
    const wide = readFileSync(new URL("../../../extension/icon/128.png", import.meta.url));
    site.put("/split.jpg", ({ headers }) =>
      headers["sec-fetch-dest"] === "image" ? { mediaType: "image/png", content: wide } : picture,
    );
    site.put("/page", {
      mediaType: "text/html",
      content: "<!doctype html><img src=/split.jpg>",
    });
    const page = await browser.tab(`${site.url}/page`);
    const shown = JSON.parse(
      await page.evaluate<string>(
        "(async () => { const [img] = document.images; await img.decode(); return JSON.stringify({ width: img.naturalWidth, height: img.naturalHeight }); })()",
      ),
    ) as { width: number; height: number };
    const url = `${site.url}/split.jpg`;
    const { width, height } = rasterHeader(picture.content as Uint8Array)!;
    const size = { width, height };
    const [other, same] = await port.ask(
      { source: { from: "address", url, shown } },
      { source: { from: "address", url, shown: size }, asked: true },
    );
    expect(other).toMatchObject({ ok: true, value: { of: "address", differs: true } });
    expect(same).not.toHaveProperty("value.differs");
    await page.close();
  });

  it.skipIf(!path)(
    "fetches a manifest kept elsewhere only from the host that was agreed to",
    async () => {
      const { identity } = await workshop();
      const remoteUrl = `${other.url}/store.c2pa`;
      const whole = await signBytes("a.jpg", await fixture("jpeg-baseline"), {
        identity,
        source: "camera",
        remoteUrl,
      });
      const { apart, store } = await withoutEmbedded(whole.bytes, whole.store);
      site.put("/apart.jpg", { mediaType: "image/jpeg", content: apart });
      other.put("/store.c2pa", { mediaType: "application/c2pa", content: store });
      const question = at(`${site.url}/apart.jpg`);
      const { host } = new URL(other.url);
      const [without] = await port.ask(question);
      expect(without).toMatchObject({
        ok: true,
        value: { verdict: { state: "None", remoteManifest: remoteUrl } },
      });
      const [refused] = await port.ask({ ...question, remoteHost: "elsewhere.example" });
      expect(refused).toMatchObject({ ok: false, code: "URL_REFUSED" });
      expect(other.log).toEqual([]);
      const [agreed] = await port.ask({ ...question, remoteHost: host });
      expect(agreed).toMatchObject({ ok: true });
      expect(other.log.map((one) => one.path)).toEqual(["/store.c2pa"]);
      expect(agreed).toHaveProperty("value.verdict.manifest", whole.manifestId);
    },
  );
});

/** The file with its reference alone, as a program writes it that keeps manifests elsewhere. */
async function withoutEmbedded(bytes: Uint8Array, store: Uint8Array) {
  const layout = await containerFor("image/jpeg")!.open(memorySource(bytes), "image/jpeg");
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, length } of layout.manifestSpans) {
    parts.push(bytes.subarray(from, start));
    from = start + length;
  }
  return { apart: Buffer.concat([...parts, bytes.subarray(from)]), store };
}
