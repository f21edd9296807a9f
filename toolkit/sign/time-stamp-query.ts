// TimeStampReq in DER (RFC 3161 §2.4.1). Written by hand: five fields, each of them shorter than 128 bytes.
//   30 .. { 02 01 01, 30 .. { AlgorithmIdentifier sha256, 04 20 imprint }, 02 .. nonce, 01 01 ff (certReq) }
import { concat } from "../../src/encoding/index.js";

/** AlgorithmIdentifier { 2.16.840.1.101.3.4.2.1, NULL } */
const SHA256 = Uint8Array.of(0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0);

/** A request for a token, with the authority's certificate in it, over a SHA-256 `imprint`; `nonce` from `positiveNonce`. */
export function timeStampQuery(imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  return der(
    0x30,
    der(0x02, Uint8Array.of(1)),
    der(0x30, SHA256, der(0x04, imprint)),
    der(0x02, nonce),
    der(0x01, Uint8Array.of(0xff)),
  );
}

/** Up to 20 random bytes as an INTEGER that always has the same length: top bits 01 make it positive without a sign byte. */
export function positiveNonce(random: Uint8Array): Uint8Array {
  const bytes = random.length > 0 ? random.slice(0, 20) : new Uint8Array(1);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const bytes = concat(...content);
  return concat(Uint8Array.of(tag, bytes.length), bytes);
}
