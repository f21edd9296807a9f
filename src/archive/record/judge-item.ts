// From the bytes of a data item to a manifest that speaks for it, whatever kind of record it is. From the outside in: (1) the
// item is what its owner signed, (2) the manifest store is the one that its tags name, (3) that manifest holds, (4) the
// manifest itself binds the item's owner, which makes the tags the signer's word.
import { equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type { Finding, SigningTime, State } from "../../verdict.js";
import { type DataItem, parseItem } from "../item/data-item.js";
import { type ItemFault, verifyItem } from "../item/verify-item.js";
import { ownerIsBound } from "./owner-bound.js";
import type { HardBinding } from "./proof.js";
import type { SigningKey } from "./proof-signature.js";
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

/** What every record says of the manifest that it is about. */
interface NamingManifest {
  readonly manifest: string;
  readonly storeHash: Uint8Array;
}

/** What is asked of an item, and how its kind of record is read. */
export interface ItemQuestion<Kind extends NamingManifest> {
  readonly judge: JudgeStore;
  /** The id that was asked for. */
  readonly id: string | undefined;
  /** The record in it. @throws ColophonError */
  read(item: DataItem): Kind;
  /** The manifest store that the record names, where it can be had. */
  storeOf(record: Kind): Promise<Uint8Array | undefined> | Uint8Array | undefined;
  /** What is said where it can't. */
  readonly missing: string;
}

/** An item whose manifest holds and binds its owner. */
export interface JudgedItem<Kind> {
  readonly id: string;
  /** Owner address. */
  readonly owner: string;
  readonly item: DataItem;
  readonly record: Kind;
  readonly judged: JudgedStore;
}

/**
 * Bad bytes are an answer, not an exception.
 * @returns the record, or the finding that says why it is refused
 */
export async function judgeItem<Kind extends NamingManifest>(
  bytes: Uint8Array,
  { judge, id, read, storeOf, missing }: ItemQuestion<Kind>,
): Promise<JudgedItem<Kind> | Finding> {
  let item: DataItem;
  let record: Kind;
  try {
    item = parseItem(bytes);
    record = read(item);
  } catch (cause) {
    const { code, message } = expected(cause);
    return refusal(code === "ITEM_MALFORMED" ? "itemMalformed" : "recordInvalid", message);
  }
  const check = await verifyItem(item, id === undefined ? {} : { id });
  if (!check.ok) return refusal(...ITEM_FAULTS[check.reason]);
  const store = await storeOf(record);
  if (!store) return refusal("manifestNeeded", missing);
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
    return refusal("manifestInvalid", `the archived manifest does not hold${failures(judged)}`);
  if (judged.manifest !== record.manifest)
    return refusal("manifestIdMismatch", "C2PA-Manifest-ID is not the URN of the manifest");
  if (!ownerIsBound(item, check.ownerAddress, judged))
    return refusal("ownerUnbound", "the manifest does not name the record's owner: not its record");
  return { id: check.id, owner: check.ownerAddress, item, record, judged };
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
const ITEM_FAULTS: Readonly<Record<ItemFault, [Refusal, string]>> = {
  "id-mismatch": ["itemIdMismatch", "the id is not the hash of the item's signature"],
  "signature-invalid": ["itemSignatureInvalid", "the owner did not sign this item"],
  "tags-mismatch": ["itemTagsMismatch", "the tags are not those that were signed"],
  "signature-type-unsupported": [
    "itemSignatureUnsupported",
    "the item is signed with a kind of key that is not checked here",
  ],
};

function failures(judged: JudgedStore): string {
  const codes = judged.findings.filter(({ kind }) => kind === "failure").map(({ code }) => code);
  return codes.length ? ` (${codes.slice(0, 3).join(", ")})` : "";
}

/** Our own errors are about the record; anything else is a defect and goes on. */
function expected(cause: unknown): ColophonError {
  if (cause instanceof ColophonError) return cause;
  throw cause;
}
