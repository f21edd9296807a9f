// Sentences and words: cut at places that don't depend on the engine, and counted fairly in every script.
import { describe, expect, it } from "vitest";
import { canonical } from "../../../src/text/index.js";
import { bareToken, countWords, sentencesOf, tokensOf } from "../../../src/text/segment.js";
import { SCRIPTS } from "./sample.js";

describe("sentences", () => {
  it("are those of English, in any language", () => {
    expect(sentencesOf('He left. "Did he?" Yes! No change')).toEqual([
      "He left.",
      '"Did he?"',
      "Yes!",
      "No change",
    ]);
    expect(sentencesOf(canonical(SCRIPTS["zh"] ?? ""))).toHaveLength(2);
    expect(sentencesOf(canonical("Είναι; Ναι."))).toHaveLength(1); // a question mark in Greek only
  });
});

describe("words", () => {
  it("stand between spaces; a character of Han, Kana, Thai, Lao, Khmer or Myanmar is a token by itself", () => {
    expect(tokensOf("Don't - go, 北京ok ไป")).toEqual([
      "Don't",
      "-",
      "go,",
      "北",
      "京",
      "ok",
      "ไ",
      "ป",
    ]);
    expect(["Don't", "-", "go,", "“(Yes)!”", "¿qué?", "।", "C++", "#1"].map(bareToken)).toEqual([
      "don't",
      "",
      "go",
      "yes",
      "qué",
      "",
      "c",
      "1",
    ]);
  });

  it("count so that fifteen are about as telling in every script", () => {
    const words = (language: string) => countWords(tokensOf(canonical(SCRIPTS[language] ?? "")));
    expect(words("en")).toBe(30);
    for (const language of ["de", "fr", "ru", "ja", "zh", "th", "km", "my"]) {
      expect(words(language), language).toBeGreaterThanOrEqual(15);
      expect(words(language), language).toBeLessThanOrEqual(45);
    }
    expect(countWords(["-", "…", "。"])).toBe(0);
  });
});
