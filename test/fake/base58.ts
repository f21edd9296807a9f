/** Bitcoin's base 58: how the signers of arbundles take a key. */
export function base58(bytes: Uint8Array): string {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let out = "";
  for (; value > 0n; value /= 58n) out = alphabet.charAt(Number(value % 58n)) + out;
  return out;
}
