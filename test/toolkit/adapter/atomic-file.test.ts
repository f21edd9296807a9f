import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { writeAtomically, writeFileAtomically } from "../../../toolkit/adapter/atomic-file.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colophon-atomic-"));
  path = join(folder, "out.bin");
});

describe("an atomic write", () => {
  it("appears complete, with its mode, and leaves nothing else behind", async () => {
    await writeFileAtomically(path, "whole", { mode: 0o600 });
    expect(readFileSync(path, "utf8")).toBe("whole");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["out.bin"]);
  });

  it("is not visible under its name while it is written", async () => {
    await writeAtomically(path, async (handle) => {
      await handle.write("half");
      expect(readdirSync(folder)).not.toContain("out.bin");
    });
    expect(readFileSync(path, "utf8")).toBe("half");
  });

  it("leaves an existing file alone, also one that appears meanwhile", async () => {
    writeFileSync(path, "first");
    await expect(writeFileAtomically(path, "second")).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    const late = join(folder, "late");
    await expect(
      writeAtomically(late, async (handle) => {
        await handle.write("ours");
        writeFileSync(late, "theirs");
      }),
    ).rejects.toMatchObject({ code: "OUTPUT_EXISTS" });
    expect(readFileSync(path, "utf8")).toBe("first");
    expect(readFileSync(late, "utf8")).toBe("theirs");
    expect(readdirSync(folder).sort()).toEqual(["late", "out.bin"]);
  });

  it("replaces when told to", async () => {
    writeFileSync(path, "first");
    await writeFileAtomically(path, "second", { replace: true });
    expect(readFileSync(path, "utf8")).toBe("second");
  });

  it("that fails leaves nothing, and the old file as it was", async () => {
    writeFileSync(path, "first");
    const failure = new Error("no");
    await expect(
      writeAtomically(
        path,
        async (handle) => {
          await handle.write("half");
          throw failure;
        },
        { replace: true },
      ),
    ).rejects.toBe(failure);
    expect(readFileSync(path, "utf8")).toBe("first");
    expect(readdirSync(folder)).toEqual(["out.bin"]);
  });

  it("into a folder that is none says so", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(writeFileAtomically(join(folder, "file", "x"), "")).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
    await expect(writeFileAtomically(join(folder, "none", "x"), "")).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
    mkdirSync(join(folder, "dir"));
    await expect(
      writeFileAtomically(join(folder, "dir"), "", { replace: true }),
    ).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
    expect(readdirSync(folder).sort()).toEqual(["dir", "file"]);
  });
});
