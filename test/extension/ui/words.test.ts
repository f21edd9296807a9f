// The panel says the sentences of the command line, and never lacks one.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findingWords as commandWords } from "../../../toolkit/report/finding-words.js";

const LOCALE = new URL("../../../extension/_locales/en/panel.json", import.meta.url);
const WORDS = new URL("../../../toolkit/report/finding-words.ts", import.meta.url);
const panel = JSON.parse(readFileSync(LOCALE, "utf8")) as Record<string, { message: string }>;
const codes = [...readFileSync(WORDS, "utf8").matchAll(/^ {2}"([A-Za-z][\w.-]*\.[\w.-]+)":/gm)].map(
  ([, code]) => code ?? "",
);

describe("the sentences for validation codes", () => {
  it("are those of the command line, word for word, for every code", () => {
    expect(codes.length).toBeGreaterThan(100);
    for (const code of codes) {
      const key = `finding_${code.replace(/[^A-Za-z0-9]/g, "_")}`;
      const said = commandWords({ code, kind: "failure", explanation: "", source: "engine" });
      expect(panel[key]?.message, code).toBe(said);
    }
  });

  it("have no code more, and no two codes with one key", () => {
    const keys = Object.keys(panel).filter((key) => key.startsWith("finding_"));
    expect(keys).toHaveLength(new Set(codes).size);
    expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
  });
});
