// Brings a signed manifest store to an exact length as it is carried in text. A.8 writes bytes below 16 in three bytes of
// UTF-8 and all others in four, so the length depends on a signature that nobody knows beforehand; the exclusion that is
// signed has to name it. What is left over is filled with zero bytes in the unsigned header of the signature, where C2PA
// leaves room for that (C2PA 2.4 §13.2.4, A.8). Signing once is enough.
import { signaturePlace } from "../credential/index.js";
import { repadCoseSign1 } from "../signature/index.js";

/** How many bytes a store takes up where it is carried. */
export type CarriedLength = (store: Uint8Array) => number;

/**
 * Sizes of `pad` and `pad2`, growing by one byte at a time. Between about 100 and 180 bytes they have every remainder modulo
 * three; beyond, until 800, one is missing, because neither is small any more.
 */
const SHAPES: readonly ((more: number) => readonly [number | undefined, number | undefined])[] = [
  (more) => [more, undefined], // 20 + 3n bytes, and four more from n = 24 on
  (more) => [undefined, more], // 24 + 3n
  (more) => [undefined, 24 + more],
  (more) => [24 + more, undefined],
  (more) => [0, more],
  (more) => [23, more],
  (more) => [0, 24 + more],
  (more) => [24, 24 + more],
  (more) => [256 + more, undefined],
];

/**
 * By how much another store of the same draft may be longer or shorter: hashes, salts and the signature differ (standard
 * deviation 4 for a key of 64 bytes), and a probe's signature is as long as can be.
 */
const LONGER = 16;
const SHORTER = 24;
/** What a filling of both small paddings comes to at most. */
const MOST = 182;

/**
 * Length to sign for, of a store that was signed for practice with 0xff for a signature: the least for which whatever the
 * real store lacks can be filled. The boxes' length fields, whose bytes change with the filling, are the same in both.
 */
export function lengthToSignFor(probe: Uint8Array, carried: CarriedLength): number {
  const padded = padder(probe);
  const bare = carried(padded());
  const fillable = new Set<number>();
  for (const shape of SHAPES)
    for (let more = 0, filling = 0; filling < MOST; more++) {
      filling = carried(padded(...shape(more))) - bare;
      fillable.add(filling);
    }
  let run = 0;
  for (let filling = 0; filling < MOST; filling++) {
    run = fillable.has(filling) ? run + 1 : 0;
    if (run > LONGER + SHORTER) return bare + filling - SHORTER;
  }
  return bare + MOST - SHORTER;
}

/**
 * The store, brought to exactly `length` bytes as it is carried; undefined when it can't be.
 * @throws ColophonError CONTAINER_MALFORMED, ENCODING_INVALID for what is no signed store
 */
export function fitStore(
  store: Uint8Array,
  length: number,
  carried: CarriedLength,
): Uint8Array | undefined {
  const padded = padder(store);
  const bare = padded();
  if (carried(bare) === length) return bare;
  for (const shape of SHAPES) {
    const guess = Math.floor((length - carried(padded(...shape(0)))) / 3);
    // Length fields of the boxes change with the filling, and with them what they cost.
    for (const more of [guess, guess - 1, guess + 1, guess - 2]) {
      if (more < 0) continue;
      const fitted = padded(...shape(more));
      if (carried(fitted) === length) return fitted;
    }
  }
  return undefined;
}

function padder(store: Uint8Array): (pad?: number, pad2?: number) => Uint8Array {
  const place = signaturePlace(store);
  const repad = repadCoseSign1(place.cose);
  return (pad, pad2) => place.with(repad(pad, pad2));
}
