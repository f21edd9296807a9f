// The signer and archive ports over a private key in memory.
import { createPublicKey, type KeyObject } from "node:crypto";
import { fromBase64Url } from "../../src/encoding/index.js";
import type { CoseAlgorithm } from "../../src/index.js";
import type { ArchiveKey, Signer } from "../sign/signer.js";
import { signRaw } from "./algorithm.js";

/** Signs claims with a key at hand. */
export function keySigner(
  algorithm: CoseAlgorithm,
  key: KeyObject,
  chain: readonly Uint8Array[],
): Signer {
  return { algorithm, chain, sign: async (bytes) => signRaw(algorithm, key, bytes) };
}

/** Signs archive records with an Ed25519 key at hand. */
export function keyArchive(key: KeyObject): ArchiveKey {
  return {
    publicKey: ed25519PublicBytes(key),
    sign: async (bytes) => signRaw("ed25519", key, bytes),
  };
}

/** The 32 bytes of an Ed25519 key's public half. */
function ed25519PublicBytes(key: KeyObject): Uint8Array {
  return fromBase64Url(createPublicKey(key).export({ format: "jwk" }).x ?? "");
}
