// Whether the record of a file holds by itself, whatever copy is in hand: its item counts (judge-item.ts), and where it is a
// statement instead of the manifest, the manifest's own key signed that as well.
import { equal, sha256 } from "../../encoding/index.js";
import type { Finding } from "../../verdict.js";
import { type JudgedStore, type JudgeStore, judgeItem, refusal } from "./judge-item.js";
import type { HardBinding } from "./proof.js";
import { verifyProof } from "./proof-signature.js";
import { type ArchiveRecord, readRecord } from "./read-record.js";

interface RecordQuestion {
  readonly judge: JudgeStore;
  /** The id that was asked for. */
  readonly id?: string;
  /** The manifest store in hand, if any: what a proof speaks of. */
  readonly store?: Uint8Array;
}

/** A record that holds. */
export interface JudgedRecord {
  readonly id: string;
  /** Owner address. */
  readonly owner: string;
  readonly record: ArchiveRecord;
  readonly judged: JudgedStore;
  /** Whether the store in hand is the one that the record names. */
  readonly carried: boolean;
}

/**
 * Judges the bytes of a data item as a record. Bad bytes are an answer, not an exception.
 * @returns the record, or the finding that says why it is refused
 */
export async function judgeRecord(
  bytes: Uint8Array,
  { judge, id, store: inHand }: RecordQuestion,
): Promise<JudgedRecord | Finding> {
  const inHandHash = inHand && (await sha256(inHand));
  const isCarried = ({ storeHash }: ArchiveRecord) =>
    inHandHash !== undefined && equal(inHandHash, storeHash);
  const found = await judgeItem(bytes, {
    judge,
    id,
    read: readRecord,
    storeOf: (record) =>
      record.kind === "manifest" ? record.store : isCarried(record) ? inHand : undefined,
    missing:
      "the record is a statement about a manifest that is not at hand; without it nobody can say who signed",
  });
  if ("code" in found) return found;
  const { record, judged, owner } = found;
  if (record.kind === "proof") {
    if (!(await verifyProof(record.proof, judged)))
      return refusal("proofSignatureInvalid", "the manifest's key did not sign the statement");
    if (!sameBinding(record.proof.hardBinding, judged.hardBinding))
      return refusal("hardBindingMismatch", "hardBinding is not the hard binding of the manifest");
  }
  return { id: found.id, owner, record, judged, carried: isCarried(record) };
}

function sameBinding(stated: HardBinding, actual: HardBinding | undefined): boolean {
  return (
    actual !== undefined &&
    stated.label === actual.label &&
    stated.algorithm === actual.algorithm &&
    equal(stated.hash, actual.hash)
  );
}
