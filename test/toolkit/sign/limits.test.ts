import { open, readdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { C2PA_UUID } from "../../../src/container/bmff-box.js";
import { concat } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { verify } from "../../../toolkit/index.js";
import { signMedia } from "../../../toolkit/sign/sign-media.js";
import { DRAWN, means, native } from "../../contract/workshop.js";
import { temporaryFolder } from "../../fake/io.js";
import { box, fileType, fullBox } from "../../fixture/media/bmff.js";
import { latin1, u32be, u64be } from "../../fixture/media/integer.js";
import { rf64, wavHeader } from "../../fixture/media/wav.js";
import { fixture } from "./workshop.js";

const GIB4 = 2 ** 32;

/** Its 32-bit index names a sample a hundred bytes below 4 GiB. */
function farMovie(): Uint8Array {
  const table = fullBox("stco", 0, 0, u32be(1), u32be(GIB4 - 100));
  const index = box("moov", box("trak", box("mdia", box("minf", box("stbl", table)))));
  const head = concat(fileType("isom", 0, "isom"), index);
  return concat(head, u32be(1), latin1("mdat"), u64be(GIB4 - head.length));
}

const files: readonly (readonly [string, string, Uint8Array, number, string])[] = [
  [
    "a WAV that would pass 4 GiB",
    "long.wav",
    wavHeader(GIB4 - 1044),
    GIB4 - 1000,
    "with a manifest this RIFF file would pass 4 GiB, which its size field cannot say",
  ],
  ["RF64", "rf64.wav", rf64(), rf64().length, "C2PA has no place in an RF64 file"],
  [
    "a movie whose 32-bit index would overflow",
    "far.mp4",
    farMovie(),
    GIB4,
    "with a manifest in front, the media data would lie beyond what the file's 32-bit index can name",
  ],
];

describe("what a format has no room for", () => {
  it.each(files)("is refused in one sentence, and nothing is written: %s", async (...file) => {
    const [, name, head, size, message] = file;
    const folder = temporaryFolder();
    const input = join(folder, name);
    const handle = await open(input, "w");
    await handle.write(head);
    await handle.truncate(size); // the rest takes no room on the disk
    await handle.close();
    const { mtimeMs } = await stat(input);
    for (const inPlace of [false, true]) {
      const output = inPlace ? input : join(folder, `signed-${name}`);
      const error = await signMedia(
        { ...DRAWN, input, output, ...(inPlace && { inPlace }) },
        await means(),
      ).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(ColophonError);
      expect((error as ColophonError).code).toBe("FORMAT_UNSUPPORTED");
      if (!inPlace) expect((error as ColophonError).message).toBe(message);
      expect(await readdir(folder)).toEqual([name]);
      expect((await stat(input)).mtimeMs).toBe(mtimeMs);
    }
  });
});

describe("what only the engine can check", () => {
  it("is refused in one sentence above 1 GiB, and never given to it", async () => {
    const path = join(temporaryFolder(), "long.mp4");
    const { output } = await native("long.mp4", await fixture("mp4-free"));
    const another = box("uuid", C2PA_UUID, u32be(0), latin1("elsewhere\0"));
    await writeFile(path, concat(output, another, u32be(1), latin1("mdat"), u64be(2 ** 30)));
    await truncate(path, output.length + another.length + 2 ** 30);
    const { state, findings } = await verify(path);
    expect(state).toBe("NotChecked");
    expect(findings).toMatchObject([
      {
        code: "colophon.file.unsupported",
        explanation: "the way this credential is bound to its file can be checked up to 1 GiB only",
      },
    ]);
  });
});
