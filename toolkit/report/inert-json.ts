// JSON that is safe to print: the same way as everywhere else.
export { inertJson } from "../../src/encoding/index.js";
