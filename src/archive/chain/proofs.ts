// All about blocks, to be loaded in one piece: proofs that an item is in one, and the chain as a gateway tells it.
export * from "../network/gateway-chain.js";
export { confirmBlock } from "./block-agreement.js";
export { checkInclusion } from "./inclusion.js";
export { proveInclusion } from "./prove-inclusion.js";
