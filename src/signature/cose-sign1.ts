// COSE_Sign1 (RFC 9052 §4.2) as C2PA 2.4 §13.2 wants it: x5chain in the protected header, detached payload.
//   0xd2 (tag 18) [ bstr protected {1: alg, 33: x5chain}, unprotected {sigTst2?, pad?}, null, bstr signature ]
import {
  asObject,
  concat,
  decodeCborMap,
  encodeByteString,
  encodeCbor,
  utf8,
} from "../encoding/index.js";
import { ColophonError } from "../errors.js";

/** The signature algorithms that C2PA allows (C2PA 2.4 §13.2), in lower case. */
export type CoseAlgorithm = "ed25519" | "es256" | "es384" | "es512" | "ps256" | "ps384" | "ps512";

const ALGORITHM_ID: Record<CoseAlgorithm, number> = {
  es256: -7,
  ed25519: -8,
  es384: -35,
  es512: -36,
  ps256: -37,
  ps384: -38,
  ps512: -39,
};

/** The IANA COSE algorithm number. */
export function coseAlgorithmId(algorithm: CoseAlgorithm): number {
  return ALGORITHM_ID[algorithm];
}

const ALG = 1;
const X5CHAIN = 33;

/** Protected header bytes: `{1: alg, 33: x5chain}`; one certificate stands alone, several as an array (RFC 9360 §2). */
export function encodeProtectedHeader(
  algorithm: CoseAlgorithm,
  chain: readonly Uint8Array[],
): Uint8Array {
  const x5chain = chain.length === 1 ? chain[0] : chain;
  return encodeCbor(
    new Map<number, unknown>([
      [ALG, ALGORITHM_ID[algorithm]],
      [X5CHAIN, x5chain],
    ]),
  );
}

/** Sig_structure (RFC 9052 §4.4): what is signed. External data is empty in C2PA. */
export function signatureStructure(protectedHeader: Uint8Array, payload: Uint8Array): Uint8Array {
  return concat(
    Uint8Array.of(0x84, 0x6a),
    utf8("Signature1"),
    ...[protectedHeader, new Uint8Array(0), payload].map(encodeByteString),
  );
}

/** What a v2 time-stamp (`sigTst2`, C2PA 2.4 §10.3.2.5) hashes: the signature, as a CBOR byte string. */
export function timeStampImprint(protectedHeader: Uint8Array, signature: Uint8Array): Uint8Array {
  return encodeCbor([
    "CounterSignature",
    protectedHeader,
    new Uint8Array(0),
    encodeCbor(signature),
  ]);
}

/**
 * A tagged COSE_Sign1 with detached payload. `timeStampToken` (DER) goes into `sigTst2`.
 * With `size`, a `pad` brings it to exactly that many bytes; without, nothing unsigned is left to abuse.
 * @throws ColophonError INTERNAL when it does not fit `size`.
 */
export function encodeCoseSign1(
  protectedHeader: Uint8Array,
  signature: Uint8Array,
  options: { timeStampToken?: Uint8Array; size?: number; payload?: Uint8Array } = {},
): Uint8Array {
  const build = (...pads: number[]): Uint8Array => {
    const unprotected = {
      ...(options.timeStampToken && { sigTst2: { tstTokens: [{ val: options.timeStampToken }] } }),
      ...(pads[0] !== undefined && { pad: new Uint8Array(pads[0]) }),
      ...(pads[1] !== undefined && { pad2: new Uint8Array(pads[1]) }),
    };
    const body = [protectedHeader, unprotected, options.payload ?? null, signature];
    return concat(Uint8Array.of(0xd2), encodeCbor(body));
  };
  const bare = build();
  const { size = bare.length } = options;
  if (size === bare.length) return bare;
  // The length header of `pad` grows at 24, 256 and 65536, which leaves sizes that only a second one reaches
  // (C2PA 2.4 §13.2.4); 1 to 4 bytes cannot be had at all.
  for (const rest of [[], [0], [1]]) {
    let pad = size - build(0, ...rest).length;
    for (; pad >= 0; pad--) {
      const padded = build(pad, ...rest);
      if (padded.length === size) return padded;
      if (padded.length < size) break;
    }
  }
  throw new ColophonError(
    "INTERNAL",
    `a signature of ${bare.length} bytes cannot be padded to ${size}`,
  );
}

