// The port through which a claim gets signed: a key in memory, a passphrase-protected file, or a command
// in front of an HSM or KMS. Nothing beyond this port ever sees a private key.
import type { CoseAlgorithm } from "../../src/index.js";

/** Whoever signs claims: a key at hand, or a program in front of one. */
export interface Signer {
  readonly algorithm: CoseAlgorithm;
  /** DER certificates, leaf first, root left out. */
  readonly chain: readonly Uint8Array[];
  /** Raw signature over `bytes`: 64 bytes for Ed25519, r||s for ECDSA (IEEE P1363), RSASSA-PSS with salt = hash length. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** RFC 3161 service that the signer itself names (c2patool's `tsa_url`). */
  readonly timeStampUrl?: string;
}

/** The Ed25519 key that owns archive records: the claim key itself for an Ed25519 identity, else a key of its own. */
export interface ArchiveKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Somebody who can sign: `colophon identity` makes and opens these. */
export interface OpenIdentity {
  readonly name: string;
  readonly signer: Signer;
  /** Absent for an external signer without an archive key: then nothing is archived. */
  readonly archiveKey?: ArchiveKey;
}
