// The index, asked as ar.io's gateways are asked.
import { getIntrospectionQuery } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { ownerAddress, parseItem, verifyItem } from "../../../src/archive/index.js";
import { fromBase64Url, toBase64Url } from "../../../src/encoding/index.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { itemOf, json, page, post, upload } from "./ask.js";

let gateway: TestGateway;
/** Ids by name: a and b in block 1, c in block 2, d pending. */
const ids: Record<string, string> = {};
const named = (...names: string[]) => names.map((name) => ids[name]);
const HERE = `tags: [{name: "Here", values: ["yes"]}]`;

beforeAll(async () => {
  gateway = await startGateway();
  const add = async (seed: number, name: string, ...tags: [string, string][]) => {
    const item = await itemOf(seed, name, { tags: [["Here", "yes"], ...tags], type: "text/plain" });
    ids[name] = item.id;
    await upload(gateway.url, item);
  };
  await add(1, "a", ["Kind", "x"], ["Hash", "1"], ["Hash", "2"]);
  await add(2, "b", ["Kind", "y"], ["Hash", "2"]);
  await gateway.mine(1);
  await add(1, "c", ["Kind", "x"], ["Hash", "3"]);
  await gateway.mine();
  await add(2, "d", ["Kind", "z"]);
});

describe("transactions", () => {
  it.each<[string, string, string[]]>([
    ["the newest first, what is pending before all", HERE, ["d", "c", "b", "a"]],
    ["the oldest first", `${HERE} sort: HEIGHT_ASC`, ["a", "b", "c", "d"]],
    ["any of the values of a tag", `tags: [{name: "Hash", values: ["1", "3"]}]`, ["c", "a"]],
    [
      "one entry once, whichever of its tags match",
      `tags: [{name: "Hash", values: ["1", "2"]}]`,
      ["b", "a"],
    ],
    [
      "all of several tags",
      `tags: [{name: "Hash", values: ["2"]}, {name: "Kind", values: ["x"]}]`,
      ["a"],
    ],
    [
      "without a tag",
      `tags: [{name: "Here", values: ["yes"]}, {name: "Kind", values: ["x", "z"], op: NEQ}]`,
      ["b"],
    ],
    ["nothing, for a value that nobody has", `tags: [{name: "Kind", values: ["w"]}]`, []],
    ["nothing, for a name in other letters", `tags: [{name: "kind", values: ["x"]}]`, []],
    ["from one height on", `${HERE} block: {min: 2}`, ["c"]],
    ["up to a height", `${HERE} block: {max: 1}`, ["b", "a"]],
    ["between two heights", `${HERE} block: {min: 1, max: 2} sort: HEIGHT_ASC`, ["a", "b", "c"]],
    ["with empty lists, which filter nothing", `${HERE} ids: [] owners: [] block: {min: 2}`, ["c"]],
  ])("are found: %s", async (_, filter, names) => {
    expect((await page(gateway.url, filter)).ids).toEqual(named(...names));
  });

  it("are found by owner, by id, and both together", async () => {
    const one = (await fakeOwner(1)).address;
    expect((await page(gateway.url, `owners: ["${one}"]`)).ids).toEqual(named("c", "a"));
    const some = `ids: ["${ids["b"]}", "${ids["c"]}", "${"A".repeat(43)}"]`;
    expect((await page(gateway.url, some)).ids).toEqual(named("c", "b"));
    expect((await page(gateway.url, `owners: ["${one}"] ${some}`)).ids).toEqual(named("c"));
  });

  it("are found by the transaction that carries them, which is listed itself", async () => {
    const query = `{ transaction(id: "${ids["a"]}") { bundledIn { id } block { height } } }`;
    const { transaction } = (await json(ask(query))).data;
    const carried = await page(gateway.url, `bundledIn: ["${transaction.bundledIn.id}"]`);
    expect(carried.ids).toEqual(named("b", "a"));
    const [shell] = (await page(gateway.url, `ids: ["${transaction.bundledIn.id}"]`)).ids;
    expect(shell).toBe(transaction.bundledIn.id);
    expect(transaction.block.height).toBe(1);
  });

  it("carry all that it takes to check a signature without believing the gateway", async () => {
    const query = `{ transaction(id: "${ids["a"]}") { id anchor signature recipient
      owner { address key } data { size type } tags { name value }
      block { id timestamp height previous } bundledIn { id } } }`;
    const { transaction } = (await json(ask(query))).data;
    const data = new Uint8Array(
      await (await fetch(`${gateway.url}/raw/${ids["a"]}`)).arrayBuffer(),
    );
    const original = parseItem(
      (
        await itemOf(1, "a", {
          tags: [
            ["Here", "yes"],
            ["Kind", "x"],
            ["Hash", "1"],
            ["Hash", "2"],
          ],
          type: "text/plain",
        })
      ).bytes,
    );
    const rebuilt = {
      ...original,
      signature: fromBase64Url(transaction.signature),
      owner: fromBase64Url(transaction.owner.key),
      anchor: fromBase64Url(transaction.anchor),
      target: fromBase64Url(transaction.recipient),
      tags: transaction.tags,
      data,
    };
    expect(await verifyItem(rebuilt, { id: ids["a"]! })).toMatchObject({ ok: true });
    expect(transaction.owner.address).toBe(await ownerAddress(rebuilt.owner));
    expect(transaction.data).toEqual({ size: String(data.length), type: "text/plain" });
    expect(transaction.block).toMatchObject({
      height: 1,
      id: expect.stringMatching(/^[\w-]{64}$/),
    });
  });

  it("have no block while they are pending, and are null when there are none", async () => {
    const query = `{ one: transaction(id: "${ids["d"]}") { block { id } bundledIn { id } }
      none: transaction(id: "${"B".repeat(43)}") { id } }`;
    expect((await json(ask(query))).data).toEqual({
      one: { block: null, bundledIn: null },
      none: null,
    });
  });
});

