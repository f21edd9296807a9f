import { describe, expect, it } from "vitest";
import { concat, view } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { latin1, u8, u16be, u32be } from "../../fixture/media/integer.js";
import { fakeStore, opened, spliced } from "./spliced.js";

const TYPE = "image/jpeg";
const SOI = u8(0xff, 0xd8);
const TABLES = segment(0xdb, new Uint8Array(65));
/** A scan of nothing: the walk ends at its marker. */
const SCAN = concat(segment(0xda, new Uint8Array(10)), u8(1, 2, 3), u8(0xff, 0xd9));

function segment(marker: number, ...payload: readonly Uint8Array[]): Uint8Array {
  const body = concat(...payload);
  return concat(u8(0xff, marker), u16be(2 + body.length), body);
}

/** An APP11 segment of JPEG Systems (ISO 19566-5 §D). */
function app11(instance: number, sequence: number, part: Uint8Array): Uint8Array {
  return segment(0xeb, latin1("JP"), u16be(instance), u32be(sequence), part);
}

/** A JUMBF box that is not C2PA's: what JPEG 360 and others keep in APP11. */
const foreignBox = (length: number) => {
  const box = fakeStore(length);
  box.set(latin1("j360"), 16);
  return box;
};

/** A part of a box that does not start it. */
const laterPart = (length: number) => concat(fakeStore(40).subarray(0, 8), new Uint8Array(length));

const code = (cause: unknown) => (cause instanceof ColophonError ? cause.code : cause);
const refusal = (bytes: Uint8Array) => opened(bytes, TYPE).then(() => "opened", code);

/** Where the manifest went, from the carrier's own bytes. */
async function placed(bytes: Uint8Array): Promise<number> {
  const { output } = await spliced(bytes, TYPE, fakeStore(500));
  const { manifestSpans } = await opened(output, TYPE);
  expect(manifestSpans).toHaveLength(1);
  return manifestSpans[0]!.start;
}

describe("a manifest in a JPEG", () => {
  it("goes straight after SOI when there is no APP0", async () => {
    expect(await placed(concat(SOI, TABLES, SCAN))).toBe(2);
  });

  it("goes after the last APP0", async () => {
    const head = concat(SOI, segment(0xe0, latin1("JFIF\0")), segment(0xe0, latin1("JFXX\0")));
    expect(await placed(concat(head, TABLES, SCAN))).toBe(head.length);
  });

  it("goes after APP0 even when fill bytes and stand-alone markers come before", async () => {
    const head = concat(SOI, u8(0xff, 0x01, 0xff, 0xff), segment(0xe0, latin1("JFIF\0")));
    expect(await placed(concat(head, TABLES, SCAN))).toBe(head.length);
  });

  it("is split at 64,000 bytes, every part after the first repeating the box header", async () => {
    const store = fakeStore(130_000);
    const { output } = await spliced(concat(SOI, TABLES, SCAN), TYPE, store);
    const { manifestSpans } = await opened(output, TYPE);
    expect(manifestSpans.map(({ length }) => length)).toEqual([64_012, 64_020, 2_020]);
    manifestSpans.forEach(({ start, length }, i) => {
      const part = output.subarray(start, start + length);
      expect(view(part).getUint16(2)).toBe(length - 2);
      expect(part.subarray(4, 12)).toEqual(concat(latin1("JP"), u16be(0x211), u32be(i + 1)));
      expect(part.subarray(12, 20)).toEqual(store.subarray(0, 8));
    });
  });

  it("is one exclusion when its segments touch, and one each when they do not", async () => {
    const store = fakeStore(300);
    const first = app11(0x211, 1, store.subarray(0, 200));
    const second = app11(0x211, 2, concat(store.subarray(0, 8), store.subarray(200)));
    const covers = async (bytes: Uint8Array, exclusions: readonly object[]) =>
      (await opened(bytes, TYPE)).covered("c2pa.hash.data", { exclusions });
    const both = { start: 2, length: first.length + second.length };
    const together = concat(SOI, first, second, TABLES, SCAN);
    expect(await (await opened(together, TYPE)).readStore()).toEqual(store);
    expect(await covers(together, [both])).toBeDefined();
    const apart = concat(SOI, first, TABLES, second, SCAN);
    const later = { start: 2 + first.length + TABLES.length, length: second.length };
    expect(await (await opened(apart, TYPE)).readStore()).toEqual(store);
    expect(await covers(apart, [{ start: 2, length: first.length }, later])).toBeDefined();
    expect(
      await covers(apart, [{ start: 2, length: later.start + later.length - 2 }]),
    ).toBeUndefined();
  });
});

