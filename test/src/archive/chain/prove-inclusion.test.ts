// Items proven to be in blocks of a small chain, and every lie that a gateway can tell on the way.
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkInclusion,
  createItem,
  type Gateway,
  proveInclusion,
} from "../../../../src/archive/index.js";
import { fromBase64Url, toBase64Url, utf8 } from "../../../../src/encoding/index.js";
import { ColophonError } from "../../../../src/errors.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { FakeChain, type Spoil } from "../../../fake/chain.js";

const ada = await fakeOwner(1);
const item = (name: string, size: number) =>
  createItem({
    ...ada,
    tags: [{ name: "Name", value: name }],
    data: new Uint8Array(size).map((_, i) => (i * 7 + name.length + (i >> 9)) & 255),
  });
const small = await item("small", 500);
const neighbour = await item("neighbour", 500);
const long = await item("long one", 700_000);
const alone = await item("alone", 10);
const pending = await item("pending", 10);

let chain: FakeChain;
beforeAll(async () => {
  chain = await FakeChain.start();
  await chain.mine(new Uint8Array(300_000).fill(1), [neighbour, small], utf8("not a bundle"));
  await chain.mine([neighbour, long, alone]);
  await chain.mine([alone]);
  await chain.receive(pending);
  for (let i = 0; i < 3; i++) await chain.mine();
});

const A = "https://a.example";
const B = "http://127.0.0.1:1984";
const C = "https://c.example";
const unproven = (...words: readonly string[]) =>
  expect.objectContaining({
    code: "RECORD_UNPROVEN",
    message: expect.stringMatching(new RegExp(`^could not be proven: .*${words.join(".*")}`, "s")),
  });
const chunks = (asked: readonly string[]) => asked.filter((path) => path.startsWith("/chunk/"));
const open = (url: string, spoil?: Spoil): Gateway => chain.gateway(url, spoil).gateway;

/** Changes one field of the JSON that is answered under a path. */
function changed(path: RegExp, change: (json: Record<string, unknown>) => object): Spoil {
  return (answer, asked) =>
    path.test(asked) && answer.json
      ? { ...answer, json: { ...answer.json, ...change(answer.json as Record<string, unknown>) } }
      : answer;
}

function flipped(text: unknown, byte = 5): string {
  const bytes = fromBase64Url(String(text));
  bytes[byte]! ^= 1;
  return toBase64Url(bytes);
}

