// Nothing goes out unless the user names an address: signing and verifying every kind of file, and files that name
// addresses to lure us, with the ways out of the process closed and a server that counts who comes.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mediaFixtures } from "../fixture/media/index.js";

const PROGRAM = fileURLToPath(new URL("../../dist/bin/colophon.js", import.meta.url));
const CLOSED = new URL("./no-network.js", import.meta.url).href;
const CORPUS = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "colophon-network-"));

let server: Server;
let hits = 0;
let address = "";

/** Runs the program with the network closed; `tried` is what it would have asked. */
async function run(...args: readonly string[]) {
  const env = { PATH: process.env["PATH"] ?? "", COLOPHON_HOME: join(folder, "home") };
  const child = spawn(process.execPath, ["--import", CLOSED, PROGRAM, ...args], {
    cwd: folder,
    env,
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  const tried = err.split("\n").filter((line) => line.startsWith("NETWORK:"));
  return { code, out, err, tried };
}

const verdicts = (out: string) =>
  out
    .split("\n")
    .filter((line) => line.startsWith('{"type":"verdict"'))
    .map((line) => JSON.parse(line) as { path: string; state: string; remoteManifest?: string });

beforeAll(async () => {
  server = createServer((_, response) => {
    hits++;
    response.end("somebody came");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/manifest.c2pa`;
  mkdirSync(join(folder, "media"));
  for (const { name, extension, bytes } of await mediaFixtures())
    writeFileSync(join(folder, "media", `${name}.${extension}`), bytes);
  const made = await run("identity", "create", "--name", "Ada Reyes", "--no-passphrase");
  expect(made).toMatchObject({ code: 0, tried: [] });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("without a word from the user, nothing goes out", () => {
  it("a way out would be noticed", async () => {
    const { tried } = await run("verify", "http://colophon.example/photo.jpg");
    expect(tried).not.toEqual([]);
    const before = hits;
    await fetch(address);
    expect(hits).toBe(before + 1);
  });

  it("signing every kind of file asks nobody, archive included", async () => {
    const names = readdirSync(join(folder, "media")).map((name) => join("media", name));
    const { code, tried, err } = await run("sign", ...names, "--thumbnail", "--out", "signed");
    expect(code, err).toBe(0);
    expect(tried).toEqual([]);
  });

  it("verifying and inspecting them asks nobody", async () => {
    const { tried, out } = await run("verify", "signed", "--json", "--report", "report.html");
    expect(tried).toEqual([]);
    expect(verdicts(out).length).toBeGreaterThan(20);
    expect(verdicts(out).filter(({ state }) => state !== "Valid")).toEqual([]);
    expect((await run("inspect", "signed/jpeg-baseline.signed.jpg")).tried).toEqual([]);
    expect((await run("archive", "find", "media/jpeg-baseline.jpg")).tried).toEqual([]);
    expect((await run("trust", "list")).tried).toEqual([]);
  });

  it("an address for the manifest is written into the file and asked by nobody", async () => {
    const before = hits;
    const photo = "media/jpeg-baseline.jpg";
    const signed = await run("sign", photo, "--remote", address, "-o", "remote.jpg");
    expect(signed).toMatchObject({ code: 0, tried: [] });
    for (const [name, state] of [
      ["remote.jpg", "Valid"],
      ["only-remote.jpg", "None"],
    ] as const) {
      if (name === "only-remote.jpg") await withoutManifest("remote.jpg", name);
      const { tried, out } = await run("verify", name, "--json", "--no-archive");
      expect(tried).toEqual([]);
      const [verdict] = verdicts(out);
      expect(verdict).toMatchObject({ state });
      if (state === "None") expect(verdict?.remoteManifest).toBe(address);
    }
    const again = await run("sign", "only-remote.jpg", "--parent", "remote.jpg", "-o", "again.jpg");
    expect(again.tried).toEqual([]);
    expect(hits).toBe(before);
  });

  const lures = existsSync(CORPUS)
    ? [
        ...inFolder("generated-attacks", /^jpg_remote_ssrf_.*\.jpg$/),
        ...inFolder("contentauth_c2pa-rs/sdk", /^cloud.*\.jpg$/),
      ]
    : [];
  it.skipIf(lures.length === 0)(
    "files of the test corpus that name addresses cause no request",
    async () => {
      const { tried, out } = await run("verify", ...lures, "--json");
      expect(tried).toEqual([]);
      expect(verdicts(out)).toHaveLength(lures.length);
      for (const { state } of verdicts(out)) expect(["None", "Invalid"]).toContain(state);
    },
  );
});

function inFolder(name: string, pattern: RegExp): string[] {
  const all = existsSync(join(CORPUS, name)) ? readdirSync(join(CORPUS, name)) : [];
  return all.filter((file) => pattern.test(file)).map((file) => join(CORPUS, name, file));
}

/** The file with its embedded manifest taken out; the address in its XMP stays. */
async function withoutManifest(from: string, to: string): Promise<void> {
  const { readFileSync } = await import("node:fs");
  const { containerFor, memorySource } = await import("../../src/index.js");
  const bytes = readFileSync(join(folder, from));
  const layout = await containerFor("image/jpeg")!.open(memorySource(bytes), "image/jpeg");
  const { start, length } = layout.manifestSpans[0]!;
  writeFileSync(
    join(folder, to),
    Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]),
  );
}
