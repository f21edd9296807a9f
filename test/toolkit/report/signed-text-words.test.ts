// Words that stand in signed texts, as people read them: whose they are, what differs, and nothing that promises more.
import { describe, expect, it } from "vitest";
import type { SignedText, Verdict } from "../../../src/index.js";
import { htmlReport } from "../../../toolkit/report/html.js";
import { labelWords, severalWords } from "../../../toolkit/report/signed-text-words.js";
import { briefText } from "../../../toolkit/report/text-brief.js";
import { verdictText } from "../../../toolkit/report/text-verdict.js";
import { LINES } from "./line-sample.js";
import { ARCHIVE } from "./sample.js";

const ONE: SignedText = {
  ...LINES.record.text,
  archive: { ...ARCHIVE, match: "words", signer: "The \u202eDaily Record" },
  differences: [
    [
      { kind: "same", text: "the river rose by" },
      { kind: "signed", text: "two" },
      { kind: "passage", text: "<b>nine</b>" },
      { kind: "same", text: "metres" },
    ],
  ],
};
const verdict: Verdict = {
  state: "None",
  summary: "No Content Credentials found.",
  findings: [],
  text: { label: "edited", words: 48, texts: [ONE, { ...ONE, label: "exact" }] },
};
const paint = { strong: String, faint: String, state: (_: unknown, text: string) => text };

describe("a verdict with signed texts", () => {
  it("names the signer, what they have in common and the words that differ, inert", () => {
    const options = { columns: 80, verbose: false, paint } as Parameters<typeof verdictText>[2];
    const text = verdictText("a.txt", verdict, options).replace(/\s+/g, " ");
    expect(text).toContain("a text signed by The \\u202eDaily Record");
    expect(text).toContain("the river rose by [-two-] {+<b>nine</b>+} metres");
    expect(text).toContain("need not have written it");
    expect(text).not.toContain("\u202e");
  });

  it("has a section in the report, with nothing of theirs as markup", () => {
    const html = htmlReport([{ path: "a.txt", verdict, thumbnails: new Map() }], {
      title: "t",
      at: "2026-03-04T12:33:20Z",
      version: "1",
    });
    expect(html).toContain("The same words elsewhere");
    expect(html).toMatch(/<ins>.*&lt;b&gt;nine/);
    expect(html).not.toContain("<b>nine");
  });

  it("says for each label what holds, and of one text nothing about others", () => {
    for (const label of ["exact", "partial-quote", "omissions", "edited", "based-on"] as const)
      expect(labelWords({ ...ONE, label }, "Ada")).toContain("Ada");
    expect(labelWords({ ...ONE, label: "edited" }, "Ada")).toContain("3 of 3 sentences");
    expect(severalWords({ label: "exact", words: 48, texts: [ONE] })).toBeUndefined();
  });

  it("is named in one line and in the report's table where all of the words are a signer's", () => {
    const one = { ...ONE, archive: { ...ARCHIVE, signer: "Ada" } };
    const of = (
      label: SignedText["label"],
      ...signers: readonly (string | undefined)[]
    ): Verdict => {
      const texts = signers.map((signer, i) => {
        const { signer: _, ...archive } = one.archive;
        const named = { ...archive, owner: `${i}`, ...(signer !== undefined && { signer }) };
        return { ...one, label, archive: named };
      });
      return { ...verdict, text: { label, words: 48, texts } };
    };
    const own: Verdict = {
      ...verdict,
      state: "Invalid",
      signer: { name: "Anybody", chain: [] },
      words: { state: "Valid", signer: { name: "Ada", chain: [] } },
    };
    const brief = (one: Verdict) =>
      briefText("a", one, { columns: 80, paint } as Parameters<typeof briefText>[2]);
    const cell = (one: Verdict) => {
      const entry = { path: "a", verdict: one, thumbnails: new Map() };
      const page = htmlReport([entry, entry], { title: "t", at: "2026-03-04", version: "1" });
      return /its words: <bdi>([^<]*)/.exec(page)?.[1];
    };
    expect([brief(of("exact", "Ada")), cell(of("exact", "Ada"))]).toEqual([
      expect.stringMatching(/same words signed: Ada$/),
      "Ada",
    ]);
    expect(brief(of("partial-quote", "Ada"))).toMatch(/a quote signed: Ada$/);
    expect(cell(of("exact", "Ada", "Bo"))).toBe("several signers");
    expect(brief(of("exact", undefined))).toMatch(/a signer without a name$/);
    expect([brief(own), cell(own)]).toEqual([
      expect.stringMatching(/does not check out; same words signed: Ada$/),
      "Ada",
    ]);
    expect([brief(of("edited", "Ada")), cell(of("edited", "Ada"))]).toEqual([
      expect.not.stringContaining("Ada"),
      undefined,
    ]);
  });

  it("has its whole sentence, however many names are in it", () => {
    const names = Array.from({ length: 3 }, (_, i) => `${i}`.repeat(100)).join(" and ");
    const long = { ...verdict, summary: `${names} stand here. Nothing is cut.` };
    const options = { columns: 80, verbose: false, paint } as Parameters<typeof verdictText>[2];
    expect(verdictText("a.txt", long, options)).toContain("Nothing is cut.");
  });
});
