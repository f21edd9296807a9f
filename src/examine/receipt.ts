// What a receipt shows about a file. It is checked offline, with nothing but the file and the receipt; the archive and
// gateways are asked only whether the record was taken back, and whether there is the block that its proof leads to.
import { checkReceipt, ReceiptFault, type RecordAnswer, withSuccessors } from "../archive/index.js";
import { localSuccessors } from "./archive-local.js";
import { OnlineArchive } from "./archive-online.js";
import { storeJudge } from "./judge-store.js";
import type { VerifyMeans } from "./means.js";
import { storeFacts } from "./store-facts.js";
import type { Subject } from "./subject.js";

/** The answer of a receipt, in the shape of archiveEvidence's. */
export interface ReceiptAnswer extends RecordAnswer {
  /** Set when the receipt is not about this file, or damaged; it names the field. The verdict on the file stays. */
  readonly rejected?: ReceiptFault;
}

/**
 * @param carried the manifest that the file carries or has beside it, when it does
 * @throws ColophonError FILE_* for a receipt that can't be opened; CANCELLED, ARCHIVE_UNAVAILABLE
 */
export async function receiptEvidence(
  named: NonNullable<VerifyMeans["receipt"]>,
  subject: Subject,
  carried: { readonly store: Uint8Array } | undefined,
  means: VerifyMeans,
): Promise<ReceiptAnswer> {
  try {
    return await answerOf(named, subject, carried?.store, means);
  } catch (cause) {
    if (!(cause instanceof ReceiptFault)) throw cause;
    return {
      rejected: cause,
      findings: [
        {
          code: "colophon.archive.receiptRejected",
          kind: "informational",
          explanation: cause.message,
          source: "colophon",
        },
      ],
    };
  }
}

async function answerOf(
  { name, load }: NonNullable<VerifyMeans["receipt"]>,
  subject: Subject,
  store: Uint8Array | undefined,
  means: VerifyMeans,
): Promise<RecordAnswer> {
  const receipt = await load();
  const whole = { kind: "copy", start: 0, end: subject.source.size, hashed: true } as const;
  const sha256 = await subject.hash("sha256", [whole]);
  const judge = storeJudge(means);
  const answer = await checkReceipt(receipt, {
    sha256: sha256 ?? new Uint8Array(0),
    ...(store && { store }),
    factsOf: storeFacts,
    judge,
    archivedIn: name,
  });
  const { evidence } = answer;
  if (!evidence) return answer;
  const online = means.gateways && new OnlineArchive(means.gateways);
  const later = [
    ...(await localSuccessors(means.archive, evidence.id)),
    ...((await online?.successors(evidence)) ?? []),
  ];
  const current = await withSuccessors(evidence, later, judge);
  const proven = (await online?.proven(current, receipt.record.item, receipt.proof)) ?? current;
  const asked = proven.block !== undefined;
  const findings = proven.findings.filter(({ code }) => !(asked && code === RECEIPT_PROOF));
  const said = findings.filter(({ code }) => code.startsWith("colophon.archive."));
  return {
    ...answer,
    evidence: { ...proven, findings },
    findings: [...said, ...(online?.findings ?? [])],
  };
}

/** Says that nobody was asked about the block; left out once somebody was. */
const RECEIPT_PROOF = "colophon.archive.receiptProof";
