import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sign, type Verdict, verify } from "../../toolkit/index.js";
import {
  brokenFixtures,
  type MediaFixture,
  mediaFixtures,
  sidecarFixtures,
} from "../fixture/media/index.js";
import { identity, root } from "./workshop.js";

const folder = await mkdtemp(join(tmpdir(), "colophon-sidecar-"));
afterAll(() => rm(folder, { recursive: true }));

const fixtures = [...(await mediaFixtures()), ...sidecarFixtures()];
const failures = ({ findings }: Verdict) =>
  findings.filter(({ kind }) => kind === "failure").map(({ code }) => code);

/** Writes the file and signs beside it. */
async function signedBeside(name: string, extension: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${name}.${extension}`);
  await writeFile(path, bytes);
  const { output, sidecar } = await sign(path, {
    identity,
    source: "drawn",
    sidecar: true,
    replace: true,
  });
  expect([output, sidecar]).toEqual([`${path}.c2pa`, true]);
  return path;
}

describe("a manifest beside a file", () => {
  it.each(fixtures)("is Valid, and Trusted with the root, for $name", async (fixture) => {
    const path = await signedBeside(fixture.name, fixture.extension, fixture.bytes);
    expect(Buffer.compare(await readFile(path), fixture.bytes)).toBe(0);
    const valid = await verify(path);
    expect([valid.state, failures(valid)]).toEqual(["Valid", ["signingCredential.untrusted"]]);
    expect((await verify(path, { anchors: [root] })).state).toBe("Trusted");
  });

  it.each(fixtures)("is Invalid once a bit of $name is flipped", async (fixture) => {
    const path = await signedBeside(fixture.name, fixture.extension, fixture.bytes);
    const changed = Uint8Array.from(fixture.bytes);
    changed[fixture.flip]! ^= 1;
    await writeFile(path, changed);
    const verdict = await verify(path, { anchors: [root] });
    expect(verdict.state).toBe("Invalid");
    expect(failures(verdict)).toEqual([`assertion.${bindingOf(fixture)}Hash.mismatch`]);
  });

  it.each(fixtures)("is Invalid beside another file than $name", async (fixture) => {
    const path = await signedBeside(fixture.name, fixture.extension, fixture.bytes);
    const other = join(folder, `other-${fixture.name}.${fixture.extension}`);
    const like = fixtures.find(
      (one) => bindingOf(one) === bindingOf(fixture) && one.name !== fixture.name,
    );
    await writeFile(other, like!.bytes);
    await copyFile(`${path}.c2pa`, `${other}.c2pa`);
    const verdict = await verify(other, { anchors: [root] });
    expect(verdict.state).toBe("Invalid");
    expect(failures(verdict)).toEqual([`assertion.${bindingOf(fixture)}Hash.mismatch`]);
  });
});

function bindingOf({ mediaType }: MediaFixture): string {
  return /mp4|quicktime|hei[cf]|avif/.test(mediaType) ? "bmff" : "data";
}

describe("a file that no manifest can be put into", async () => {
  // Left out: what pretends to hold a manifest, which would have to become an ingredient, and PDFs that are none,
  // for which `verify` stops at what the engine says of the file itself.
  const refused = (await brokenFixtures()).filter(
    ({ name, bytes }) => bytes.length > 0 && !/^pdf|-manifest-/.test(name),
  );
  it.each(refused)("has one beside it all the same: $name", async ({ name, extension, bytes }) => {
    const path = await signedBeside(name, extension, bytes);
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
    expect((await verify(path, { anchors: [root] })).state).toBe("Trusted");
    await writeFile(path, Buffer.concat([bytes, Buffer.from("x")]));
    const longer = await verify(path, { anchors: [root] });
    // A `free` box that runs to the end of the file takes in what is appended: no binding of BMFF covers that.
    const uncovered = longer.findings.find(({ code }) => code === "colophon.binding.uncovered");
    if (name === "mp4-size-0-in-the-middle") expect(uncovered?.explanation).toContain("free box");
    else expect(longer.state).toBe("Invalid");
  });
});
