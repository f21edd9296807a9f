// Arweave's own package: wallets, and transactions signed with them. Loaded when first needed, for it takes 50 ms; and only
// for what needs no network: everything that it would ask a node for is given, so that the guard of guarded-fetch.ts holds.
import { constants, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { Tag } from "../../src/archive/index.js";
import { ownerAddress } from "../../src/archive/index.js";
import { asObject, asString, fromBase64Url, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";

const MEMBERS = ["n", "d", "p", "q", "dp", "dq", "qi"] as const;

/** An Arweave wallet as its keyfile has it: the private RSA key of 4,096 bits, RFC 7517, base64url. */
export type Jwk = { readonly kty: "RSA"; readonly e: "AQAB" } & {
  readonly [member in (typeof MEMBERS)[number]]: string;
};

/** The head of a transaction of format 2: text fields in base64url, numbers decimal. */
export interface TransactionHead {
  readonly format: 2;
  readonly id: string;
  readonly last_tx: string;
  readonly owner: string;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
  readonly target: string;
  readonly quantity: string;
  readonly data_size: string;
  readonly data_root: string;
  readonly reward: string;
  readonly signature: string;
}

/** A transaction of format 2, ready to be sent. */
export interface SignedTransaction {
  /** Base64url, 43 characters. */
  readonly id: string;
  /** What `POST /tx` takes, with `data` empty: the data follow in chunks, or are put in. */
  readonly head: TransactionHead & { readonly data: "" };
  readonly data: Uint8Array;
  /** The data from `start` up to, not including, `end`, each with its Merkle path, in order. */
  readonly chunks: readonly {
    readonly dataPath: Uint8Array;
    readonly start: number;
    readonly end: number;
  }[];
}

/** A new wallet; making it takes about a second. */
export async function newWallet(): Promise<Jwk> {
  const { wallets } = await arweave();
  return jwkOf(await wallets.generate());
}

/**
 * The wallet in a keyfile, every member looked at and the key tried.
 * @throws ColophonError WALLET_INVALID, which never quotes the file
 */
export async function walletOf(text: string): Promise<Jwk> {
  if (text.length > 16_384) throw invalid("it is far too long for a wallet");
  let json: unknown;
  try {
    json = parseJson(text);
  } catch {
    throw invalid("it is not JSON");
  }
  return jwkOf(json);
}

/** The address of a wallet: base64url of the SHA-256 of its modulus, 43 characters. */
export function walletAddress(wallet: Jwk): Promise<string> {
  return ownerAddress(fromBase64Url(wallet.n));
}

/**
 * Signs a transaction of format 2 that carries data and moves no money but its reward.
 * @param input `anchor`: base64url, from `GET /tx_anchor`; `reward`: winston, a decimal number, from `GET /price`
 */
export async function signedTransaction(
  input: {
    readonly data: Uint8Array;
    readonly tags: readonly Tag[];
    readonly anchor: string;
    readonly reward: string;
  },
  wallet: Jwk,
): Promise<SignedTransaction> {
  const client = await arweave();
  const { data, anchor: last_tx, reward } = input;
  const made = await client.createTransaction({ data, last_tx, reward }, wallet);
  for (const { name, value } of input.tags) made.addTag(name, value);
  await client.transactions.sign(made, wallet);
  const { chunks = [], proofs = [] } = made.chunks ?? {};
  const { id, owner, target, quantity, data_size, data_root, signature } = made;
  const tags = made.tags.map(({ name, value }) => ({ name, value }));
  const amounts = { quantity, data_size, reward };
  const fields = { id, last_tx, owner, tags, target, ...amounts, data_root, signature };
  return {
    id,
    head: { format: 2, ...fields, data: "" },
    data,
    chunks: chunks.flatMap(({ minByteRange: start, maxByteRange: end }, i) => {
      const path = proofs[i];
      return path ? [{ dataPath: path.proof, start, end }] : [];
    }),
  };
}

/** Whether its owner signed this head (RSA-PSS of any salt). The id is for the caller to compare. */
export async function transactionVerifies(head: TransactionHead): Promise<boolean> {
  const client = await arweave();
  const message = await client.transactions
    .fromRaw({ ...head, tags: [...head.tags], data: "" })
    .getSignatureData();
  try {
    const key = createPublicKey({ key: { kty: "RSA", n: head.owner, e: "AQAB" }, format: "jwk" });
    const scheme = { key, padding: constants.RSA_PKCS1_PSS_PADDING };
    return verify("sha256", message, scheme, fromBase64Url(head.signature));
  } catch {
    return false; // a modulus that no key has
  }
}

async function arweave() {
  const { default: Arweave } = await import("arweave");
  return Arweave.init({});
}

/** Copies the known members out of whatever else is there. */
function jwkOf(json: unknown): Jwk {
  const found = asObject(json);
  if (found?.["kty"] !== "RSA" || found["e"] !== "AQAB") throw invalid("it is no RSA key");
  const members = MEMBERS.map((name) => {
    const value = asString(found[name]);
    if (value === undefined || !isBase64Url(value))
      throw invalid(`its member "${name}" is missing`);
    return [name, value] as const;
  });
  const wallet = { kty: "RSA", e: "AQAB", ...Object.fromEntries(members) } as Jwk;
  if (fromBase64Url(wallet.n).length !== 512) throw invalid("its key has not 4,096 bits");
  if (!works(wallet)) throw invalid("its private and its public key do not belong together");
  return wallet;
}

function isBase64Url(text: string): boolean {
  try {
    return fromBase64Url(text).length > 0;
  } catch {
    return false;
  }
}

/** Whether what the private half signs is what the public half accepts. */
function works(wallet: Jwk): boolean {
  try {
    const { kty, n, e } = wallet;
    const message = Buffer.from("a wallet on trial");
    const signature = sign(
      "sha256",
      message,
      createPrivateKey({ key: { ...wallet }, format: "jwk" }),
    );
    const key = createPublicKey({ key: { kty, n, e }, format: "jwk" });
    return verify("sha256", message, key, signature);
  } catch {
    return false;
  }
}

function invalid(why: string): ColophonError {
  return new ColophonError("WALLET_INVALID", `this is not an Arweave wallet: ${why}`);
}
