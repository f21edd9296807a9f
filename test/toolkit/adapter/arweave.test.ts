// The door to Arweave's package: wallets are looked at closely, and what is signed is what a node would take.
import Arweave from "arweave";
import { validatePath } from "arweave/node/lib/merkle.js";
import { beforeAll, describe, expect, it } from "vitest";
import { fromBase64Url } from "../../../src/encoding/index.js";
import {
  type Jwk,
  newWallet,
  signedTransaction,
  transactionVerifies,
  walletAddress,
  walletOf,
} from "../../../toolkit/adapter/arweave.js";

let wallet: Jwk;
beforeAll(async () => {
  wallet = await newWallet();
}, 60_000);

describe("a wallet", () => {
  it("is read back as it was made, without members that nobody asked for", async () => {
    const text = JSON.stringify({ ...wallet, note: "mine", __proto__: { polluted: true } });
    expect(await walletOf(text)).toEqual(wallet);
  });

  it("has the address that Arweave's package gives it", async () => {
    expect(await walletAddress(wallet)).toBe(await Arweave.init({}).wallets.jwkToAddress(wallet));
  });

  it.each<[string, (good: Jwk) => unknown]>([
    ["no JSON", () => "{"],
    ["a list", () => []],
    ["a public key only", ({ kty, n, e }) => ({ kty, n, e })],
    ["another exponent", (good) => ({ ...good, e: "Aw" })],
    ["a number where text belongs", (good) => ({ ...good, qi: 7 })],
    ["stray characters", (good) => ({ ...good, d: `${good.d}=` })],
    ["a modulus of another key", (good) => ({ ...good, n: `${good.n.slice(0, -4)}AAAB` })],
    ["a short modulus", (good) => ({ ...good, n: good.n.slice(0, 100) })],
    ["a book", () => "x".repeat(20_000)],
  ])("is refused with WALLET_INVALID: %s", async (_, change) => {
    const bad = change(wallet);
    const error = walletOf(typeof bad === "string" ? bad : JSON.stringify(bad));
    await expect(error).rejects.toMatchObject({ code: "WALLET_INVALID" });
    await expect(error).rejects.not.toThrow(wallet.d.slice(0, 8));
  });
});

describe("a signed transaction", () => {
  it.each([1, 300_000, 2 * 262_144])("of %i bytes verifies, and so do its paths", async (size) => {
    const data = new Uint8Array(size).fill(7);
    const input = {
      data,
      tags: [{ name: "App", value: "é" }],
      anchor: "A".repeat(64),
      reward: "1",
    };
    const { id, head, chunks } = await signedTransaction(input, wallet);
    const client = Arweave.init({});
    const back = client.transactions.fromRaw(JSON.parse(JSON.stringify(head)) as object);
    expect(await client.transactions.verify(back)).toBe(true);
    expect(await transactionVerifies(head)).toBe(true);
    expect(await transactionVerifies({ ...head, reward: "2" })).toBe(false);
    expect(head).toMatchObject({
      id,
      format: 2,
      data: "",
      data_size: String(size),
      last_tx: "A".repeat(64),
    });
    expect(chunks.map(({ start }) => start)).toEqual([
      0,
      ...chunks.slice(0, -1).map(({ end }) => end),
    ]);
    expect(chunks.at(-1)?.end).toBe(size);
    for (const { start, end, dataPath } of chunks)
      expect(
        await validatePath(fromBase64Url(head.data_root), start, 0, size, dataPath),
      ).toMatchObject({ chunkSize: end - start });
  });
});
