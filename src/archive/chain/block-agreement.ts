// Which block there is at a height, by the word of several gateways. Nothing here can be computed by a verifier without the
// whole chain: so agreement of independent gateways is all that stands behind a block, and the answer says whose.

import { toBase64Url } from "../../encoding/index.js";
import type { ArchiveBlock } from "../../verdict.js";
import type { BlockHead, Gateway } from "../network/gateway.js";
import { GatewayRound } from "./gateway-round.js";
import type { InclusionProof } from "./inclusion.js";
import { unproven } from "./unproven.js";

/** How far gateways agree: `agreed` takes two hosts. */
export type BlockLevel = "in block" | "agreed";

/** What one gateway says of a block. */
interface BlockWord {
  readonly url: string;
  readonly block: BlockHead;
  readonly previousWeaveSize: number;
  /** Height of the newest block that it has. */
  readonly newest: number;
}

export interface BlockAgreement {
  readonly head: BlockHead;
  readonly previousWeaveSize: number;
  readonly block: ArchiveBlock;
  readonly level: BlockLevel;
}

/**
 * The one block that all gateways which answer name; one that fails, or whose blocks do not follow one another, is left out.
 * Undefined when none answers. @throws ColophonError RECORD_UNPROVEN naming two gateways that differ; CANCELLED
 */
export async function agreedBlock(
  height: number,
  round: GatewayRound,
): Promise<BlockAgreement | undefined> {
  const words: BlockWord[] = [];
  await Promise.all(
    round.gateways.map(async (gateway) => {
      try {
        words.push(await blockWord(height, gateway));
      } catch (cause) {
        round.noteFailure(cause, gateway);
      }
    }),
  );
  const [first, ...others] = words.sort((a, b) => (a.url < b.url ? -1 : 1));
  if (!first) return undefined;
  const { block: head, previousWeaveSize } = first;
  const other = others.find((word) => fingerprint(word) !== fingerprint(first));
  if (other)
    throw unproven(`${first.url} and ${other.url} name different blocks at height ${height}`);
  const newest = Math.min(...words.map((word) => word.newest));
  const hosts = new Set(words.map(({ url }) => new URL(url).host.replace(/\.(?=:|$)/, "")));
  const block: ArchiveBlock = {
    height,
    id: head.id,
    at: new Date(head.timestamp * 1000).toISOString().replace(".000Z", "Z"),
    confirmations: Math.max(0, newest - height),
    gateways: words.map(({ url }) => url),
  };
  return { head, previousWeaveSize, block, level: hosts.size > 1 ? "agreed" : "in block" };
}

/**
 * Asks gateways now whether the block of a proof is the chain's; checkInclusion says whether the item leads to it.
 * @throws ColophonError RECORD_UNPROVEN when none answers, when they differ, or when they name another block; CANCELLED
 */
export async function confirmBlock(
  proof: InclusionProof,
  gateways: readonly Gateway[],
): Promise<{ block: ArchiveBlock; level: BlockLevel }> {
  const { height } = proof.block;
  const round = new GatewayRound(gateways);
  const found = await agreedBlock(height, round);
  if (!found) throw round.unproven("no gateway was asked");
  const { head, previousWeaveSize, block, level } = found;
  if (fingerprint({ block: head, previousWeaveSize }) !== fingerprint(proof))
    throw unproven(
      `by the word of ${block.gateways.join(", ")}, another block than the proof's is at height ${height}`,
    );
  return { block, level };
}

async function blockWord(height: number, gateway: Gateway): Promise<BlockWord> {
  const [block, previous, newest] = await Promise.all([
    gateway.block(height),
    height > 0 ? gateway.block(height - 1) : undefined,
    gateway.height(),
  ]);
  const previousWeaveSize = previous?.weaveSize ?? 0;
  if ((previous && previous.id !== block.previous) || block.weaveSize < previousWeaveSize)
    throw unproven(`the blocks of ${gateway.url} at height ${height} do not follow one another`);
  return { url: gateway.url, block, previousWeaveSize, newest };
}

/** Equal for the same block, and only then. */
function fingerprint(word: Pick<BlockWord, "block" | "previousWeaveSize">): string {
  const { height, id, txRoot, weaveSize, timestamp, previous } = word.block;
  const root = toBase64Url(txRoot);
  return JSON.stringify([height, id, root, weaveSize, timestamp, previous, word.previousWeaveSize]);
}
