// How Turbo's payment service names an owner: not by Arweave's address unless the key is an RSA one, but as the chain does
// that the key could belong to. For Ed25519 that is Solana, whose addresses are the key itself in base 58.
import { ownerAddress } from "../../src/archive/index.js";
import { fromBase64Url } from "../../src/encoding/index.js";

/** @param owner public key, base64url */
export async function turboAccount(owner: string): Promise<{ token: string; address: string }> {
  const key = fromBase64Url(owner);
  return key.length === 32
    ? { token: "solana", address: base58(key) }
    : { token: "arweave", address: await ownerAddress(key) };
}

/** Bitcoin's alphabet: no 0, O, I, l. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(bytes: Uint8Array): string {
  let value = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let out = "";
  for (; value > 0n; value /= 58n) out = ALPHABET.charAt(Number(value % 58n)) + out;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + out;
}
