import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat } from "../../src/encoding/index.js";
import { verify } from "../../toolkit/index.js";
import { signMedia } from "../../toolkit/sign/sign-media.js";
import { findCode } from "../fixture/media/fixture.js";
import { jpeg100k, largeMp4 } from "../fixture/media/index.js";
import { u16le, u32le } from "../fixture/media/integer.js";
import { png, pngChunk } from "../fixture/media/png.js";
import { chunk, list } from "../fixture/media/riff.js";
import { spliced } from "../src/container/spliced.js";
import { samples } from "./media-offset.js";
import { DRAWN, layoutOf, means, native, root } from "./workshop.js";

const MEGABYTES = 34; // more than signMedia takes into memory
const folder = await mkdtemp(join(tmpdir(), "colophon-streaming-"));
afterAll(() => rm(folder, { recursive: true }));

/** Bytes that differ from one block to the next, so that blocks in the wrong order are noticed. */
function content(megabytes: number): Uint8Array {
  const words = new Uint32Array(megabytes << 18);
  for (let i = 0, word = 1; i < words.length; i++) {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    words[i] = word;
  }
  return new Uint8Array(words.buffer);
}

const noise = content(MEGABYTES);

async function wav(): Promise<Uint8Array> {
  const sound = concat(u16le(1), u16le(2), u32le(48_000), u32le(192_000), u16le(4), u16le(16));
  return list("RIFF", "WAVE", chunk("fmt ", sound), chunk("data", noise, Uint8Array.of(1)));
}

/** A picture with a private chunk that is longer than the picture. */
async function heavyPng(): Promise<Uint8Array> {
  const plain = await png();
  const at = findCode(plain, "IDAT") - 4;
  return concat(plain.subarray(0, at), pngChunk("coLo", noise), plain.subarray(at));
}

/** A picture with something longer behind it, which is signed along. */
async function tailedJpeg(): Promise<Uint8Array> {
  return concat(await jpeg100k(), noise);
}

const path = (name: string) => join(folder, name);

async function streamed(input: string, output: string): Promise<Buffer> {
  const result = await signMedia({ ...DRAWN, input, output, replace: true }, await means());
  const bytes = await readFile(output);
  expect(result.overheadBytes).toBe(bytes.length - (await readFile(input)).length);
  return bytes;
}

describe("a file too large for memory", () => {
  beforeAll(async () => {
    await writeFile(path("large.wav"), await wav());
    await writeFile(path("large.png"), await heavyPng());
    await writeFile(path("large.jpg"), await tailedJpeg());
    await largeMp4(path("large.mp4"), MEGABYTES);
  });

  it.each([
    ["large.wav", "audio/wav"],
    ["large.png", "image/png"],
    ["large.jpg", "image/jpeg"],
    ["large.mp4", "video/mp4"],
  ])("is signed by stream to the bytes that memory would give: %s", async (name, mediaType) => {
    const input = path(name);
    const output = path(`signed-${name}`);
    const signed = await streamed(input, output);
    const store = await (await layoutOf(signed, mediaType)).readStore();
    const inMemory = await spliced(await readFile(input), mediaType, store!);
    expect(Buffer.compare(signed, inMemory.output)).toBe(0);
    expect((await verify(output, { anchors: [root] })).state).toBe("Trusted");
    if (mediaType === "video/mp4") {
      const places = samples(signed);
      expect(places.length).toBeGreaterThan(20);
      for (const picture of places) expect(picture.readUInt32BE(0) >>> 8).toBe(0xffd8ff);
    }

    signed[signed.length - 1_000_001]! ^= 1;
    await writeFile(output, signed);
    expect((await verify(output, { anchors: [root] })).state).toBe("Invalid");
  });

  it("becomes its own parent, its old manifest left out on the way", async () => {
    const once = path("once.mp4");
    await streamed(path("large.mp4"), once);
    const first = await verify(once);
    const twice = await streamed(once, path("twice.mp4"));
    expect((await layoutOf(twice, "video/mp4")).manifestSpans).toHaveLength(1);
    const verdict = await verify(path("twice.mp4"), { anchors: [root] });
    expect(verdict.state).toBe("Trusted");
    expect(verdict.tree?.ingredients).toMatchObject([{ manifest: first.manifest }]);
  });

  it.each([
    ["large.mp4", 0],
    ["large.wav", 1], // its past does not hold
  ])("has the past that the engine would have found: %s", async (name, change) => {
    const [once, twice, apart] = [path(`past-${name}`), path(`now-${name}`), path(`apart-${name}`)];
    const bytes = await streamed(path(name), once);
    bytes[1_000_000]! ^= change;
    await writeFile(once, bytes);
    await streamed(once, twice);
    await writeFile(apart, (await native(`past-${name}`, bytes)).output); // memory is the engine's
    const past = async (signed: string) => {
      const { tree, state } = await verify(signed, { anchors: [root] });
      const plain = JSON.stringify(tree?.ingredients, (key, value) =>
        key === "explanation" ? undefined : value,
      );
      return { state, past: plain.replace(/4000-8000-\d{12}/g, "") };
    };
    expect(await past(twice)).toEqual(await past(apart));
  });

  it("leaves nothing behind when it is cancelled half-way", async () => {
    const cancel = new AbortController();
    const how = await means();
    const job = { ...DRAWN, input: path("large.wav"), output: path("cancelled.wav") };
    const progress = (done: number) => done > 8_000_000 && cancel.abort();
    await expect(signMedia(job, { ...how, signal: cancel.signal, progress })).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.includes("cancelled"))).toEqual([]);
  });

  it("is refused when its own structure says that it goes on", async () => {
    const whole = await readFile(path("large.wav"));
    await writeFile(path("cut.wav"), whole.subarray(0, -5));
    const job = { ...DRAWN, input: path("cut.wav"), output: path("signed-cut.wav") };
    await expect(signMedia(job, await means())).rejects.toHaveProperty(
      "code",
      "CONTAINER_MALFORMED",
    );
    await expect(readFile(path("signed-cut.wav"))).rejects.toHaveProperty("code", "ENOENT");
  });
});
