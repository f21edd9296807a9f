// What a signer's chain must be, beyond what the engine checks: C2PA 2.4 §14.5.1 and RFC 5280 §6.1.
// Each rule that is broken is a failure `colophon.chain.<rule>`; a Trusted verdict it touches becomes Valid.
import { SIGNER_PURPOSES } from "../credential/index.js";
import { ColophonError } from "../errors.js";
import type { Finding } from "../verdict.js";
import { type Certificate, parseCertificate } from "./certificate.js";
import { type Breach, validatePath } from "./path.js";
import type { Anchor, TrustLists } from "./trust-list.js";

/** Longer x5chains are cut here: no published hierarchy has more than four. */
const MAX_CHAIN = 16;

/** Whether a path to an anchor was found, and which rules stand against it. */
export interface ChainResult {
  /** The signer or user anchor at the end of a sound path. */
  readonly anchor?: Anchor;
  readonly findings: readonly Finding[];
}

/**
 * Judges a signer's chain at a point in time. `chain`: DER as in x5chain, leaf first.
 * @throws ColophonError TRUST_LIST_INVALID for a list that cannot be read; never for the chain
 */
export async function chainFindings(
  chain: readonly Uint8Array[],
  lists: TrustLists,
  at: Date,
): Promise<ChainResult> {
  const leaf = readable(chain[0]);
  if (!leaf) return { findings: [failure("unreadable", "the signer's certificate is unreadable")] };
  const others = chain.slice(1, MAX_CHAIN).flatMap((der) => readable(der) ?? []);
  const signerAnchors = [...lists.userAnchors, ...lists.signerAnchors];
  const path = await validatePath(leaf, others, signerAnchors, at);
  const findings = [...leafFindings(leaf), ...path.breaches.map(chainFailure)];
  if (path.anchor) return { anchor: path.anchor, findings };
  if (path.breaches.length === 0) {
    const wrong = await validatePath(leaf, others, lists.timeStampAnchors, at);
    if (wrong.anchor) findings.push(wrongList(wrong.anchor));
  }
  return { findings };
}

/** C2PA 2.4 §14.5.1.1. The purposes of authorities are ignored, as §14.5.1.2 wants it. */
function* leafFindings(leaf: Certificate): Generator<Finding> {
  if (!leaf.keyUsage?.has("digitalSignature"))
    yield failure(
      "keyUsage",
      "the signer's certificate is not made for signatures (keyUsage without digitalSignature)",
    );
  if (!leaf.extendedKeyUsage?.some((purpose) => SIGNER_PURPOSES.includes(purpose)))
    yield failure(
      "extendedKeyUsage",
      `the signer's certificate is not made for signing claims (extendedKeyUsage ${leaf.extendedKeyUsage?.join(", ") ?? "absent"})`,
    );
}

function wrongList({ certificate, list }: Anchor): Finding {
  return failure(
    "timeStampAnchor",
    `the chain ends in ${certificate.subject.text}, which ${list} names for time-stamps, not for signers`,
  );
}

function chainFailure({ rule, explanation }: Breach): Finding {
  return failure(rule, explanation);
}

function failure(rule: string, explanation: string): Finding {
  return { code: `colophon.chain.${rule}`, kind: "failure", explanation, source: "colophon" };
}

function readable(der: Uint8Array | undefined): Certificate | undefined {
  try {
    return der && parseCertificate(der);
  } catch (error) {
    if (error instanceof ColophonError) return undefined;
    throw error;
  }
}
