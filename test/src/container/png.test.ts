import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { concat, fromHex, view } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { latin1, u32be } from "../../fixture/media/integer.js";
import { pngChunk } from "../../fixture/media/png.js";
import { fakeStore, hashedBytes, opened, spliced } from "./spliced.js";

const TYPE = "image/png";
const SIGNATURE = fromHex("89504e470d0a1a0a");
const IHDR = pngChunk("IHDR", u32be(1), u32be(1), fromHex("0800000000"));
const IDAT = pngChunk("IDAT", fromHex("789c6360000000020001"));
const IEND = pngChunk("IEND");
const PLAIN = concat(SIGNATURE, IHDR, IDAT, IEND);
const START = SIGNATURE.length + IHDR.length;

const code = (cause: unknown) => (cause instanceof ColophonError ? cause.code : cause);
const refusal = (bytes: Uint8Array) => opened(bytes, TYPE).then(() => "opened", code);

describe("a manifest in a PNG", () => {
  it("is one caBX chunk straight after IHDR, with the CRC that zlib computes", async () => {
    const store = fakeStore(1_234);
    const { output } = await spliced(PLAIN, TYPE, store);
    expect(output.subarray(0, START)).toEqual(PLAIN.subarray(0, START));
    const chunk = output.subarray(START, START + 12 + store.length);
    expect(chunk.subarray(0, 8)).toEqual(concat(u32be(store.length), latin1("caBX")));
    expect(chunk.subarray(8, -4)).toEqual(store);
    expect(view(chunk).getUint32(8 + store.length)).toBe(crc32(chunk.subarray(4, -4)));
    expect(output.subarray(START + chunk.length)).toEqual(PLAIN.subarray(START));
  });

  it("leaves what follows IEND where it is, and hashes it", async () => {
    const tail = latin1("appended by somebody");
    const { output, hashed } = await spliced(concat(PLAIN, tail), TYPE, fakeStore(50));
    expect(output.subarray(-tail.length)).toEqual(tail);
    expect(hashed).toEqual(concat(PLAIN, tail));
  });

  it("is not looked for after IEND", async () => {
    const late = concat(PLAIN, pngChunk("caBX", fakeStore(50)));
    expect((await opened(late, TYPE)).manifestSpans).toEqual([]);
  });

  it("takes the place of every manifest that is there", async () => {
    const [early, late] = [pngChunk("caBX", fakeStore(50)), pngChunk("caBX", fakeStore(70))];
    const two = concat(SIGNATURE, IHDR, early, IDAT, late, IEND);
    const fresh = await spliced(PLAIN, TYPE, fakeStore(99));
    expect((await spliced(two, TYPE, fakeStore(99))).output).toEqual(fresh.output);
  });

  it("is bound only when each of its chunks is excluded", async () => {
    const [early, late] = [pngChunk("caBX", fakeStore(50)), pngChunk("caBX", fakeStore(70))];
    const two = concat(SIGNATURE, IHDR, early, IDAT, late, IEND);
    const [first, second] = [
      { start: START, length: early.length },
      { start: START + early.length + IDAT.length, length: late.length },
    ];
    const layout = await opened(two, TYPE);
    const covers = (...exclusions: object[]) => layout.covered("c2pa.hash.data", { exclusions });
    expect(await covers(first)).toBeUndefined();
    expect(hashedBytes(two, (await covers(first, second))!)).toEqual(PLAIN);
  });
});

describe("a PNG that lies about its lengths", () => {
  it.each<[what: string, bytes: Uint8Array]>([
    ["the signature alone", SIGNATURE],
    ["IHDR cut short", PLAIN.subarray(0, 20)],
    ["a chunk other than IHDR first", concat(SIGNATURE, IDAT, IHDR, IEND)],
    ["a chunk of 2^31 bytes", concat(SIGNATURE, IHDR, u32be(0x80000000), latin1("IDAT"), IEND)],
    ["a chunk of 2^32 - 1 bytes", concat(SIGNATURE, IHDR, u32be(0xffffffff), latin1("IDAT"), IEND)],
    [
      "a manifest past the end",
      concat(SIGNATURE, IHDR, u32be(5000), latin1("caBX"), fakeStore(40)),
    ],
    ["too few bytes for a chunk", concat(SIGNATURE, IHDR, new Uint8Array(11))],
  ])("is malformed: %s", async (_, bytes) => {
    expect(await refusal(bytes)).toBe("CONTAINER_MALFORMED");
  });

  it("is malformed when its chunks have no end", async () => {
    const empty = pngChunk("teST");
    const endless = new Uint8Array(START + 1_000_001 * empty.length);
    endless.set(PLAIN.subarray(0, START));
    for (let at = START; at < endless.length; at += empty.length) endless.set(empty, at);
    expect(await refusal(endless)).toBe("CONTAINER_MALFORMED");
  });
});

describe("a PNG that was cut short", () => {
  it("takes no manifest without its last chunk, and can still be verified", async () => {
    const cut = concat(SIGNATURE, IHDR, IDAT);
    await expect(spliced(cut, TYPE, fakeStore(40))).rejects.toMatchObject({
      code: "CONTAINER_MALFORMED",
    });
    expect(await refusal(cut)).toBe("opened");
  });
});
