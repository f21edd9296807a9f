// Which Ed25519 keys are refused before anybody asks the platform: those of small order, under which one signature fits
// any message, and those not spelt as RFC 8032 §5.1.3 says, which would give one key two names. Platforms differ here, and
// a library's arithmetic is not needed: five y are all there are. test/src/signature holds this against @noble/ed25519.
import { toHex } from "../encoding/index.js";

const P = 2n ** 255n - 19n;
/** y of two of the points of order 8; the other two have its negative. */
const Y8 = 0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** y of the points of order 1 (1), 2 (-1), 4 (0) and 8. Only 1 and -1 have x = 0, which has no negative. */
const SMALL: readonly bigint[] = [0n, 1n, P - 1n, Y8, P - Y8];

/** Whether a key of 32 bytes is canonical and not of small order. It may still be no point of the curve. */
export function isStrongKey(publicKey: Uint8Array): boolean {
  const y = littleEndian(publicKey) & (2n ** 255n - 1n); // the top bit is the sign of x
  return y < P && !SMALL.includes(y);
}

/** The integer that Ed25519 writes as these bytes. */
export function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}
