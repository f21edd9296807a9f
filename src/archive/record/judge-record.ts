// Whether a record holds by itself, whatever copy is in hand. From the outside in: (1) the item is what its owner
// signed, (2) its payload is the manifest store its tags name, (3) that manifest holds, (4) the manifest itself binds
// the item's owner, which makes the tags the signer's word.
import { equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { Finding, SigningTime, State } from "../../verdict.js";
import { type DataItem, parseItem } from "../item/data-item.js";
import { type ItemFault, verifyItem } from "../item/verify-item.js";
import { ownerIsBound } from "./owner-bound.js";
import type { HardBinding } from "./proof.js";
import { type SigningKey, verifyProof } from "./proof-signature.js";
import { type ArchiveRecord, readRecord } from "./read-record.js";
import type { TextAssertion } from "./text-assertion.js";

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
  /** The signed assertion `app.colophon.text`. */
  readonly text?: TextAssertion;
  readonly when?: SigningTime;
  readonly findings: readonly Finding[];
}

/** Judges a manifest store (JUMBF) by itself. A ColophonError means that it could not be judged. */
export type JudgeStore = (store: Uint8Array) => Promise<JudgedStore>;

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
  "textUnsigned",
  "copyMismatch",
] as const;
type Refusal = (typeof REFUSALS)[number];

/**
 * Judges the bytes of a data item as a record. Bad bytes are an answer, not an exception.
 * @returns the record, or the finding that says why it is refused
 */
export async function judgeRecord(
  bytes: Uint8Array,
  { judge, id, store: inHand }: RecordQuestion,
): Promise<JudgedRecord | Finding> {
  let item: DataItem;
  let record: ArchiveRecord;
  try {
    item = parseItem(bytes);
    record = readRecord(item);
  } catch (cause) {
    const { code, message } = expected(cause);
    return refusal(code === "ITEM_MALFORMED" ? "itemMalformed" : "recordInvalid", message);
  }
  const check = await verifyItem(item, id === undefined ? {} : { id });
  if (!check.ok) return refusal(...ITEM_FAULTS[check.reason]);

  const carried = inHand !== undefined && equal(await sha256(inHand), record.storeHash);
  const store = record.kind === "manifest" ? record.store : carried ? inHand : undefined;
  if (!store)
    return refusal(
      "manifestNeeded",
      "the record is a statement about a manifest that is not at hand; without it nobody can say who signed",
    );
  if (!equal(await sha256(store), record.storeHash))
    return refusal("storeHashMismatch", "C2PA-Manifest-Store-Hash is not the hash of the payload");

  let judged: JudgedStore;
  try {
    judged = await judge(store);
  } catch (cause) {
    return refusal("manifestNotChecked", expected(cause).message);
  }
  if (judged.state === "NotChecked")
    return refusal("manifestNotChecked", "the archived manifest could not be checked");
  if (judged.state !== "Trusted" && judged.state !== "Valid")
    return refusal("manifestInvalid", `the archived manifest does not hold${failures(judged)}`);
  if (judged.manifest !== record.manifest)
    return refusal("manifestIdMismatch", "C2PA-Manifest-ID is not the URN of the manifest");
  if (!ownerIsBound(item, check.ownerAddress, judged))
    return refusal("ownerUnbound", "the manifest does not name the record's owner: not its record");
  if (record.kind === "proof") {
    if (!(await verifyProof(record.proof, judged)))
      return refusal("proofSignatureInvalid", "the manifest's key did not sign the statement");
    if (!sameBinding(record.proof.hardBinding, judged.hardBinding))
      return refusal("hardBindingMismatch", "hardBinding is not the hard binding of the manifest");
  }
  return { id: check.id, owner: check.ownerAddress, record, judged, carried };
}

/** A refused record is never a failure of the file: else any stranger could make a file look Invalid. */
export function refusal(what: Refusal, explanation: string): Finding {
  return {
    code: `colophon.archive.${what}`,
    kind: "informational",
    explanation,
    source: "colophon",
  };
}

/** What to say of an item that its owner did not sign as it is. */
export const ITEM_FAULTS: Readonly<Record<ItemFault, [Refusal, string]>> = {
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