describe("APP11 segments that are not C2PA's", () => {
  const hdr = segment(0xeb, latin1("HDR_RI ver=11"), new Uint8Array(60));
  const other = app11(7, 1, foreignBox(80));
  const continued = app11(7, 2, foreignBox(80));
  const file = concat(SOI, hdr, other, continued, TABLES, SCAN);

  it("are no manifest", async () => {
    const layout = await opened(file, TYPE);
    expect(layout.manifestSpans).toEqual([]);
    expect(await layout.readStore()).toBeUndefined();
  });

  it("stay where they are when a manifest comes in or goes out", async () => {
    const store = fakeStore(400);
    const signed = await spliced(file, TYPE, store);
    expect(
      Buffer.from(signed.output).includes(Buffer.from(concat(hdr, other, continued, TABLES))),
    ).toBe(true);
    const again = await spliced(signed.output, TYPE, store);
    expect(again.output).toEqual(signed.output);
  });

  it("lend the manifest no parts, though they have the number that we would use", async () => {
    const orphan = app11(0x211, 2, laterPart(90));
    const store = fakeStore(400);
    const { output } = await spliced(concat(SOI, orphan, TABLES, SCAN), TYPE, store);
    const layout = await opened(output, TYPE);
    expect(layout.manifestSpans).toHaveLength(1);
    expect(await layout.readStore()).toEqual(store);
    expect(Buffer.from(output).includes(Buffer.from(orphan))).toBe(true);
  });

  it("are told from the manifest's own by their sequence", async () => {
    const store = fakeStore(300);
    const own = app11(0x211, 1, store);
    const stray = app11(0x211, 9, laterPart(90));
    const layout = await opened(concat(SOI, own, stray, TABLES, SCAN), TYPE);
    expect(layout.manifestSpans).toEqual([{ start: 2, length: own.length }]);
    expect(await layout.readStore()).toEqual(store);
  });

  it("too short to hold a box are passed over", async () => {
    const short = segment(0xeb, latin1("JP"), u16be(0x211), u32be(1));
    expect((await opened(concat(SOI, short, TABLES, SCAN), TYPE)).manifestSpans).toEqual([]);
  });
});

describe("a JPEG that lies about its lengths", () => {
  it.each<[what: string, bytes: Uint8Array]>([
    ["a segment of length 0", concat(SOI, u8(0xff, 0xe1, 0, 0), SCAN)],
    ["a segment of length 1", concat(SOI, u8(0xff, 0xe1, 0, 1), SCAN)],
    ["a segment past the end", concat(SOI, u8(0xff, 0xe1, 0xff, 0xff), SCAN)],
    ["no marker where one should be", concat(SOI, u8(0, 0xe1, 0, 9), SCAN)],
    ["fill bytes without end", concat(SOI, new Uint8Array(50).fill(0xff))],
    ["nothing after SOI", concat(SOI, u8(0xff))],
    ["no scan", concat(SOI, TABLES)],
  ])("is malformed: %s", async (_, bytes) => {
    expect(await refusal(bytes)).toBe("CONTAINER_MALFORMED");
  });
});

describe("a JPEG that was cut short", () => {
  const whole = concat(
    SOI,
    segment(0xe1, latin1("a thumbnail with its own end \xff\xd9")),
    TABLES,
    SCAN,
  );

  it("takes no manifest: an end marker in its header is none", async () => {
    const cut = whole.subarray(0, whole.length - 2);
    await expect(spliced(cut, TYPE, fakeStore(40))).rejects.toMatchObject({
      code: "CONTAINER_MALFORMED",
    });
    expect(await refusal(cut)).toBe("opened"); // it can still be verified
  });

  it("is told from one that has something behind its end", async () => {
    const more = concat(whole, new Uint8Array(3 << 20).fill(0xd9));
    expect((await spliced(more, TYPE, fakeStore(40))).output.length).toBeGreaterThan(more.length);
  });
});
