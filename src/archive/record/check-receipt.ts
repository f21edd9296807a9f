// Whether a receipt is about the file in hand. Nobody signed it, so every field is compared with something that cannot be
// made up: the file's bytes, the manifest store, its signature and certificate, and the data item that its owner signed.
// The first that differs is named: a receipt of another file, manifest, signature or certificate is no receipt of this.
import { equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { Finding } from "../../verdict.js";
import { checkInclusion } from "../chain/block-proof.js";
import { type DataItem, parseItem } from "../item/data-item.js";
import { verifyItem } from "../item/verify-item.js";
import { type AnyRecord, readAnyRecord } from "./any-record.js";
import type { BatchRecord } from "./batch.js";
import { checkBatchPath } from "./batch-path.js";
import { isBoundTo } from "./copy-match.js";
import type { JudgeStore } from "./judge-item.js";
import { ownerIsBound } from "./owner-bound.js";
import type { ArchiveRecord } from "./read-record.js";
import type { Receipt } from "./receipt.js";
import { ReceiptFault } from "./receipt-field.js";
import { type RecordAnswer, verifyRecord } from "./verify-record.js";

/** What a receipt says of a manifest store, taken from the store itself. */
export interface StoreFacts {
  /** URN of the active manifest. */
  readonly manifest: string;
  /** The claim's COSE_Sign1. */
  readonly signature: Uint8Array;
  /** The signing certificate, DER. */
  readonly certificate: Uint8Array;
  /** The name in it. */
  readonly signer: string;
}

interface ReceiptQuestion {
  /** SHA-256 of the file in hand. */
  readonly sha256: Uint8Array;
  /** The manifest store that the file carries or has beside it; without, the archived one is what is compared. */
  readonly store?: Uint8Array;
  /** @throws ColophonError for a store that can't be read */
  readonly factsOf: (store: Uint8Array) => StoreFacts;
  readonly judge: JudgeStore;
  /** Path of the receipt, as evidence names it. */
  readonly archivedIn: string;
}

/** The evidence that a receipt gives, level authentic. @throws ReceiptFault (RECEIPT_INVALID) naming the field */
export async function checkReceipt(
  receipt: Receipt,
  question: ReceiptQuestion,
): Promise<RecordAnswer> {
  const { file, manifest, signature, signer } = receipt;
  if (!equal(file.sha256, question.sha256)) throw fault("file.sha256", "is not that of this file");
  const { item, record } = await itemOf(receipt);
  const store = question.store ?? (record.kind === "manifest" ? record.store : undefined);
  if (!store)
    throw fault("manifest.sha256", "can't be compared: the file is here without its manifest");
  const facts = factsIn(store, question);
  if (facts.manifest !== manifest.id) throw fault("manifest.id", "is not that of this manifest");
  if (!equal(manifest.sha256, await sha256(store)))
    throw fault("manifest.sha256", "is not that of this manifest");
  if (!equal(signature, await sha256(facts.signature)))
    throw fault("signature", "is not that of this manifest");
  if (!equal(signer.certificate, await sha256(facts.certificate)))
    throw fault("signer.certificate", "is not the one that signed this manifest");
  if (signer.name !== facts.signer)
    throw fault("signer.name", "is not the name in the certificate");
  const answer =
    record.kind === "batch"
      ? await inBatch(receipt, item, record, store, question)
      : await ofOwnRecord(receipt, record, question);
  return withProof(answer, receipt);
}

/**
 * A proof must hold in itself, and raises nothing: whoever wrote the receipt may have made up a block to lead to. That
 * there is such a block only gateways can say (confirmBlock).
 */
async function withProof(answer: RecordAnswer, receipt: Receipt): Promise<RecordAnswer> {
  const { proof, record } = receipt;
  if (!proof || !answer.evidence) return answer;
  const broken = await checkInclusion(proof, { id: record.id, bytes: record.item });
  if (broken !== undefined) throw fault("proof", `does not hold: ${broken}`);
  const finding: Finding = {
    code: "colophon.archive.receiptProof",
    kind: "informational",
    explanation: `the receipt leads to block ${proof.block.height}, as gateways reported it when the proof was made; not asked again`,
    source: "colophon",
  };
  return {
    ...answer,
    evidence: { ...answer.evidence, findings: [...answer.evidence.findings, finding] },
    findings: [...answer.findings, finding],
  };
}

/** The data item, if it is the one that the receipt names and its owner signed it. */
async function itemOf({ record }: Receipt): Promise<{
  item: DataItem;
  record: ArchiveRecord | BatchRecord;
}> {
  let item: DataItem;
  let said: AnyRecord;
  try {
    item = parseItem(record.item);
    said = readAnyRecord(item);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    throw fault("record.item", `is no record: ${cause.message}`);
  }
  const check = await verifyItem(item);
  if (!check.ok) throw fault("record.item", `is not what its owner signed (${check.reason})`);
  if (check.id !== record.id) throw fault("record.id", "is not that of its item");
  if (check.ownerAddress !== record.owner) throw fault("record.owner", "is not that of its item");
  if (said.kind === "withdrawal") throw fault("record.item", "is a withdrawal, not a record");
  return { item, record: said };
}

async function ofOwnRecord(
  receipt: Receipt,
  record: ArchiveRecord,
  { sha256: hash, store, judge, archivedIn }: ReceiptQuestion,
): Promise<RecordAnswer> {
  const { manifest } = receipt;
  if (receipt.batch) throw fault("batch", "leads nowhere: its item is no batch");
  if (record.manifest !== manifest.id || !equal(record.storeHash, manifest.sha256))
    throw fault("record.item", "is the record of another manifest");
  if (record.mediaType !== receipt.file.mediaType)
    throw fault("file.mediaType", "is not that of its record");
  const copy = { sha256: hash, ...(store && { store }) };
  const answer = await verifyRecord(receipt.record.item, { judge, copy, archivedIn });
  if (answer.evidence) return answer;
  throw fault("record.item", `does not count: ${answer.findings[0]?.explanation}`);
}

async function inBatch(
  receipt: Receipt,
  item: DataItem,
  record: BatchRecord,
  store: Uint8Array,
  question: ReceiptQuestion,
): Promise<RecordAnswer> {
  const { id, owner } = receipt.record;
  if (!receipt.batch) throw fault("batch", "is missing: its item is a batch");
  if (!(await checkBatchPath(receipt.manifest.sha256, receipt.batch, record)))
    throw fault("batch.path", "does not lead from this manifest to the batch");
  const judged = await judgedStore(store, question);
  if (judged.state !== "Trusted" && judged.state !== "Valid")
    throw fault("manifest", "does not hold: its signer vouches for no record");
  if (!ownerIsBound(item, owner, judged))
    throw fault("record.owner", "is not named by the manifest: not its record");
  const holds: Finding = {
    code: "colophon.archive.recordHolds",
    kind: "success",
    explanation: "the batch is signed, its owner is bound by the manifest, and it holds it",
    source: "colophon",
  };
  return {
    evidence: {
      id,
      level: "authentic",
      manifest: judged.manifest,
      match: isBoundTo(question, judged.hardBinding) ? "hard-binding" : "manifest",
      owner,
      ...(judged.signer !== undefined && { signer: judged.signer }),
      archivedIn: question.archivedIn,
      batch: { files: record.count },
      findings: [holds, ...judged.findings],
    },
    trusted: judged.state === "Trusted",
    findings: [holds],
  };
}

function factsIn(store: Uint8Array, { factsOf }: ReceiptQuestion): StoreFacts {
  try {
    return factsOf(store);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    throw fault("manifest", `can't be read: ${cause.message}`);
  }
}

async function judgedStore(store: Uint8Array, { judge }: ReceiptQuestion) {
  try {
    return await judge(store);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
    throw fault("manifest", `could not be checked: ${cause.message}`);
  }
}

function fault(field: string, what: string): ReceiptFault {
  return new ReceiptFault(field, what);
}
