// Whether the record of a text counts: its item counts (judge-item.ts), and the manifest was signed over this very record.
// Then its hashes are the signer's word, and no index could change them.
import { equal, sha256 } from "../../encoding/index.js";
import type { ArchiveEvidence, Finding } from "../../verdict.js";
import { type JudgedStore, type JudgeStore, judgeItem, refusal } from "./judge-item.js";
import { readTextItem, type TextItem } from "./text-item.js";

interface TextQuestion {
  readonly judge: JudgeStore;
  /** The manifest store that the record names by its hash, where it was found. */
  readonly store: Uint8Array | undefined;
  /** The id that was asked for. */
  readonly id?: string;
}

/** A text record that counts. */
export interface JudgedText {
  readonly id: string;
  /** Owner address. */
  readonly owner: string;
  readonly item: TextItem;
  readonly judged: JudgedStore;
}

/**
 * Judges the bytes of a data item as the record of a text. Bad bytes are an answer, not an exception.
 * @returns the record, or the finding that says why it is refused
 */
export async function judgeText(
  bytes: Uint8Array,
  { judge, store, id }: TextQuestion,
): Promise<JudgedText | Finding> {
  const found = await judgeItem(bytes, {
    judge,
    id,
    read: readTextItem,
    storeOf: () => store,
    missing: "the manifest that is to have signed the text was not found",
  });
  if ("code" in found) return found;
  const { owner, record, judged } = found;
  const signed = judged.text;
  if (!signed || !equal(signed.record, await sha256(found.item.data)))
    return refusal("textUnsigned", "the manifest was not signed over this text record");
  if (!equal(signed.article, record.text.article))
    return refusal("textUnsigned", "the manifest was signed over another text than the record's");
  return { id: found.id, owner, item: record, judged };
}

/** A text record that counts, as evidence. @param archivedIn a folder, or the address of a gateway */
export function textRecordEvidence(
  { id, owner, judged }: JudgedText,
  archivedIn: string,
): ArchiveEvidence {
  const holds: Finding = {
    code: "colophon.archive.recordHolds",
    kind: "success",
    explanation: "the text record is signed, and the manifest that it names was signed over it",
    source: "colophon",
  };
  return {
    id,
    level: "authentic",
    manifest: judged.manifest,
    match: "words",
    owner,
    ...(judged.signer !== undefined && { signer: judged.signer }),
    archivedIn,
    findings: [holds, ...judged.findings],
  };
}
