// The programs of docs/library.md, compiled against the package by its own name and run: what the page says they
// print, they print.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPem } from "../../src/index.js";
import { saveIdentity } from "../../toolkit/identity/save.js";
import { createIdentity } from "../../toolkit/index.js";
import { mediaFixtures } from "../fixture/media/index.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/library.md"), "utf8");

/** Programs with what they print: a ts block, and the next block without a language. */
const programs = [
  ...PAGE.matchAll(/^## (.+)\n[\s\S]*?^```ts\n([\s\S]*?)^```\n[\s\S]*?^```\n([\s\S]*?)^```$/gm),
].map(([, title = "", code = "", printed = ""]) => ({ title, code, printed }));
// Node and TypeScript find "colophon" by the package.json above the file.
const folder = join(ROOT, `dist/test/library-${process.pid}`); // not part of the package
const place = mkdtempSync(join(tmpdir(), "colophon-library-"));
const file = (title: string) => join(folder, `${title.toLowerCase().replaceAll(" ", "-")}.ts`);

const fixture = async (name: string) =>
  (await mediaFixtures()).find((one) => one.name === name)?.bytes ?? new Uint8Array();

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  for (const { title, code } of programs) writeFileSync(file(title), code);
  writeFileSync(join(place, "photo.jpg"), await fixture("jpeg-baseline"));
  writeFileSync(join(place, "picture.png"), await fixture("png"));
  const ada = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
  await saveIdentity(ada, { env: { COLOPHON_HOME: join(place, "home") }, passphrase: undefined });
  const desk = { name: "Photo Desk", organisation: "The Daily Record" };
  const made = await createIdentity({ ...desk, algorithm: "es256" });
  const key = made.keys.claim.export({ type: "pkcs8", format: "pem" });
  writeFileSync(join(place, "key.pem"), key);
  writeFileSync(join(place, "chain.pem"), toPem(made.signer.chain));
  writeFileSync(join(place, "root.pem"), toPem([made.root]));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(place, { recursive: true, force: true });
});

/** Runs a module in a place with the files that the page speaks of. */
function run(path: string, ...args: readonly string[]): string {
  const env = { PATH: process.env["PATH"] ?? "", COLOPHON_HOME: "home" };
  return execFileSync(process.execPath, [path, ...args], { cwd: place, env, encoding: "utf8" });
}

describe("docs/library.md", () => {
  it("shows programs, each with what it prints", () => {
    expect(programs.map(({ title }) => title)).toEqual(
      [...PAGE.matchAll(/^## (.+)$/gm)].map(([, t]) => t),
    );
  });

  it("shows programs that compile in strict Node programs, types of ours included", () => {
    const program = ts.createProgram(
      programs.map(({ title }) => file(title)),
      {
        module: ts.ModuleKind.NodeNext,
        target: ts.ScriptTarget.ES2023,
        lib: ["lib.es2023.d.ts"],
        types: ["node"],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
      },
    );
    const { diagnostics } = program.emit();
    const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics].filter(
      // other people's type files are theirs
      ({ file }) => !file?.fileName.includes("/node_modules/"),
    );
    const host = {
      getCurrentDirectory: () => ROOT,
      getCanonicalFileName: (n: string) => n,
      getNewLine: () => "\n",
    };
    expect(ts.formatDiagnostics(faults, host)).toBe("");
  });

  it.each(programs.filter(({ title }) => title !== "In a browser"))(
    "$title: prints what it says",
    ({ title, printed }) => {
      expect(run(file(title).replace(/ts$/, "js"))).toBe(printed);
    },
  );

  it("In a browser: judges with the core alone", () => {
    const { printed } = programs.at(-1)!;
    const wasm = createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm");
    const module = pathToFileURL(file("In a browser").replace(/ts$/, "js")).href;
    copyFileSync(wasm, join(place, "c2pa.wasm"));
    writeFileSync(
      join(place, "reader.mjs"),
      `import { readFileSync } from "node:fs";
      import { createIdentity, sign } from ${JSON.stringify(pathToFileURL(join(ROOT, "dist/toolkit/index.js")).href)};
      import { toPem } from ${JSON.stringify(pathToFileURL(join(ROOT, "dist/src/index.js")).href)};
      import { check } from ${JSON.stringify(module)};
      const identity = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
      const { output } = await sign("photo.jpg", { identity, source: "camera", output: "browser.jpg" });
      const wasm = readFileSync("c2pa.wasm");
      for (const name of [output, "photo.jpg"])
        console.log(await check(readFileSync(name), wasm, toPem([identity.root])));`,
    );
    expect(run("reader.mjs")).toBe(printed);
  });
});
