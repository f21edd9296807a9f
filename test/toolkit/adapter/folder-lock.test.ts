// Who has a folder: a process that runs has it, one that is gone has not, even when its number came again; and what another
// computer has on a shared disk is left to it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { lockFolder } from "../../../toolkit/adapter/folder-lock.js";
import { temporaryFolder } from "../../fake/io.js";

const root = temporaryFolder();
const fresh = () => mkdtempSync(join(root, "folder-"));
const isLinux = existsSync("/proc/self/stat");

function lock(folder: string) {
  return lockFolder(
    folder,
    (_, holder) => new ColophonError("OUTPUT_UNWRITABLE", `had by ${holder}`),
  );
}

/** A lock as it was left behind. */
function left(pid: number, more?: Record<string, string>): string {
  const folder = fresh();
  writeFileSync(join(folder, "lock"), more ? `${pid}\n${JSON.stringify(more)}\n` : `${pid}\n`);
  return folder;
}

/** What this process writes. */
async function own(): Promise<Record<string, string>> {
  const folder = fresh();
  const release = await lock(folder);
  const [, more = ""] = readFileSync(join(folder, "lock"), "utf8").split("\n");
  await release();
  return JSON.parse(more) as Record<string, string>;
}

const gone = spawnSync("true").pid;
const PROGRAM = new URL("../../../dist/toolkit/adapter/folder-lock.js", import.meta.url).href;

/** A process that runs `code` with `lockFolder` and `folder`, once it has said something. */
async function other(
  folder: string,
  code: string,
): Promise<{ pid: number; kill(): Promise<void> }> {
  const lines = `const { lockFolder } = await import(${JSON.stringify(PROGRAM)}); const folder = ${JSON.stringify(folder)};`;
  const script = `setInterval(() => {}, 1000); ${code.replace("LOCK;", lines)}`;
  const args = ["--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
    },
  };
}

describe("a folder's lock", () => {
  it("is had by one, until it is let go", async () => {
    const folder = fresh();
    const release = await lock(folder);
    await expect(lock(folder)).rejects.toThrow(`had by process ${process.pid}`);
    expect(readdirSync(folder)).toEqual(["lock"]);
    await release();
    expect(readdirSync(folder)).toEqual([]);
    await (await lock(folder))();
  });

  it("is let go by a process that was killed", async () => {
    const folder = fresh();
    const { pid, kill } = await other(
      folder,
      'LOCK; await lockFolder(folder, String); console.log("locked");',
    );
    await expect(lock(folder)).rejects.toThrow(`had by process ${pid}`);
    await kill();
    await (await lock(folder))();
  });

  it.skipIf(!isLinux)(
    "is let go when its number belongs to a process that was started later",
    async () => {
      const { host = "", boot = "" } = await own();
      const other = { host, boot, started: "1" };
      await (await lock(left(process.ppid, other)))();
      await (await lock(left(process.pid, other)))();
      const { started: _, ...unknown } = other;
      await expect(lock(left(process.ppid, unknown))).rejects.toThrow(`process ${process.ppid}`);
    },
  );

  it.skipIf(!isLinux)("is let go when this computer was started again since", async () => {
    const { host = "", started = "" } = await own();
    await (await lock(left(process.ppid, { host, boot: "another", started })))();
  });

  it("of another computer is left to it, and that computer is named", async () => {
    const folder = left(gone, { host: "build-7", boot: "another", started: "1" });
    await expect(lock(folder)).rejects.toThrow(`had by process ${gone} on the computer build-7`);
    expect(readFileSync(join(folder, "lock"), "utf8")).toContain("build-7");
  });

  it("without /proc goes by the process's number", async () => {
    await expect(lock(left(process.ppid, { host: hostname() }))).rejects.toThrow("had by process");
    await (await lock(left(gone, { host: hostname() })))();
  });

  it("of an earlier version goes by the process's number, and one that says nothing is nobody's", async () => {
    await expect(lock(left(process.ppid))).rejects.toThrow(`had by process ${process.ppid}`);
    await (await lock(left(gone)))();
    await (await lock(left(process.pid)))(); // in a container the next one has the same number
    const folder = fresh();
    writeFileSync(join(folder, "lock"), "");
    await (await lock(folder))();
  });

  it("is had by one of many that come in the same moment, however many find an old one", async () => {
    for (let round = 0; round < 100; round++) {
      const folder = left(gone);
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => lock(folder)));
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(["lock"]);
    }
  });

  it("is had by the next, and nothing is left, after processes that were killed while they took an old one", async () => {
    /** Goes no further where its claim is there and says nothing yet, or where it would be moved into the lock's place. */
    const stuck = (call: "open" | "rename") => `
      import fs from "node:fs/promises"; import { syncBuiltinESMExports } from "node:module";
      const { ${call}: run } = fs;
      fs.${call} = async (path, ...args) => {
        const isClaim = path.includes("lock.");
        const done = (!isClaim || "${call}" === "open") && (await run(path, ...args));
        return isClaim ? new Promise(() => console.log("stuck")) : done;
      };
      syncBuiltinESMExports(); LOCK; await lockFolder(folder, String);`;
    const folder = left(gone);
    for (const call of ["open", "rename", "rename"] as const)
      await (await other(folder, stuck(call))).kill();
    expect(readdirSync(folder).length).toBeGreaterThan(1);
    const release = await lock(folder);
    expect(readdirSync(folder)).toEqual(["lock"]);
    await release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that a process which runs is about to take from one that is gone is left to it", async () => {
    const folder = left(gone);
    const waits = `import fs from "node:fs/promises"; import { syncBuiltinESMExports } from "node:module";
      fs.rename = () => new Promise(() => console.log("stuck"));
      syncBuiltinESMExports(); LOCK; await lockFolder(folder, String);`;
    const { pid, kill } = await other(folder, waits);
    await expect(lock(folder)).rejects.toThrow(`had by process ${pid}`);
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe(`${gone}\n`);
    await kill();
    await (await lock(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("that somebody else has taken meanwhile stays when it is let go", async () => {
    const folder = fresh();
    const release = await lock(folder);
    writeFileSync(join(folder, "lock"), "1\n");
    await release();
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe("1\n");
  });
});
