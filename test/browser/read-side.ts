// The read side: everything that reads and checks records, and nothing that makes them. What an extension or a page
// would bundle, and what the tests of its size and of the browsers do bundle.
export {
  checkBatchPath,
  checkInclusion,
  checkReceipt,
  confirmBlock,
  decodeInclusion,
  lookup,
  openGateway,
  ownerAddress,
  parseBundle,
  parseItem,
  proveInclusion,
  readAnyRecord,
  readReceipt,
  readRecord,
  verifyItem,
  verifyRecord,
  withSuccessors,
} from "../../src/archive/index.js";
export { ColophonError } from "../../src/errors.js";