/**
 * The same COSE_Sign1 with zero-filled `pad` and `pad2` of given sizes, and no others; undefined leaves one out. Nothing
 * that is signed changes (C2PA 2.4 §13.2.4).
 * @throws ColophonError ENCODING_INVALID
 */
export function repadCoseSign1(bytes: Uint8Array): (pad?: number, pad2?: number) => Uint8Array {
  const value = decodeCborMap(bytes);
  const [protectedHeader, unprotected, payload, signature] = Array.isArray(value) ? value : [];
  if (!(unprotected instanceof Map) || !(signature instanceof Uint8Array))
    throw new ColophonError("ENCODING_INVALID", "not a COSE_Sign1 structure");
  const rest = [...unprotected].filter(([name]) => name !== "pad" && name !== "pad2");
  const tag = bytes.subarray(0, bytes[0] === 0xd2 ? 1 : 0);
  return (pad, pad2) => {
    const header = new Map<unknown, unknown>(rest);
    if (pad !== undefined) header.set("pad", new Uint8Array(pad));
    if (pad2 !== undefined) header.set("pad2", new Uint8Array(pad2));
    return concat(tag, encodeCbor([protectedHeader, header, payload, signature]));
  };
}

/** The parts of a COSE_Sign1 that a reader needs. */
export interface ParsedCoseSign1 {
  readonly protectedHeader: Uint8Array;
  readonly algorithm: number | undefined;
  /** DER certificates, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly payload: Uint8Array | undefined;
  readonly signature: Uint8Array;
  /** DER time-stamp tokens of `sigTst2` or `sigTst`. */
  readonly timeStampTokens: readonly Uint8Array[];
}

/** Takes a COSE_Sign1 apart without judging it. @throws ColophonError ENCODING_INVALID */
export function parseCoseSign1(bytes: Uint8Array): ParsedCoseSign1 {
  const value = decodeCborMap(bytes);
  if (!Array.isArray(value) || value.length !== 4)
    throw new ColophonError("ENCODING_INVALID", "not a COSE_Sign1 structure");
  const [protectedHeader, unprotected, payload, signature] = value as unknown[];
  if (!(protectedHeader instanceof Uint8Array) || !(signature instanceof Uint8Array))
    throw new ColophonError("ENCODING_INVALID", "COSE_Sign1 without header or signature");
  const header = protectedHeader.length ? decodeCborMap(protectedHeader) : new Map();
  const algorithm = header instanceof Map ? header.get(ALG) : undefined;
  return {
    protectedHeader,
    algorithm: typeof algorithm === "number" ? algorithm : undefined,
    chain: certificates(header).length ? certificates(header) : certificates(unprotected),
    payload: payload instanceof Uint8Array ? payload : undefined,
    signature,
    timeStampTokens: timeStampTokens(unprotected),
  };
}

/** x5chain under its number (protected, v2) or its name (unprotected, claims of version 1). */
function certificates(header: unknown): Uint8Array[] {
  if (!(header instanceof Map)) return [];
  const value: unknown = header.get(X5CHAIN) ?? header.get("x5chain");
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is Uint8Array => item instanceof Uint8Array);
}

function timeStampTokens(unprotected: unknown): Uint8Array[] {
  if (!(unprotected instanceof Map)) return [];
  const container: unknown = unprotected.get("sigTst2") ?? unprotected.get("sigTst");
  const tokens: unknown =
    container instanceof Map ? container.get("tstTokens") : asObject(container)?.["tstTokens"];
  if (!Array.isArray(tokens)) return [];
  return tokens
    .map((token: unknown) => (token instanceof Map ? (token.get("val") as unknown) : undefined))
    .filter((item): item is Uint8Array => item instanceof Uint8Array);
}
