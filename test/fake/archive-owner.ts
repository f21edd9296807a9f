// Somebody with an Ed25519 key who archives things: a seed byte is the whole identity.
import { ownerAddress } from "../../src/archive/index.js";
import { ed25519PublicKey, signEd25519 } from "../../src/signature/index.js";

export interface FakeOwner {
  readonly owner: Uint8Array;
  readonly address: string;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

export async function fakeOwner(seedByte: number): Promise<FakeOwner> {
  const seed = new Uint8Array(32).fill(seedByte);
  const owner = await ed25519PublicKey(seed);
  return {
    owner,
    address: await ownerAddress(owner),
    sign: (message) => signEd25519(seed, message),
  };
}
