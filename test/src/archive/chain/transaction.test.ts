import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Arweave from "arweave";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyTransaction } from "../../../../src/archive/chain/transaction.js";
import { fromBase64Url, sha256, toBase64Url } from "../../../../src/encoding/index.js";
import { newRsaKey } from "../../../fixture/rsa-key.js";

type Json = Record<string, unknown>;

const corpus = fileURLToPath(
  new URL("../../../../../shared/corpus/arweave-mainnet/", import.meta.url),
);
const present = existsSync(corpus);
if (!present) console.warn("transaction: main net skipped, ../shared/corpus is absent");
const mainNet = present
  ? readdirSync(`${corpus}tx`).map((name) => [name, readJson(`${corpus}tx/${name}`)] as const)
  : [];

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

let made: Json;
beforeAll(async () => {
  const wallet = newRsaKey().export({ format: "jwk" }) as Parameters<
    Arweave["transactions"]["sign"]
  >[1] & { kty: string; e: string; n: string };
  const arweave = Arweave.init({});
  const transaction = await arweave.createTransaction(
    { data: new Uint8Array(300_000).fill(7), last_tx: "A".repeat(64), reward: "123456789" },
    wallet,
  );
  transaction.addTag("Bundle-Format", "binary");
  transaction.addTag("Bundle-Version", "2.0.0");
  await arweave.transactions.sign(transaction, wallet);
  made = JSON.parse(JSON.stringify({ ...transaction.toJSON(), data: "" })) as Json;
});

describe("a transaction", () => {
  it.skipIf(!present).each(mainNet)("of the main net verifies: %s", async (_, json) => {
    expect(await verifyTransaction(json)).toEqual({
      ok: true,
      id: json["id"],
      dataRoot: expect.objectContaining({ length: 32 }),
      size: Number(json["data_size"]),
    });
  });

  it.skipIf(!present)("verifies only under the id that its signature has", async () => {
    const json = readJson(`${corpus}signed_v2.json`); // kept under the id of another
    expect(await verifyTransaction(json)).toEqual({ ok: false, reason: "id-mismatch" });
    const id = toBase64Url(await sha256(fromBase64Url(String(json["signature"]))));
    expect(await verifyTransaction({ ...json, id })).toMatchObject({ ok: true, id });
  });

  it("that arweave-js made verifies", async () => {
    expect(await verifyTransaction(made)).toMatchObject({
      ok: true,
      id: made["id"],
      size: 300_000,
    });
  });

  it("does not verify with any signed field changed", async () => {
    const other = toBase64Url(new Uint8Array(32).fill(1));
    const tags = made["tags"] as Json[];
    for (const change of [
      { reward: "123456788" },
      { quantity: "1" },
      { target: other },
      { last_tx: other },
      { data_root: other },
      { data_size: "300001" },
      { owner: toBase64Url(new Uint8Array(512).fill(1)) },
      { tags: [] },
      { tags: tags.toReversed() },
      { tags: tags.map(({ name, value }) => ({ name: value, value: name })) },
    ])
      expect(await verifyTransaction({ ...made, ...change }), JSON.stringify(change)).toEqual({
        ok: false,
        reason: "signature-invalid",
      });
  });

  it("does not verify under another id or with another signature", async () => {
    const refused = { ok: false, reason: "id-mismatch" };
    const id = toBase64Url(new Uint8Array(32));
    expect(await verifyTransaction({ ...made, id })).toEqual(refused);
    const signature = toBase64Url(new Uint8Array(512).fill(1));
    expect(await verifyTransaction({ ...made, signature })).toEqual(refused);
  });

  it.each<[string, Json]>([
    ["format 1", { format: 1 }],
    ["a key that is not RSA", { owner: "", signature: toBase64Url(new Uint8Array(65)) }],
  ])("of %s is not judged", async (_, change) => {
    expect(await verifyTransaction({ ...made, ...change })).toEqual({
      ok: false,
      reason: "format-unsupported",
    });
  });

  it.each<[string, Json]>([
    ["no format", { format: undefined }],
    ["the format as text", { format: "2" }],
    ["an id that is no text", { id: 7 }],
    ["an id of 31 bytes", { id: "A".repeat(41) }],
    ["a number where a decimal belongs", { data_size: 300000 }],
    ["a size with a zero in front", { data_size: "0300000" }],
    ["a negative size", { data_size: "-1" }],
    ["a size beyond 2^53", { data_size: "9007199254740993" }],
    ["a size of no data and a data_root", { data_size: "0" }],
    ["a data_root of 33 bytes", { data_root: "A".repeat(44) }],
    ["base64 that is not base64url", { target: `${"A".repeat(42)}+` }],
    ["tags that are none", { tags: { length: 1 } }],
    ["a tag without a value", { tags: [{ name: "QQ" }] }],
    ["more tags than fit a transaction", { tags: new Array(2049).fill({ name: "", value: "" }) }],
  ])("with %s is malformed", async (_, change) => {
    expect(await verifyTransaction({ ...made, ...change })).toEqual({
      ok: false,
      reason: "malformed",
    });
  });

  it.each([[undefined], [null], ["tx"], [[]], [7]])("is not %j", async (value) => {
    expect(await verifyTransaction(value)).toEqual({ ok: false, reason: "malformed" });
  });
});
