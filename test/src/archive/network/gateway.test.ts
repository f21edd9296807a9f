// What a gateway is taken at its word for, which is nothing: answers of every wrong kind, see gateway-item.test.ts for items.
import { beforeAll, describe, expect, it } from "vitest";
import { createItem, type Gateway, type Http, openGateway } from "../../../../src/archive/index.js";
import { provenItem } from "../../../../src/archive/network/lookup-item.js";
import { utf8 } from "../../../../src/encoding/index.js";
import { ColophonError } from "../../../../src/errors.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { type FakeAnswer, FakeChain, type Spoil } from "../../../fake/chain.js";

const URL_OF_IT = "https://gateway.example";
const ID = "A".repeat(43);
const [ada, eve] = await Promise.all([fakeOwner(1), fakeOwner(2)]);
const tags = [
  { name: "Content-Type", value: "application/c2pa" },
  { name: "Colophon-Version", value: "1" },
];
const target = new Uint8Array(32).fill(3);
const anchor = new Uint8Array(32).fill(4);
const made = await createItem({ ...ada, tags, target, anchor, data: utf8("a manifest") });
const other = await createItem({ ...eve, tags, data: utf8("another") });
const failed = (...words: readonly string[]) =>
  expect.objectContaining({
    code: "GATEWAY_FAILED",
    message: expect.stringMatching(new RegExp([URL_OF_IT, ...words].join(".*"), "s")),
  });

let chain: FakeChain;
beforeAll(async () => {
  chain = await FakeChain.start();
  await chain.mine([made, other]);
  await chain.mine();
});

const open = (spoil?: Spoil): Gateway => chain.gateway(URL_OF_IT, spoil).gateway;
/** A gateway that always gives this answer. */
const saying = (answer: FakeAnswer): Gateway => open(() => answer);
const json = (value: unknown): FakeAnswer => ({ status: 200, json: value });
const transaction = () => chain.transactions[0]!.id;

/** Every question there is, as [name, asked]. */
const questions: readonly (readonly [string, (gateway: Gateway) => Promise<unknown>])[] = [
  ["find", (gateway) => gateway.find({ order: "oldest", limit: 10 })],
  ["place", (gateway) => gateway.place(made.id)],
  ["transaction", (gateway) => gateway.transaction(transaction())],
  ["chunk", (gateway) => gateway.chunk(1)],
  ["block", (gateway) => gateway.block(1)],
  ["height", (gateway) => gateway.height()],
];

