import { describe, expect, it } from "vitest";
import { toBase64Url } from "../../../src/encoding/index.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { turboPublisher } from "../../../toolkit/adapter/turbo.js";
import { retryAfter } from "../../../toolkit/publish/answer.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { archivedItem } from "../../fake/archived-item.js";
import { base58 } from "../../fake/base58.js";
import { type Answer, NOTHING, startService, turboAnswers } from "../../fake/flaky-service.js";

const { id, bytes } = await archivedItem(1);
const { owner: key } = await fakeOwner(1);
const owner = toBase64Url(key);
const never = new AbortController().signal;

const publisherAt = (url: string, signal = never) =>
  turboPublisher({ uploadUrl: url, paymentUrl: url, http: httpTo(url, signal) });

/** What comes of a delivery when the service answers like this. */
async function delivered(answer: Answer | typeof NOTHING) {
  const service = await startService(() => answer);
  const outcome = await publisherAt(service.url)
    .deliver([{ id, bytes }])
    .catch((error) => error);
  return { outcome, service };
}

describe("an upload to Turbo", () => {
  it("is a POST of the very bytes that were signed, without cookie, key or token", async () => {
    const { answer, items } = turboAnswers();
    const service = await startService(answer);
    const publisher = publisherAt(service.url);
    expect(publisher.service).toBe(`turbo ${service.url}`);
    const sent = await publisher.deliver([{ id, bytes }]);
    expect(sent).toEqual([{ id, already: false, charged: 0n }]);
    expect(items.get(id)).toEqual(bytes);
    const [asked] = service.asked;
    expect(asked).toMatchObject({ method: "POST", path: "/v1/tx" });
    expect(asked?.headers["content-type"]).toBe("application/octet-stream");
    for (const name of ["cookie", "authorization", "referer"])
      expect(asked?.headers).not.toHaveProperty(name);
  });

  it("that is there already is accepted, with 202", async () => {
    const { answer } = turboAnswers();
    const publisher = publisherAt((await startService(answer)).url);
    await publisher.deliver([{ id, bytes }]);
    expect(await publisher.deliver([{ id, bytes }])).toEqual([{ id, already: true }]);
  });

  it("whose answer was lost is found there by the next try", async () => {
    const { answer, items } = turboAnswers();
    let calls = 0;
    const service = await startService(async (asked) => {
      const said = await answer(asked);
      return calls++ === 0 ? NOTHING : said;
    });
    const publisher = publisherAt(service.url);
    const first = await publisher.deliver([{ id, bytes }]).catch((error) => error);
    expect(first).toMatchObject({ name: "DeliveryFailed", kind: "try again" });
    expect(await publisher.deliver([{ id, bytes }])).toEqual([{ id, already: true }]);
    expect(items.size).toBe(1);
  });

  it("is to be tried again after 408, 425, 429 and 5xx, when the service says so", async () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504]) {
      const { outcome } = await delivered({ status, headers: { "retry-after": "7" } });
      expect(outcome, String(status)).toMatchObject({ kind: "try again", retryAfter: 7000 });
    }
    const { outcome } = await delivered({ status: 503 });
    expect(outcome.retryAfter).toBeUndefined();
  });

  it("needs payment after 402", async () => {
    const { outcome } = await delivered({ status: 402, body: { code: "FREE_TIER_EXHAUSTED" } });
    expect(outcome).toMatchObject({
      kind: "payment",
      message: "it answered 402: FREE_TIER_EXHAUSTED",
    });
  });

  it("is refused after any other 4xx about the record, with what the service says", async () => {
    for (const status of [400, 401, 403, 413, 418, 451]) {
      const { outcome } = await delivered({ status, body: { error: "no" } });
      expect(outcome, String(status)).toMatchObject({
        kind: "refused",
        message: `it answered ${status}: no`,
      });
    }
    const page = await delivered({
      status: 403,
      headers: { "content-type": "text/html" },
      body: "<html><script>",
    });
    expect(page.outcome.message).toBe("it answered 403"); // a page is no reason
  });

  it("to what is no upload service ends the run, not each record", async () => {
    for (const answer of [
      { status: 404, body: "no such page" },
      { status: 405 },
      { status: 501 },
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>log in</html>" },
      { status: 200, body: {} },
      { status: 200, body: { id: 5 } },
      { status: 200, body: [] },
      { status: 204 },
      { status: 302 },
    ])
      expect((await delivered(answer)).outcome, JSON.stringify(answer)).toMatchObject({
        code: "GATEWAY_FAILED",
      });
  });

  it("passes the id of a receipt on as it is, so that another's is noticed", async () => {
    const { outcome } = await delivered({ status: 200, body: { id: "B".repeat(43), winc: "-1" } });
    expect(outcome).toEqual([{ id: "B".repeat(43), already: false }]);
  });

  it("is never turned into a question by a redirect", async () => {
    const other = await startService(() => ({ status: 200, body: { id } }));
    for (const status of [301, 302, 303]) {
      const { outcome } = await delivered({ status, headers: { location: `${other.url}/v1/tx` } });
      expect(outcome, String(status)).toMatchObject({ code: "URL_REFUSED" });
    }
    expect(other.asked).toEqual([]);
    const kept = await delivered({ status: 307, headers: { location: `${other.url}/v1/tx` } });
    expect(kept.outcome).toMatchObject([{ id }]);
    expect(other.asked[0]).toMatchObject({ method: "POST", body: bytes });
  });

  it("never follows a redirect to a private host", async () => {
    const location = "http://169.254.169.254/latest/meta-data";
    const { outcome } = await delivered({ status: 307, headers: { location } });
    expect(outcome).toMatchObject({ code: "URL_REFUSED" });
  });

  it("reads no more of an answer than a receipt takes", async () => {
    const huge = { status: 200, body: "x".repeat(1_000_000) };
    expect((await delivered(huge)).outcome).toMatchObject({ kind: "try again" });
    const claimed = { status: 200, headers: { "content-length": "1000000000" }, body: "{" };
    expect((await delivered(claimed)).outcome).toMatchObject({ kind: "try again" });
  });

  it("stops at once when asked to while the service says nothing", async () => {
    const control = new AbortController();
    const service = await startService(() => new Promise(() => undefined));
    setTimeout(() => control.abort(), 50);
    const outcome = publisherAt(service.url).deliver([{ id, bytes }], control.signal);
    await expect(outcome).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("to nobody is to be tried again", async () => {
    const service = await startService(() => NOTHING);
    await service.stop();
    const outcome = await publisherAt(service.url)
      .deliver([{ id, bytes }])
      .catch((error) => error);
    expect(outcome).toMatchObject({ kind: "try again" });
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-03-04T12:33:20Z");
  it("is seconds or a date, never negative and never more than a day", () => {
    expect(retryAfter("120", now)).toBe(120_000);
    expect(retryAfter("Wed, 04 Mar 2026 12:34:20 GMT", now)).toBe(60_000);
    expect(retryAfter("Wed, 04 Mar 2020 12:34:20 GMT", now)).toBe(0);
    expect(retryAfter("999999999", now)).toBe(86_400_000);
  });
  it("in any other form is none", () => {
    for (const text of [undefined, "", "-5", "1.5", "soon", "1e9", "2026-03-04", "12 apples"])
      expect(retryAfter(text, now), text).toBeUndefined();
  });
});

describe("the price at Turbo", () => {
  const item = (size: number, of = owner) => ({ bytes: size, owner: of });
  async function quoted(options: Parameters<typeof turboAnswers>[0], items = [item(1000)]) {
    const service = await startService(turboAnswers(options).answer);
    return { quote: await publisherAt(service.url).quote(items), service };
  }

  it("is that of all bytes where nothing is free", async () => {
    const { quote } = await quoted({ winc: 7, free: 0 }, [item(1000), item(500)]);
    expect(quote).toEqual({ cost: 10_500n, unit: "Turbo credits", freeBytesLeft: 0 });
  });

  it("leaves out what the allowance of the owner covers, and asks by Turbo's name for the owner", async () => {
    const { quote, service } = await quoted({ free: 5000 }, [item(1000), item(500)]);
    expect(quote).toEqual({ cost: 0n, unit: "Turbo credits", freeBytesLeft: 5000 });
    expect(service.asked.map(({ path }) => path)).toContain(
      `/v1/account/free?address=${base58(key)}`,
    );
  });

  it("is never too low, whatever comes first, where the allowance covers a part", async () => {
    const { quote } = await quoted({ winc: 1, free: 1200 }, [item(1000), item(500)]);
    expect(quote.cost).toBe(1300n); // 1,200 less the largest are surely not charged
  });

  it("is that of all bytes for records over the size that is ever free", async () => {
    const { quote } = await quoted({ winc: 1, free: 10_000, largestFree: 800 }, [
      item(1000),
      item(500),
    ]);
    expect(quote.cost).toBe(1000n);
  });

  it("counts an allowance without limit as such", async () => {
    const { quote } = await quoted({ free: null }, [item(1000)]);
    expect(quote).toEqual({ cost: 0n, unit: "Turbo credits" });
  });

  it("counts each owner's allowance once", async () => {
    const second = toBase64Url((await fakeOwner(2)).owner);
    const { quote } = await quoted({ winc: 1, free: 600 }, [item(500), item(500, second)]);
    expect(quote).toEqual({ cost: 0n, unit: "Turbo credits" });
  });

  it("believes no allowance that makes no sense", async () => {
    const { answer } = turboAnswers({ winc: 1 });
    for (const bytesRemaining of ["5000", -1, 1.5, {}, 1e300]) {
      const service = await startService((asked) =>
        asked.path.startsWith("/v1/account/free")
          ? { status: 200, body: { bytesRemaining } }
          : answer(asked),
      );
      const { cost } = await publisherAt(service.url).quote([item(1000)]);
      expect(cost, String(bytesRemaining)).toBe(1000n);
    }
  });

  it("that can't be learned is unknown, not nothing", async () => {
    for (const body of ["<html>", {}, { winc: 5 }, { winc: "-5" }, { winc: "1.5" }, { winc: "" }]) {
      const service = await startService(() => ({ status: 200, body }));
      const error = await publisherAt(service.url)
        .quote([item(1000)])
        .catch((e) => e);
      expect(error, JSON.stringify(body)).toMatchObject({ code: "GATEWAY_FAILED" });
    }
    const { service } = await delivered({ status: 200 });
    await service.stop();
    const silent = publisherAt(service.url).quote([item(1000)]);
    await expect(silent).rejects.toMatchObject({ code: "GATEWAY_FAILED" });
  });
});

describe("the balance at Turbo", () => {
  it("is what the service holds under its name for the owner", async () => {
    const service = await startService(turboAnswers({ balance: "2500000000000" }).answer);
    const held = await publisherAt(service.url).balance(owner);
    expect(held).toEqual({ balance: 2_500_000_000_000n, unit: "Turbo credits" });
    expect(service.asked[0]?.path).toBe(`/v1/account/balance/solana?address=${base58(key)}`);
  });

  it("of an owner it has never heard of is nothing", async () => {
    const service = await startService(() => ({ status: 404, body: "User Not Found" }));
    expect(await publisherAt(service.url).balance(owner)).toMatchObject({ balance: 0n });
  });

  it("is asked for at the address of an RSA key as Arweave has it", async () => {
    const service = await startService(turboAnswers().answer);
    await publisherAt(service.url).balance(toBase64Url(new Uint8Array(512).fill(1)));
    expect(service.asked[0]?.path).toMatch(/^\/v1\/account\/balance\/arweave\?address=[\w-]{43}$/);
  });
});
