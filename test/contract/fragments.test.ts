import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WasmReader } from "@contentauth/c2pa-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../src/container/index.js";
import { asArray, asObject, asString, concat, parseJson } from "../../src/encoding/index.js";
import { MemoryBlob } from "../../toolkit/adapter/file-blob.js";
import { type Verdict, verify } from "../../toolkit/index.js";
import { signMedia } from "../../toolkit/sign/sign-media.js";
import { segmented } from "../fixture/media/index.js";
import { latin1, u32be } from "../fixture/media/integer.js";
import { DRAWN, means, root } from "./workshop.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "colophon-fragments-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A movie of so many fragments on disk, unsigned. */
async function movie(count: number) {
  const place = join(folder, `movie-${count}`);
  await mkdir(place, { recursive: true });
  const { init, segments } = await segmented(count);
  const input = join(place, "init.mp4");
  await writeFile(input, init);
  const fragments = segments.map((_, i) => join(place, `seg-${i + 1}.m4s`));
  for (const [i, path] of fragments.entries()) await writeFile(path, segments[i]!);
  return { input, fragments };
}

async function signed(count: number, out = `signed-${count}`) {
  const { input, fragments } = await movie(count);
  const place = join(folder, out);
  await mkdir(place, { recursive: true });
  const output = join(place, "init.mp4");
  await signMedia({ ...DRAWN, input, output, fragments, replace: true }, await means());
  return { output, fragments: fragments.map((path) => join(place, path.split("/").at(-1)!)) };
}

const failures = ({ findings }: Verdict) =>
  findings.filter(({ kind }) => kind === "failure").map(({ code }) => code);
const judged = async (output: string, fragments: readonly string[]) => {
  const verdict = await verify(output, { fragments, anchors: [root] });
  return { state: verdict.state, failures: failures(verdict) };
};

/** What the engine says of one fragment, which is all that it looks at. */
async function engineJudges(init: Uint8Array, fragment: Uint8Array) {
  const settings = JSON.stringify({
    verify: { remote_manifest_fetch: false },
    trust: { anchors: [{ trust_uri: "user", trust_kind: "manifest", trust_anchors: root }] },
  });
  const blob = (bytes: Uint8Array) => new MemoryBlob(bytes) as unknown as Blob;
  const reader = await WasmReader.fromBlobFragment(
    "video/mp4",
    blob(init),
    blob(fragment),
    settings,
  );
  const store = asObject(parseJson(reader.json())) ?? {};
  reader.free();
  const active = asObject(asObject(store["validation_results"])?.["activeManifest"]) ?? {};
  const codes = asArray(active["failure"]).map((entry) => asString(asObject(entry)?.["code"]));
  return { state: asString(store["validation_state"]), failures: codes };
}

const TRUSTED = { state: "Trusted", failures: [] };
const CHANGED = { state: "Invalid", failures: ["assertion.bmffHash.mismatch"] };

describe.each([1, 2, 3, 33, 70])("a movie in %i fragments", (count) => {
  it("is Trusted when signed, and so says the engine of every fragment", async () => {
    const { output, fragments } = await signed(count);
    expect(await judged(output, fragments)).toEqual(TRUSTED);
    const init = await readFile(output);
    for (const path of fragments)
      expect(await engineJudges(init, await readFile(path)), path).toEqual(TRUSTED);
  });
});