describe("a gateway that is in order", () => {
  it("lists an item with everything that it takes to rebuild it", async () => {
    const [listed] = await open().find({ ids: [made.id], order: "oldest", limit: 1 });
    expect(listed).toEqual({
      id: made.id,
      signature: made.item.signature,
      owner: ada.owner,
      ownerAddress: ada.address,
      target,
      anchor,
      tags,
      height: 1,
      bundledIn: transaction(),
    });
    const payload = await open().payload(made.id, 100);
    expect(await provenItem(listed!, payload!)).toEqual(made.bytes);
  });

  it("is asked only for fields that every index has, and only with what is looked for", async () => {
    let body = "";
    const http: Http = async (_, question) => {
      body = new TextDecoder().decode(question.body);
      expect(question).toMatchObject({
        method: "POST",
        headers: { "content-type": "application/json" },
      });
      const list = { data: { transactions: { pageInfo: { hasNextPage: false }, edges: [] } } };
      return { status: 200, headers: new Map(), bytes: utf8(JSON.stringify(list)) };
    };
    const filters = [{ name: "Colophon-Hash", values: ["a", "b"] }];
    await openGateway(URL_OF_IT, http).find({
      tags: filters,
      order: "newest",
      limit: 1000,
      after: "x",
    });
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    expect(variables).toEqual({ tags: filters, after: "x", first: 100, sort: "HEIGHT_DESC" });
    expect(query).not.toMatch(/signatureType|ownerKey|rootParent|offset|size|ids|owners/i);
    expect(query).toMatch(
      /^query\(\$tags:\[TagFilter!\],\$after:String,\$first:Int,\$sort:SortOrder\)/,
    );
  });

  it("has a cursor on every item behind which there is more", async () => {
    const [one] = await open().find({ order: "oldest", limit: 1 });
    expect(one?.cursor).toBe(made.id);
    const both = await open().find({ order: "oldest", limit: 2 });
    expect(both.map(({ cursor }) => cursor)).toEqual([made.id, undefined]);
  });

  it("gives a payload, by a second address when the first doesn't have it", async () => {
    const gateway = open((answer, path) => (path.startsWith("/raw/") ? { status: 404 } : answer));
    expect(await gateway.payload(made.id, 100)).toEqual(utf8("a manifest"));
    expect(await gateway.payload(ID, 100)).toBeUndefined();
  });

  it("says where a transaction is, as an owner signed it", async () => {
    const { size, chunks } = await sizeOfBundle();
    const found = await open().transaction(transaction());
    expect(found).toEqual({
      id: transaction(),
      dataRoot: chunks,
      size,
      end: size,
      height: 1,
    });
    expect(await open().transaction(ID)).toBeUndefined();
  });

  it("is never asked for what can't be an id", async () => {
    const { gateway, asked } = chain.gateway(URL_OF_IT);
    for (const id of ["", "../info", `${ID}/..`, `${ID}A`, "a?b#c"]) {
      expect(await gateway.payload(id, 100)).toBeUndefined();
      expect(await gateway.place(id)).toBeUndefined();
      expect(await gateway.transaction(id)).toBeUndefined();
    }
    expect(asked).toEqual([]);
  });

  it("is reached at its address and nothing beside it", () => {
    const http: Http = () => Promise.reject(new Error("not asked"));
    expect(openGateway("https://Host.example/", http).url).toBe("https://host.example");
    expect(openGateway("http://127.0.0.1:1984/ar//", http).url).toBe("http://127.0.0.1:1984/ar");
    for (const bad of [
      "",
      "host",
      "ftp://host",
      "https://a:b@host",
      "https://host/?q",
      "file:///etc",
    ])
      expect(() => openGateway(bad, http), bad).toThrow(
        expect.objectContaining({ code: "URL_REFUSED" }),
      );
  });

  it("is asked until we are told to stop", async () => {
    const seen: unknown[] = [];
    const http: Http = async (_, { signal }) => {
      seen.push(signal);
      throw new ColophonError("CANCELLED", "cancelled");
    };
    const { signal } = new AbortController();
    const gateway = openGateway(URL_OF_IT, http, { signal });
    for (const [, ask] of [...questions, ["payload", () => gateway.payload(ID, 1)] as const])
      await expect(ask(gateway)).rejects.toMatchObject({ code: "CANCELLED" });
    expect(new Set(seen)).toEqual(new Set([signal]));
  });
});

async function sizeOfBundle() {
  const { data, chunks } = chain.transactions[0]!;
  return { size: data.length, chunks: chunks.dataRoot };
}

