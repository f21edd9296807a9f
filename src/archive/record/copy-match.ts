// Which of a record's hashes is the hash of the file in hand, and so on whose word the two belong together.
import { equal } from "../../encoding/index.js";
import type { ArchiveEvidence } from "../../verdict.js";
import type { HardBinding } from "./proof.js";
import type { ArchiveRecord } from "./read-record.js";

/** The file in hand. */
export interface Copy {
  /** SHA-256 of the whole file, 32 bytes. */
  readonly sha256: Uint8Array;
  /** The manifest store that it carries or that came with it, if any. */
  readonly store?: Uint8Array;
}

/** Only c2pa.hash.data hashes plain bytes: what the others hash can be arranged into files that nobody signed. */
const PLAIN_HASH = /^c2pa\.hash\.data(__\d+)?$/;

/**
 * How `copy` matches a record whose manifest has the hard binding `binding`; undefined when it does not.
 * @param carried whether the copy's own manifest store is the one that the record names
 */
export function matchOf(
  record: ArchiveRecord,
  binding: HardBinding | undefined,
  copy: Copy,
  carried: boolean,
): ArchiveEvidence["match"] | undefined {
  const isCopy = (hash: Uint8Array) => equal(hash, copy.sha256);
  const bound = binding !== undefined && isCopy(binding.hash);
  if (isBoundTo(copy, binding)) return "hard-binding";
  if (isCopy(record.assetHash)) return "original-file";
  // A signed file carries its manifest. A copy that carries another one is somebody else's signed file.
  if (!bound && (carried || !copy.store) && record.hashes.some(isCopy)) return "signed-file";
  return carried ? "manifest" : undefined;
}

/** Whether every byte of the copy was signed, by the manifest that has this hard binding. */
export function isBoundTo(copy: Pick<Copy, "sha256">, binding: HardBinding | undefined): boolean {
  if (binding?.algorithm !== "sha256" || !PLAIN_HASH.test(binding.label)) return false;
  return equal(binding.hash, copy.sha256);
}
