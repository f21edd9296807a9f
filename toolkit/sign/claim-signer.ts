// Turns a Signer into what the engine calls back: claim bytes in, a whole COSE_Sign1 of exactly the announced size out.
// Asking for the exact size leaves no unsigned padding that an attacker could reuse (c2pa-rs #2653).
import type { EngineSigner } from "../../src/credential/index.js";
import { ColophonError, type CoseAlgorithm } from "../../src/index.js";
import {
  encodeCoseSign1,
  encodeProtectedHeader,
  signatureStructure,
  timeStampImprint,
} from "../../src/signature/index.js";
import type { Signer } from "./signer.js";

/** Gets an RFC 3161 token (DER) over the given bytes, from a service whose tokens take at most `maxSize` bytes. */
export interface TimeStamper {
  readonly maxSize: number;
  /** A token that the service gave already: what others of it will look like. */
  readonly sample?: Uint8Array;
  token(imprintData: Uint8Array): Promise<Uint8Array>;
}

const SIGNATURE_SIZE: Partial<Record<CoseAlgorithm, number>> = {
  ed25519: 64,
  es256: 64,
  es384: 96,
  es512: 132,
};

export interface ClaimSigner {
  /** Signs for real. */
  readonly real: EngineSigner;
  /**
   * The same size with 0xff for a signature: to learn how large a manifest gets, without touching the key. In text such
   * bytes take up as much as any can.
   */
  readonly probe: EngineSigner;
}

/** Prepares a signer. RSA signatures are as long as the modulus, which one trial signature tells. */
export async function claimSigner(signer: Signer, timeStamper?: TimeStamper): Promise<ClaimSigner> {
  const { algorithm, chain } = signer;
  const header = encodeProtectedHeader(algorithm, chain);
  const signatureSize = SIGNATURE_SIZE[algorithm] ?? (await signer.sign(new Uint8Array(1))).length;
  const placeholder = encodeCoseSign1(header, new Uint8Array(signatureSize), {
    ...(timeStamper && { timeStampToken: new Uint8Array(timeStamper.maxSize) }),
  });
  const reserveSize = placeholder.length;
  const token = timeStamper?.sample;
  const practice = encodeCoseSign1(header, new Uint8Array(signatureSize).fill(0xff), {
    ...(token && { timeStampToken: token }),
    size: reserveSize,
  });
  return {
    probe: { algorithm, reserveSize, sign: async () => practice },
    real: {
      algorithm,
      reserveSize,
      async sign(claim) {
        const signature = await signer.sign(signatureStructure(header, claim));
        if (signature.length !== signatureSize)
          throw new ColophonError(
            "SIGNER_FAILED",
            `the signer returned ${signature.length} bytes where ${algorithm} takes ${signatureSize}`,
            { hint: "nothing was written; signatures must be raw (r||s for ECDSA), not DER" },
          );
        if (!timeStamper) return encodeCoseSign1(header, signature, { size: reserveSize });
        const timeStampToken = await timeStamper.token(timeStampImprint(header, signature));
        return encodeCoseSign1(header, signature, { timeStampToken, size: reserveSize });
      },
    },
  };
}
