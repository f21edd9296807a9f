// Against a real authority (openssl ts) on loopback, well-behaved and not.
import { createHash, randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { type EngineReading, isReading } from "../../../src/credential/index.js";
import { asArray, asObject } from "../../../src/encoding/index.js";
import { parseTimeStampToken, toPem } from "../../../src/trust/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../../toolkit/adapter/file-blob.js";
import { guardedFetch } from "../../../toolkit/adapter/guarded-fetch.js";
import { createIdentity } from "../../../toolkit/identity/create.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { openTimeStamper, requestTimeStamp } from "../../../toolkit/sign/time-stamp.js";
import {
  type AuthorityOptions,
  hasOpenssl,
  type Manner,
  startTimeStampAuthority,
  type TimeStampAuthority,
} from "../../fake/time-stamp-authority.js";

if (!hasOpenssl) console.warn("time-stamp tests skipped: openssl is not installed");

const running: TimeStampAuthority[] = [];
afterEach(() => {
  for (const authority of running.splice(0)) authority.close();
});

async function start(options: AuthorityOptions = {}): Promise<TimeStampAuthority> {
  const authority = await startTimeStampAuthority(options);
  running.push(authority);
  return authority;
}

const DATA = new TextEncoder().encode("what is stamped");
const clock = { now: () => new Date() };
const asked = ({ url }: TimeStampAuthority) => ({
  ...clock,
  url,
  fetch: ((address, options) =>
    guardedFetch(address, { ...options, allowLoopback: true })) satisfies typeof guardedFetch,
});

describe.skipIf(!hasOpenssl)("a time-stamp", () => {
  it.each(["ec", "rsa"] as const)("is a token over SHA-256 of the data (%s key)", async (key) => {
    const authority = await start({ key, precision: 3 });
    const before = Date.now();
    const der = await requestTimeStamp(DATA, asked(authority));
    const token = parseTimeStampToken(der);
    expect(Buffer.from(token.imprint)).toEqual(createHash("sha256").update(DATA).digest());
    expect(token.policy).toBe("1.2.3.4.1");
    expect(token.at.getTime()).toBeGreaterThan(before - 2000);
    expect(token.at.getTime()).toBeLessThan(Date.now() + 2000);
    expect(token.certificates).toHaveLength(1);
  });

  it("is asked for with a nonce of one's own or a new random one", async () => {
    const authority = await start();
    const nonce = Uint8Array.of(0xff, 2, 3, 4, 5, 6, 7, 8);
    const der = await requestTimeStamp(DATA, { ...asked(authority), nonce });
    expect(parseTimeStampToken(der).nonce).toBe("7f02030405060708"); // positive, and always as long
    await requestTimeStamp(DATA, asked(authority));
    await requestTimeStamp(DATA, asked(authority));
    expect(new Set(authority.queries.map(String)).size).toBe(3);
  });

  it.each<[Manner, RegExp]>([
    ["other nonce", /another request/],
    ["no nonce", /another request/],
    ["other imprint", /something else/],
    ["rejection", /rejection, badAlg/],
    ["forged signature", /signature does not verify/],
    ["no certificate", /certificate of the authority is not in it/],
    ["garbage", /not a readable time-stamp/],
    ["truncated", /not a readable time-stamp/],
    ["HTTP 500", /HTTP status 500/],
    ["endless", /larger than/],
    ["silent", /within 0.5 s/],
  ])("that comes with %s is none", async (manner, message) => {
    const authority = await start();
    authority.manner = manner;
    const failure = requestTimeStamp(DATA, { ...asked(authority), timeoutMs: 500 });
    await expect(failure).rejects.toMatchObject({
      code: "TIMESTAMP_FAILED",
      message: expect.stringMatching(message),
      hint: expect.stringContaining("nothing was written"),
    });
    expect(authority.queries).toHaveLength(1); // the query did arrive
  });

  it("of another day is none", async () => {
    const authority = await start();
    const now = () => new Date(Date.now() + 25 * 3600 * 1000);
    await expect(requestTimeStamp(DATA, { ...asked(authority), now })).rejects.toMatchObject({
      code: "TIMESTAMP_FAILED",
      message: expect.stringContaining("clock"),
    });
  });

  it("is not asked for on this machine unless the caller allows it", async () => {
    const authority = await start();
    const { url, now } = asked(authority);
    await expect(requestTimeStamp(DATA, { url, now })).rejects.toMatchObject({
      code: "URL_REFUSED",
    });
    expect(authority.queries).toEqual([]);
  });

  it("is not waited for after Ctrl-C", async () => {
    const authority = await start();
    authority.manner = "silent";
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(
      requestTimeStamp(DATA, { ...asked(authority), signal: stop.signal }),
    ).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe.skipIf(!hasOpenssl)("the room kept for a time-stamp", () => {
  it.each<AuthorityOptions>([{ key: "ec", precision: 6 }, { key: "rsa" }])(
    "holds every later token of the authority, and a pad that can be written (%o)",
    async (options) => {
      const authority = await start(options);
      const stamper = await openTimeStamper(asked(authority));
      const sizes: number[] = [];
      for (let i = 0; i < 20; i++) sizes.push((await stamper.token(Uint8Array.of(i))).length);
      const left = sizes.map((size) => stamper.maxSize - size);
      expect(Math.min(...left)).toBeGreaterThanOrEqual(30);
      expect(Math.max(...left)).toBeLessThan(100); // little that no signature covers
      if (options.key === "rsa") expect(new Set(sizes).size).toBe(1);
    },
  );

  it("is not exceeded: a token that outgrew it is refused", async () => {
    const [small, large] = [await start({ key: "ec" }), await start({ key: "rsa" })];
    let url = small.url;
    const fetch: typeof guardedFetch = (_, options) =>
      guardedFetch(url, { ...options, allowLoopback: true });
    const stamper = await openTimeStamper({ ...clock, url, fetch });
    url = large.url;
    await expect(stamper.token(DATA)).rejects.toMatchObject({ code: "TIMESTAMP_FAILED" });
  });
});

describe.skipIf(!hasOpenssl)("a signed picture with a time-stamp", () => {
  const codes = (reading: EngineReading): string[] => {
    const results = asObject(asObject(reading.store)?.["validation_results"])?.["activeManifest"];
    const lists = Object.values(asObject(results) ?? {}).flatMap(asArray);
    return lists.map((item) => String(asObject(item)?.["code"]));
  };

  it("is validated by the engine, and trusted with the authority's root among the anchors", async () => {
    const authority = await start();
    const { signer, root } = await createIdentity({ name: "Ada Reyes" });
    const claim = await claimSigner(signer, await openTimeStamper(asked(authority)));
    const picture = await sharp({
      create: { width: 64, height: 64, channels: 3, background: "#369" },
    })
      .jpeg()
      .toBuffer();
    const engine = await hostEngine();
    const definition = {
      claim_generator_info: [{ name: "test", version: "1" }],
      instance_id: `xmp:iid:${randomUUID()}`,
      assertions: [
        {
          label: "c2pa.actions.v2",
          data: {
            actions: [
              {
                action: "c2pa.created",
                digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
              },
            ],
          },
        },
      ],
    };
    const { asset } = await engine.sign("image/jpeg", new MemoryBlob(picture), {
      definition,
      signer: claim.real,
    });
    const read = async (userAnchors: string): Promise<EngineReading> => {
      const reading = await engine.read("image/jpeg", asset, { userAnchors });
      if (!isReading(reading)) throw new Error(`no reading: ${reading.kind}`);
      return reading;
    };
    const identity = await read(toPem([root]));
    expect(codes(identity)).toContain("timeStamp.validated");
    expect(codes(identity)).not.toContain("timeStamp.trusted");
    const both = await read(toPem([root]) + authority.root);
    expect(codes(both)).toContain("timeStamp.trusted");
    expect(asObject(both.store)?.["validation_state"]).toBe("Trusted");
  });
});
