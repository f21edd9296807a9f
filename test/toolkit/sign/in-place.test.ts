import { fork } from "node:child_process";
import { open, readdir, readFile, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { verify } from "../../../toolkit/index.js";
import { signMedia } from "../../../toolkit/sign/sign-media.js";
import { keepUndo, undo, undoInterrupted } from "../../../toolkit/sign/undo-journal.js";
import { DRAWN, engineSays, means, root } from "../../contract/workshop.js";
import { temporaryFolder } from "../../fake/io.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const fixtures = await mediaFixtures();
const withRoom = ["mp4-free", "wav", "wav-odd", "wav-info", "webp-lossy", "webp-extended", "avi"];
const roomy = fixtures.filter(({ name }) => withRoom.includes(name));
const cramped = fixtures.filter(({ name }) =>
  ["mp4-moov-first", "png", "gif-animated"].includes(name),
);
const named = (name: string) => fixtures.find((fixture) => fixture.name === name)!;

/** The file in a folder of its own. */
async function placed({ name, extension, bytes }: (typeof fixtures)[number]) {
  const folder = temporaryFolder();
  const input = join(folder, `${name}.${extension}`);
  await writeFile(input, bytes);
  return { folder, input, job: { ...DRAWN, input, output: input, inPlace: true } };
}

describe.each(roomy)("$name, signed in place", (fixture) => {
  it("is Trusted, by the engine as well, and nothing is left beside it", async () => {
    const { folder, input, job } = await placed(fixture);
    const { ino } = await stat(input);
    const { overheadBytes } = await signMedia(job, await means());
    const bytes = new Uint8Array(await readFile(input));
    expect((await stat(input)).ino).toBe(ino);
    expect(bytes.length).toBe(fixture.bytes.length + overheadBytes);
    expect((await verify(input, { anchors: [root] })).state).toBe("Trusted");
    expect((await engineSays(fixture.mediaType, bytes, root)).state).toBe("Trusted");
    expect(await readdir(folder)).toEqual([input.split("/").at(-1)]);
  });

  it("is put back byte for byte when what comes after signing fails", async () => {
    const { folder, input, job } = await placed(fixture);
    const archive = { add: () => Promise.reject(new Error("the archive's disk is full")) };
    const how = { ...(await means()), archive } as unknown as Awaited<ReturnType<typeof means>>;
    await expect(signMedia(job, how)).rejects.toThrow();
    expect(Buffer.compare(await readFile(input), fixture.bytes)).toBe(0);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("is put back from any point at which the edit could have stopped", async () => {
    const layout = await containerFor(fixture.mediaType)!.open(
      memorySource(fixture.bytes),
      fixture.mediaType,
    );
    const store = new Uint8Array(1500).fill(0x5a);
    const edits = (await layout.inPlace!(store.length))!.edits(store);
    const { folder, input } = await placed(fixture);
    const whole = edits.reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (let stop = 0; stop <= whole; stop += 1 + Math.floor(whole / 25)) {
      const handle = await open(input, "r+");
      await keepUndo(input, handle, edits);
      let left = stop;
      for (const { at, bytes } of edits) {
        await handle.write(bytes, 0, Math.min(left, bytes.length), at);
        left = Math.max(0, left - bytes.length);
      }
      await handle.close();
      // A power cut can leave the length without the bytes.
      if (stop % 2 === 1 && stop < 1500) {
        const end = edits[0]!.at + edits[0]!.bytes.length;
        if (end > fixture.bytes.length) await truncate(input, end);
      }
      expect(await undo(input)).toBe(true);
      expect(Buffer.compare(await readFile(input), fixture.bytes), `${stop}`).toBe(0);
      expect(await readdir(folder)).toHaveLength(1);
    }
  });
});

describe("what has no room", () => {
  it.each(cramped)("is refused and left as it is: $name", async (fixture) => {
    const { folder, input, job } = await placed(fixture);
    const refused = expect(signMedia(job, await means())).rejects;
    await refused.toHaveProperty("code", "FORMAT_UNSUPPORTED");
    expect(Buffer.compare(await readFile(input), fixture.bytes)).toBe(0);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("is a file that is signed already", async () => {
    const { input, job } = await placed(named("wav"));
    await signMedia(job, await means());
    const once = await readFile(input);
    await expect(signMedia(job, await means())).rejects.toThrow("carries credentials already");
    expect(Buffer.compare(await readFile(input), once)).toBe(0);
  });

  it("is a free box behind the media, or one byte too small to stay one", async () => {
    const layout = async (bytes: Uint8Array) =>
      containerFor("video/mp4")!.open(memorySource(bytes), "video/mp4");
    const { bytes } = named("mp4-free");
    const room = (await layout(bytes)).inPlace!;
    const carrier = 45;
    expect(await room(4096 - carrier)).toBeDefined(); // exactly
    expect(await room(4096 - carrier - 8)).toBeDefined(); // an empty box stays
    expect(await room(4096 - carrier - 7)).toBeUndefined();
    expect(await room(4096 - carrier + 1)).toBeUndefined();
    const plain = named("mp4-moov-first").bytes;
    const behind = Buffer.concat([plain, bytes.subarray(24, 24 + 4096)]);
    expect(await (await layout(behind)).inPlace!(1000)).toBeUndefined();
  });
});

describe("a process that is killed while it signs in place", () => {
  const SIGNER = fileURLToPath(new URL("../../fake/in-place-signer.js", import.meta.url));

  /** Runs one and kills it `after` so many milliseconds of work, or once the file is changed. */
  function killed(input: string, after: number | "signed"): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = fork(SIGNER, [input], { execArgv: [] });
      child.on("message", (message) => {
        if (message === after) child.kill("SIGKILL");
        else if (message === "ready" && typeof after === "number")
          setTimeout(() => child.kill("SIGKILL"), after);
      });
      child.on("error", reject);
      child.on("exit", () => resolve());
    });
  }

  it.each(["mp4-free", "wav"])(
    "leaves %s to be put back, and then to be signed",
    async (name) => {
      const fixture = named(name);
      for (const after of ["signed", 4, 12, 30] as const) {
        const { folder, input, job } = await placed(fixture);
        await killed(input, after);
        if (after === "signed") expect(await readdir(folder)).toHaveLength(3); // with journal and lock
        await undoInterrupted(input);
        expect(Buffer.compare(await readFile(input), fixture.bytes), `${after}`).toBe(0);
        await killed(input, after);
        await signMedia(job, await means());
        expect((await verify(input, { anchors: [root] })).state).toBe("Trusted");
        expect(await readdir(folder), `${after}`).toEqual([basename(input)]);
      }
    },
    60_000,
  );

  it("is made up for before the file is signed to somewhere else", async () => {
    const fixture = named("wav");
    const { folder, input } = await placed(fixture);
    await killed(input, "signed");
    const output = join(folder, "elsewhere.wav");
    await signMedia({ ...DRAWN, input, output }, await means());
    expect(Buffer.compare(await readFile(input), fixture.bytes)).toBe(0);
    expect((await verify(output, { anchors: [root] })).state).toBe("Trusted");
  }, 60_000);

  it("undoes nothing in a file that somebody has changed since", async () => {
    const { input, job } = await placed(named("wav"));
    await killed(input, "signed");
    const other = Buffer.from(named("wav-info").bytes);
    await writeFile(input, other);
    await utimes(input, new Date(), new Date());
    await expect(signMedia(job, await means())).rejects.toThrow("was changed by somebody else");
    expect(Buffer.compare(await readFile(input), other)).toBe(0);
  }, 60_000);
});

describe("two processes that sign one file in place", () => {
  it("do so one after the other", async () => {
    const { input, job } = await placed(named("wav"));
    const [first, second] = await Promise.allSettled([
      signMedia(job, await means()),
      signMedia(job, await means()),
    ]);
    expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
    expect((await verify(input, { anchors: [root] })).state).toBe("Trusted");
  });
});
