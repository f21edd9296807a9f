import { describe, expect, it } from "vitest";
import type { Finding, Verdict } from "../../../src/index.js";
import { findingDetail, findingWords } from "../../../toolkit/report/finding-words.js";
import { groupFindings } from "../../../toolkit/report/findings.js";
import { VERDICTS } from "./sample.js";

function finding(code: string, kind: Finding["kind"], more: Partial<Finding> = {}): Finding {
  return { code, kind, explanation: "as the engine says", source: "engine", ...more };
}

/** The group that a single finding falls into. */
function groupOf(one: Finding, verdict: Partial<Verdict> = {}): string | undefined {
  const groups = groupFindings({ state: "Invalid", summary: "", ...verdict, findings: [one] });
  return Object.entries(groups).find(([, findings]) => findings.length > 0)?.[0];
}

describe("findings in groups", () => {
  it.each([
    ["assertion.dataHash.mismatch", "failure", "failed"],
    ["vendor.unknown.code", "failure", "failed"],
    ["signingCredential.untrusted", "failure", "notable"],
    ["timeStamp.mismatch", "informational", "notable"],
    ["timeStamp.untrusted", "failure", "notable"],
    ["cawg.x509.credential.untrusted", "failure", "notable"],
    ["colophon.binding.uncovered", "informational", "notable"],
    ["assertion.dataHash.additionalExclusionsPresent", "informational", "notable"],
    ["signingCredential.ocsp.skipped", "informational", "rest"],
    ["claimSignature.validated", "success", "rest"],
    ["timeStamp.trusted", "success", "rest"],
  ] as const)("%s (%s) is in “%s”", (code, kind, group) => {
    expect(groupOf(finding(code, kind))).toBe(group);
  });

  it("a failure in an ingredient's past is not this file's", () => {
    expect(groupOf(finding("claimSignature.mismatch", "failure", { ingredient: "sky.png" }))).toBe(
      "history",
    );
  });

  it("what the state or the time says already is not said again", () => {
    expect(groupOf(finding("signingCredential.untrusted", "failure"), { state: "Valid" })).toBe(
      "rest",
    );
    const when = { at: "2026-03-04T12:33:20Z", source: "time-stamp", trusted: false } as const;
    expect(groupOf(finding("timeStamp.untrusted", "informational"), { when })).toBe("rest");
  });

  it("each is listed once, and an ingredient by its title", () => {
    const [, sky] = VERDICTS.Valid.tree?.ingredients ?? [];
    const [own] = sky?.findings ?? [];
    const groups = groupFindings({ ...VERDICTS.Valid, findings: [own!, own!] });
    expect(groups.history).toEqual([{ ...own, ingredient: "sky.png" }]);
  });
});

describe("words for findings", () => {
  it("a known code gets its sentence, and the engine's words as a detail", () => {
    const one = finding("assertion.dataHash.mismatch", "failure");
    expect(findingWords(one)).toBe("The content was changed since it was signed.");
    expect(findingDetail(one)).toBe("as the engine says");
  });

  it.each(["vendor.unknown", "__proto__", "constructor", "toString"])(
    "an unknown code is left to the words that came with it: %s",
    (code) => {
      expect(findingWords(finding(code, "failure"))).toBe("as the engine says");
      expect(findingDetail(finding(code, "failure"))).toBeUndefined();
      expect(findingWords(finding(code, "failure", { explanation: "" }))).toBe(code);
    },
  );
});
