import { describe, expect, it } from "vitest";
import { sentence } from "../../../src/credential/sentence.js";
import type { ArchiveEvidence, Finding, Signer, State, Verdict } from "../../../src/verdict.js";

const signer: Signer = { name: "The Daily Record", chain: [] };
const failure = (code: string, ingredient?: string): Finding => ({
  code,
  kind: "failure",
  explanation: "engine's words",
  source: "engine",
  ...(ingredient && { ingredient }),
});
const verdict = (
  state: State,
  findings: readonly Finding[] = [],
  more: Partial<Verdict> = {},
): Omit<Verdict, "summary"> => ({ state, findings, ...more });

const archive: ArchiveEvidence = {
  id: "x",
  level: "authentic",
  manifest: "urn:c2pa:x",
  match: "hard-binding",
  owner: "y",
  signer: "The Daily Record",
  archivedIn: "embedded",
  findings: [],
};

describe("the sentence of a verdict", () => {
  it.each([
    [
      "of a trusted signer says so",
      verdict("Trusted", [], { signer }),
      "Signed by The Daily Record, who is on a trust list in use; the signed content is unchanged.",
    ],
    [
      "of an unknown signer gives the name as a name only",
      verdict("Valid", [failure("signingCredential.untrusted")], { signer }),
      "Signed under the name The Daily Record, which no trust list in use vouches for; the signed content is unchanged.",
    ],
    [
      "of changed content says changed since signing",
      verdict(
        "Invalid",
        [failure("signingCredential.untrusted"), failure("assertion.dataHash.mismatch")],
        { signer },
      ),
      "Changed since signing: the content is not what was signed under the name The Daily Record.",
    ],
    [
      "of a bad signature relies on nothing, not even the name or the hash",
      verdict(
        "Invalid",
        [failure("assertion.dataHash.mismatch"), failure("claimSignature.mismatch")],
        { signer },
      ),
      "The signature of its Content Credentials does not hold, so nothing they say can be relied on.",
    ],
    [
      "of an expired certificate says that",
      verdict(
        "Invalid",
        [failure("signingCredential.untrusted"), failure("signingCredential.expired")],
        { signer },
      ),
      "The Content Credentials do not hold: the signing certificate is out of date, and no time-stamp shows that it was valid when this was signed.",
    ],
    [
      "of an ingredient's changed content does not say changed since signing",
      verdict("Invalid", [failure("assertion.dataHash.mismatch", "self#jumbf=x")], { signer }),
      "The Content Credentials do not hold: in the history of an ingredient, the content is not what was signed.",
    ],
    [
      "of an unknown failure gives its code",
      verdict("Invalid", [failure("some.future.code")]),
      "The Content Credentials do not hold: failure some.future.code.",
    ],
    [
      "without a failure still does not say more than it knows",
      verdict("Invalid"),
      "The Content Credentials do not hold: the check failed.",
    ],
    ["of nothing found says only that", verdict("None"), "No Content Credentials found."],
    [
      "of a stripped copy names the archive",
      verdict("None", [], { archive }),
      "Found in the archive: a record by The Daily Record matches; this copy carries no credential.",
    ],
    [
      "does not count what an archive only lists",
      verdict("None", [], { archive: { ...archive, level: "listed" } }),
      "No Content Credentials found.",
    ],
    [
      "of a record that was taken back says that, and the state stays what it is",
      verdict("Trusted", [], {
        signer,
        archive: { ...archive, withdrawn: { id: "x", at: "2026-08-21T10:00:00Z" } },
      }),
      "Signed by The Daily Record, who is on a trust list in use; the signed content is unchanged. Its signer has withdrawn the archive record.",
    ],
    [
      "of a remote manifest says that nobody was asked",
      verdict("None", [], { remoteManifest: "https://example.org/x" }),
      "No Content Credentials in the file itself; it names some at another address, which was not asked.",
    ],
    [
      "of an unchecked file says nothing about its content",
      verdict("NotChecked"),
      "This file could not be checked; that says nothing about its content.",
    ],
  ])("%s", (_, from, expected) => {
    expect(sentence(from)).toBe(expected);
  });

  it("cuts a name of ten thousand characters, never inside one of them", () => {
    const text = sentence(
      verdict("Trusted", [], { signer: { name: "😀".repeat(10_000), chain: [] } }),
    );
    expect(text).toContain(`${"😀".repeat(100)}…,`);
    expect(text.length).toBeLessThan(300);
  });

  it("never judges the content", () => {
    const states: readonly State[] = ["Trusted", "Valid", "Invalid", "None", "NotChecked"];
    for (const state of states)
      expect(sentence(verdict(state, [], { signer }))).not.toMatch(
        /authentic|real|fake|true|not AI/i,
      );
  });
});
