// The panel says the sentences of the command line, and never lacks one.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REFUSALS } from "../../../src/archive/record/judge-item.js";
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

describe("our own remarks", () => {
  // Files in parts and receipts are for the command line alone.
  const COMMAND = /^(?:fragments|archive\.receipt)/;
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(`src/${path}`, "utf8"));
  const whole = sources.flatMap((source) =>
    [...source.matchAll(/"colophon\.((?:\w+\.)+\w+)"/g)].map(([, remark]) => remark ?? ""),
  );
  const made = (call: RegExp, room: string) =>
    sources.flatMap((source) => [...source.matchAll(call)].map(([, what]) => `${room}.${what}`));
  const remarks = [
    ...whole.filter((remark) => !codes.includes(`colophon.${remark}`)),
    ...made(/\b(?:remark|noted)\("(\w+)"/g, "archive"),
    ...made(/\bnote\("(cycle|repeated|truncated)"/g, "tree"),
  ].filter((remark) => !COMMAND.test(remark));

  it("have a sentence in every language: their explanations are English", () => {
    expect(new Set(remarks).size).toBeGreaterThan(14);
    for (const remark of remarks)
      expect(panel[`remark_${remark.replaceAll(".", "_")}`]?.message, remark).toBeTruthy();
    for (const family of ["archive", "chain"]) expect(panel[`remark_${family}`]).toBeTruthy();
    for (const refusal of REFUSALS) expect(panel[`remark_archive_${refusal}`]).toBeUndefined(); // the family's
  });
});