describe("an answer that is none", () => {
  const answers: readonly (readonly [string, FakeAnswer, string])[] = [
    ["a web page", { status: 200, bytes: utf8("<!doctype html><h1>Welcome</h1>") }, "web page"],
    ["half of one", { status: 200, bytes: utf8('{"height":1') }, "JSON"],
    ["nothing", { status: 200, bytes: new Uint8Array(0) }, "JSON"],
    ["bytes that are no text", { status: 200, bytes: Uint8Array.of(0xff, 0xfe, 0) }, "no text"],
    ["a number", { status: 200, json: 7 }, "not an object"],
    ["a list", { status: 200, json: [1] }, "not an object"],
    ["null", { status: 200, bytes: utf8("null") }, "not an object"],
    ["an error", { status: 500, json: { height: 1 } }, "status 500"],
    ["a demand for money", { status: 402, json: {} }, "status 402"],
    ["a redirect that nobody followed", { status: 302, json: {} }, "status 302"],
  ];

  it.each(answers)("is refused: %s", async (_, answer, word) => {
    for (const [name, ask] of questions)
      if (name !== "place") await expect(ask(saying(answer)), name).rejects.toEqual(failed(word));
  });

  it("is refused when it is larger than anything of its kind", async () => {
    const http: Http = async (_, { maxBytes }) => {
      expect(maxBytes).toBeLessThanOrEqual(4 * 2 ** 20);
      throw new ColophonError("FILE_TOO_LARGE", "1 GB");
    };
    const gateway = openGateway(URL_OF_IT, http);
    for (const [name, ask] of questions)
      await expect(ask(gateway), name).rejects.toEqual(failed("more than"));
    await expect(gateway.payload(ID, 7)).rejects.toEqual(failed("more than 7 bytes"));
  });

  it("is refused when it never comes, after one question", async () => {
    let asked = 0;
    const http: Http = async (_, { timeoutMs }) => {
      asked++;
      expect(timeoutMs).toBeLessThanOrEqual(15_000);
      throw new ColophonError("URL_UNREACHABLE", "no complete answer within 15 s");
    };
    const gateway = openGateway(URL_OF_IT, http);
    await expect(gateway.place(ID)).rejects.toEqual(failed("no complete answer"));
    await expect(gateway.payload(ID, 7)).rejects.toEqual(failed("no complete answer"));
    expect(asked).toBe(2);
  });

  it("is refused when it would lead to a private address", async () => {
    const http: Http = async () => {
      throw new ColophonError("URL_REFUSED", "10.0.0.1 is not public");
    };
    for (const [name, ask] of questions)
      await expect(ask(openGateway(URL_OF_IT, http)), name).rejects.toMatchObject({
        code: "URL_REFUSED",
      });
  });

  it("for a payload is refused unless it is the data or their absence", async () => {
    for (const status of [202, 206, 302, 402, 451, 500])
      await expect(saying({ status, json: {} }).payload(ID, 100)).rejects.toEqual(
        failed(`status ${status}`),
      );
  });

  it("is of no more than 200 characters where it is quoted", async () => {
    const errors = [{ message: "x".repeat(10_000) }];
    const error = await questions[0]![1](saying(json({ errors }))).catch((cause) => cause);
    expect((error as Error).message.length).toBeLessThan(300);
  });
});

