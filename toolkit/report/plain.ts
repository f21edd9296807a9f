// Untrusted text made inert for a terminal or a page: the same way as everywhere else.
export { plain } from "../../src/encoding/index.js";