describe("a cursor", () => {
  it("goes on behind its entry in both orders, one by one to the end", async () => {
    for (const [sort, names] of [
      ["HEIGHT_ASC", ["a", "b", "c", "d"]],
      ["HEIGHT_DESC", ["d", "c", "b", "a"]],
    ] as const) {
      const seen: string[] = [];
      let after = "";
      for (let more = true; more; ) {
        const next = await page(gateway.url, `${HERE} first: 1 sort: ${sort} ${after}`);
        seen.push(...next.ids);
        after = `after: "${next.cursors.at(-1)}"`;
        more = next.more;
      }
      expect(seen).toEqual(named(...names));
    }
  });

  it("loses nothing and repeats nothing while items come, blocks are made and the gateway starts again", async () => {
    const options = { now: () => new Date() };
    let live = await startGateway(options);
    const all: string[] = [];
    const more = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const item = await itemOf(3, `item ${all.length}`);
        all.push(item.id);
        await upload(live.url, item);
      }
    };
    await more(5);
    const owners = `owners: ["${(await fakeOwner(3)).address}"] first: 3 sort: HEIGHT_ASC`;
    const seen: string[] = [];
    let cursor: string | undefined;
    const read = async () => {
      const next = await page(live.url, `${owners} ${cursor ? `after: "${cursor}"` : ""}`);
      seen.push(...next.ids);
      cursor = next.cursors.at(-1) ?? cursor;
      return next.more;
    };
    await read();
    await more(3);
    await live.mine(1);
    await read();
    await more(2);
    await live.stop();
    live = await startGateway({ ...options, folder: live.folder });
    await more(2);
    await read();
    await live.mine();
    while (await read());
    expect(seen).toEqual(all);
    await live.stop();
  });

  it("of another gateway, or made up, is refused in words", async () => {
    for (const cursor of ["x", toBase64Url(new Uint8Array(9)), "MTpubw"]) {
      const answer = await json(ask(`{ transactions(after: "${cursor}") { edges { cursor } } }`));
      expect(answer.errors[0].message).toMatch(/not a cursor/);
    }
  });
});

