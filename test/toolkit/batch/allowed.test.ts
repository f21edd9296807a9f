// What a worker that takes tasks from a queue lets itself be sent to.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forbiddenFile, isAllowed } from "../../../toolkit/batch/allowed.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "colophon-allowed-")));
const at = (name: string) => join(folder, name);
beforeAll(() => {
  mkdirSync(at("files/below"), { recursive: true });
  mkdirSync(at("files-too"));
  writeFileSync(at("files/a.jpg"), "a");
  writeFileSync(at("secret"), "s");
  symlinkSync(at("secret"), at("files/link"));
  symlinkSync(at("files"), at("alias"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a worker", () => {
  it("opens what lies in its folders, however that is written", () => {
    for (const path of [at("files/a.jpg"), at("files/below/not-yet/b.jpg"), at("alias/a.jpg")])
      expect([path, isAllowed(path, [at("alias")])]).toEqual([path, true]);
  });

  it("opens nothing beside them: no sibling, no link that leads out, no way back, no relative path", () => {
    const others = [
      "secret",
      "files-too/a.jpg",
      "files/link",
      "files/../secret",
      "files/below/../../secret",
    ];
    for (const path of [
      ...others.map((name) => `${folder}/${name}`),
      "files/a.jpg",
      "/",
      "/etc/passwd",
      "",
    ])
      expect([path, isAllowed(path, [at("files")])]).toEqual([path, false]);
    expect(isAllowed(at("files/a.jpg"), [at("no-such-folder")])).toBe(false);
    expect(isAllowed(at("files/a.jpg"), [])).toBe(false);
  });

  it("asks what lies below its addresses, on the same host and port, and nothing else", () => {
    const places = ["https://h/p/", "s3://bucket/in", "http://h:8080"];
    for (const one of [
      "https://h/p/a?sig=1",
      "https://u:p@h/p/q/a",
      "s3://bucket/in/a",
      "http://h:8080/x",
    ])
      expect([one, isAllowed(one, places)]).toEqual([one, true]);
    const others = [
      "https://h/a",
      "https://h/px/a",
      "http://h/p/a",
      "https://h:444/p/a",
      "https://h.evil/p/a",
      "https://h@evil/p/a",
      "https://h/p/../a",
      "https://h/p/%2e%2e/a",
      "https://h/p/..%2f..%2fa",
      "https://h/p/..%5ca",
      "s3://bucket/into/a",
      "s3://bucket/in/../a",
      "s3://other/in/a",
      "file:///etc/passwd",
      at("files/a.jpg"),
    ];
    for (const one of others) expect([one, isAllowed(one, places)]).toEqual([one, false]);
  });

  it("looks at every file of a task", () => {
    const places = [at("files"), "https://h/p/"];
    const fine = {
      number: 0,
      input: "https://h/p/a?sig=1",
      output: at("files/out.jpg"),
      size: 1,
      replace: false,
    };
    const setting = { what: { statement: {} }, staging: at("files/.colophon") };
    expect(forbiddenFile(fine, setting, places)).toBeUndefined();
    expect(forbiddenFile({ ...fine, input: "https://h/q/a?sig=1" }, setting, places)).toBe(
      "https://h/q/a?…",
    );
    expect(forbiddenFile({ ...fine, output: at("secret") }, setting, places)).toBe(at("secret"));
    const what = { statement: {}, ingredients: [at("files/a.jpg"), at("secret")] };
    expect(forbiddenFile({ ...fine, what }, setting, places)).toBe(at("secret"));
    expect(
      forbiddenFile(fine, { ...setting, what: { statement: {}, parent: at("secret") } }, places),
    ).toBe(at("secret"));
    expect(forbiddenFile(fine, { ...setting, staging: "/tmp" }, places)).toBe("/tmp");
    const far = { ...fine, output: "https://h/p/out.jpg" };
    expect(forbiddenFile(far, { ...setting, staging: "/wherever" }, places)).toBeUndefined();
  });
});
