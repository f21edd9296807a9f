// Proving that an item is in a block, checking such a proof, and asking whether the block is still the chain's. It is a fifth
// of what checks records and needed only for those that hold, so it is loaded when it is first asked for: whoever looks
// records up in a page does not wait for it (docs/decisions/0005-read-side.md).
import type * as proofs from "./proofs.js";

const load = () => import("./proofs.js");

/** As proveInclusion of prove-inclusion.ts. */
export const proveInclusion: typeof proofs.proveInclusion = async (item, gateways) =>
  (await load()).proveInclusion(item, gateways);

/** As checkInclusion of inclusion.ts. */
export const checkInclusion: typeof proofs.checkInclusion = async (proof, item) =>
  (await load()).checkInclusion(proof, item);

/** As confirmBlock of block-agreement.ts. */
export const confirmBlock: typeof proofs.confirmBlock = async (proof, gateways) =>
  (await load()).confirmBlock(proof, gateways);
