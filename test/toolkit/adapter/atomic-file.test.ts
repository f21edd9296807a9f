import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
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

  it("replaces no pipe and no device, whoever asks for it", async () => {
    spawnSync("mkfifo", [path]);
    for (const replace of [false, true])
      await expect(writeFileAtomically(path, "x", { replace })).rejects.toMatchObject({
        code: "OUTPUT_UNWRITABLE",
        message: `${path} could not be written: what has that name is no file`,
      });
    expect(statSync(path).isFIFO()).toBe(true);
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

describe("what a process left unfinished", () => {
  const program = new URL("../../../dist/toolkit/adapter/atomic-file.js", import.meta.url);
  const writing = `
    import { writeAtomically } from ${JSON.stringify(program)};
    await writeAtomically(process.argv[1], async (handle) => {
      await handle.write("half");
      process.stdout.write("begun");
      await new Promise((done) => process.stdin.once("end", done).resume());
    });`;
  const begin = async () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", writing, path]);
    await once(child.stdout, "data");
    return child;
  };
  /** As a new process would: each looks through a folder once. */
  const write = async (name: string) => {
    vi.resetModules();
    const { writeFileAtomically: fresh } = await import("../../../toolkit/adapter/atomic-file.js");
    await fresh(join(folder, name), "");
  };
  const unfinished = () => readdirSync(folder).filter((name) => name.endsWith(".part"));

  it("is taken away by the next one that writes there, when it was killed and not before", async () => {
    const [killed, living] = [await begin(), await begin()];
    await write("while-both-live");
    expect(unfinished()).toHaveLength(2);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await write("while-one-lives");
    expect(unfinished()).toHaveLength(1);
    living.stdin.end();
    await once(living, "exit");
    expect(readFileSync(path, "utf8")).toBe("half");
    expect(readdirSync(folder).sort()).toEqual(["out.bin", "while-both-live", "while-one-lives"]);
  });

  it("on another computer stays, until nobody can be at it any more; what only looks like it stays", async () => {
    const elsewhere = `.a.jpg.${"0".repeat(12)}-4194303-1-${"0".repeat(12)}.part`;
    const forgotten = elsewhere.replace(".a.", ".b.");
    for (const name of [elsewhere, forgotten, ".mine.part", ".a.jpg.0-1-1-0.part"])
      writeFileSync(join(folder, name), "x");
    const old = Date.now() / 1000 - 8 * 86_400;
    for (const name of [forgotten, ".mine.part"]) utimesSync(join(folder, name), old, old);
    await write("new");
    expect(readdirSync(folder).sort()).toEqual(
      [elsewhere, ".mine.part", ".a.jpg.0-1-1-0.part", "new"].sort(),
    );
  });
});
