// What comes after a record that counts: its signer may have taken it back or replaced it. Honoured from the record's
// own owner alone; what anybody else files under its id is as if it weren't there. Nothing here raises a record.
import { ColophonError } from "../../errors.js";
import type { ArchiveEvidence, Finding, Withdrawal } from "../../verdict.js";
import { parseItem } from "../item/data-item.js";
import { ownerAddress, verifyItem } from "../item/verify-item.js";
import type { JudgeStore } from "./judge-item.js";
import { judgeRecord } from "./judge-record.js";
import { readWithdrawal } from "./withdrawal.js";

/** A data item that names the record in `Colophon-Supersedes`. Its word is not taken for anything. */
interface LaterItem {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** More of the owner's are not looked at: nobody has a need for them. */
const MOST = 16;

/**
 * The evidence with what its own signer said of it later, and a finding for each.
 * @param items the newest last; of several that replace the record, the last one counts
 */
export async function withSuccessors(
  evidence: ArchiveEvidence,
  items: readonly LaterItem[],
  judge: JudgeStore,
): Promise<ArchiveEvidence> {
  let { withdrawn, supersededBy } = evidence;
  const own: LaterItem[] = [];
  for (const item of items) if (await isBy(evidence.owner, item)) own.push(item);
  const first = own.slice(0, MOST / 2);
  for (const item of [...first, ...own.slice(first.length).slice(-MOST / 2)]) {
    const taken = await readLater(item, evidence, judge);
    if (typeof taken === "string") supersededBy = taken;
    else if (taken && (!withdrawn || taken.at < withdrawn.at)) withdrawn = taken;
  }
  if (!withdrawn && supersededBy === undefined) return evidence;
  const findings = [
    ...(withdrawn ? [noted("withdrawn", "its signer has taken this record back")] : []),
    ...(supersededBy === undefined
      ? []
      : [noted("superseded", "its signer has replaced this record by a later one")]),
  ];
  return {
    ...evidence,
    findings: [...findings, ...evidence.findings],
    ...(withdrawn && { withdrawn }),
    ...(supersededBy !== undefined && { supersededBy }),
  };
}

/** Whether an item carries the owner's key: not yet that the owner signed it, but nobody else's can count. */
async function isBy(owner: string, { bytes }: LaterItem): Promise<boolean> {
  try {
    return (await ownerAddress(parseItem(bytes).owner)) === owner;
  } catch (cause) {
    if (cause instanceof ColophonError) return false;
    throw cause;
  }
}

/** The id of a record that replaces it, the notice that takes it back, or nothing. */
async function readLater(
  { id, bytes }: LaterItem,
  { id: earlier, owner }: ArchiveEvidence,
  judge: JudgeStore,
): Promise<string | Withdrawal | undefined> {
  try {
    const item = parseItem(bytes);
    const check = await verifyItem(item, { id });
    if (!check.ok || check.ownerAddress !== owner || id === earlier) return undefined;
    if (item.tags.some(({ name, value }) => name === "Colophon-Kind" && value === "withdrawal")) {
      const { withdraws, at, reason } = readWithdrawal(item);
      if (withdraws !== earlier) return undefined;
      return { id, at, ...(reason !== undefined && { reason }) };
    }
    const held = await judgeRecord(bytes, { judge, id });
    return !("code" in held) && held.record.supersedes === earlier ? id : undefined;
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

function noted(what: "withdrawn" | "superseded", explanation: string): Finding {
  return {
    code: `colophon.archive.${what}`,
    kind: "informational",
    explanation,
    source: "colophon",
  };
}
