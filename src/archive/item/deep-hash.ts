// Arweave's deep hash: one SHA-384 over a nested list of byte strings, in which every length and every boundary counts.
//   blob: H( H("blob" + length) | H(bytes) )      list: fold of H( so far | deepHash(element) ) from H("list" + length)
import { concat, digest, utf8 } from "../../encoding/index.js";

export type DeepHashInput = Uint8Array | readonly DeepHashInput[];

/** 48 bytes. */
export async function deepHash(input: DeepHashInput): Promise<Uint8Array> {
  if (input instanceof Uint8Array) {
    const pair = [sha384(utf8(`blob${input.length}`)), sha384(input)];
    return sha384(concat(...(await Promise.all(pair))));
  }
  const elements = await Promise.all(input.map(deepHash));
  let hash = await sha384(utf8(`list${input.length}`));
  for (const element of elements) hash = await sha384(concat(hash, element));
  return hash;
}

function sha384(bytes: Uint8Array): Promise<Uint8Array> {
  return digest("SHA-384", bytes);
}
