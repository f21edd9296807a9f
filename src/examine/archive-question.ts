// What is asked of archives about one file, and which of several records that count goes first.
import type { Copy, JudgeStore, RecordAnswer } from "../archive/index.js";
import type { ArchiveEvidence } from "../verdict.js";

export interface ArchiveQuestion {
  readonly copy: Copy;
  /** URN of the manifest that the file carries, when it does. */
  readonly manifest?: string;
  readonly judge: JudgeStore;
}

/** A record that counts, with the bytes of its item. */
export interface CountedRecord extends RecordAnswer {
  readonly evidence: ArchiveEvidence;
  readonly bytes: Uint8Array;
}

/** A signer on a trust list goes before one that is on none; else the one that was there first. */
export function better(
  first: CountedRecord | undefined,
  second: CountedRecord | undefined,
): CountedRecord | undefined {
  return second && (!first || (second.trusted && !first.trusted)) ? second : first;
}
