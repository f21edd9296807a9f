// Who has a folder: a process that runs has it, one that is gone has not, even when its number came again; and what another
// computer has on a shared disk is left to it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

  it("is had by one of many that come in the same moment, however many find an old one", async () => {
    const folder = left(gone);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lock(folder)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  it("is let go by a process that was killed", async () => {
    const folder = fresh();
    const program = fileURLToPath(
      new URL("../../../dist/toolkit/adapter/folder-lock.js", import.meta.url),
    );
    const code = `import(${JSON.stringify(program)}).then(({ lockFolder }) => lockFolder(${JSON.stringify(folder)}, String)).then(() => { console.log("locked"); setInterval(() => {}, 1000); })`;
    const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await expect(lock(folder)).rejects.toThrow(`had by process ${child.pid}`);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
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

  it("that somebody else has taken meanwhile stays when it is let go", async () => {
    const folder = fresh();
    const release = await lock(folder);
    writeFileSync(join(folder, "lock"), "1\n");
    await release();
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe("1\n");
  });
});
