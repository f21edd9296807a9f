// Whether an archive record counts for the copy in hand. A record is never believed because it exists: anybody can
// archive anything under any tag. It counts when it holds by itself (judge-record.ts) and the copy is the file that
// it speaks of.
import type { ArchiveEvidence, Finding } from "../../verdict.js";
import { type Copy, matchOf } from "./copy-match.js";
import { type JudgeStore, refusal } from "./judge-item.js";
import { judgeRecord } from "./judge-record.js";

interface CopyQuestion {
  readonly judge: JudgeStore;
  readonly copy: Copy;
  /** Where the bytes come from: a folder, the address of a gateway. */
  readonly archivedIn: string;
  /** The id that was asked for. */
  readonly id?: string;
}

/** What a record is worth for the file in hand. */
export interface RecordAnswer {
  /** Present when the record counts. */
  readonly evidence?: ArchiveEvidence;
  /** Whether its signer is on a trust list in use. Where several records count, such a one goes first. */
  readonly trusted?: boolean;
  /**
   * Why it counts or not, `colophon.archive.*`. A record that does not count is never a failure of the file:
   * else any stranger could make a file look Invalid by archiving rubbish under its hash.
   */
  readonly findings: readonly Finding[];
}

/** Judges the bytes of a data item as a record of `copy`. Bad bytes are an answer, not an exception. */
export async function verifyRecord(
  bytes: Uint8Array,
  { judge, copy, archivedIn, id }: CopyQuestion,
): Promise<RecordAnswer> {
  const { store } = copy;
  const held = await judgeRecord(bytes, {
    judge,
    ...(id !== undefined && { id }),
    ...(store && { store }),
  });
  if ("code" in held) return { findings: [held] };
  const { record, judged, carried } = held;
  const match = matchOf(record, judged.hardBinding, copy, carried);
  if (!match)
    return {
      findings: [refusal("copyMismatch", "none of the record's hashes is the hash of this copy")],
    };
  const holds: Finding = {
    code: "colophon.archive.recordHolds",
    kind: "success",
    explanation: "the record is signed, names this copy, and is bound by the manifest it archives",
    source: "colophon",
  };
  return {
    evidence: {
      id: held.id,
      level: "authentic",
      manifest: judged.manifest,
      match,
      owner: held.owner,
      ...(judged.signer !== undefined && { signer: judged.signer }),
      archivedIn,
      findings: [holds, ...judged.findings],
    },
    trusted: judged.state === "Trusted",
    findings: [holds],
  };
}
