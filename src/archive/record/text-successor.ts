// What comes after the record of a text: as for every record it may be taken back or replaced, and what replaces it is
// another text record by the same owner.
import { ColophonError } from "../../errors.js";
import type { ArchiveEvidence } from "../../verdict.js";
import { parseItem } from "../item/data-item.js";
import { verifyItem } from "../item/verify-item.js";
import type { JudgeStore } from "./judge-item.js";
import { withSuccessors } from "./successor.js";
import { readTextItem } from "./text-item.js";

/** More are not looked at: nobody has a need for them. */
const MOST = 16;

/** As withSuccessors. @param items the newest last; of several text records that replace it, the last one counts */
export async function withTextSuccessors(
  evidence: ArchiveEvidence,
  items: readonly { readonly id: string; readonly bytes: Uint8Array }[],
  judge: JudgeStore,
): Promise<ArchiveEvidence> {
  const current = await withSuccessors(evidence, items, judge);
  for (const { id, bytes } of items.slice(-MOST).reverse())
    if (await replaces(evidence, id, bytes)) return { ...current, supersededBy: id };
  return current;
}

async function replaces({ id: earlier, owner }: ArchiveEvidence, id: string, bytes: Uint8Array) {
  try {
    const item = parseItem(bytes);
    if (readTextItem(item).supersedes !== earlier || id === earlier) return false;
    const check = await verifyItem(item, { id });
    return check.ok && check.ownerAddress === owner;
  } catch (cause) {
    if (cause instanceof ColophonError) return false;
    throw cause;
  }
}
