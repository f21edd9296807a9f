// Text from files and pages made inert for people: the way in for every context of the extension.
export { plain } from "../src/encoding/index.js";
