// docs/cli.md is a contract: what the tool can say is in it, and what is in it the tool can say.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  EXIT,
  EXIT_CODES,
  exitCodeOfError,
  exitCodeOfState,
} from "../../toolkit/report/exit-code.js";
import { ERROR_CODES } from "../../toolkit/report/hints.js";
import { STATES } from "../../toolkit/report/words.js";
import { LINES } from "../toolkit/report/line-sample.js";

const MANUAL = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");

/** Text under a heading, up to the next of the same or a higher level. */
function section(heading: string): string {
  const from = MANUAL.indexOf(`\n${heading}\n`);
  if (from < 0) return "";
  const level = heading.split(" ")[0]?.length ?? 0;
  const rest = MANUAL.slice(from + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level}} `, "m"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Cells of the tables in a section, without their heading rows. */
function rows(heading: string): string[][] {
  const lines = section(heading).split("\n");
  return lines
    .filter((line, i) => line.startsWith("| ") && !lines[i + 1]?.startsWith("|---"))
    .map((line) => line.slice(2, -2).split(" | "));
}

describe("docs/cli.md", () => {
  it("lists every error code with its exit code, and no other", () => {
    const documented = rows("## Error codes").map(([code, exit]) => [code, Number(exit)]);
    expect(documented).toEqual(ERROR_CODES.map((code) => [code, exitCodeOfError(code)]));
  });

  it("lists every exit code, and no other", () => {
    const documented = rows("## Exit codes").map(([code]) => Number(code));
    expect(documented).toEqual([...EXIT_CODES, EXIT.unread].sort((a, b) => a - b));
    for (const state of STATES.filter((state) => state !== "Trusted"))
      expect(rows("## Exit codes")).toContainEqual([
        String(exitCodeOfState(state)),
        `\`verify\`: ${state}`,
      ]);
  });

  it("tells the order of exit codes as it is", () => {
    expect(section("## Exit codes")).toContain(`decides: ${EXIT_CODES.join(", ")}.`);
  });

  it("explains every state", () => {
    expect(rows("## colophon verify").map(([state]) => state)).toEqual(STATES);
  });

  it("has a section for every type of JSON line, and for no other", () => {
    const documented = [...section("## JSON output").matchAll(/^### `(.+)`$/gm)].map(
      ([, type]) => type,
    );
    expect(documented.sort()).toEqual(Object.keys(LINES).sort());
  });

  it.each(Object.entries(LINES))("describes every field of a %s, and no other", (type, line) => {
    const documented = rows(`### \`${type}\``).map(([field]) => field?.replace(/[`?]/g, ""));
    const { type: _, ...fields } = line;
    expect(documented.sort()).toEqual(Object.keys(fields).sort());
  });
});
