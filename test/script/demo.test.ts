// npm run demo is the first thing a newcomer sees: it must end well, offline, and fit their terminal.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { widthOf } from "../../toolkit/report/layout.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const out = join(mkdtempSync(join(tmpdir(), "colophon-demo-")), "out");
const HOME = { HOME: out, XDG_CONFIG_HOME: out, XDG_DATA_HOME: out };
let shown = "";
let lines: string[] = [];

beforeAll(() => {
  const env = { ...process.env, ...HOME, NO_COLOR: "1" };
  const demo = spawnSync(process.execPath, ["demo/demo.js", out], { cwd: ROOT, env });
  shown = demo.stdout.toString();
  lines = shown.split("\n");
  expect(demo.status, shown + demo.stderr.toString()).toBe(0);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe("npm run demo", () => {
  it("fits into 80 columns", () => {
    for (const line of lines.filter((line) => !line.includes("colophon-demo-")))
      expect(widthOf(line), line).toBeLessThanOrEqual(80);
  });

  it("shows each state for its reason, as the program says it", () => {
    expect(shown).toContain("Valid: Signed under the name The Daily Record");
    expect(shown).toContain("Invalid: Changed since signing");
    expect(shown).toContain("None: Found in the archive: a record by The Daily Record");
    expect(lines.filter((line) => line.startsWith("Trusted "))).toHaveLength(4);
  });

  it("publishes to a gateway that it runs and stops, and proves the stripped copy's record through it", async () => {
    expect(shown.match(/^accepted /gm)).toHaveLength(6); // four files; of the article also its words and their index
    expect(shown).toMatch(/^ {2}Status {7}in block: /m);
    const [, reader = ""] = shown.split("verify lake-from-a-chat.jpg");
    expect(reader).toContain("in block: the record checks");
    expect(reader).toContain("the content that was signed is the content of this file");
    const url = /listening on (\S+),/.exec(shown)?.[1] ?? "";
    expect(reader).toContain(`kept in ${url}`);
    await expect(fetch(`${url}/info`)).rejects.toThrow("fetch failed");
  });

  it("never claims more than a verdict can", () => {
    expect(shown.replace(/authentic: the record/g, "")).not.toMatch(
      /\b(authentic|genuine|fake|real|true|truth|trustworthy|verified)\b/i,
    );
    expect(shown).toContain("It does not say");
  });

  it("leaves what it promises, and nothing outside its own folder", () => {
    const files = readdirSync(out);
    for (const name of ["report.html", "lake.signed.jpg", "article.signed.md", "home"])
      expect(files).toContain(name);
    for (const name of ["colophon", ".config", ".local"]) expect(files).not.toContain(name);
    expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("lake-from-a-chat.jpg");
  });
});
