// The payload of a proof record: a small statement about a manifest, in deterministic CBOR under a COSE_Sign1 by the
// key that signed the manifest (RFC 9052 §4.2, x5chain in the protected header, nothing in the unprotected one).
//   {manifestId, assetHash, manifestStoreHash, hardBinding: {label, alg, hash}, signedAt}
import {
  asArray,
  asObject,
  asString,
  concat,
  decodeStrictCbor,
  encodeByteString,
  encodeCbor,
  equal,
} from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import {
  type CoseAlgorithm,
  encodeCoseSign1,
  encodeProtectedHeader,
  signatureStructure,
} from "../../signature/index.js";

/** The assertion that ties a manifest to the bytes of its asset (C2PA 2.4 §9.2). */
export interface HardBinding {
  /** Label of the assertion: `c2pa.hash.data`, `c2pa.hash.bmff.v3`, ... */
  readonly label: string;
  /** `sha256`, `sha384` or `sha512`. */
  readonly algorithm: string;
  readonly hash: Uint8Array;
}

export interface Proof {
  readonly manifest: string;
  readonly assetHash: Uint8Array;
  readonly storeHash: Uint8Array;
  readonly hardBinding: HardBinding;
  /** RFC 3339 in UTC: the signer's own word. */
  readonly signedAt: string;
}

export interface SignedProof extends Proof {
  /** COSE algorithm number (RFC 9053 §2), if it has one. */
  readonly algorithm: number | undefined;
  readonly signature: Uint8Array;
  /** The bytes under the signature (Sig_structure). */
  readonly signed: Uint8Array;
}

/** The key of the manifest's claim signature. */
export interface ProofSigner {
  readonly algorithm: CoseAlgorithm;
  /** DER certificates, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Raw signature: 64 bytes for Ed25519, r||s for ECDSA, RSASSA-PSS with salt = hash length. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The payload of a proof record. @throws whatever `signer.sign` throws */
export async function signProof(proof: Proof, signer: ProofSigner): Promise<Uint8Array> {
  const payload = encodeCbor({
    manifestId: proof.manifest,
    assetHash: proof.assetHash,
    manifestStoreHash: proof.storeHash,
    hardBinding: {
      label: proof.hardBinding.label,
      alg: proof.hardBinding.algorithm,
      hash: proof.hardBinding.hash,
    },
    signedAt: proof.signedAt,
  });
  const header = encodeProtectedHeader(signer.algorithm, signer.chain);
  const signature = await signer.sign(signatureStructure(header, payload));
  return encodeCoseSign1(header, signature, { payload });
}

/** Takes a proof apart without judging its signature. @throws ColophonError RECORD_INVALID */
export function parseProof(bytes: Uint8Array): SignedProof {
  const { protectedHeader, payload, signature, algorithm, statement } = decode(bytes);
  const binding = asObject(statement["hardBinding"]) ?? {};
  return {
    manifest: text(statement, "manifestId"),
    assetHash: sha256Field(statement, "assetHash"),
    storeHash: sha256Field(statement, "manifestStoreHash"),
    hardBinding: {
      label: text(binding, "label"),
      algorithm: text(binding, "alg"),
      hash: byteString(binding, "hash"),
    },
    signedAt: instant(statement, "signedAt"),
    algorithm: typeof algorithm === "number" ? algorithm : undefined,
    signature,
    signed: signatureStructure(protectedHeader, payload),
  };
}

type Statement = Readonly<Record<string, unknown>>;

/** The tag of a COSE_Sign1, 18, as it is encoded. */
const TAGGED = 0xd2;
/** Its number in a COSE header (RFC 9052 §3.1). */
const ALGORITHM = 1;

/** One spelling only: no unsigned header, no tag and no length that could be changed behind the signature's back. */
function decode(bytes: Uint8Array) {
  if (bytes[0] !== TAGGED) throw invalid("is not a COSE_Sign1");
  const [protectedHeader, , payload, signature] = asArray(strictly(bytes.subarray(1)));
  if (
    !(protectedHeader instanceof Uint8Array) ||
    !(payload instanceof Uint8Array) ||
    !(signature instanceof Uint8Array)
  )
    throw invalid("is not a COSE_Sign1 over a statement");
  const only = concat(
    Uint8Array.of(TAGGED, 0x84),
    encodeByteString(protectedHeader),
    Uint8Array.of(0xa0), // the empty map
    encodeByteString(payload),
    encodeByteString(signature),
  );
  if (!equal(bytes, only)) throw invalid("has something unsigned in it");
  const header = strictly(protectedHeader);
  const algorithm: unknown = header instanceof Map ? header.get(ALGORITHM) : undefined;
  const statement = asObject(strictly(payload));
  if (!statement) throw invalid("carries no statement");
  return { protectedHeader, payload, signature, algorithm, statement };
}

function strictly(bytes: Uint8Array): unknown {
  try {
    return decodeStrictCbor(bytes);
  } catch (cause) {
    throw new ColophonError("RECORD_INVALID", "the payload is not deterministically encoded", {
      cause,
    });
  }
}

function text(from: Statement, field: string): string {
  const value = asString(from[field]);
  if (!value) throw invalid(`has no ${field}`);
  return value;
}

function byteString(from: Statement, field: string): Uint8Array {
  const value = from[field];
  if (!(value instanceof Uint8Array) || value.length === 0) throw invalid(`has no ${field}`);
  return value;
}

function sha256Field(from: Statement, field: string): Uint8Array {
  const value = byteString(from, field);
  if (value.length !== 32) throw invalid(`has an ${field} of ${value.length} bytes, not 32`);
  return value;
}

function instant(from: Statement, field: string): string {
  const value = text(from, field);
  if (!isUtcTime(value)) throw invalid(`has a ${field} that is not a time in UTC`);
  return value;
}

/** Whether a text is an RFC 3339 time in UTC. */
export function isUtcTime(text: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
  return form.test(text) && !Number.isNaN(Date.parse(text));
}

function invalid(fault: string): ColophonError {
  return new ColophonError("RECORD_INVALID", `the payload ${fault}`);
}
