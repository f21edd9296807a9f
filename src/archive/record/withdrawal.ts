// The withdrawal: a signer's notice that a record of theirs should not be relied on any more. Nothing is deleted and
// nothing hidden; it is found where the record is found, and honoured only from the record's own owner.
import { asString, encodeCbor } from "../../encoding/index.js";
import { keyTags, noticeTags, readNotice, readPayload } from "./notice.js";
import { isUtcTime } from "./proof.js";
import { type RecordContent, TAG } from "./record-tag.js";
import { atMostOne, hash, hashes, invalid, MANIFEST_URN, one } from "./tag-value.js";

/** Most characters (code points) of a reason. */
export const MAX_REASON = 500;

interface WithdrawalInput {
  /** Id of the record that is taken back. */
  readonly withdraws: string;
  /** The lookup keys of that record, so that whoever finds the one finds the other. */
  readonly hashes: readonly Uint8Array[];
  /** URN of the manifest of that record, if it is about one. */
  readonly manifest?: string;
  /** RFC 3339 in UTC: the signer's own word. */
  readonly at: string;
  /** Why, for everybody to read; 1 to MAX_REASON characters. */
  readonly reason?: string;
}

/** What a withdrawal says. It counts only if the owner of its item is the owner of the record it names. */
export interface WithdrawalRecord extends WithdrawalInput {
  readonly kind: "withdrawal";
}

/** Tags and payload of a withdrawal. @throws ColophonError RECORD_INVALID naming the field */
export function withdrawalRecord(input: WithdrawalInput): RecordContent {
  const { withdraws, manifest, at, reason } = input;
  const content = {
    tags: [
      ...noticeTags("withdrawal").slice(0, 3),
      ...(manifest === undefined ? [] : [{ name: TAG.manifest, value: manifest }]),
      ...noticeTags("withdrawal").slice(3),
      ...input.hashes.flatMap(keyTags),
      { name: TAG.supersedes, value: withdraws },
    ],
    data: encodeCbor({ withdraws, at, ...(reason !== undefined && { reason }) }),
  };
  readWithdrawal(content);
  return content;
}

/** Reads a withdrawal. @throws ColophonError RECORD_INVALID naming the tag or the field */
export function readWithdrawal(item: RecordContent): WithdrawalRecord {
  const tags = readNotice(item, "withdrawal", [TAG.manifest, TAG.supersedes]);
  const supersedes = one(tags, TAG.supersedes);
  hash(TAG.supersedes, supersedes);
  const manifest = atMostOne(tags, TAG.manifest);
  if (manifest !== undefined && !MANIFEST_URN.test(manifest))
    throw invalid(TAG.manifest, "does not have the form of one");
  const notice = readPayload(item.data, 4096, noticeOf);
  if (notice.withdraws !== supersedes) throw invalid(TAG.supersedes, "differs from the payload");
  return {
    kind: "withdrawal",
    hashes: hashes(tags),
    ...(manifest !== undefined && { manifest }),
    ...notice,
  };
}

function noticeOf(map: Readonly<Record<string, unknown>>) {
  const [withdraws, at, reason] = [map["withdraws"], map["at"], map["reason"]].map(asString);
  if (withdraws === undefined) throw invalid("withdraws", "is missing");
  if (at === undefined || !isUtcTime(at)) throw invalid("at", "is not a time in UTC");
  if (map["reason"] !== undefined && (!reason || [...reason].length > MAX_REASON))
    throw invalid("reason", `does not have 1 to ${MAX_REASON} characters`);
  return { withdraws, at, ...(reason !== undefined && { reason }) };
}