describe("a page", () => {
  it("has ten entries unless told, and a hundred at most", async () => {
    const many = await startGateway();
    for (let i = 0; i < 105; i += 21)
      await Promise.all(
        Array.from({ length: 21 }, async (_, k) => upload(many.url, await itemOf(4, `n ${i + k}`))),
      );
    expect((await page(many.url, "sort: HEIGHT_ASC")).ids).toHaveLength(10);
    const most = await page(many.url, "first: 1000");
    expect(most.ids).toHaveLength(100);
    expect(most.more).toBe(true);
    const rest = await page(many.url, `first: 100 after: "${most.cursors.at(-1)}"`);
    expect(rest.ids).toHaveLength(5);
    expect(rest.more).toBe(false);
    expect(
      (await json(askAt(many.url, "{ transactions(first: 0) { edges { cursor } } }"))).errors,
    ).toHaveLength(1);
  });
});

describe("blocks", () => {
  it("are listed in both orders with cursors, and found by id and height", async () => {
    const query =
      "{ blocks(first: 2 sort: HEIGHT_ASC) { pageInfo { hasNextPage } edges { cursor node { id height previous timestamp } } } }";
    const { blocks } = (await json(ask(query))).data;
    expect(blocks.pageInfo.hasNextPage).toBe(true);
    const [first, second] = blocks.edges.map((edge: { node: unknown }) => edge.node);
    expect([first.height, second.height]).toEqual([0, 1]);
    expect(second.previous).toBe(first.id);
    const next = await json(
      ask(
        `{ blocks(after: "${blocks.edges[1].cursor}" sort: HEIGHT_ASC) { edges { node { height } } } }`,
      ),
    );
    expect(next.data.blocks.edges).toEqual([{ node: { height: 2 } }]);
    const one = await json(
      ask(
        `{ a: block(id: "${second.id}") { height } b: block(height: 1) { id } c: block { height } d: block(height: 99) { id } }`,
      ),
    );
    expect(one.data).toEqual({ a: { height: 1 }, b: { id: second.id }, c: { height: 2 }, d: null });
  });
});

it("tells tools about itself when they ask as graphql-js does", async () => {
  const answer = await json(ask(getIntrospectionQuery()));
  expect(answer.errors).toBeUndefined();
  expect(answer.data.__schema.queryType).toEqual({ name: "Query", kind: "OBJECT" });
});

describe("a question is refused with 400", () => {
  const spreads = Array.from(
    { length: 30 },
    (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`,
  );
  it.each<[string, string]>([
    ["that is no GraphQL", "{ transactions("],
    ["for a field that there isn't", "{ transactions { edges { node { signatureType } } } }"],
    ["with a value of the wrong kind", `{ transactions(first: "ten") { edges { cursor } } }`],
    ["with fifty thousand brackets", "{a".repeat(50_000)],
    ["with a million letters", `{ ${"a ".repeat(100_000)} }`],
    [
      "with a thousand aliases",
      `{ ${Array.from({ length: 500 }, (_, i) => `a${i}: block { id }`).join(" ")} }`,
    ],
    [
      "with fragments that double thirty times",
      `{ ...f0 } ${spreads.join(" ")} fragment f30 on Query { block { id } }`,
    ],
    ["with fragments that double into nothing", `{ ...f0 } ${spreads.join(" ")}`],
    [
      "with fragments that go in circles",
      "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    ],
    ["without an operation", "fragment a on Query { block { id } }"],
  ])("%s", async (_, query) => {
    const before = performance.now();
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect((await json(answer)).error.length).toBeLessThan(400);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("with more values than any look-up has", async () => {
    const values = Array.from({ length: 2500 }, (_, i) => String(i));
    const query =
      'query($v: [String!]!) { transactions(tags: [{name: "Hash", values: $v}]) { edges { cursor } } }';
    const body = (list: string[]) => JSON.stringify({ query, variables: { v: list } });
    const answer = await json(post(`${gateway.url}/graphql`, body(values)));
    expect(answer.errors[0].message).toMatch(/values/);
    const fine = await json(post(`${gateway.url}/graphql`, body(values.slice(0, 100))));
    expect(fine.data.transactions.edges).toHaveLength(3);
  });
});

const ask = (query: string) => askAt(gateway.url, query);
const askAt = (url: string, query: string) => post(`${url}/graphql`, JSON.stringify({ query }));
