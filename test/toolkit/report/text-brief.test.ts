import { describe, expect, it } from "vitest";
import { widthOf } from "../../../toolkit/report/layout.js";
import { paintFor } from "../../../toolkit/report/screen.js";
import { briefText } from "../../../toolkit/report/text-brief.js";
import { STATES } from "../../../toolkit/report/words.js";
import { fakeScreen } from "./fake-screen.js";
import { ARCHIVE, HOSTILE, hostileVerdict, VERDICTS } from "./sample.js";

const paint = paintFor(fakeScreen({ isTerminal: false }), {});
const brief = (path: string, verdict: (typeof VERDICTS)["Valid"], columns = 80) =>
  briefText(path, verdict, { columns, paint });

describe("a verdict on one line", () => {
  it("begins with the state and the file, in columns", () => {
    for (const state of STATES) {
      const line = brief("photo.jpg", VERDICTS[state]);
      expect(line.slice(13, 22), line).toBe("photo.jpg");
      expect(line.slice(0, 13).trimEnd()).toBe(state);
    }
  });

  it("says who only as far as the signer is known, and nothing that an Invalid file says", () => {
    expect(brief("a", VERDICTS.Trusted)).toContain("by The Daily Record");
    expect(brief("a", VERDICTS.Valid)).toContain("under the name The Daily Record");
    expect(brief("a", VERDICTS.Invalid)).not.toContain("The Daily Record");
  });

  it("says changed since signing for a hash mismatch and for nothing else", () => {
    const mismatch = { code: "assertion.dataHash.mismatch", kind: "failure" } as const;
    const finding = { ...mismatch, explanation: "", source: "engine" } as const;
    const changed = { state: "Invalid", summary: "", findings: [finding] } as const;
    expect(brief("a", changed)).toMatch(/changed since signing$/);
    expect(brief("a", { ...changed, findings: [] })).toMatch(/does not check out$/);
    const earlier = { ...changed, findings: [{ ...finding, ingredient: "b.jpg" }] };
    expect(brief("a", earlier)).toMatch(/does not check out$/);
  });

  it("a record that its signer took back is told", () => {
    const archive = { ...ARCHIVE, withdrawn: { id: ARCHIVE.id, at: "2026-08-21T10:00:00Z" } };
    for (const state of ["None", "Valid"] as const)
      expect(brief("a", { ...VERDICTS[state], archive })).toContain("withdrawn");
    expect(brief("a", VERDICTS.Valid)).not.toContain("withdrawn");
  });

  it("None without a record says nothing more", () => {
    expect(brief("a", { state: "None", summary: "", findings: [] })).toBe("None         a");
  });

  it("stays on one line of 80 columns, and drops remarks rather than the name", () => {
    for (const path of ["photo.jpg", "文".repeat(30), "x".repeat(200)])
      for (const state of STATES) {
        const line = brief(path, VERDICTS[state]);
        expect(line).toContain(path);
        expect(widthOf(line)).toBeLessThanOrEqual(Math.max(80, 13 + widthOf(path)));
      }
  });

  it("hostile names and signers neither break the line nor move the cursor", () => {
    for (const hostile of HOSTILE)
      for (const state of STATES) {
        const line = brief(hostile, { ...hostileVerdict(() => hostile), state });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
  });
});
