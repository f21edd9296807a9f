import { describe, expect, it } from "vitest";
import { moveOffsets } from "../../../src/container/bmff-offset.js";
import { concat } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { box, fullBox } from "../../fixture/media/bmff.js";
import { u8, u16be, u32be, u64be } from "../../fixture/media/integer.js";

const INSERTED = 1000; // bytes, at offset 500
const move = (offset: number) => (offset < 500 ? offset : offset + INSERTED);

/** The box as it is after the move. */
function moved(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  moveOffsets(copy, move);
  return copy;
}

function refusal(bytes: Uint8Array): unknown {
  try {
    moveOffsets(Uint8Array.from(bytes), move);
    return "moved";
  } catch (cause) {
    return cause instanceof ColophonError ? cause.code : cause;
  }
}

/** A table where movies have it. */
const inMovie = (...tables: readonly Uint8Array[]) =>
  box("moov", box("trak", box("mdia", box("minf", box("stbl", ...tables)))));
const inMeta = (...boxes: readonly Uint8Array[]) => fullBox("meta", 0, 0, ...boxes);

describe("chunk offsets", () => {
  const stco = (...offsets: readonly number[]) =>
    fullBox("stco", 0, 0, u32be(offsets.length), ...offsets.map(u32be));
  const co64 = (...offsets: readonly number[]) =>
    fullBox("co64", 0, 0, u32be(offsets.length), ...offsets.map(u64be));

  it("of 32 bits move when they point behind the manifest, and only then", () => {
    expect(moved(inMovie(stco(40, 499, 500, 4000)))).toEqual(inMovie(stco(40, 499, 1500, 5000)));
  });

  it("of 64 bits move beyond 4 GiB", () => {
    const far = 2 ** 40;
    expect(moved(inMovie(co64(40, 0xffffffff, far)))).toEqual(
      inMovie(co64(40, 0xffffffff + INSERTED, far + INSERTED)),
    );
  });

  it("move in every track", () => {
    const track = (offset: number) =>
      box("trak", box("mdia", box("minf", box("stbl", stco(offset), co64(offset)))));
    expect(moved(box("moov", track(600), track(700)))).toEqual(
      box("moov", track(1600), track(1700)),
    );
  });

  it("that would pass 32 bits are refused, never wrapped around", () => {
    const last = 0xffffffff - INSERTED;
    expect(moved(inMovie(stco(last)))).toEqual(inMovie(stco(0xffffffff)));
    expect(refusal(inMovie(stco(last + 1)))).toBe("FORMAT_UNSUPPORTED");
    expect(refusal(inMovie(stco(600, 0xffffffff)))).toBe("FORMAT_UNSUPPORTED");
  });

  it("that no number can hold exactly are refused", () => {
    expect(refusal(inMovie(co64(2 ** 53)))).toBe("CONTAINER_MALFORMED");
  });

  it("whose count lies are refused", () => {
    const lying = (count: number) => inMovie(fullBox("stco", 0, 0, u32be(count), u32be(600)));
    expect(refusal(lying(1))).toBe("moved");
    expect(refusal(lying(2))).toBe("CONTAINER_MALFORMED");
    expect(refusal(lying(0xffffffff))).toBe("CONTAINER_MALFORMED");
    expect(refusal(inMovie(fullBox("co64", 0, 0, u32be(1), u32be(600))))).toBe(
      "CONTAINER_MALFORMED",
    );
    expect(refusal(inMovie(box("stco", u32be(0))))).toBe("CONTAINER_MALFORMED");
  });

  it("behind a box with an impossible size are refused, not left where they are", () => {
    const broken = concat(u32be(5000), u8(0x73, 0x74, 0x74, 0x73));
    expect(refusal(inMovie(broken, stco(600)))).toBe("CONTAINER_MALFORMED");
    expect(refusal(inMovie(concat(u32be(3), broken.subarray(4)), stco(600)))).toBe(
      "CONTAINER_MALFORMED",
    );
  });

  it("move though a camera left junk in its user data", () => {
    const junk = concat(u32be(5000), u8(1, 2, 3, 4, 5));
    const movie = (offset: number) =>
      concat(box("moov", box("udta", junk), inMovie(stco(offset)).subarray(8)));
    expect(moved(movie(600))).toEqual(movie(1600));
  });

  it("in a compressed movie header are refused", () => {
    expect(refusal(box("moov", box("cmov", new Uint8Array(20))))).toBe("FORMAT_UNSUPPORTED");
  });

  it("are found under a box with a 64-bit size", () => {
    const large = (offset: number) => {
      const table = stco(offset);
      const stbl = concat(u32be(1), u8(0x73, 0x74, 0x62, 0x6c), u64be(16 + table.length), table);
      return box("moov", box("trak", box("mdia", box("minf", stbl))));
    };
    expect(moved(large(600))).toEqual(large(1600));
  });
});

describe("auxiliary information offsets (saio)", () => {
  const aux = u32be(0x63656e63); // cenc
  it.each<[what: string, of: (offset: number) => Uint8Array]>([
    ["version 0", (offset) => fullBox("saio", 0, 0, u32be(1), u32be(offset))],
    [
      "version 0 with a type",
      (offset) => fullBox("saio", 0, 1, aux, u32be(0), u32be(1), u32be(offset)),
    ],
    ["version 1", (offset) => fullBox("saio", 1, 0, u32be(1), u64be(offset))],
    [
      "version 1 with a type",
      (offset) => fullBox("saio", 1, 1, aux, u32be(0), u32be(1), u64be(offset)),
    ],
  ])("move: %s", (_, of) => {
    expect(moved(inMovie(of(600)))).toEqual(inMovie(of(1600)));
    expect(moved(inMovie(of(40)))).toEqual(inMovie(of(40)));
  });

  it("that would pass 32 bits are refused", () => {
    expect(refusal(inMovie(fullBox("saio", 0, 0, u32be(1), u32be(0xffffffff))))).toBe(
      "FORMAT_UNSUPPORTED",
    );
  });

  it("in a box too short are refused", () => {
    expect(refusal(inMovie(fullBox("saio", 0, 0)))).toBe("CONTAINER_MALFORMED");
    expect(refusal(inMovie(fullBox("saio", 0, 1, aux)))).toBe("CONTAINER_MALFORMED");
  });
});

