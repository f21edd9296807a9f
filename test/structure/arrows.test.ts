// The canary of docs/architecture.md: for every rule of .dependency-cruiser.cjs a bad import is planted in a copy of
// the tree, and `npm run arrows` has to see each. (With a TypeScript that it doesn't know, it checks nothing and passes.)
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  forbidden: readonly { name: string }[];
};
/** What the names of rules of one kind stand for, in their order. */
const ruled = (name: RegExp) => forbidden.flatMap((rule) => name.exec(rule.name)?.[1] ?? []);
const ROOMS = ruled(/^src-(.+)-leftwards$/);
const VENDORS = ruled(/^only-door-to-(.+)$/);

/** Rule: a file that breaks it, and what that file imports. */
const PLANTED = new Map<string, readonly [file: string, imports: string]>([
  ["no-cycles", ["src/encoding/planted.ts", "./planted.js"]],
  ["src-is-a-leaf", ["src/planted-leaf.ts", "../toolkit/version.js"]],
  ["src-no-node", ["src/planted-node.ts", "node:fs"]],
  ["toolkit-only-src", ["toolkit/planted-house.ts", "../test/planted.js"]],
  ["extension-only-src", ["extension/planted.ts", "../toolkit/version.js"]],
  ["front-door-only", ["toolkit/planted-door.ts", "../src/encoding/text.js"]],
  ["front-door-between-rooms", ["src/trust/planted-door.ts", "../encoding/text.js"]],
  ["commands-are-the-roof", ["toolkit/sign/planted.ts", "../command/sign.js"]],
  ["no-dev-dependency-shipped", ["toolkit/planted-dev.ts", "fast-check"]],
  ["contexts-apart", ["extension/panel/planted.ts", "../content/content.js"]],
  ["engine-is-the-background's", ["extension/content/planted.ts", "../engine/engine.js"]],
  ["ui-is-for-pages", ["extension/background/planted.ts", "../ui/row.js"]],
  ["resolvable", ["toolkit/planted-nowhere.ts", "./nowhere.js"]],
]);
ROOMS.forEach((room, i) => {
  const next = ROOMS[i + 1];
  const to = next ? `../${next}/index.js` : "../index.js";
  PLANTED.set(`src-${room}-leftwards`, [`src/${room}/planted-arrow.ts`, to]);
});
for (const vendor of VENDORS)
  PLANTED.set(`only-door-to-${vendor}`, [`toolkit/planted-${vendor.replace("/", "-")}.ts`, vendor]);

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { from: string; rule: { name: string } }[];
  };
}

describe("the arrows between rooms", () => {
  const folder = mkdtempSync(join(tmpdir(), "colophon-arrows-"));
  let report: Report["summary"];

  beforeAll(() => {
    for (const name of ["src", "toolkit", "extension", "package.json", "tsconfig.base.json"])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
    for (const [file, imports] of [...PLANTED.values(), ["test/planted.ts", "node:fs"] as const]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `import ${JSON.stringify(imports)};\n`);
    }
    const cruise = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const config = join(ROOT, ".dependency-cruiser.cjs");
    const args = ["src", "toolkit", "extension", "test", "--preserve-symlinks"];
    const run = spawnSync(
      process.execPath,
      [cruise, ...args, "--config", config, "--output-type", "json"],
      { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    expect(run.stdout, run.stderr).toMatch(/^\{/);
    report = (JSON.parse(run.stdout) as Report).summary;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a canary for every rule", () => {
    expect([...PLANTED.keys()].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it("has a rule for every room, and for every package that is shipped", () => {
    const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true });
    const rooms = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect([...ROOMS].sort()).toEqual(rooms.sort());
    const { dependencies } = createRequire(import.meta.url)("../../package.json");
    expect(VENDORS).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  });

  it("looks at every file", () => {
    expect(report.totalCruised).toBeGreaterThan(200);
  });

  it.each([...PLANTED])("%s is broken by %j", (rule, [file]) => {
    const broken = report.violations.filter(({ from }) => from === file);
    expect(broken.map((violation) => violation.rule.name)).toContain(rule);
  });

  it("sees nothing else wrong", () => {
    const planted = [...PLANTED.values()].map(([file]) => file);
    expect(report.violations.filter(({ from }) => !planted.includes(from))).toEqual([]);
  });
});
