// What gateways know of records: who lists them, and whether they are proven to be part of a block. A listing is a gateway's
// word and is shown as such; a block counts only with the proof of proveInclusion.
import { type Gateway, proveInclusion } from "../../../src/archive/index.js";
import { ColophonError } from "../../../src/index.js";
import type { StatusLine } from "../../report/line.js";

/** Most that a gateway is asked about at once. */
const AT_ONCE = 100;

export type ListedBy = ReadonlyMap<string, readonly string[]>;

/**
 * The gateways that list each of these records, by the records' ids.
 * @param onFailure called for each gateway that gives no usable answer; the others are asked all the same
 */
export async function listings(
  ids: readonly string[],
  gateways: readonly Gateway[],
  onFailure: (gateway: Gateway, error: ColophonError) => void,
): Promise<ListedBy> {
  const listed = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const gateway of gateways)
    try {
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const some = ids.slice(i, i + AT_ONCE);
        const found = await gateway.find({ ids: some, order: "oldest", limit: AT_ONCE });
        for (const id of new Set(found.map((item) => item.id))) listed.get(id)?.push(gateway.url);
      }
    } catch (error) {
      if (!(error instanceof ColophonError) || error.code === "CANCELLED") throw error;
      onFailure(gateway, error);
    }
  return listed;
}

/** How far a record that is listed has come into the chain. @throws ColophonError CANCELLED */
export async function proven(
  item: { readonly id: string; readonly bytes: Uint8Array },
  gateways: readonly Gateway[],
): Promise<Pick<StatusLine, "status" | "block" | "reason">> {
  try {
    const { block, level } = await proveInclusion(item, gateways);
    return { status: level, block };
  } catch (error) {
    if (!(error instanceof ColophonError) || error.code === "CANCELLED") throw error;
    return { status: "listed", reason: error.message };
  }
}
