// Whether the record of a text counts: its owner signed the item, the manifest that it names holds and binds that owner,
// and the manifest was signed over this very record. Then its hashes are the signer's word, and no index could change them.
import { equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { ArchiveEvidence, Finding } from "../../verdict.js";
import { type DataItem, parseItem } from "../item/data-item.js";
import { verifyItem } from "../item/verify-item.js";
import { ITEM_FAULTS, type JudgedStore, type JudgeStore, refusal } from "./judge-record.js";
import { ownerIsBound } from "./owner-bound.js";
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
  let item: DataItem;
  let record: TextItem;
  try {
    item = parseItem(bytes);
    record = readTextItem(item);
  } catch (cause) {
    const { code, message } = expected(cause);
    return refusal(code === "ITEM_MALFORMED" ? "itemMalformed" : "recordInvalid", message);
  }
  const check = await verifyItem(item, id === undefined ? {} : { id });
  if (!check.ok) return refusal(...ITEM_FAULTS[check.reason]);
  if (!store)
    return refusal("manifestNeeded", "the manifest that is to have signed the text was not found");
  if (!equal(await sha256(store), record.storeHash))
    return refusal("storeHashMismatch", "C2PA-Manifest-Store-Hash is not the hash of the manifest");
  let judged: JudgedStore;
  try {
    judged = await judge(store);
  } catch (cause) {
    return refusal("manifestNotChecked", expected(cause).message);
  }
  if (judged.state === "NotChecked")
    return refusal("manifestNotChecked", "the archived manifest could not be checked");
  if (judged.state !== "Trusted" && judged.state !== "Valid")
    return refusal("manifestInvalid", "the archived manifest does not hold");
  if (judged.manifest !== record.manifest)
    return refusal("manifestIdMismatch", "C2PA-Manifest-ID is not the URN of the manifest");
  if (!ownerIsBound(item, check.ownerAddress, judged))
    return refusal("ownerUnbound", "the manifest does not name the record's owner: not its record");
  const signed = judged.text;
  if (!signed || !equal(signed.record, await sha256(item.data)))
    return refusal("textUnsigned", "the manifest was not signed over this text record");
  if (!equal(signed.article, record.text.article))
    return refusal("textUnsigned", "the manifest was signed over another text than the record's");
  return { id: check.id, owner: check.ownerAddress, item: record, judged };
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

/** Our own errors are about the record; anything else is a defect and goes on. */
function expected(cause: unknown): ColophonError {
  if (cause instanceof ColophonError) return cause;
  throw cause;
}