describe("a signed movie in fragments", () => {
  const alter = (bytes: Uint8Array, at: number) => {
    const copy = Uint8Array.from(bytes);
    copy[at]! ^= 1;
    return copy;
  };

  it("is judged the same both ways, whatever was done to a fragment or the first part", async () => {
    const { output, fragments } = await signed(5, "tampered");
    const other = await signed(6, "other");
    const init = new Uint8Array(await readFile(output));
    const [one, two] = await Promise.all(fragments.slice(1, 3).map((path) => readFile(path)));
    const uuid = one!.indexOf("uuid") - 4;
    const place = one!.subarray(uuid, uuid + one!.readUInt32BE(uuid));
    const without = concat(one!.subarray(0, uuid), one!.subarray(uuid + place.length));
    const unsigned = await readFile(join(folder, "movie-5", "seg-2.m4s"));
    const strange = await readFile(other.fragments[1]!);
    const variants: readonly (readonly [string, Uint8Array, Uint8Array, object])[] = [
      ["untouched", init, one!, TRUSTED],
      ["media flipped", init, alter(one!, one!.length - 9), CHANGED],
      ["fragment's number flipped", init, alter(one!, one!.indexOf("mfhd") + 11), CHANGED],
      ["index flipped", init, alter(one!, one!.indexOf("sidx") + 30), CHANGED],
      ["brand flipped", init, alter(one!, 9), CHANGED],
      ["location flipped", init, alter(one!, one!.indexOf("location") + 8), CHANGED],
      ["path flipped", init, alter(one!, one!.indexOf("hashes") + 20), CHANGED],
      ["never signed", init, unsigned, CHANGED],
      ["place taken out", init, without, CHANGED],
      [
        "another's place",
        init,
        concat(two!.subarray(0, uuid), place, two!.subarray(uuid + place.length)),
        CHANGED,
      ],
      ["of another movie", init, strange, CHANGED],
      ["box appended", init, concat(one!, Uint8Array.of(0, 0, 0, 9, 97, 98, 99, 100, 1)), CHANGED],
      [
        "free box appended",
        init,
        concat(one!, Uint8Array.of(0, 0, 0, 9, 102, 114, 101, 101, 1)),
        TRUSTED,
      ],
      ["first part flipped", alter(init, init.length - 10), one!, CHANGED],
    ];
    for (const [what, first, fragment, expected] of variants) {
      await writeFile(output, first);
      await writeFile(fragments[1]!, fragment);
      expect(await judged(output, [fragments[1]!]), what).toEqual(expected);
      expect(await engineJudges(first, fragment), what).toEqual(expected);
    }
  });

  it("says nothing by its first part alone", async () => {
    const { output } = await signed(3, "alone");
    const verdict = await verify(output, { anchors: [root] });
    expect([verdict.state, failures(verdict)]).toEqual([
      "NotChecked",
      ["colophon.file.unsupported"],
    ]);
    expect(verdict.findings[0]?.explanation).toContain("verify it with its fragments");
  });

  it("tells of bytes that were put where no hash reaches, and not of padding", async () => {
    const { output, fragments } = await signed(3, "uncovered");
    const told = async () =>
      (await verify(output, { fragments })).findings
        .filter(({ code }) => code === "colophon.binding.uncovered")
        .map(({ explanation }) => explanation);
    const append = async (path: string, type: string, ...content: readonly number[]) =>
      writeFile(
        path,
        concat(
          await readFile(path),
          u32be(8 + content.length),
          latin1(type),
          Uint8Array.from(content),
        ),
      );
    await append(fragments[0]!, "free", 0, 0, 0);
    expect(await told()).toEqual([]);
    await append(fragments[1]!, "free", 1, 2, 3);
    await append(fragments[2]!, "skip", 0, 9);
    expect(await told()).toEqual([
      "5 bytes in fragments, the first of them in seg-2.m4s, are not covered by the signature",
    ]);
    expect((await verify(output, { fragments })).state).toBe("Valid");
  });

  it("says how many of its fragments were looked at, and whether in their order", async () => {
    const { output, fragments } = await signed(4, "some");
    const notes = async (...paths: readonly string[]) =>
      (await verify(output, { fragments: paths })).findings
        .filter(({ code }) => code.startsWith("colophon.fragments"))
        .map(({ explanation }) => explanation);
    expect(await notes(...fragments)).toEqual(["4 fragments were looked at"]);
    expect(await notes(fragments[2]!, fragments[1]!)).toEqual([
      "2 of the movie's 4 fragments were looked at",
      "by their names the fragments come in another order than when they were signed",
    ]);
  });

  it("has an index that counts the place in, before the first picture", async () => {
    const { fragments } = await signed(3, "index");
    const bytes = await readFile(fragments[1]!);
    const sidx = bytes.indexOf("sidx");
    const end = sidx - 4 + bytes.readUInt32BE(sidx - 4);
    expect(bytes.readUInt32BE(sidx + 28)).toBe(bytes.length - end);
    expect(bytes.subarray(end + 4, end + 8).toString()).toBe("uuid");
  });

  it("is left out whole when a fragment is none", async () => {
    const { input, fragments } = await movie(3);
    const place = join(folder, "none");
    await mkdir(place);
    const broken = [...fragments, input];
    const job = { ...DRAWN, input, output: join(place, "start.mp4"), fragments: broken };
    await expect(signMedia(job, await means())).rejects.toHaveProperty(
      "code",
      "FORMAT_UNSUPPORTED",
    );
    expect(await readdir(place)).toEqual([]);
  });

  it("is not signed over itself, nor over what exists", async () => {
    const { input, fragments } = await movie(3);
    const job = { ...DRAWN, input, output: join(folder, "movie-3", "a.mp4"), fragments };
    const refused = expect(signMedia({ ...job, replace: true }, await means())).rejects;
    await refused.toHaveProperty("code", "OUTPUT_EXISTS");
    const { output } = await signed(3, "twice");
    await expect(signMedia({ ...job, output }, await means())).rejects.toHaveProperty(
      "code",
      "OUTPUT_EXISTS",
    );
  });
});

const corpus = fileURLToPath(
  new URL("../../../shared/corpus/contentauth_c2pa-rs/sdk/", import.meta.url),
);
const present = existsSync(corpus);
if (!present) console.warn("fragments: skipped in part, ../shared/corpus is absent");

describe.skipIf(!present)("a movie that somebody else signed, in SHA-256 and version 2", () => {
  it("is judged as the engine judges it", async () => {
    const [init, fragment] = ["dashinit.mp4", "dash1.m4s"].map((name) => join(corpus, name));
    const signed = await judged(init!, [fragment!]);
    expect(signed).toEqual(await engineJudges(await readFile(init!), await readFile(fragment!)));
    expect(signed.state).toBe("Valid");
    const changed = await readFile(fragment!);
    changed[changed.length - 100]! ^= 1;
    const copy = join(folder, "dash1.m4s");
    await writeFile(copy, changed);
    const both = [await judged(init!, [copy]), await engineJudges(await readFile(init!), changed)];
    for (const { state, failures: codes } of both)
      expect([state, codes]).toMatchObject(["Invalid", expect.arrayContaining(CHANGED.failures)]);
  });
});

describe("the first part of a movie", () => {
  it("covers itself by its own name alone, and no other file does", async () => {
    const { init } = await segmented(1);
    const open = (bytes: Uint8Array) =>
      containerFor("video/mp4")!.open(memorySource(bytes), "video/mp4");
    expect((await open(init)).coveredStart).toBeDefined();
    const mdat = Uint8Array.of(0, 0, 0, 8, 109, 100, 97, 116);
    expect((await open(concat(init, mdat))).coveredStart).toBeUndefined();
  });
});
