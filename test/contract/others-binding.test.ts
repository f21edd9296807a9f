import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { verify } from "../../toolkit/index.js";
import { findingWords } from "../../toolkit/report/finding-words.js";
import { mediaFixtures } from "../fixture/media/index.js";
import { signedWith, storeWith } from "./binding.js";

const folder = await mkdtemp(join(tmpdir(), "colophon-binding-"));
afterAll(() => rm(folder, { recursive: true }));

const fixtures = await mediaFixtures();
const picture = fixtures.find(({ name }) => name === "jpeg-baseline")!;

describe("a file whose binding leaves out more than the manifest's place", async () => {
  const bytes = await signedWith(picture, { wider: 10 });

  it("is Invalid, and not said to be changed since signing", async () => {
    const { state, summary, findings } = await verify(bytes);
    expect([state, summary]).toEqual([
      "Invalid",
      "The Content Credentials do not hold: they leave more of the file unsigned than their own place in it.",
    ]);
    const failed = findings.find(({ code }) => code === "assertion.dataHash.mismatch")!;
    expect(findingWords(failed)).toBe(
      "The signature leaves out more of the file than the credential's own place in it.",
    );
  });

  it("is changed since signing once its covered content is", async () => {
    const changed = Uint8Array.from(bytes);
    changed[changed.length - 5]! ^= 1;
    expect((await verify(changed)).summary).toMatch(/^Changed since signing/);
  });
});

describe("a manifest beside a file", () => {
  const digest = [...createHash("sha256").update(picture.bytes).digest()];
  const beside = async (name: string, label: string, data: Record<string, unknown>) => {
    const store = await storeWith(name, picture.mediaType, {
      label,
      kind: "Cbor",
      created: true,
      data,
    });
    const path = join(folder, `${name}.jpg`);
    await writeFile(path, picture.bytes);
    await writeFile(`${path}.c2pa`, store);
    return path;
  };
  const plain = { alg: "sha256", name: "jumbf manifest", hash: digest, pad: [] };

  it.each([
    ["no exclusions", {}],
    ["an exclusion of nothing, as c2pa-rs writes it for TIFF", { start: 0, length: 0 }],
  ])("with %s is Valid", async (name, exclusion) => {
    const exclusions = Object.keys(exclusion).length > 0 ? [exclusion] : [];
    const path = await beside(name.replace(/\W/g, ""), "c2pa.hash.data", { ...plain, exclusions });
    expect((await verify(path)).state).toBe("Valid");
    await writeFile(path, Buffer.concat([picture.bytes, Buffer.from("more")]));
    expect((await verify(path)).state).toBe("Invalid");
  });

  it("that leaves a part of it out is not Valid: anything could stand there", async () => {
    const { bytes } = picture;
    const hash = [...createHash("sha256").update(bytes.subarray(100)).digest()];
    const exclusions = [{ start: 0, length: 100 }];
    const path = await beside("part", "c2pa.hash.data", { ...plain, hash, exclusions });
    expect((await verify(path)).state).toBe("Invalid");
  });

  it("that is bound by a list of boxes is not called changed: nobody looked", async () => {
    const boxes = [{ names: ["SOI"], hash: digest, pad: [] }];
    const path = await beside("boxes", "c2pa.hash.boxes", { alg: "sha256", boxes });
    const { state, findings } = await verify(path);
    expect([state, findings.map(({ explanation }) => explanation)]).toEqual([
      "NotChecked",
      ["the way this manifest is bound to a file kept apart from it can't be checked here"],
    ]);
  });
});
