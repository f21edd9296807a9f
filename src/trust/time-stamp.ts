// Whether a time-stamp counts: its authority must reach an anchor of the time-stamp lists (C2PA 2.4 §14.4.2).
// The engine has checked that the token stamps this signature, but asks one pool of anchors, and none at all for
// claims of version 1; so the token's signature and its authority's chain are checked here again.
import { digest, equal } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { Finding } from "../verdict.js";
import { type Certificate, parseCertificate } from "./certificate.js";
import { EXTENSION } from "./certificate-extensions.js";
import { checkSignature, HASH } from "./certificate-signature.js";
import { validatePath } from "./path.js";
import {
  parseTimeStampResponse,
  parseTimeStampToken,
  type TimeStampToken,
} from "./time-stamp-token.js";
import type { Anchor, TrustLists } from "./trust-list.js";

/** When it was stamped, if a stamp counts, and what was found out about the stamps. */
export interface TimeStampResult {
  /** When it was signed, by the word of an authority on the lists. */
  readonly at?: Date;
  readonly anchor?: Anchor;
  /** Why the time-stamp does not count; empty when it does, or when there is none. */
  readonly findings: readonly Finding[];
}

const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const SHA1 = "1.3.14.3.2.26";
const MAX_CERTIFICATES = 16;

/**
 * Judges the tokens of one signature (`sigTst2` or `sigTst`). Two tokens are none: a reader could be shown one and
 * rely on the other (C2PA 2.4 §10.3.2.5 allows one).
 * @throws ColophonError TRUST_LIST_INVALID for a list that cannot be read; never for a token
 */
export async function timeStampFindings(
  tokens: readonly Uint8Array[],
  lists: TrustLists,
): Promise<TimeStampResult> {
  const [bytes] = tokens;
  if (!bytes) return { findings: [] };
  if (tokens.length > 1) return untrusted(`there are ${tokens.length} of them`);
  try {
    const token = parseToken(bytes);
    const certificates = token.certificates.slice(0, MAX_CERTIFICATES).map(parseCertificate);
    const authority = await signedBy(token, certificates);
    const fault = authority ? purposeFault(authority) : "its signature does not hold";
    if (!authority || fault) return untrusted(fault ?? "");
    const path = await validatePath(authority, certificates, lists.timeStampAnchors, token.at);
    if (path.anchor) return { at: token.at, anchor: path.anchor, findings: [] };
    const [breach] = path.breaches;
    return untrusted(
      breach?.explanation ?? `${authority.subject.text} is on no list of time-stamp authorities`,
    );
  } catch (error) {
    if (error instanceof ColophonError && error.code !== "TRUST_LIST_INVALID")
      return untrusted("it is unreadable");
    throw error;
  }
}

/** Old claims keep the whole response of the authority instead of the token. */
function parseToken(bytes: Uint8Array): TimeStampToken {
  try {
    return parseTimeStampToken(bytes);
  } catch (error) {
    const { token } = parseTimeStampResponse(bytes);
    if (!token) throw error;
    return parseTimeStampToken(token);
  }
}

/** The certificate whose key signed the token, when it did. */
async function signedBy(
  token: TimeStampToken,
  certificates: readonly Certificate[],
): Promise<Certificate | undefined> {
  const { signer, info } = token;
  const hash = HASH[signer.digestAlgorithm];
  if (!hash || !equal(await digest(hash, info), signer.messageDigest)) return undefined;
  for (const certificate of certificates) {
    if (!(await isNamed(certificate, signer.certificateHash))) continue;
    const checked = await checkSignature(
      certificate.publicKey,
      signer.signatureAlgorithmDer,
      signer.signature,
      signer.signedAttributes,
      hash,
    );
    if (checked === "right") return certificate;
  }
  return undefined;
}

/** ESSCertID only picks among the certificates; SHA-1 is good enough for that, the signature decides. */
async function isNamed(
  { der }: Certificate,
  { algorithm, value }: TimeStampToken["signer"]["certificateHash"],
): Promise<boolean> {
  const name = algorithm === SHA1 ? "SHA-1" : HASH[algorithm];
  if (!name) return false;
  return equal(
    new Uint8Array(await crypto.subtle.digest(name, der as Uint8Array<ArrayBuffer>)),
    value,
  );
}

/** RFC 3161 §2.3: for time-stamping and nothing else, and critically so. */
function purposeFault({ extendedKeyUsage, keyUsage, extensions }: Certificate): string | undefined {
  const exclusive = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === TIME_STAMPING;
  if (!exclusive || !extensions.get(EXTENSION.extendedKeyUsage)?.critical)
    return "its certificate is not one for time-stamping alone";
  if (keyUsage && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation"))
    return "its certificate is not made for signatures";
  return undefined;
}

function untrusted(why: string): TimeStampResult {
  return {
    findings: [
      {
        code: "timeStamp.untrusted",
        kind: "informational",
        explanation: `the time-stamp does not count: ${why}`,
        source: "colophon",
      },
    ],
  };
}
