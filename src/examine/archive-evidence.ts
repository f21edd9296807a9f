// What archives know about a file: the best record that counts for this copy, how far it is proven, and whether its
// signer has taken it back or replaced it; or why no record counts.
import { type RecordAnswer, withSuccessors } from "../archive/index.js";
import { localRecord, localSuccessors, mayKnow } from "./archive-local.js";
import { type ArchiveQuestion, better } from "./archive-question.js";
import { storeBindings, storeJudge } from "./judge-store.js";
import type { GatewayMeans, VerifyMeans } from "./means.js";
import type { Subject } from "./subject.js";

interface Carried {
  readonly manifest: string | undefined;
  readonly store: Uint8Array;
}

/**
 * A receipt, when there is one, speaks first; one that is rejected is a finding, and the archives are looked into.
 * @param carried the manifest that the file carries, when it does
 * @returns undefined when there is no archive or no record
 * @throws ColophonError CANCELLED, ARCHIVE_UNAVAILABLE; FILE_* for a receipt that can't be opened
 */
export async function archiveEvidence(
  subject: Subject,
  carried: Carried | undefined,
  means: VerifyMeans,
): Promise<RecordAnswer | undefined> {
  const { receipt } = means;
  if (receipt === undefined) return looked(subject, carried, means);
  const { receiptEvidence } = await import("./receipt.js");
  const answer = await receiptEvidence(receipt, subject, carried, means);
  if (answer.evidence) return answer;
  const found = await looked(subject, carried, means);
  return { ...found, findings: [...answer.findings, ...(found?.findings ?? [])] };
}

async function looked(
  subject: Subject,
  carried: Carried | undefined,
  means: VerifyMeans,
): Promise<RecordAnswer | undefined> {
  const archive =
    means.archive && (await mayKnow(means.archive, carried?.manifest)) ? means.archive : undefined;
  const bound = means.gateways && carried && (await storeBindings(carried.store));
  // A manifest that binds no owner has no record that could count: nobody is told of it.
  const online =
    means.gateways && bound?.owners.length !== 0 ? await opened(means.gateways) : undefined;
  if (!archive && !online) return undefined;
  const sha256 = await subject.hash("sha256", [
    { kind: "copy", start: 0, end: subject.source.size, hashed: true },
  ]);
  if (!sha256) return undefined;
  const question: ArchiveQuestion = {
    copy: { sha256, ...(carried && { store: carried.store }) },
    ...(carried?.manifest !== undefined && { manifest: carried.manifest }),
    judge: storeJudge(means),
  };

  const here = archive && (await localRecord(archive, question));
  const known = here && "bytes" in here ? here : undefined;
  // In private, the look-up is also what the later questions hide among.
  const settled = known && carried && !means.gateways?.private;
  const there = settled ? undefined : await online?.record(question, bound);
  const best = better(known, there);
  if (!best)
    return here || online
      ? { findings: [...(here?.findings ?? []), ...(online?.findings ?? [])] }
      : undefined;

  const { evidence, bytes, trusted } = best;
  const later = [
    ...(await localSuccessors(means.archive, evidence.id)),
    ...((await online?.successors(evidence)) ?? []),
  ];
  const current = await withSuccessors(evidence, later, question.judge);
  const proven = (await online?.proven(current, bytes)) ?? current;
  const said = proven.findings.filter(({ code }) => code.startsWith("colophon.archive."));
  return {
    evidence: proven,
    ...(trusted !== undefined && { trusted }),
    findings: [...said, ...(online?.findings ?? [])],
  };
}

/** Loaded by those who ask: most files are checked without a word to anybody. */
async function opened(gateways: GatewayMeans) {
  const { OnlineArchive } = await import("./archive-online.js");
  return new OnlineArchive(gateways);
}
