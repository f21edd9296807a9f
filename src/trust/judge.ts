// The judgement: the engine's verdict, tightened by what it does not check. It can only be lowered here, never raised:
// Trusted needs the engine's word and a sound path of our own to a signer anchor; Invalid stays Invalid; and an
// untrusted signer is Valid, never Invalid. What the engine found wrong with an ingredient is in its state already.
import type { CertificateSummary, Finding, State } from "../verdict.js";
import { parseCertificate } from "./certificate.js";
import { certificateSummary } from "./certificate-summary.js";
import { chainFindings } from "./policy.js";
import { timeStampFindings } from "./time-stamp.js";
import type { Anchor, TrustLists } from "./trust-list.js";

/** What is judged, by which lists, and at what time. */
export interface Evidence {
  /** The engine's own view, under the same lists (engineTrust). */
  readonly engineState: "Trusted" | "Valid" | "Invalid";
  /** What the engine found, and what else was found out about the file. */
  readonly findings: readonly Finding[];
  /** x5chain of the active manifest's signature: DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Time-stamp tokens of the same signature, DER. */
  readonly timeStamps?: readonly Uint8Array[];
  readonly lists: TrustLists;
  /** The time to judge at when no time-stamp counts. */
  readonly now: Date;
}

/** The state, and every finding that led to it. */
export interface Judgement {
  readonly state: Extract<State, "Trusted" | "Valid" | "Invalid">;
  readonly findings: readonly Finding[];
  /** Whose word makes it Trusted. */
  readonly signerAnchor?: Anchor;
  /** Set when a time-stamp of an authority on the lists says when it was signed. */
  readonly timeStamp?: { readonly at: Date; readonly anchor: Anchor };
  /** The signer's chain in words, as far as it can be read. */
  readonly chain: readonly CertificateSummary[];
}

/** What the engine must have said of a time-stamp: that it stamps this signature, and that it sees no reason against it. */
const STAMPED = ["timeStamp.validated", "timeStamp.trusted"];

/** Judges one signature. @throws ColophonError TRUST_LIST_INVALID for a list that cannot be read; never for the file */
export async function judge(evidence: Evidence): Promise<Judgement> {
  const { engineState, findings, lists } = evidence;
  const stamp = await timeStampFindings(evidence.timeStamps ?? [], lists);
  const stamped = STAMPED.every((code) => findings.some((finding) => isOwn(finding, code)));
  const timeStamp =
    stamped && stamp.at && stamp.anchor ? { at: stamp.at, anchor: stamp.anchor } : undefined;
  const path = await chainFindings(evidence.chain, lists, timeStamp?.at ?? evidence.now);
  const sound = path.anchor !== undefined && path.findings.length === 0;
  const state = engineState === "Trusted" && !sound ? "Valid" : engineState;
  return {
    state,
    findings: [
      ...revised(findings, sound, timeStamp !== undefined, stamp.findings),
      ...path.findings,
    ],
    ...(state === "Trusted" && path.anchor && { signerAnchor: path.anchor }),
    ...(timeStamp && { timeStamp }),
    chain: await inWords(evidence.chain),
  };
}

/** The engine's word for trust stands only where ours agrees; a verdict that says both would help nobody. */
function* revised(
  findings: readonly Finding[],
  sound: boolean,
  stampCounts: boolean,
  stampFindings: readonly Finding[],
): Generator<Finding> {
  for (const finding of findings)
    if (!sound && isOwn(finding, "signingCredential.trusted"))
      yield {
        ...finding,
        code: "signingCredential.untrusted",
        kind: "failure",
        explanation: "the signer's chain reaches no signer anchor on the lists in use unbroken",
        source: "colophon",
      };
    else if (!stampCounts && isOwn(finding, "timeStamp.trusted"))
      yield* stampFindings.length > 0 ? stampFindings : [unseenStamp(finding)];
    else yield finding;
}

function unseenStamp(finding: Finding): Finding {
  return {
    ...finding,
    code: "timeStamp.untrusted",
    kind: "informational",
    explanation: "the time-stamp does not count: its authority could not be asked for",
    source: "colophon",
  };
}

function isOwn(finding: Finding, code: string): boolean {
  return finding.code === code && finding.ingredient === undefined;
}

async function inWords(chain: readonly Uint8Array[]): Promise<CertificateSummary[]> {
  const out: CertificateSummary[] = [];
  for (const der of chain) {
    try {
      out.push(await certificateSummary(parseCertificate(der)));
    } catch {
      break; // policy.ts has said that it is unreadable
    }
  }
  return out;
}