/** Three sources name the place of an item; this silences the first `silent` of them. */
function silence(silent: number): Spoil {
  const [status, headers] = [/^\/v1\/tx\//, /^\/raw\//];
  return (answer, path) => {
    if (status.test(path) && silent > 0) return { status: 404 };
    return headers.test(path) && silent > 1 ? { ...answer, headers: {} } : answer;
  };
}

describe("an item in a bundle", () => {
  it("is proven with one chunk, from its bytes to the block that two gateways name", async () => {
    const [a, b] = [chain.gateway(A), chain.gateway(B)];
    const { proof, block, level } = await proveInclusion(small, [a.gateway, b.gateway]);
    expect(level).toBe("agreed");
    expect(block).toEqual({
      height: 1,
      id: chain.blocks[1]?.["indep_hash"],
      at: "2026-09-21T14:15:20Z",
      confirmations: 5,
      gateways: [B, A],
    });
    expect([...chunks(a.asked), ...chunks(b.asked)]).toHaveLength(1);
    expect(proof.transaction).toBe(chain.transactions[1]?.id);
    expect(proof.offset).toBe(32 + 2 * 64 + neighbour.bytes.length);
    expect(await checkInclusion(proof, small)).toBeUndefined();
  });

  it("is no more than in a block by the word of one gateway, or of one host under two addresses", async () => {
    expect(await proveInclusion(small, [open(A)])).toMatchObject({ level: "in block" });
    const same = [open(A), open(`${A}/path`), open("http://a.example"), open("https://a.example.")];
    expect(await proveInclusion(small, same)).toMatchObject({ level: "in block" });
    expect(await proveInclusion(small, [open(A), open(`${A}:8443`)])).toMatchObject({
      level: "agreed",
    });
  });

  it("counts the confirmations of the gateway that has seen the fewest", async () => {
    const behind = open(
      B,
      changed(/info/, () => ({ height: 3 })),
    );
    const { block } = await proveInclusion(small, [open(A), behind]);
    expect(block.confirmations).toBe(2);
    const far = open(
      B,
      changed(/info/, () => ({ height: 0 })),
    );
    expect((await proveInclusion(small, [open(A), far])).block.confirmations).toBe(0);
  });

  it.each([
    ["an item over several chunks", long, 4],
    ["an item at the end of data of many chunks", alone, 1],
    ["an item that is alone in its bundle and its block", neighbour, 1],
  ] as const)("is proven: %s", async (_, wanted, most) => {
    const a = chain.gateway(A);
    const { proof } = await proveInclusion(wanted, [a.gateway, open(B)]);
    expect(chunks(a.asked).length).toBeLessThanOrEqual(most);
    expect(await checkInclusion(proof, wanted)).toBeUndefined();
  });

  it.each([
    ["the headers of its data", 1],
    ["the index, and then its own table", 2],
  ])("is found by %s when nothing else says where it is", async (_, silent) => {
    for (const wanted of [small, long]) {
      const a = chain.gateway(A, silence(silent));
      const { proof } = await proveInclusion(wanted, [a.gateway]);
      expect(await checkInclusion(proof, wanted)).toBeUndefined();
      const index = a.asked.filter((path) => path === "/graphql");
      expect(index).toHaveLength(silent - 1);
    }
  });

  it("is proven with a place from one gateway and the chain from another", async () => {
    const uploads = open(A, (answer, path) => (path.startsWith("/v1/") ? answer : { status: 404 }));
    const node = open(B, (answer, path) =>
      /^\/(v1|raw|graphql)/.test(path) ? { status: 404 } : answer,
    );
    expect(await proveInclusion(small, [uploads, node])).toMatchObject({ level: "in block" });
    expect(await proveInclusion(small, [node, uploads])).toMatchObject({ level: "in block" });
  });

  it("could not be proven before it is in a block, or when nobody knows it", async () => {
    await expect(proveInclusion(pending, [open(A), open(B)])).rejects.toEqual(
      unproven("no gateway names a transaction"),
    );
    const stranger = await item("stranger", 3);
    await expect(proveInclusion(stranger, [open(A)])).rejects.toEqual(unproven());
    await expect(proveInclusion(small, [])).rejects.toEqual(unproven());
  });

  it("is not the same item with other bytes", async () => {
    const bytes = small.bytes.slice();
    bytes[bytes.length - 1]! ^= 1;
    await expect(proveInclusion({ id: small.id, bytes }, [open(A)])).rejects.toEqual(
      unproven("other bytes"),
    );
    const shorter = { id: small.id, bytes: small.bytes.slice(0, -1) };
    await expect(proveInclusion(shorter, [open(A)])).rejects.toEqual(unproven("table"));
  });
});

describe("a gateway that lies", () => {
  const lies: readonly (readonly [string, Spoil])[] = [
    ["a flipped bit in the chunk", changed(/chunk/, (json) => ({ chunk: flipped(json["chunk"]) }))],
    [
      "a flipped bit in the chunk, outside of the item",
      changed(/chunk/, (json) => ({ chunk: flipped(json["chunk"], 1000) })),
    ],
    [
      "a flipped bit in the data_path",
      changed(/chunk/, (json) => ({ data_path: flipped(json["data_path"]) })),
    ],
    [
      "a flipped bit in the tx_path",
      changed(/chunk/, (json) => ({ tx_path: flipped(json["tx_path"], 70) })),
    ],
    [
      "the tx_path of another transaction",
      changed(/chunk/, () => ({ tx_path: toBase64Url(chain.transactions[0]!.txPath) })),
    ],
    [
      "the chunk of another transaction",
      changed(/chunk/, () => {
        const { data, chunks, txPath } = chain.transactions[0]!;
        const { start, end, dataPath } = chunks.chunks[0]!;
        const chunk = toBase64Url(data.subarray(start, end));
        return { chunk, data_path: toBase64Url(dataPath), tx_path: toBase64Url(txPath) };
      }),
    ],
    ["a chunk cut short", changed(/chunk/, (json) => ({ chunk: String(json["chunk"]).slice(4) }))],
    ["no tx_path", changed(/chunk/, () => ({ tx_path: undefined }))],
    ["<not-found> for a path", changed(/chunk/, () => ({ data_path: "<not-found>" }))],
    [
      "another place in the weave",
      changed(/offset/, (json) => ({ offset: String(Number(json["offset"]) + 262144) })),
    ],
    [
      "a place in the weave that is one byte off",
      changed(/offset/, (json) => ({ offset: String(Number(json["offset"]) + 1) })),
    ],
    ["another size", changed(/offset/, (json) => ({ size: String(Number(json["size"]) + 1) }))],
    ["another block", changed(/tx\/.*status/, () => ({ block_height: 2 }))],
    ["a block that there isn't", changed(/tx\/.*status/, () => ({ block_height: 99 }))],
    [
      "another data_root",
      changed(/tx\/[^/]+$/, (json) => ({ data_root: flipped(json["data_root"]) })),
    ],
    [
      "another signature",
      changed(/tx\/[^/]+$/, (json) => ({ signature: flipped(json["signature"]) })),
    ],
    ["another transaction's head", changed(/tx\/[^/]+$/, () => chain.transactions[0]!.json)],
    ["a tx_root that is none", changed(/block/, () => ({ tx_root: "" }))],
    ["another tx_root", changed(/block/, (json) => ({ tx_root: flipped(json["tx_root"]) }))],
    [
      "blocks that do not follow one another",
      changed(/block\/height\/0$/, (json) => ({ indep_hash: flipped(json["indep_hash"]) })),
    ],
    ["a weave that shrinks", changed(/block\/height\/0$/, () => ({ weave_size: "99999999" }))],
    ["a height of -1", changed(/info/, () => ({ height: -1 }))],
    ["a height of 1e300", changed(/info/, () => ({ height: 1e300 }))],
    ["half a size", changed(/offset/, () => ({ size: 1.5 }))],
    ["a web page for a chunk", (answer, path) => (/chunk/.test(path) ? page() : answer)],
  ];
  const page = () => ({ status: 200, bytes: utf8("<!doctype html><p>200 OK</p>") });

  it.each(lies)(
    "with %s proves nothing, and doesn't keep an honest one from it",
    async (_, spoil) => {
      await expect(proveInclusion(small, [open(A, spoil)])).rejects.toEqual(unproven(""));
      const honestHead: Spoil = (answer, path) =>
        /^\/(block|info)/.test(path) ? answer : spoil(answer, path);
      const { proof, level } = await proveInclusion(small, [open(A, honestHead), open(B)]);
      expect(level).toBe("agreed");
      expect(await checkInclusion(proof, small)).toBeUndefined();
    },
  );

  it("with a wrong offset in the bundle is corrected by the bundle's own, proven table", async () => {
    for (const offset of [0, 160, 700, 100_000, 2 ** 52]) {
      const spoil = changed(/v1/, () => ({ startOffsetInRootBundle: offset }));
      const { proof } = await proveInclusion(small, [open(A, spoil)]);
      expect(proof.offset).toBe(160 + neighbour.bytes.length);
    }
    const size = changed(/v1/, () => ({ rawContentLength: 3 }));
    expect(await proveInclusion(small, [open(A, size)])).toMatchObject({ level: "in block" });
  });

  it("with a transaction that doesn't hold the item proves nothing", async () => {
    for (const wrong of [0, 2, 3, 4]) {
      const bundleId = chain.transactions[wrong]!.id;
      const spoil = changed(/v1/, () => ({ bundleId }));
      await expect(proveInclusion(small, [open(A, spoil)]), `${wrong}`).rejects.toEqual(unproven());
      expect(await proveInclusion(small, [open(A, spoil), open(B)])).toMatchObject({
        level: "agreed",
      });
    }
  });

  it.each([
    ["indep_hash", "indep_hash", (value: unknown) => flipped(value)],
    ["tx_root", "tx_root", (value: unknown) => flipped(value)],
    ["time", "timestamp", (value: unknown) => Number(value) + 1],
    ["weave size", "weave_size", (value: unknown) => String(Number(value) + 1)],
  ])(
    "about the block's %s leaves it unproven, with both gateways named",
    async (_, name, change) => {
      const spoil = changed(/block\/height\/1$/, (json) => ({ [name]: change(json[name]) }));
      for (const gateways of [
        [open(A), open(B, spoil)],
        [open(B, spoil), open(A)],
        [open(A), open(C), open(B, spoil)],
      ])
        await expect(proveInclusion(small, gateways)).rejects.toEqual(
          unproven(B, "different blocks at height 1"),
        );
    },
  );

  it("about which transaction is in the block, with one of the same size that was never mined", async () => {
    const mined = await FakeChain.start();
    const { data } = chain.transactions[1]!;
    await mined.mine(new Uint8Array(300_000).fill(1), new Uint8Array(data.length));
    const { txPath } = mined.transactions[1]!;
    const spoil: Spoil = (answer, path) => {
      if (path === "/block/height/1") return { status: 200, json: mined.blocks[1] };
      return changed(/chunk/, () => ({ tx_path: toBase64Url(txPath) }))(answer, path);
    };
    await expect(proveInclusion(small, [open(A, spoil)])).rejects.toEqual(
      unproven("does not lead"),
    );
  });

  it("about the weave before the block leaves it unproven", async () => {
    const spoil = changed(/block\/height\/0$/, () => ({ weave_size: "262144" }));
    await expect(proveInclusion(small, [open(A), open(B, spoil)])).rejects.toEqual(
      unproven("different blocks"),
    );
  });
});

describe("a gateway that fails", () => {
  const unreachable = (url: string) => {
    const asked: string[] = [];
    const { gateway } = chain.gateway(url, (_, path) => {
      asked.push(path);
      throw new ColophonError("URL_UNREACHABLE", "c.example could not be reached: no answer");
    });
    return { gateway, asked };
  };

  it("to answer at all is asked once, and left out", async () => {
    const dead = unreachable(C);
    const { block, level } = await proveInclusion(small, [dead.gateway, open(A), open(B)]);
    expect(dead.asked).toHaveLength(1);
    expect(level).toBe("agreed");
    expect(block.gateways).toEqual([B, A]);
  });

  it("alone leaves the record unproven, and says why", async () => {
    await expect(proveInclusion(small, [unreachable(C).gateway])).rejects.toEqual(
      unproven("c.example could not be reached"),
    );
  });

  it("with an answer of 1 GB is left out", async () => {
    const huge = open(C, () => {
      throw new ColophonError("FILE_TOO_LARGE", "larger than it may be");
    });
    expect(await proveInclusion(small, [huge, open(A), open(B)])).toMatchObject({
      level: "agreed",
    });
    await expect(proveInclusion(small, [huge])).rejects.toEqual(unproven("more than"));
  });

  it("by sending us to a private address is left out", async () => {
    const sly = open(C, () => {
      throw new ColophonError("URL_REFUSED", "10.0.0.1 is not public");
    });
    expect(await proveInclusion(small, [sly, open(A)])).toMatchObject({ level: "in block" });
  });

  it("because we were told to stop ends it", async () => {
    const stopped = open(A, () => {
      throw new ColophonError("CANCELLED", "cancelled");
    });
    await expect(proveInclusion(small, [stopped, open(B)])).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
});
