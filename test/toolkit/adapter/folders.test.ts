// Folders and their parents are made, or it is said why not, soon.
import { mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { makeFolders } from "../../../toolkit/adapter/folders.js";
import { temporaryFolder } from "../../fake/io.js";

const code = (path: string) =>
  makeFolders(path).then(
    () => "made",
    (error: NodeJS.ErrnoException) => error.code,
  );

describe("a folder", () => {
  const folder = temporaryFolder();
  const here = process.cwd();
  afterEach(() => process.chdir(here));

  it("is made with its parents, and the first one that is new is named", async () => {
    const deep = join(folder, "a", "b", "c");
    expect(await makeFolders(deep, 0o700)).toBe(join(folder, "a"));
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    expect(await makeFolders(deep)).toBeUndefined();
    expect(await makeFolders(join(folder, "a", "b", "d"))).toBe(join(folder, "a", "b", "d"));
  });

  it("is made once by many who want it at the same time", async () => {
    const paths = Array.from({ length: 20 }, (_, i) => join(folder, "many", "deep", `${i % 3}`));
    await Promise.all(paths.map((path) => makeFolders(path)));
    for (const path of paths) expect(statSync(path).isDirectory()).toBe(true);
  });

  it("is refused where a file is, or is above it", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await code(join(folder, "file"))).toBe("EEXIST");
    expect(await code(join(folder, "file", "below"))).toBe("ENOTDIR");
  });

  it("is refused where nothing can come into being, without trying for ever", async () => {
    expect(await code("/proc/colophon/below")).toBe("ENOENT");
    const gone = join(folder, "gone");
    mkdirSync(gone);
    process.chdir(gone);
    rmdirSync(gone);
    expect(await code("x/y")).toBe("ENOENT");
  });
});
