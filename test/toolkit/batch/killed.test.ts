// Whatever ends a batch, the next run goes on: killed at random moments and on a disk that was full in between, it ends as a
// batch that nobody disturbed, and at no moment is a file under its name that isn't whole.
import { type ChildProcess, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "../../../toolkit/index.js";
import { canMount } from "../../script/stage.js";
import { counts, makeCatalogue, Place } from "./catalogue.js";

const FILES = 300;
const KILLS = 5;
const mounting = canMount();

let place: Place;
let expected: string[];
beforeAll(async () => {
  place = await Place.make();
  await makeCatalogue(place, "catalogue", FILES);
  expected = place.files("catalogue");
});
afterAll(() => {
  spawnSync("umount", ["-l", place.at("disk")]);
  place.remove();
});

const looked = new Set<string>();

/** Every visible file is a whole signed one; those that were looked at and not written since aren't looked at again. */
async function allWhole(folder: string): Promise<number> {
  const found = place.files(folder);
  for (const name of found) {
    const path = place.at(`${folder}/${name}`);
    const { ino, mtimeMs } = statSync(path);
    const key = `${path} ${ino} ${mtimeMs}`;
    if (looked.has(key)) continue;
    looked.add(key);
    const { state } = await verify(path);
    expect([name, state]).toEqual([name, "Valid"]);
  }
  return found.length;
}

describe("a batch that was ended", () => {
  it("by kill -9, again and again, ends as if nobody had disturbed it", {
    timeout: 90_000,
  }, async () => {
    const command = ["batch", "catalogue", "--out", "killed", "--json"];
    let before = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const after = 1 + Math.floor(Math.random() * 50);
      const ran = await place.run(command, {
        heard: (child, stdout) => {
          if (stdout.split('"type":"signed"').length > after) child.kill("SIGKILL");
        },
      });
      expect(ran.code).toBeNull();
      const whole = await allWhole("killed");
      expect(whole).toBeGreaterThan(before);
      before = whole;
    }
    const last = await place.run(command);
    expect([last.code, last.stderr]).toEqual([0, ""]);
    expect(counts(last)).toMatchObject({ record: 1, end: 1 });
    expect(place.files("killed")).toEqual(expected);
    expect(await allWhole("killed")).toBe(FILES);
    expect(readdirSync(place.at("killed/.colophon")).sort()).toEqual([
      "journal.ndjson",
      "report.html",
      "report.json",
    ]);
    const report = JSON.parse(place.read("killed/.colophon/report.json")) as {
      files: { name: string }[];
    };
    expect(report.files.map(({ name }) => name).sort()).toEqual(expected);
    const again = await place.run(command);
    expect(again.lines).toEqual([
      expect.objectContaining({ type: "end", done: FILES, kept: FILES, failed: 0 }),
    ]);
  });

  it.skipIf(!mounting)(
    "by a full disk, goes on when there is room",
    { timeout: 60_000 },
    async () => {
      mkdirSync(place.at("disk"));
      spawnSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", place.at("disk")]);
      writeFileSync(place.at("disk/ballast"), Buffer.alloc(31 << 20));
      const command = ["batch", "catalogue", "--out", "disk/signed", "--json", "--no-check"];
      const full = await place.run(command);
      expect(full.code).toBe(3);
      expect(full.stderr).toContain("no room left");
      expect(await allWhole("disk/signed")).toBeLessThan(FILES);
      rmSync(place.at("disk/ballast"));
      const rest = await place.run(command);
      expect([rest.code, rest.stderr]).toEqual([0, ""]);
      expect(place.files("disk/signed")).toEqual(expected);
    },
  );

  it("by Ctrl-C, finishes what is in hand and says so", { timeout: 60_000 }, async () => {
    const command = ["batch", "catalogue", "--out", "stopped", "--json", "--no-check"];
    let pressed = false;
    const stop = (child: ChildProcess) => {
      if (!pressed) child.kill("SIGINT"); // a second one ends it at once
      pressed = true;
    };
    const stopped = await place.run(command, {
      heard: (child, stdout) => {
        if (stdout.includes('"type":"signed"')) stop(child);
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.lines.at(-1)).toMatchObject({ type: "end", exitCode: 130 });
    const { done, left } = stopped.lines.at(-1) as { done: number; left: number };
    expect(done + left).toBe(FILES);
    expect(place.files("stopped")).toHaveLength(done);
    expect(existsSync(place.at("stopped/.colophon/lock"))).toBe(false);
    const rest = await place.run(command);
    expect(rest.code).toBe(0);
    expect(rest.lines.at(-1)).toMatchObject({ done: FILES, kept: done });
  });
});
