// The read side: everything that reads and checks records, and nothing that makes them. What an extension or a page
// would bundle, and what the tests of its size and of the browsers do bundle.
export {
  checkBatchPath,
  checkReceipt,
  lookup,
  openGateway,
  parseBundle,
  parseItem,
  readAnyRecord,
  readReceipt,
  readRecord,
  verifyItem,
  verifyRecord,
  withSuccessors,
} from "../../src/archive/index.js";
export { ColophonError } from "../../src/errors.js";
