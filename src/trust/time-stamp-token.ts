// What an RFC 3161 time-stamp says: TimeStampResp (§2.4.2), and the TSTInfo inside a TimeStampToken (CMS SignedData, RFC 5652).
// Parsing judges nothing: whether it answers our question is time-stamp.ts in the toolkit, whom to trust is the engine's to say.
import { concat, utf8Text } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type Asn1, expect, isContext, parseAsn1, TAG } from "./asn1.js";
import { bitString, integerHex, oid, smallInteger, time } from "./asn1-value.js";

export interface TimeStampResponse {
  /** PKIStatus: 0 granted, 1 granted with modifications, anything else a refusal. */
  readonly status: number;
  /** What the service says in its own words; may be anything. */
  readonly text: string;
  /** Numbers of the bits of PKIFailureInfo. */
  readonly failures: readonly number[];
  /** TimeStampToken: DER, or BER where the service is careless. */
  readonly token?: Uint8Array;
}

export interface TimeStampToken {
  /** Object identifier of the policy under which it was given. */
  readonly policy: string;
  /** Object identifier of the digest. */
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  /** Lower-case hex. */
  readonly serial: string;
  /** The time itself, to the second. */
  readonly at: Date;
  /** Lower-case hex without sign byte. */
  readonly nonce?: string;
  /** TSTInfo, DER: what the authority signs over. */
  readonly info: Uint8Array;
  /** Every certificate in the token, DER. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: TimeStampSigner;
}

/** The one SignerInfo (RFC 5652 §5.3) of a token. */
interface TimeStampSigner {
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** DER AlgorithmIdentifier with its parameters. */
  readonly signatureAlgorithmDer: Uint8Array;
  readonly signature: Uint8Array;
  /** SignedAttributes as the SET OF that is signed (§5.4), not as the [0] that is sent. */
  readonly signedAttributes: Uint8Array;
  /** Digest of `info` that the authority signed. */
  readonly messageDigest: Uint8Array;
  /** ESSCertID: which certificate signed. The digest is SHA-1 (RFC 2634 §5.4) or named (RFC 5816). */
  readonly certificateHash: { readonly algorithm: string; readonly value: Uint8Array };
}

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const SHA1 = "1.3.14.3.2.26";
const SHA256 = "2.16.840.1.101.3.4.2.1";

/** @throws ColophonError ENCODING_INVALID */
export function parseTimeStampResponse(bytes: Uint8Array): TimeStampResponse {
  const [statusInfo, token] = expect(parseAsn1(bytes, { ber: true }), "sequence").children;
  const [status, ...rest] = expect(statusInfo, "sequence").children;
  const text = rest.find((node) => node.tag === TAG.sequence)?.children ?? [];
  const failure = rest.find((node) => node.tag === TAG.bitString);
  return {
    status: smallInteger(status),
    text: text.map((part) => utf8Text(part.content) ?? "").join("; "),
    failures: failure ? setBits(bitString(failure)) : [],
    ...(token && { token: token.raw }),
  };
}

/** @throws ColophonError ENCODING_INVALID also for a CMS message that is no time-stamp token */
export function parseTimeStampToken(bytes: Uint8Array): TimeStampToken {
  const [type, wrapped] = expect(parseAsn1(bytes, { ber: true }), "sequence").children;
  if (oid(type) !== SIGNED_DATA) throw invalid("not CMS SignedData");
  const [, , encapsulated, ...rest] = expect(explicit(wrapped), "sequence").children;
  const [contentType, content] = expect(encapsulated, "sequence").children;
  if (oid(contentType) !== TST_INFO) throw invalid("no TSTInfo inside");
  const info = octets(explicit(content));
  const signers = expect(rest.at(-1), "set").children;
  if (signers.length !== 1) throw invalid("not signed by exactly one authority"); // RFC 3161 §2.4.2
  return {
    ...timeStampInfo(info),
    info,
    certificates: rest.find((node) => isContext(node, 0))?.children.map((node) => node.raw) ?? [],
    signer: signerInfo(signers[0]),
  };
}

function timeStampInfo(
  info: Uint8Array,
): Pick<TimeStampToken, "policy" | "imprintAlgorithm" | "imprint" | "serial" | "at" | "nonce"> {
  const [version, policy, messageImprint, serial, at, ...optional] = expect(
    parseAsn1(info),
    "sequence",
  ).children;
  if (smallInteger(version) !== 1) throw invalid("an unknown version");
  const [algorithm, imprint] = expect(messageImprint, "sequence").children;
  // accuracy SEQUENCE, ordering BOOLEAN, nonce INTEGER, tsa [0], extensions [1]: all optional
  const nonce = optional.find((node) => node.tagClass === "universal" && node.tag === TAG.integer);
  return {
    policy: oid(policy),
    imprintAlgorithm: oid(expect(algorithm, "sequence").children[0]),
    imprint: expect(imprint, "octetString").content,
    serial: integerHex(serial),
    at: time(at),
    ...(nonce && { nonce: integerHex(nonce) }),
  };
}

function signerInfo(node: Asn1 | undefined): TimeStampSigner {
  // version, sid, digestAlgorithm, [0] signedAttrs, signatureAlgorithm, signature, [1] unsignedAttrs
  const [, , digestAlgorithm, signed, signatureAlgorithm, signature] = expect(
    node,
    "sequence",
  ).children;
  if (!isContext(signed, 0)) throw invalid("no signed attributes");
  const attributes = new Map<string, Asn1 | undefined>();
  for (const attribute of signed.children) {
    const [id, values] = expect(attribute, "sequence").children;
    if (attributes.has(oid(id))) throw invalid("an attribute twice"); // RFC 5652 §5.3
    attributes.set(oid(id), expect(values, "set").children[0]);
  }
  return {
    digestAlgorithm: oid(expect(digestAlgorithm, "sequence").children[0]),
    signatureAlgorithm: oid(expect(signatureAlgorithm, "sequence").children[0]),
    signatureAlgorithmDer: expect(signatureAlgorithm, "sequence").raw,
    signature: octets(signature),
    signedAttributes: concat(Uint8Array.of(0x31), signed.raw.subarray(1)),
    messageDigest: octets(attributes.get(MESSAGE_DIGEST)),
    certificateHash: certificateHash(attributes),
  };
}

/** SigningCertificate(V2) ::= SEQUENCE { SEQUENCE OF ESSCertID { [V2: hashAlgorithm,] certHash, issuerSerial? }, ... } */
function certificateHash(
  attributes: ReadonlyMap<string, Asn1 | undefined>,
): TimeStampSigner["certificateHash"] {
  const second = attributes.get(SIGNING_CERTIFICATE_V2);
  const attribute = second ?? attributes.get(SIGNING_CERTIFICATE);
  const list = expect(expect(attribute, "sequence").children[0], "sequence").children;
  const [head, next] = expect(list[0], "sequence").children;
  const named = head?.tag === TAG.sequence;
  return {
    algorithm: named ? oid(head.children[0]) : second ? SHA256 : SHA1,
    value: octets(named ? next : head),
  };
}

/** What an EXPLICIT [0] holds. */
function explicit(node: Asn1 | undefined): Asn1 | undefined {
  if (!isContext(node, 0)) throw invalid("an empty wrapper");
  return node.children[0];
}

/** Bytes of an OCTET STRING; BER may send it in pieces (X.690 §8.7.3). */
function octets(node: Asn1 | undefined): Uint8Array {
  const { constructed, children, content } = expect(node, "octetString");
  return constructed ? concat(...children.map(octets)) : content;
}

function setBits(bits: Uint8Array): number[] {
  const all = Array.from({ length: bits.length * 8 }, (_, i) => i);
  return all.filter((i) => (bits[i >> 3]! >> (7 - (i & 7))) & 1);
}

function invalid(what: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `not a time-stamp token: ${what}`);
}
