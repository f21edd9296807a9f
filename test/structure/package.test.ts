// What people get with `npm install colophon`: the program, the library with its types, the documents that its readme leads
// to, and nothing of the workshop.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly unpackedSize: number;
}

describe("the package", () => {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const printed = execFileSync("npm", args, { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] });
  const [packed] = JSON.parse(printed.toString()) as [Packed];
  const paths = packed.files.map(({ path }) => path);

  it("holds program, library, types, readme and licence", () => {
    for (const path of ["bin/colophon.js", "src/index.js", "src/index.d.ts", "toolkit/index.d.ts"])
      expect(paths).toContain(`dist/${path}`);
    for (const path of ["README.md", "LICENSE", "package.json"]) expect(paths).toContain(path);
  });

  it("holds no tests, fixtures, benchmarks or build leftovers", () => {
    const strange = paths.filter(
      (path) =>
        !/^(?:dist\/(?:bin|src|toolkit)\/.+\.(?:js|d\.ts)|(?:docs\/.+|[A-Z]+)\.md|docs\/image\/.+\.png|LICENSE|package\.json)$/.test(
          path,
        ),
    );
    expect(strange).toEqual([]);
  });

  it("is small: the engine comes as a dependency", () => {
    expect(packed.unpackedSize).toBeLessThan(5_000_000);
  });

  it("holds what its documents lead to, but for the houses of the source", () => {
    const broken: string[] = [];
    for (const path of paths.filter((name) => name.endsWith(".md"))) {
      const text = readFileSync(`${ROOT}/${path}`, "utf8");
      for (const [, ...found] of text.matchAll(/\]\(([^)#\s]+)|src="([^"]+)"/g)) {
        const link = found.find((one) => one !== undefined) ?? "";
        const to = join(dirname(path), link);
        const isThere = paths.some((name) => name === to || name.startsWith(`${to}/`));
        const isSource = /^(?:src|toolkit|test|extension|demo|bench)(?:\/|$)/.test(to);
        if (!/^https?:/.test(link) && !isThere && !isSource) broken.push(`${path}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it("checks a file without loading a word of network code, which costs ten milliseconds", () => {
    const parts = `${ROOT}/dist/bin/part`;
    const loaded = readdirSync(parts).filter((name) => /^(?:base|shared|verify)-/.test(name));
    expect(loaded).toHaveLength(3);
    for (const name of loaded)
      expect(readFileSync(`${parts}/${name}`, "utf8"), name).not.toMatch(
        /from ?"node:(?:http|https|net|dns|tls|zlib|stream)"/,
      );
  });

  it("has a program that can be run by its name", () => {
    const program = `${ROOT}/dist/bin/colophon.js`;
    expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== "win32") expect(statSync(program).mode & 0o111).toBe(0o111);
  });
});

describe.each(["src/index.ts", "toolkit/index.ts"])("%s", (entry) => {
  const host = ts.sys.readFile(`${ROOT}/tsconfig.base.json`) ?? "{}";
  const { compilerOptions } = ts.parseConfigFileTextToJson("tsconfig.base.json", host).config;
  const settings = ts.convertCompilerOptionsFromJson({ ...compilerOptions, types: ["node"] }, ROOT);
  const program = ts.createProgram([`${ROOT}/${entry}`], settings.options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(`${ROOT}/${entry}`);
  const module = file && checker.getSymbolAtLocation(file);
  const names = module ? checker.getExportsOfModule(module) : [];

  it("is a table of contents: it exports and does nothing", () => {
    expect(statSync(`${ROOT}/${entry}`).size).toBeGreaterThan(0);
    expect(file?.statements.filter((statement) => !ts.isExportDeclaration(statement))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });

  it("says of every name that it exports what it is", () => {
    const silent = names.filter((name) => {
      const meant = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
      return meant.getDocumentationComment(checker).length === 0;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
