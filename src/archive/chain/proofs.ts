// All about proofs that an item is in a block, for block-proof.ts to load in one piece.
export { confirmBlock } from "./block-agreement.js";
export { checkInclusion } from "./inclusion.js";
export { proveInclusion } from "./prove-inclusion.js";
