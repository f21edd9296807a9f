// Items put together from what an index lists and a payload, after somebody has changed them on the way.
import { beforeAll, describe, expect, it } from "vitest";
import { createItem } from "../../../../src/archive/index.js";
import { provenItem } from "../../../../src/archive/network/lookup-item.js";
import { toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { FakeChain } from "../../../fake/chain.js";

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

let chain: FakeChain;
beforeAll(async () => {
  chain = await FakeChain.start();
  await chain.receive(made, other);
});

describe("a listed item that was changed on the way", () => {
  const rebuilt = async (
    change: (node: Record<string, unknown>) => object,
    data = "a manifest",
  ) => {
    const { gateway } = chain.gateway("https://gateway.example", (answer, path) => {
      if (path !== "/graphql") return answer;
      const { data: found } = answer.json as {
        data: { transactions: { edges: { node: Record<string, unknown> }[] } };
      };
      const edges = found.transactions.edges.map(({ node }) => ({
        node: { ...node, ...change(node) },
      }));
      return { status: 200, json: { data: { transactions: { edges } } } };
    });
    const [listed] = await gateway.find({ ids: [made.id], order: "oldest", limit: 1 });
    return provenItem(listed!, utf8(data));
  };

  it.each<[string, (node: Record<string, unknown>) => object]>([
    ["an edited tag", () => ({ tags: tags.with(0, { name: "Content-Type", value: "text/html" }) })],
    ["tags in another order", () => ({ tags: tags.toReversed() })],
    ["a tag more", () => ({ tags: [...tags, { name: "a", value: "b" }] })],
    ["a tag less", () => ({ tags: tags.slice(1) })],
    ["the owner swapped", () => ({ owner: { address: eve.address, key: toBase64Url(eve.owner) } })],
    ["the signature swapped", () => ({ signature: toBase64Url(other.item.signature) })],
    ["another recipient", () => ({ recipient: "" })],
    ["another anchor", () => ({ anchor: ID })],
    ["<not-found> for a signature", () => ({ signature: "<not-found>" })],
    ["<not-found> for an owner", () => ({ owner: { address: "<not-found>", key: "<not-found>" } })],
    ["<not-found> for an anchor", () => ({ anchor: "<not-found>" })],
  ])("is not the item: %s", async (_, change) => {
    expect(await rebuilt(() => ({}))).toEqual(made.bytes);
    expect(await rebuilt(change)).toBeUndefined();
  });

  it("is not the item with another payload", async () => {
    expect(await rebuilt(() => ({}), "another manifest")).toBeUndefined();
  });
});
