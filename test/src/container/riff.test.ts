import { describe, expect, it } from "vitest";
import { type ByteSource, containerFor } from "../../../src/container/index.js";
import { concat, fourCC, view } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { latin1, u32le } from "../../fixture/media/integer.js";
import { chunk, list } from "../../fixture/media/riff.js";
import { rf64 } from "../../fixture/media/wav.js";
import { fakeStore, opened, spliced } from "./spliced.js";

const TYPE = "audio/wav";
const FMT = chunk("fmt ", new Uint8Array(16));
const wave = (...chunks: readonly Uint8Array[]) => list("RIFF", "WAVE", FMT, ...chunks);
const raw = (id: string, size: number) => concat(latin1(id), u32le(size));

const code = (cause: unknown) => (cause instanceof ColophonError ? cause.code : cause);
const opens = (bytes: Uint8Array) => opened(bytes, TYPE).then(() => "opened", code);
const takes = (bytes: Uint8Array, mediaType = TYPE) =>
  spliced(bytes, mediaType, fakeStore(40)).then(() => "taken", code);

/** The chunks after the form, by walking them anew. */
function chunks(bytes: Uint8Array): readonly (readonly [id: string, size: number])[] {
  const found: [string, number][] = [];
  const end = 8 + view(bytes).getUint32(4, true);
  for (let at = 12; at + 8 <= end; ) {
    const size = view(bytes).getUint32(at + 4, true);
    found.push([fourCC(bytes, at), size]);
    at += 8 + size + (size & 1);
  }
  return found;
}

describe("a manifest in a RIFF file", () => {
  it.each([
    [100, 40],
    [101, 40],
    [100, 41],
    [101, 41],
  ])("is the last chunk, on an even offset: %i bytes of data, %i of store", async (data, store) => {
    const file = wave(chunk("data", new Uint8Array(data).fill(7)));
    const { output } = await spliced(file, TYPE, fakeStore(store));
    expect(chunks(output)).toEqual([
      ["fmt ", 16],
      ["data", data],
      ["C2PA", store],
    ]);
    expect(output.length % 2).toBe(0);
    expect(view(output).getUint32(4, true)).toBe(output.length - 8);
    expect((await opened(output, TYPE)).manifestSpans[0]!.start % 2).toBe(0);
  });

  it("gets a pad byte in front where the file left out the last one", async () => {
    const padded = wave(chunk("data", new Uint8Array(101).fill(7)));
    const file = padded.slice(0, -1);
    file.set(u32le(file.length - 8), 4);
    const { output } = await spliced(file, TYPE, fakeStore(40));
    expect(chunks(output).map(([id]) => id)).toEqual(["fmt ", "data", "C2PA"]);
    expect(output.subarray(12, padded.length)).toEqual(padded.subarray(12));
  });

  it("stands before bytes that follow the RIFF chunk, which stay and are hashed", async () => {
    const file = wave(chunk("data", new Uint8Array(10)));
    const tail = latin1("a tail of odd length.");
    const { output, hashed } = await spliced(concat(file, tail), TYPE, fakeStore(40));
    expect(output.subarray(-tail.length)).toEqual(tail);
    expect(hashed.subarray(-tail.length)).toEqual(tail);
    expect(view(output).getUint32(4, true)).toBe(output.length - 8 - tail.length);
    expect((await opened(output, TYPE)).manifestSpans).toHaveLength(1);
  });

  it("takes the place of one in the middle, pad byte included", async () => {
    const data = chunk("data", new Uint8Array(10).fill(7));
    const signed = wave(chunk("C2PA", fakeStore(41)), data);
    const fresh = await spliced(wave(data), TYPE, fakeStore(60));
    expect((await spliced(signed, TYPE, fakeStore(60))).output).toEqual(fresh.output);
  });

  it("is not looked for inside a LIST", async () => {
    const hidden = wave(list("LIST", "INFO", chunk("C2PA", fakeStore(40))));
    expect((await opened(hidden, TYPE)).manifestSpans).toEqual([]);
  });

  it("is not put into a file that would then pass 4 GiB", async () => {
    const size = 0xffffffff - 1000;
    const parts: readonly (readonly [number, Uint8Array])[] = [
      [0, concat(raw("RIFF", size - 8), latin1("WAVE"))],
      [12, raw("data", size - 20)],
    ];
    const source: ByteSource = {
      size,
      read: async (start, end) => {
        const part = parts.find(([at]) => at === start);
        if (!part) throw new Error(`unexpected read at ${start}`);
        return part[1].subarray(0, end - start);
      },
    };
    const layout = await containerFor(TYPE)!.open(source, TYPE);
    expect(await layout.splice(900)).toBeDefined();
    await expect(layout.splice(1200)).rejects.toHaveProperty("code", "FORMAT_UNSUPPORTED");
  });

  it("is not put into an AVI that goes on in further RIFF chunks (OpenDML)", async () => {
    const first = list("RIFF", "AVI ", list("LIST", "movi"));
    expect(await takes(first, "video/x-msvideo")).toBe("taken");
    const both = concat(first, list("RIFF", "AVIX", list("LIST", "movi")));
    expect(await takes(both, "video/x-msvideo")).toBe("FORMAT_UNSUPPORTED");
  });

  it("is not put into RF64, which opens all the same, for a manifest beside it", async () => {
    const layout = await opened(rf64(), TYPE);
    expect(layout.detached().kind).toBe("data");
    await expect(layout.splice(40)).rejects.toHaveProperty("code", "FORMAT_UNSUPPORTED");
  });
});

describe("a RIFF file that lies about its lengths", () => {
  it.each<[what: string, bytes: Uint8Array]>([
    ["less than a header", wave().subarray(0, 11)],
    ["a RIFF size past the end", concat(raw("RIFF", 0xfffffff0), wave().subarray(8))],
    ["a chunk past the end", wave(raw("data", 0x7fffffff))],
    [
      "a chunk past the RIFF chunk",
      concat(raw("RIFF", 36), wave(raw("data", 8), u32le(0), u32le(0)).subarray(8)),
    ],
    ["a manifest past the end", wave(raw("C2PA", 0xffffffff))],
    // What a program leaves that writes to a pipe and cannot go back to fill in the size.
    ["a RIFF size of 0", concat(raw("RIFF", 0), wave().subarray(8))],
    ["a RIFF size with no room for the form", concat(raw("RIFF", 3), wave().subarray(8))],
  ])("is malformed: %s", async (_, bytes) => {
    expect(await opens(bytes)).toBe("CONTAINER_MALFORMED");
  });

  it("is not signed while bytes stand where a chunk should begin", async () => {
    const stray = concat(wave(), new Uint8Array(5));
    stray.set(u32le(stray.length - 8), 4);
    expect(await opens(stray)).toBe("opened");
    expect(await takes(stray)).toBe("CONTAINER_MALFORMED");
  });

  it("is malformed when its chunks have no end", async () => {
    const endless = new Uint8Array(12 + 8 * 1_000_001);
    endless.set(concat(raw("RIFF", endless.length - 8), latin1("WAVE")));
    expect(await opens(endless)).toBe("CONTAINER_MALFORMED");
  });
});
