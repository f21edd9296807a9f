// Looking up over gateways that forget, lie, fail and are flooded: what is found is what verifyRecord then judges.
import { beforeAll, describe, expect, it } from "vitest";
import {
  createItem,
  type Gateway,
  type LookupQuestion,
  lookup,
  manifestRecord,
  ownerAddress,
  parseItem,
  proofRecord,
  type RecordInput,
  verifyItem,
} from "../../../../src/archive/index.js";
import { sha256, toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import { ColophonError } from "../../../../src/index.js";
import { type FakeOwner, fakeOwner } from "../../../fake/archive-owner.js";
import { fakeJudge, fakeStore } from "../../../fake/judge-store.js";
import { type KeptItem, listedItem, listingGateway } from "../../../fake/listing-gateway.js";

const ada = await fakeOwner(1);
const FILE = utf8("the file");
const KEY = toBase64Url(await sha256(FILE));
const PREFIX = (await sha256(FILE)).subarray(0, 2);
const urn = (name: string) => `urn:c2pa:${name}`;
const manifest = urn("true");
const STORE = fakeStore({ manifest, archiveOwner: ada.address });

async function record(by: FakeOwner, store: Uint8Array, change: Partial<RecordInput> = {}) {
  const content = await manifestRecord({
    manifest,
    store,
    mediaType: "image/jpeg",
    assetHash: await sha256(utf8("the original")),
    signedHash: await sha256(FILE),
    ...change,
  });
  return createItem({ ...by, ...content });
}

/** As toolkit does it with a real store: the address it names, and that of its key. */
async function ownersOf(store: Uint8Array) {
  const { archiveOwner, signerKey } = await fakeJudge(store);
  return [
    ...(archiveOwner ? [archiveOwner] : []),
    ...(signerKey ? [await ownerAddress(signerKey)] : []),
  ];
}

const find = (question: LookupQuestion, gateways: readonly Gateway[], more = {}) =>
  lookup(question, gateways, { ownersOf, ...more });
const ids = ({ items }: { readonly items: readonly { id: string }[] }) => items.map(({ id }) => id);
const payloadsAsked = (gateway: Awaited<ReturnType<typeof listingGateway>>) =>
  gateway.asked.filter((one) => "payload" in one);

const truth = await record(ada, STORE);
const eve = await fakeOwner(2);
const listed = await listedItem(truth);
const { signature: _, ...unsigned } = listed;
const { owner: __, ...unowned } = listed;
/** Hostile records of the same hash: signed as they should be, each with a manifest of its own that names nobody here. */
let spam: KeptItem[];
beforeAll(async () => {
  spam = [];
  for (let n = 0; n < 1500; n++)
    spam.push(
      await record(eve, fakeStore({ manifest: urn(`spam-${n}`) }), {
        manifest: n % 2 ? manifest : urn(`spam-${n}`),
      }),
    );
}, 60_000);

describe("a look-up", () => {
  it("finds a record by a hash, with bytes that its owner signed", async () => {
    const gateway = await listingGateway([truth]);
    const answer = await find({ hashes: [KEY] }, [gateway]);
    expect(answer).toMatchObject({
      items: [{ id: truth.id, owner: ada.address, gateway: gateway.url }],
      answered: [gateway.url],
      failed: [],
    });
    expect(await verifyItem(parseItem(answer.items[0]!.bytes), { id: truth.id })).toMatchObject({
      ok: true,
    });
    expect(gateway.asked).toHaveLength(3); // both ends, and one payload
  });

  it("finds it by its manifest, and by its owner alone, and nothing else", async () => {
    const other = await record(
      ada,
      fakeStore({ manifest: urn("other"), archiveOwner: ada.address }),
      {
        manifest: urn("other"),
      },
    );
    const gateway = await listingGateway([truth, other]);
    expect(ids(await find({ manifest, owners: [ada.address] }, [gateway]))).toEqual([truth.id]);
    expect(ids(await find({ owners: [ada.address] }, [gateway])).sort()).toEqual(
      [truth.id, other.id].sort(),
    );
    expect(ids(await find({ owners: [eve.address] }, [gateway]))).toEqual([]);
  });

  it("needs no payload for the record of a manifest that is in hand", async () => {
    const gateway = await listingGateway([truth]);
    const answer = await find({ manifest, owners: [ada.address] }, [gateway], { store: STORE });
    expect(ids(answer)).toEqual([truth.id]);
    expect(payloadsAsked(gateway)).toEqual([]);
  });

  it("finds nothing where there is nothing, and that is no failure", async () => {
    const answer = await find({ hashes: [KEY] }, [await listingGateway([])]);
    expect(answer).toMatchObject({ items: [], listed: [], failed: [] });
  });

  it("finds a proof, whose manifest is somewhere else", async () => {
    const input = {
      manifest,
      store: STORE,
      mediaType: "image/jpeg",
      assetHash: await sha256(FILE),
      hardBinding: { label: "c2pa.hash.data", algorithm: "sha256", hash: await sha256(FILE) },
      signedAt: "2026-08-21T10:00:00Z",
    };
    const signer = { algorithm: "ed25519", chain: [utf8("leaf")], sign: ada.sign } as const;
    const proof = await createItem({ ...ada, ...(await proofRecord(input, signer)) });
    expect(ids(await find({ hashes: [KEY] }, [await listingGateway([proof])]))).toEqual([proof.id]);
  });
});

describe("1,500 hostile records of the same hash", () => {
  const places = [
    ["before all of them", 0],
    ["in the middle of them", 750],
    ["after all of them", 1500],
  ] as const;
  const flooded = (at: number) => listingGateway([...spam.slice(0, at), truth, ...spam.slice(at)]);

  it.each(places)("don't hide one made %s from a copy that carries its manifest", async (_, at) => {
    const gateway = await flooded(at);
    const answer = await find({ manifest, owners: [ada.address] }, [gateway], { store: STORE });
    expect(ids(answer)).toEqual([truth.id]);
    expect(gateway.asked.length).toBeLessThan(5);
  });

  it.each(places)("don't hide one made %s from a private look-up of such a copy", async (_, at) => {
    const gateway = await flooded(at);
    const question = { hashes: [KEY], manifest, owners: [ada.address], private: true };
    expect(ids(await find(question, [gateway], { store: STORE }))).toEqual([truth.id]);
    expect(gateway.asked.length).toBeLessThan(25);
  });

  it.each([0, 20, 100, 1400, 1480, 1500])(
    "don't hide one that is number %i from a copy without a manifest",
    async (at) => {
      const gateway = await flooded(at);
      expect(ids(await find({ hashes: [KEY] }, [gateway]))).toEqual([truth.id]);
      expect(payloadsAsked(gateway).length).toBeLessThanOrEqual(250);
    },
  );

  it("do hide one in their middle from a copy without a manifest, at a cost that is bounded", async () => {
    const gateway = await flooded(750);
    const answer = await find({ hashes: [KEY] }, [gateway]);
    expect(ids(answer)).toEqual([]);
    expect(gateway.asked.length).toBeLessThan(300);
  });

  it("lead to it, wherever it is, when one of them copies its manifest", async () => {
    const squat = await record(eve, STORE);
    const gateway = await listingGateway([squat, ...spam.slice(0, 750), truth, ...spam.slice(750)]);
    expect(ids(await find({ hashes: [KEY] }, [gateway]))).toEqual([truth.id]);
  });
});

describe("a stranger's record", () => {
  it("of the same manifest, squatted before the true one, isn't found in its place", async () => {
    const squatted = await record(eve, STORE);
    const gateway = await listingGateway([squatted, truth]);
    expect(ids(await find({ hashes: [KEY] }, [gateway]))).toEqual([truth.id]);
    expect(ids(await find({ manifest }, [gateway]))).toEqual([truth.id]);
  });

  it("of the same manifest, newer than the true one, doesn't hijack it", async () => {
    const hijack = await record(eve, STORE, { mediaType: "image/png" });
    const gateway = await listingGateway([truth, hijack]);
    expect(ids(await find({ hashes: [KEY] }, [gateway]))).toEqual([truth.id]);
    expect(ids(await find({ manifest }, [gateway]))).toEqual([truth.id]);
  });

  it("of the same manifest is nothing without the true one", async () => {
    const stolen = await record(eve, STORE);
    expect(ids(await find({ hashes: [KEY] }, [await listingGateway([stolen])]))).toEqual([]);
  });

  it("that isn't shaped like one costs no payload", async () => {
    const tags = truth.item.tags.filter(({ name }) => name !== "Colophon-Version");
    const misshapen = await createItem({ ...eve, tags, data: STORE });
    const gateway = await listingGateway([misshapen]);
    const answer = await find({ hashes: [KEY] }, [gateway]);
    expect(answer).toMatchObject({ items: [], listed: [] });
    expect(payloadsAsked(gateway)).toEqual([]);
  });

  it("with huge payloads can't use up what the look-up may cost", async () => {
    const large: KeptItem[] = [];
    for (let n = 0; n < 30; n++) {
      const store = utf8(`${n} ${"x".repeat(300 * 1024)}`);
      large.push(await record(eve, store, { manifest: urn(`large-${n}`) }));
    }
    const gateway = await listingGateway([...large.slice(0, 15), truth, ...large.slice(15)]);
    expect(ids(await find({ hashes: [KEY] }, [gateway]))).toEqual([truth.id]);
  });
});

describe("a private look-up", () => {
  /** Somebody's record whose hash begins with the same 16 bits. */
  async function neighbour(n: number) {
    const hash = new Uint8Array(32).fill(n);
    hash.set(PREFIX);
    const name = urn(`neighbour-${n}`);
    const by = await fakeOwner(n);
    const store = fakeStore({ manifest: name, archiveOwner: by.address });
    return record(by, store, { manifest: name, signedHash: hash, assetHash: hash });
  }

  it("tells a gateway the prefix and nothing else: neither hash, manifest, owner nor which record was meant", async () => {
    const neighbours = await Promise.all([10, 11, 12, 13].map(neighbour));
    const gateway = await listingGateway([
      ...neighbours.slice(0, 2),
      truth,
      ...neighbours.slice(2),
    ]);
    const question = { hashes: [KEY], manifest, owners: [ada.address], private: true };
    const answer = await find(question, [gateway]);
    expect(ids(answer)).toEqual([truth.id]);
    const said = JSON.stringify(gateway.asked.filter((one) => "order" in one));
    for (const secret of [KEY, manifest, ada.address, truth.id]) expect(said).not.toContain(secret);
    const fetched = payloadsAsked(gateway).map((one) => ("payload" in one ? one.payload : ""));
    const everybody = [truth, ...neighbours].map(({ id }) => id);
    expect(fetched.sort()).toEqual(everybody.sort());
    expect(answer.company).toEqual(everybody.sort());
  });

  it("asks for no payload at all when nothing fits", async () => {
    const gateway = await listingGateway([await neighbour(10)]);
    const answer = await find({ hashes: [KEY], private: true }, [gateway]);
    expect(answer.items).toEqual([]);
    expect(payloadsAsked(gateway)).toEqual([]);
  });

  it("asks for what came after a record among the same company", async () => {
    const gateway = await listingGateway([truth]);
    const among = ["B".repeat(43), "A".repeat(43)];
    const question = { supersedes: truth.id, among, owners: [ada.address], private: true };
    await find(question, [gateway]);
    expect(gateway.asked[0]).toMatchObject({
      tags: [{ name: "Colophon-Supersedes", values: [...among, truth.id].sort() }],
    });
    expect(gateway.asked[0]).not.toHaveProperty("owners");
  });
});

describe("gateways", () => {
  const failing = async () => {
    throw new ColophonError("GATEWAY_FAILED", "it answered with HTML");
  };
  const second = "http://127.0.0.1:2";

  it("that fail are named, and the others answer", async () => {
    const bad = await listingGateway([], { url: second, find: failing });
    const answer = await find({ hashes: [KEY] }, [bad, await listingGateway([truth])]);
    expect(ids(answer)).toEqual([truth.id]);
    expect(answer.failed).toEqual([{ gateway: second, reason: "it answered with HTML" }]);
  });

  it("that all fail are an answer, too", async () => {
    const answer = await find({ hashes: [KEY] }, [await listingGateway([], { find: failing })]);
    expect(answer).toMatchObject({
      items: [],
      answered: [],
      failed: [{ reason: expect.any(String) }],
    });
  });

  it("that list but don't deliver are stood in for by the others", async () => {
    const bad = await listingGateway([truth], { url: second, payload: failing });
    const good = await listingGateway([truth]);
    expect(ids(await find({ hashes: [KEY] }, [bad, good]))).toEqual([truth.id]);
    const none = await listingGateway([truth], { url: second, payload: async () => undefined });
    expect(ids(await find({ hashes: [KEY] }, [none, good]))).toEqual([truth.id]);
  });

  it("that deliver another payload are stood in for by the others", async () => {
    const bad = await listingGateway([truth], { url: second, payload: async () => utf8("other") });
    expect(ids(await find({ hashes: [KEY] }, [bad, await listingGateway([truth])]))).toEqual([
      truth.id,
    ]);
    expect(ids(await find({ hashes: [KEY] }, [bad]))).toEqual([]);
  });

  const hijacked = { ...listed, owner: eve.owner, ownerAddress: eve.address };
  const tags = listed.tags.map((tag) =>
    tag.name === "C2PA-Asset-Content-Type" ? { ...tag, value: "image/png" } : tag,
  );
  it.each([
    ["a tag was edited", { ...listed, tags }],
    ["the tags are in another order", { ...listed, tags: [...listed.tags].reverse() }],
    ["the owner was swapped", hijacked],
    ["the id is another's", { ...listed, id: "A".repeat(43) }],
    ["the signature was not found", unsigned],
    ["the owner was not found", unowned],
  ])("that lie in their list convince nobody: %s", async (_, item) => {
    const bad = await listingGateway([truth], { url: second, find: async () => [item] });
    expect(ids(await find({ hashes: [KEY] }, [bad]))).toEqual([]);
    const answer = await find({ hashes: [KEY] }, [bad, await listingGateway([truth])]);
    expect(ids(answer)).toEqual([truth.id]);
  });

  it("that list without end are left", async () => {
    let pages = 0;
    const endless = await listingGateway([], {
      find: async () => [{ ...listed, tags: [], cursor: String(pages++) }],
    });
    expect(ids(await find({ hashes: [KEY] }, [endless]))).toEqual([]);
    expect(pages).toBeLessThan(50);
  });

  it("that send more than was asked for are cut off", async () => {
    const all = await Promise.all(spam.map((item) => listedItem(item)));
    const bad = await listingGateway(spam, { find: async () => all });
    const answer = await find({ hashes: [KEY] }, [bad]);
    expect(answer.listed).toHaveLength(25);
    expect(payloadsAsked(bad).length).toBeLessThan(50);
  });

  it("stop a look-up when the user does, and end it with what there is when its time is up", async () => {
    const cancelled = async () => {
      throw new ColophonError("CANCELLED", "cancelled");
    };
    const hanging = await listingGateway([], { url: second, find: cancelled });
    const gateways = [hanging, await listingGateway([truth])];
    await expect(find({ hashes: [KEY] }, gateways)).rejects.toMatchObject({ code: "CANCELLED" });
    const late = { deadline: AbortSignal.abort() };
    const answer = await find({ hashes: [KEY] }, gateways, late);
    expect(answer).toMatchObject({ items: [], answered: [] });
  });

  it("whose client has a defect don't hide it", async () => {
    const find2 = async () => {
      throw new TypeError("defect");
    };
    const broken = await listingGateway([], { find: find2 });
    await expect(find({ hashes: [KEY] }, [broken])).rejects.toBeInstanceOf(TypeError);
  });
});
