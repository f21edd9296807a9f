// Whose account is meant: Turbo names an owner by Arweave's address, or for an Ed25519 key by Solana's, which is the key
// itself in base 58. Both can look alike, so a name may stand for two.
import { ownerAddress } from "../../src/archive/index.js";
import { fromBase64Url } from "../../src/encoding/index.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The owner addresses that a name may stand for; none when it is no address. */
export async function ownersNamed(name: string): Promise<string[]> {
  const key = solanaKey(name);
  return [...(isAddress(name) ? [name] : []), ...(key ? [await ownerAddress(key)] : [])];
}

function isAddress(text: string): boolean {
  try {
    return text.length === 43 && fromBase64Url(text).length === 32;
  } catch {
    return false;
  }
}

function solanaKey(text: string): Uint8Array | undefined {
  if (!/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text)) return undefined;
  let value = 0n;
  for (const letter of text) value = value * 58n + BigInt(ALPHABET.indexOf(letter));
  const hex = value.toString(16);
  return hex.length <= 64 ? Buffer.from(hex.padStart(64, "0"), "hex") : undefined;
}
