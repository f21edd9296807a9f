// The assertion c2pa.hash.data, as the engine takes it.
import type { Span } from "../container/index.js";

/** A hard binding: an assertion for the engine. */
export type HardBinding = Readonly<Record<string, unknown>>;

/**
 * c2pa.hash.data for a digest, with the manifest's span as the only exclusion, or none for a sidecar.
 * `pad` makes up for the varying length of the two numbers, so that the assertion's size is constant.
 * Byte strings are number arrays: base64 is accepted by the engine without a word and encoded wrongly.
 */
export function dataBinding(hash: Uint8Array, exclusion: Span | undefined): HardBinding {
  const numbers = exclusion ? [exclusion.start, exclusion.length] : [];
  const pad = exclusion ? 18 - numbers.reduce((sum, n) => sum + cborLength(n), 0) : 0;
  const data = {
    exclusions: exclusion ? [{ start: exclusion.start, length: exclusion.length }] : [],
    name: "jumbf manifest",
    alg: "sha256",
    hash: [...hash],
    pad: new Array<number>(pad).fill(0),
  };
  return { label: "c2pa.hash.data", kind: "Cbor", created: true, data };
}

/** Bytes of an unsigned integer in CBOR. */
function cborLength(n: number): number {
  if (n < 24) return 1;
  if (n < 256) return 2;
  if (n < 65536) return 3;
  return n < 2 ** 32 ? 5 : 9;
}