interface Item {
  readonly method?: number;
  readonly base?: number;
  readonly extents: readonly number[];
}

const WIDTH: Readonly<Record<number, (value: number) => Uint8Array>> = {
  0: () => new Uint8Array(0),
  2: u16be,
  4: u32be,
  8: u64be,
};

interface Sizes {
  readonly version: number;
  readonly offset: number;
  readonly base: number;
  readonly index?: number;
}

/** ISO 14496-12 §8.11.3, with lengths of four bytes. */
function iloc({ version, offset, base, index = 0 }: Sizes, ...items: readonly Item[]): Uint8Array {
  const wide = version < 2 ? u16be : u32be;
  const entries = items.map((item, i) =>
    concat(
      wide(i + 1),
      version > 0 ? u16be(item.method ?? 0) : new Uint8Array(0),
      u16be(0),
      WIDTH[base]!(item.base ?? 0),
      u16be(item.extents.length),
      ...item.extents.flatMap((at) => [
        version > 0 ? WIDTH[index]!(9) : new Uint8Array(0),
        WIDTH[offset]!(at),
        u32be(77),
      ]),
    ),
  );
  const sizes = u8(offset * 16 + 4, base * 16 + index);
  return inMeta(fullBox("iloc", version, 0, sizes, wide(items.length), ...entries));
}

describe("item locations (iloc)", () => {
  const plain: readonly Sizes[] = [
    { version: 0, offset: 4, base: 0 },
    { version: 0, offset: 8, base: 0 },
    { version: 1, offset: 4, base: 4 },
    { version: 1, offset: 8, base: 8, index: 4 },
    { version: 2, offset: 4, base: 0, index: 8 },
  ];

  it.each(plain)("without a base move extent by extent: %o", (sizes) => {
    const items = (...at: readonly number[]) => iloc(sizes, { extents: at }, { extents: [at[1]!] });
    expect(moved(items(40, 600, 499, 500))).toEqual(items(40, 1600, 499, 1500));
  });

  it("move by their base alone when all extents count from it", () => {
    const sizes = { version: 1, offset: 4, base: 4 };
    const item = (base: number) => iloc(sizes, { base, extents: [0, 20, 3000] });
    expect(moved(item(600))).toEqual(item(1600));
    expect(moved(item(100).subarray())).toEqual(
      iloc(sizes, { base: 100, extents: [0, 20, 4000] }), // 100 + 3000 lies behind, the others do not
    );
  });

  it("that are nothing but a base move by it", () => {
    const sizes = { version: 1, offset: 0, base: 4 };
    const item = (base: number) => iloc(sizes, { base, extents: [0] });
    expect(moved(item(600))).toEqual(item(1600));
    expect(moved(item(40))).toEqual(item(40));
  });

  it("inside idat or inside another item do not move: they count from there", () => {
    const sizes = { version: 1, offset: 4, base: 4 };
    const items = (at: number) =>
      iloc(
        sizes,
        { method: 1, base: 700, extents: [600] },
        { method: 2, extents: [600] },
        { method: 0, extents: [at] },
      );
    expect(moved(items(600))).toEqual(items(1600));
  });

  it("that would not fit their field are refused", () => {
    expect(refusal(iloc({ version: 0, offset: 4, base: 0 }, { extents: [0xffffffff] }))).toBe(
      "FORMAT_UNSUPPORTED",
    );
    expect(refusal(iloc({ version: 0, offset: 2, base: 0 }, { extents: [65_000] }))).toBe(
      "FORMAT_UNSUPPORTED",
    );
    const byBase = { version: 0, offset: 0, base: 4 };
    expect(refusal(iloc(byBase, { base: 0xffffffff, extents: [0] }))).toBe("FORMAT_UNSUPPORTED");
  });

  it("that no number can hold exactly are refused", () => {
    expect(refusal(iloc({ version: 0, offset: 8, base: 0 }, { extents: [2 ** 54] }))).toBe(
      "CONTAINER_MALFORMED",
    );
  });

  it("cut short are refused at every byte", () => {
    const whole = iloc({ version: 1, offset: 4, base: 4 }, { base: 600, extents: [1, 2] });
    const body = whole.subarray(20);
    for (let length = 0; length < body.length; length++)
      expect(refusal(inMeta(box("iloc", body.subarray(0, length))))).toBe("CONTAINER_MALFORMED");
  });

  it("of items with 65,535 extents of no size cost no more than their bytes", () => {
    const item = concat(u16be(1), u16be(0), u16be(0xffff));
    const many = concat(...new Array<Uint8Array>(60_000).fill(item));
    const bomb = inMeta(fullBox("iloc", 0, 0, u8(0, 0), u16be(60_000), many));
    const started = performance.now();
    moveOffsets(bomb, move);
    expect(performance.now() - started).toBeLessThan(1000); // four thousand million extents would take minutes
  });
});

describe("a box that holds itself too deep", () => {
  it("is refused", () => {
    let nested = box("trak");
    for (let i = 0; i < 40; i++) nested = box("moov", nested);
    expect(refusal(nested)).toBe("CONTAINER_MALFORMED");
  });
});