describe("an answer of JSON that makes no sense", () => {
  const list = (...nodes: readonly unknown[]) =>
    json({
      data: { transactions: { pageInfo: {}, edges: nodes.map((node) => ({ cursor: "c", node })) } },
    });
  const node = { id: ID, tags: [] };

  it.each<[string, FakeAnswer]>([
    ["an error beside data", json({ ...(list().json as object), errors: [{ message: "no" }] })],
    ["an error without a message", json({ errors: [7] })],
    ["no data", json({})],
    ["data that are null", json({ data: null })],
    ["edges that are none", json({ data: { transactions: { edges: {} } } })],
    ["an edge that is null", json({ data: { transactions: { edges: [null] } } })],
    ["an item that is null", list(null)],
    ["an item without an id", list({ ...node, id: undefined })],
    ["an id that is too long", list({ ...node, id: `${ID}A` })],
    ["an id of a path", list({ ...node, id: `../${ID.slice(3)}` })],
    ["no tags", list({ ...node, tags: undefined })],
    ["a tag without a value", list({ ...node, tags: [{ name: "a" }] })],
    ["a tag with a number", list({ ...node, tags: [{ name: "a", value: 7 }] })],
    ["more items than were asked for", list(...new Array<unknown>(11).fill(node))],
  ])("is refused as a list: %s", async (_, answer) => {
    await expect(questions[0]![1](saying(answer))).rejects.toEqual(failed("/graphql"));
  });

  it.each<[string, object]>([
    ["<not-found>", { signature: "<not-found>", owner: { address: "x", key: "<not-found>" } }],
    ["null", { signature: null, owner: null, block: null, bundledIn: null }],
    ["numbers", { signature: 7, owner: 7, block: 7, bundledIn: 7, recipient: 7, anchor: 7 }],
    ["base64 of another kind", { signature: "a+/=", owner: { key: "a+/=" } }],
    ["absurd lengths", { signature: "A".repeat(9000), owner: { key: "A".repeat(9000) } }],
    ["absurd numbers", { block: { height: 1e300 }, bundledIn: { id: "1" } }],
    ["a negative height", { block: { height: -1 } }],
    ["half a height", { block: { height: 1.5 } }],
  ])("leaves out what an item says in %s", async (_, fields) => {
    const [listed] = await saying(list({ ...node, ...fields })).find({ order: "oldest", limit: 1 });
    for (const name of ["signature", "owner", "ownerAddress", "height", "bundledIn"])
      expect(listed).not.toHaveProperty(name);
  });

  it.each<[string, object]>([
    ["another height", { height: 2 }],
    ["a height as a word", { height: "one" }],
    ["no id", { indep_hash: undefined }],
    ["an id of 32 bytes", { indep_hash: ID }],
    ["no previous block", { previous_block: "" }],
    ["a tx_root of 31 bytes", { tx_root: "A".repeat(41) }],
    ["a tx_root as a number", { tx_root: 7 }],
    ["a negative weave", { weave_size: "-1" }],
    ["a weave beyond 2^53", { weave_size: "9007199254740993" }],
    ["a weave in hex", { weave_size: "0x10" }],
    ["a time after the year 9999", { timestamp: 253_402_300_800 }],
    ["a time before 1970", { timestamp: -1 }],
  ])("is refused as a block: %s", async (_, change) => {
    const block = saying(json({ ...chain.blocks[1], ...change }));
    await expect(block.block(1)).rejects.toEqual(failed("/block/height/1"));
  });

  it.each<[string, object]>([
    ["no chunk", { chunk: "" }],
    ["a chunk of more than 256 KiB", { chunk: "A".repeat(349_528) }],
    ["no tx_path", { tx_path: undefined }],
    ["a path of 64 KiB", { data_path: "A".repeat(87_380) }],
    ["<not-found>", { chunk: "<not-found>" }],
  ])("is refused as a chunk: %s", async (_, change) => {
    const honest = { chunk: "AAAA", data_path: "AAAA", tx_path: "AAAA" };
    expect(await saying(json(honest)).chunk(1)).toHaveProperty("bytes");
    await expect(saying(json({ ...honest, ...change })).chunk(1)).rejects.toEqual(
      failed("/chunk/1"),
    );
  });

  it.each<[string, RegExp, object]>([
    ["a data_root that nobody signed", /\/tx\/[^/]+$/, { data_root: ID }],
    ["fields of no transaction", /\/tx\/[^/]+$/, { reward: 7 }],
    ["a size that it doesn't have", /offset$/, { size: "7" }],
    ["an end before its start", /offset$/, { offset: "7" }],
    ["a negative end", /offset$/, { offset: "-7" }],
    ["no height", /status$/, { block_height: null }],
    ["an absurd height", /status$/, { block_height: 1e12 }],
  ])("is refused as a transaction: %s", async (_, where, change) => {
    const gateway = open((answer, path) =>
      where.test(path) ? { ...answer, json: { ...(answer.json as object), ...change } } : answer,
    );
    await expect(gateway.transaction(transaction())).rejects.toEqual(failed("/tx/"));
  });

  it("is refused as the transaction that was asked for when it is another", async () => {
    const another = await FakeChain.start();
    const { data } = chain.transactions[0]!;
    await another.mine(data); // as long as the one that is asked for
    const spoil: Spoil = (answer, path) =>
      path === `/tx/${transaction()}` ? json(another.transactions[0]!.json) : answer;
    await expect(open(spoil).transaction(transaction())).rejects.toEqual(failed("never signed"));
  });

  it("about a transaction of format 1 could not be proven", async () => {
    const gateway = open((answer, path) =>
      path === `/tx/${transaction()}` ? json({ ...(answer.json as object), format: 1 }) : answer,
    );
    await expect(gateway.transaction(transaction())).rejects.toMatchObject({
      code: "RECORD_UNPROVEN",
    });
  });

  it("about a place is passed over for what the next source says", async () => {
    for (const change of [{ bundleId: "x" }, { bundleId: 7 }, { bundleId: undefined }]) {
      const gateway = open((answer, path) =>
        path.startsWith("/v1/") ? json({ ...(answer.json as object), ...change }) : answer,
      );
      expect(await gateway.place(made.id)).toMatchObject({ transaction: transaction() });
    }
    const absurd = open((answer, path) =>
      path.startsWith("/v1/") ? json({ bundleId: ID, startOffsetInRootBundle: -1 }) : answer,
    );
    expect(await absurd.place(made.id)).toEqual({ transaction: ID });
    expect(
      await saying({ status: 404 })
        .place(ID)
        .catch((cause) => cause.code),
    ).toBeUndefined();
  });
});
