// Whether an archive record counts for the copy in hand. A record is never believed because it exists: anybody can
// archive anything under any tag. It counts when, from the outside in, (1) the item is what its owner signed,
// (2) its payload is the manifest store its tags name, (3) that manifest holds, (4) the manifest itself binds the
// item's owner, which makes the tags the signer's word, and (5) the copy is the file they speak of.
import { equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { ArchiveEvidence, Finding, State } from "../../verdict.js";
import { type DataItem, parseItem } from "../item/data-item.js";
import { type ItemFault, verifyItem } from "../item/verify-item.js";
import { type Copy, matchOf } from "./copy-match.js";
import { ownerIsBound } from "./owner-bound.js";
import type { HardBinding } from "./proof.js";
import { type SigningKey, verifyProof } from "./proof-signature.js";
import { type ArchiveRecord, readRecord } from "./read-record.js";

/** What a judge found out about a manifest store without its asset. */
export interface JudgedStore extends SigningKey {
  /** The outcome with the binding to an asset left aside: Trusted and Valid mean that the manifest holds. */
  readonly state: State;
  /** URN of the active manifest. */
  readonly manifest: string;
  /** Name to show. */
  readonly signer?: string;
  /** `owner` of the signed assertion `app.colophon.archive`. */
  readonly archiveOwner?: string;
  readonly hardBinding?: HardBinding;
  readonly findings: readonly Finding[];
}

/** Judges a manifest store (JUMBF) by itself. A ColophonError means that it could not be judged. */
export type JudgeStore = (store: Uint8Array) => Promise<JudgedStore>;

interface RecordQuestion {
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
  /**
   * Why it counts or not, `colophon.archive.*`. A record that does not count is never a failure of the file:
   * else any stranger could make a file look Invalid by archiving rubbish under its hash.
   */
  readonly findings: readonly Finding[];
}

/** Why a record is refused: codes are `colophon.archive.` and one of these. */
export const REFUSALS = [
  "itemMalformed",
  "recordInvalid",
  "itemIdMismatch",
  "itemSignatureInvalid",
  "itemTagsMismatch",
  "itemSignatureUnsupported",
  "manifestNeeded",
  "storeHashMismatch",
  "manifestInvalid",
  "manifestNotChecked",
  "manifestIdMismatch",
  "ownerUnbound",
  "proofSignatureInvalid",
  "hardBindingMismatch",
  "copyMismatch",
] as const;
type Refusal = (typeof REFUSALS)[number];

/** Judges the bytes of a data item as a record of `copy`. Bad bytes are an answer, not an exception. */
export async function verifyRecord(
  bytes: Uint8Array,
  question: RecordQuestion,
): Promise<RecordAnswer> {
  const { copy, judge } = question;
  let item: DataItem;
  let record: ArchiveRecord;
  try {
    item = parseItem(bytes);
    record = readRecord(item);
  } catch (cause) {
    const { code, message } = expected(cause);
    return refused(code === "ITEM_MALFORMED" ? "itemMalformed" : "recordInvalid", message);
  }
  const check = await verifyItem(item, question.id === undefined ? {} : { id: question.id });
  if (!check.ok) return refused(...ITEM_FAULTS[check.reason]);

  const carried = copy.store !== undefined && equal(await sha256(copy.store), record.storeHash);
  const store = record.kind === "manifest" ? record.store : carried ? copy.store : undefined;
  if (!store)
    return refused(
      "manifestNeeded",
      "the record is a statement about a manifest that is not at hand; without it nobody can say who signed",
    );
  if (!equal(await sha256(store), record.storeHash))
    return refused("storeHashMismatch", "C2PA-Manifest-Store-Hash is not the hash of the payload");

  let judged: JudgedStore;
  try {
    judged = await judge(store);
  } catch (cause) {
    return refused("manifestNotChecked", expected(cause).message);
  }
  if (judged.state === "NotChecked")
    return refused("manifestNotChecked", "the archived manifest could not be checked");
  if (judged.state !== "Trusted" && judged.state !== "Valid")
    return refused("manifestInvalid", `the archived manifest does not hold${failures(judged)}`);
  if (judged.manifest !== record.manifest)
    return refused("manifestIdMismatch", "C2PA-Manifest-ID is not the URN of the manifest");
  if (!ownerIsBound(item, check.ownerAddress, judged))
    return refused("ownerUnbound", "the manifest does not name the record's owner: not its record");
  if (record.kind === "proof") {
    if (!(await verifyProof(record.proof, judged)))
      return refused("proofSignatureInvalid", "the manifest's key did not sign the statement");
    if (!sameBinding(record.proof.hardBinding, judged.hardBinding))
      return refused("hardBindingMismatch", "hardBinding is not the hard binding of the manifest");
  }
  const match = matchOf(record, judged.hardBinding, copy, carried);
  if (!match)
    return refused("copyMismatch", "none of the record's hashes is the hash of this copy");

  const holds: Finding = {
    code: "colophon.archive.recordHolds",
    kind: "success",
    explanation: "the record is signed, names this copy, and is bound by the manifest it archives",
    source: "colophon",
  };
  return {
    evidence: {
      id: check.id,
      level: "authentic",
      manifest: judged.manifest,
      match,
      owner: check.ownerAddress,
      ...(judged.signer !== undefined && { signer: judged.signer }),
      archivedIn: question.archivedIn,
      findings: [holds, ...judged.findings],
    },
    findings: [holds],
  };
}

const ITEM_FAULTS: Readonly<Record<ItemFault, [Refusal, string]>> = {
  "id-mismatch": ["itemIdMismatch", "the id is not the hash of the item's signature"],
  "signature-invalid": ["itemSignatureInvalid", "the owner did not sign this item"],
  "tags-mismatch": ["itemTagsMismatch", "the tags are not those that were signed"],
  "signature-type-unsupported": [
    "itemSignatureUnsupported",
    "the item is signed with a kind of key that is not checked here",
  ],
};

function sameBinding(stated: HardBinding, actual: HardBinding | undefined): boolean {
  return (
    actual !== undefined &&
    stated.label === actual.label &&
    stated.algorithm === actual.algorithm &&
    equal(stated.hash, actual.hash)
  );
}

function failures(judged: JudgedStore): string {
  const codes = judged.findings.filter(({ kind }) => kind === "failure").map(({ code }) => code);
  return codes.length ? ` (${codes.slice(0, 3).join(", ")})` : "";
}

/** Our own errors are about the record; anything else is a defect and goes on. */
function expected(cause: unknown): ColophonError {
  if (cause instanceof ColophonError) return cause;
  throw cause;
}

function refused(what: Refusal, explanation: string): RecordAnswer {
  return {
    findings: [
      {
        code: `colophon.archive.${what}`,
        kind: "informational",
        explanation,
        source: "colophon",
      },
    ],
  };
}
