import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { segmented } from "../../fixture/media/index.js";
import { SignedPlace } from "./signed-place.js";

let place: SignedPlace;
beforeAll(async () => {
  place = await SignedPlace.open();
  const { init, segments } = await segmented(12);
  mkdirSync(place.at("plain"));
  writeFileSync(place.at("plain", "init.mp4"), init);
  for (const [i, bytes] of segments.entries())
    writeFileSync(place.at("plain", `seg-${i + 1}.m4s`), bytes);
});

const parts = ["init.mp4", ...Array.from({ length: 12 }, (_, i) => `seg-${i + 1}.m4s`)].sort();
const verdict = async (...args: string[]) => {
  const { exit, of } = await place.run("verify", ...args);
  const [line] = of("verdict");
  const codes = (line?.["findings"] as { code: string; explanation: string }[]) ?? [];
  return { exit, state: line?.["state"], codes };
};
const said = (error: unknown) => (error instanceof ColophonError ? error.message : error);

describe("a movie in parts on the command line", () => {
  it("is signed by a pattern, in the order of the numbers, and verified by one", async () => {
    const out = place.at("signed");
    const { exit, of } = await place.run(
      "sign",
      place.at("plain", "init.mp4"),
      "--fragments",
      place.at("plain", "seg-*.m4s"),
      "--out",
      out,
    );
    expect([exit, of("signed")]).toMatchObject([
      0,
      [{ output: place.at("signed", "init.mp4"), fragments: 12 }],
    ]);
    expect(readdirSync(out).sort()).toEqual(parts);
    const seen = await verdict(place.at("signed", "init.mp4"), "--fragments", `${out}/seg-*.m4s`);
    expect([seen.exit, seen.state]).toEqual([12, "Valid"]);
    const notes = seen.codes.filter(({ code }) => code.startsWith("colophon.fragments"));
    expect(notes.map(({ explanation }) => explanation)).toEqual(["12 fragments were looked at"]);
  });

  it("takes no device's or folder's place, also when told to replace what is there", async () => {
    const out = place.at("taken");
    mkdirSync(out);
    execFileSync("mkfifo", [place.at("taken", "seg-3.m4s")]);
    const sign = () => {
      const [init, segments] = [place.at("plain", "init.mp4"), place.at("plain", "seg-*.m4s")];
      return place.run("sign", init, "--fragments", segments, "--out", out, "--force");
    };
    const { exit, io } = await sign();
    expect(exit).toBe(1);
    expect(io.err()).toContain("what has that name is no file");
    expect(readdirSync(out)).toEqual(["seg-3.m4s"]);
    expect(statSync(place.at("taken", "seg-3.m4s")).isFIFO()).toBe(true);
  });

  it("is taken as a shell spreads it out", async () => {
    const [first, ...rest] = parts.slice(1).map((name) => place.at("signed", name));
    const init = place.at("signed", "init.mp4");
    expect(await verdict(init, "--fragments", first!, ...rest)).toMatchObject({ state: "Valid" });
  });

  it("is Invalid with a fragment that was changed, which is named", async () => {
    const path = place.at("signed", "seg-7.m4s");
    const bytes = readFileSync(path);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(path, bytes);
    const init = place.at("signed", "init.mp4");
    const { exit, state, codes } = await verdict(init, "--fragments", place.at("signed", "*.m4s"));
    expect([exit, state]).toEqual([11, "Invalid"]);
    expect(codes.map(({ explanation }) => explanation).join()).toContain("seg-7.m4s: its hash");
  });

  it("alone is not checked", async () => {
    expect(await verdict(place.at("signed", "init.mp4"))).toMatchObject({ exit: 13 });
  });

  it.each([
    [[], "the parts of a movie keep their names, so they need a folder to go to"],
    [["--out", "x", "--sidecar"], "--fragments and --sidecar do not go together"],
  ])("with %j is refused", async (more, message) => {
    const args = [
      place.at("plain", "init.mp4"),
      "--fragments",
      place.at("plain", "*.m4s"),
      ...more,
    ];
    expect(said(await place.failing("sign", ...args))).toBe(message);
    expect(existsSync("x")).toBe(false);
  });

  it("needs fragments that are there", async () => {
    const init = place.at("plain", "init.mp4");
    const pattern = place.at("plain", "none-*.m4s");
    const out = place.at("never");
    const error = await place.failing("sign", init, "--fragments", pattern, "--out", out);
    expect(said(error)).toBe(`no fragment fits ${pattern}`);
    expect(existsSync(out)).toBe(false);
  });

  it("is not signed twice over", async () => {
    const signed = (name: string) => place.at("signed", name);
    const args = [signed("init.mp4"), "--fragments", signed("*.m4s"), "--out", place.at("again")];
    const { exit, io } = await place.run("sign", ...args);
    expect([exit, io.out()]).toMatchObject([1, expect.stringContaining("are signed already")]);
    expect(readdirSync(place.at("again"))).toEqual([]);
  });
});
