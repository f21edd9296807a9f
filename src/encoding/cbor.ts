// CBOR (RFC 8949): deterministic on the way out (§4.2.1), bounded on the way in. Sole importer of cborg.
import { decode, decodeFirst, encode, rfc8949EncodeOptions } from "cborg";
import { ColophonError } from "../errors.js";

/** Any tag: the tagged value alone. COSE and C2PA use few (18 COSE_Sign1, 0 date-time, 37 UUID). */
const tags = new Proxy({} as Record<number, (content: () => unknown) => unknown>, {
  get: () => (content: () => unknown) => content(),
});

/** Deterministic encoding (RFC 8949 §4.2.1): sorted keys, shortest lengths. Byte strings are Uint8Array. */
export function encodeCbor(value: unknown): Uint8Array {
  return encode(value, { ...rfc8949EncodeOptions, ignoreUndefinedProperties: true });
}

/**
 * Decodes one value with nothing behind it: text-keyed maps as plain objects, byte strings as
 * Uint8Array, tags dropped.
 * @throws ColophonError ENCODING_INVALID
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  return attempt(() => decode(bytes, { tags, rejectDuplicateMapKeys: true }));
}

/** As decodeCbor, with maps as Map: for COSE headers, whose keys are integers. @throws ColophonError ENCODING_INVALID */
export function decodeCborMap(bytes: Uint8Array): unknown {
  return attempt(() => decode(bytes, { tags, useMaps: true, rejectDuplicateMapKeys: true }));
}

/** Decodes the first value and returns it with the number of bytes it took. @throws ColophonError ENCODING_INVALID */
export function decodeCborFirst(bytes: Uint8Array): { value: unknown; length: number } {
  return attempt(() => {
    const [value, rest] = decodeFirst(bytes, { tags }) as [unknown, Uint8Array];
    return { value, length: bytes.length - rest.length };
  });
}

function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new ColophonError("ENCODING_INVALID", "not valid CBOR", { cause });
  }
}
