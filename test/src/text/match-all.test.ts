// Several records: all are told, best first and never by age, and what different texts of different signers share is nobody's.
import { describe, expect, it } from "vitest";
import { isCommonPhrase, matchAll, type TextRecord, textRecord } from "../../../src/text/index.js";
import { ARTICLE, OTHER } from "./sample.js";

const LICENCE =
  "Permission is hereby granted to copy and to share this text in any medium, provided that it is neither changed nor sold.";
const record = (blocks: readonly string[]) => textRecord(blocks, { keepWords: true });
const by = (signer: string, blocks: readonly string[]): { signer: string; record: TextRecord } => ({
  signer,
  record: record(blocks),
});
const labels = (all: ReturnType<typeof matchAll>) =>
  all.map(({ candidate, match }) => `${candidate.signer}: ${match.label}`);

describe("several records", () => {
  it("are told best first, and of equals the one that was given first", () => {
    const quote = [ARTICLE[2] ?? ""];
    const candidates = [
      by("baker", OTHER),
      by("paper", ARTICLE),
      by("Marta", quote),
      by("agency", ARTICLE),
    ];
    expect(labels(matchAll(quote, candidates))).toEqual([
      "Marta: exact",
      "paper: partial-quote",
      "agency: partial-quote",
      "baker: none",
    ]);
    expect(matchAll(quote, [])).toEqual([]);
  });

  it("of one article, by its author and its publisher, leave a quote a quote", () => {
    const candidates = [by("author", ARTICLE), by("publisher", [...ARTICLE, ...OTHER])];
    expect(labels(matchAll([ARTICLE[3] ?? ""], candidates))).toEqual([
      "author: partial-quote",
      "publisher: partial-quote",
    ]);
  });
});

describe("a passage that different signers have in different texts", () => {
  const one = by("one", [...ARTICLE, LICENCE]);
  const other = by("other", [...OTHER, LICENCE]);

  it("is a common phrase, by itself and as a block of a page", () => {
    expect(labels(matchAll([LICENCE], [one, other]))).toEqual([
      "one: common-phrase",
      "other: common-phrase",
    ]);
    const [first, second] = matchAll([...ARTICLE, LICENCE], [other, one]);
    expect(first?.candidate.signer).toBe("one");
    expect(first?.match.label).toBe("exact");
    expect(first?.match.each.map(({ label }) => label)).toEqual([
      "too-short",
      ...ARTICLE.slice(1).map(() => "exact"),
      "common-phrase",
    ]);
    expect(second?.match.each.at(-1)?.label).toBe("common-phrase");
  });

  it("is none where one signer alone has it", () => {
    expect(labels(matchAll([LICENCE], [one, { ...other, signer: "one" }]))).toEqual([
      "one: partial-quote",
      "one: partial-quote",
    ]);
    expect(isCommonPhrase([one])).toBe(false);
    expect(isCommonPhrase([one, other])).toBe(true);
  });
});
