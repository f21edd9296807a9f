// Findings in groups, and what the groups are called.
import { type FindingGroups, groupFindings } from "../../src/credential/index.js";

export { type FindingGroups, groupFindings };

/** Headings of the groups. */
export const GROUP_HEADINGS: Readonly<Record<keyof FindingGroups, string>> = {
  failed: "What failed",
  history: "What failed in the history",
  notable: "Worth knowing",
  rest: "What was checked",
};
