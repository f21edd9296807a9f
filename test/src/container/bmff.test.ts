import { describe, expect, it } from "vitest";
import { C2PA_UUID } from "../../../src/container/bmff-box.js";
import { bmffHashData, containerFor, type Piece } from "../../../src/container/index.js";
import { concat, fourCC } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/errors.js";
import { box, fileType, fullBox } from "../../fixture/media/bmff.js";
import { latin1, u8, u32be, u64be } from "../../fixture/media/integer.js";
import { fakeStore, hashedBytes, opened, spliced } from "./spliced.js";

const TYPE = "video/mp4";
const FTYP = fileType("isom", 0, "isom");
const MDAT = box("mdat", latin1("sound and pictures"));
const stco = (offset: number) =>
  box(
    "moov",
    box(
      "trak",
      box("mdia", box("minf", box("stbl", fullBox("stco", 0, 0, u32be(1), u32be(offset))))),
    ),
  );
const MOOV_LENGTH = stco(0).length;
const MOVIE = concat(FTYP, stco(FTYP.length + MOOV_LENGTH + 8), MDAT);

/** A C2PA box (C2PA 2.4 §A.5.1). */
const c2pa = (purpose: string, ...body: readonly Uint8Array[]) =>
  box("uuid", C2PA_UUID, u32be(0), latin1(`${purpose}\0`), ...body);
const manifestBox = (store: Uint8Array, ...after: readonly Uint8Array[]) =>
  c2pa("manifest", u64be(0), store, ...after);

const code = (cause: unknown) => (cause instanceof ColophonError ? cause.code : cause);
const refusal = (bytes: Uint8Array) => opened(bytes, TYPE).then(() => "opened", code);
const takes = (bytes: Uint8Array) => spliced(bytes, TYPE, fakeStore(40)).then(() => "taken", code);

describe("a manifest in an ISO BMFF file", () => {
  it("is a uuid box straight after ftyp", async () => {
    const store = fakeStore(333);
    const { output } = await spliced(MOVIE, TYPE, store);
    const carrier = manifestBox(store);
    expect(output.subarray(FTYP.length, FTYP.length + carrier.length)).toEqual(carrier);
  });

  it("moves the offsets behind it and no other byte", async () => {
    const { output } = await spliced(MOVIE, TYPE, fakeStore(333));
    const shift = manifestBox(fakeStore(333)).length;
    expect(output.subarray(FTYP.length + shift)).toEqual(
      concat(stco(FTYP.length + MOOV_LENGTH + 8 + shift), MDAT),
    );
  });

  it("takes the place of one anywhere, and of every further C2PA box", async () => {
    const fresh = await spliced(MOVIE, TYPE, fakeStore(60));
    const at = FTYP.length + MOOV_LENGTH + 8;
    const old = manifestBox(fakeStore(90));
    const tree = c2pa("merkle", u8(1, 2, 3));
    const last = concat(FTYP, stco(at), MDAT, old, tree);
    expect((await spliced(last, TYPE, fakeStore(60))).output).toEqual(fresh.output);
    const between = concat(FTYP, stco(at + old.length), old, MDAT, tree);
    expect((await spliced(between, TYPE, fakeStore(60))).output).toEqual(fresh.output);
    const first = concat(old, FTYP, stco(at + old.length), MDAT);
    expect((await spliced(first, TYPE, fakeStore(60))).output).toEqual(fresh.output);
  });

  it("is read without the padding after it", async () => {
    const padded = concat(FTYP, manifestBox(fakeStore(90), new Uint8Array(500)), MDAT);
    expect(await (await opened(padded, TYPE)).readStore()).toEqual(fakeStore(90));
  });

  it("is read from a box with a 64-bit size", async () => {
    const body = manifestBox(fakeStore(90)).subarray(8);
    const large = concat(u32be(1), latin1("uuid"), u64be(16 + body.length), body);
    const layout = await opened(concat(FTYP, large, MDAT), TYPE);
    expect(layout.manifestSpans).toEqual([{ start: FTYP.length, length: large.length }]);
    expect(await layout.readStore()).toEqual(fakeStore(90));
  });

  it("is not taken from a box of another purpose, nor from another kind of uuid box", async () => {
    const tree = await opened(concat(FTYP, c2pa("merkle", u64be(0), fakeStore(90)), MDAT), TYPE);
    expect(tree.manifestSpans).toHaveLength(1); // goes when a manifest comes
    const other = await opened(concat(FTYP, box("uuid", new Uint8Array(60)), MDAT), TYPE);
    expect(other.manifestSpans).toEqual([]);
    expect(await other.readStore()).toBeUndefined();
  });

  it("has no place in a file without ftyp", async () => {
    expect(await takes(concat(box("wide"), MDAT, stco(16)))).toBe("FORMAT_UNSUPPORTED");
  });

  it("is left to the engine where boxes for a Merkle tree would have to come out of an index", async () => {
    const splice = async (...after: readonly Uint8Array[]) =>
      (await opened(concat(FTYP, ...after), TYPE)).splice(40);
    const merkle = c2pa("merkle", u8(0xa0));
    expect(await splice(merkle, box("moof"), MDAT)).toBeDefined();
    expect(await splice(box("moof"), MDAT, merkle, box("moof"), MDAT)).toBeUndefined();
    expect(await splice(box("sidx"), merkle, box("moof"), MDAT)).toBeUndefined();
  });

  it.each([
    ["tfhd", box("moof", box("traf", fullBox("tfhd", 0, 1, u32be(1), u32be(0))))],
    ["tfra", box("mfra", fullBox("tfra", 0, 0, u32be(1), u32be(0), u32be(2), new Uint8Array(11)))],
  ])("is not put into fragments whose %s box is cut short", async (_, index) => {
    expect(await takes(concat(MOVIE, index))).toBe("CONTAINER_MALFORMED");
  });

  it("is not put behind a ftyp that has no length of its own", async () => {
    expect(await takes(concat(u32be(0), FTYP.subarray(4)))).toBe("CONTAINER_MALFORMED");
  });

  it("is not put into a movie with more C2PA boxes than one could mean", async () => {
    const boxes = (count: number) => new Array<Uint8Array>(count).fill(c2pa("merkle"));
    expect(await takes(concat(MOVIE, ...boxes(64)))).toBe("taken");
    expect(await takes(concat(MOVIE, ...boxes(65)))).toBe("CONTAINER_MALFORMED");
  });

  it("of more than 256 MiB is not read into memory", async () => {
    const length = 300 * 1024 * 1024;
    const head = concat(FTYP, u32be(length), manifestBox(fakeStore(90)).subarray(4));
    head.set(u32be(length - 53), head.length - 90);
    const source = {
      size: FTYP.length + length,
      read: async (start: number, end: number) => {
        if (end - start > 1 << 20) throw new Error("too much");
        const out = new Uint8Array(end - start);
        out.set(head.subarray(start, end));
        return out;
      },
    };
    const layout = await containerFor(TYPE)!.open(source, TYPE);
    await expect(layout.readStore()).rejects.toHaveProperty("code", "CONTAINER_MALFORMED");
  });
});

describe("what c2pa.hash.bmff covers", () => {
  const standard = bmffHashData(new Uint8Array(32)) as { exclusions: { xpath: string }[] };
  const uuid = { xpath: "/uuid", data: [{ offset: 8, value: C2PA_UUID }] };
  const others = standard.exclusions.filter(({ xpath }) => xpath !== "/uuid");
  const exclusions: readonly object[] = [uuid, ...others];
  const signed = concat(FTYP, manifestBox(fakeStore(90)), stco(0), box("free", u8(1)), MDAT);

  async function covered(data: object, label = "c2pa.hash.bmff.v3", bytes = signed) {
    const pieces = await (await opened(bytes, TYPE)).covered(label, {
      alg: "sha256",
      hash: new Uint8Array(32),
      ...data,
    });
    return pieces && named(bytes, pieces);
  }

  /** Types of the boxes covered, each checked for the marker of its offset in front. */
  function named(bytes: Uint8Array, pieces: readonly Piece[]): string {
    return pieces
      .flatMap((piece, i) => {
        if (piece.kind !== "copy") return [];
        expect(pieces[i - 1]).toEqual({ kind: "hash-only", bytes: u64be(piece.start) });
        return [fourCC(bytes, piece.start + 4)];
      })
      .join(" ");
  }

  it("is every box but ftyp, free, skip, mfra and C2PA's own", async () => {
    expect(await covered({ exclusions })).toBe("moov mdat");
    expect(await covered({ exclusions }, "c2pa.hash.bmff.v2__1")).toBe("moov mdat");
    const foreign = concat(signed, box("uuid", new Uint8Array(30)), box("skip"), box("mfra"));
    expect(await covered({ exclusions }, "c2pa.hash.bmff.v3", foreign)).toBe("moov mdat uuid");
  });

  it("includes what the assertion does not exclude", async () => {
    expect(await covered({ exclusions: [uuid] })).toBe("ftyp moov free mdat");
    expect(await covered({ exclusions: [] })).toBe("ftyp uuid moov free mdat");
  });

  it("excludes a box by its bytes only where they match", async () => {
    const by = (offset: number, ...value: number[]) =>
      covered({ exclusions: [{ xpath: "/mdat", data: [{ offset, value: u8(...value) }] }] });
    expect(await by(8, 115, 111)).toBe("ftyp uuid moov free"); // "so"
    expect(await by(9, 115, 111)).toBe("ftyp uuid moov free mdat");
    expect(await by(4, 109, 100)).toBe("ftyp uuid moov free"); // "md" of its own type
    expect(await by(26, 115)).toBe("ftyp uuid moov free mdat"); // past its end
  });

  it("differs when boxes of one size change places", async () => {
    const [a, b] = [box("aaaa", u8(1)), box("bbbb", u8(2))];
    const hashed = async (...boxes: readonly Uint8Array[]) => {
      const bytes = concat(FTYP, ...boxes);
      const data = { exclusions, hash: new Uint8Array(32) };
      const pieces = await (await opened(bytes, TYPE)).covered("c2pa.hash.bmff.v3", data);
      return hashedBytes(bytes, pieces!);
    };
    expect(await hashed(a, b)).not.toEqual(await hashed(b, a));
    expect(await hashed(a, a)).not.toEqual(await hashed(a));
  });

  it.each<[what: string, data: object, label?: string]>([
    ["version 1 of the assertion", { exclusions }, "c2pa.hash.bmff"],
    ["another assertion", { exclusions }, "c2pa.hash.boxes"],
    ["a Merkle tree", { exclusions, merkle: [] }],
    ["no hash", { exclusions, hash: null }],
    ["a hash in text", { exclusions, hash: "00" }],
    ["a nested path", { exclusions: [...exclusions, { xpath: "/moov/udta" }] }],
    ["an indexed path", { exclusions: [...exclusions, { xpath: "/free[1]" }] }],
    [
      "part of a box",
      { exclusions: [...exclusions, { xpath: "/mdat", subset: [{ offset: 8, length: 4 }] }] },
    ],
    ["a version", { exclusions: [{ xpath: "/free", version: 0 }] }],
    ["flags", { exclusions: [{ xpath: "/free", flags: u8(0, 0, 0), exact: true }] }],
    ["a length", { exclusions: [{ xpath: "/free", length: 9 }] }],
    [
      "data beyond the first bytes of a box",
      { exclusions: [{ xpath: "/mdat", data: [{ offset: 39, value: u8(1, 2) }] }] },
    ],
    [
      "data before the box",
      { exclusions: [{ xpath: "/mdat", data: [{ offset: -1, value: u8(1) }] }] },
    ],
    [
      "data at no number",
      { exclusions: [{ xpath: "/mdat", data: [{ offset: Number.NaN, value: u8(1) }] }] },
    ],
    ["data in text", { exclusions: [{ xpath: "/mdat", data: [{ offset: 8, value: "so" }] }] }],
    ["an exclusion that is no map", { exclusions: ["/free"] }],
  ])("is for the engine to tell with %s", async (_, data, label) => {
    expect(await covered(data, label)).toBeUndefined();
  });
});

describe("bytes that no signature covers", () => {
  const store = manifestBox(fakeStore(90));
  const uncovered = async (...boxes: readonly Uint8Array[]) =>
    (await opened(concat(FTYP, ...boxes), TYPE)).uncovered();

  it.each(["free", "skip", "mfra"])("are the content of %s, unless it is zeroes", async (type) => {
    const filled = box(type, new Uint8Array(100), latin1("put here after signing"));
    expect(await uncovered(store, filled, MDAT)).toEqual([
      { what: `${type} box`, start: FTYP.length + store.length + 8, length: filled.length - 8 },
    ]);
    expect(await uncovered(store, box(type, new Uint8Array(5000)), MDAT)).toEqual([]);
    expect(await uncovered(store, box(type), MDAT)).toEqual([]);
  });

  it("are found behind more zeroes than are read at once", async () => {
    const long = new Uint8Array(3 << 20);
    long[long.length - 1] = 1;
    expect(await uncovered(box("free", long))).toHaveLength(1);
  });

  it("are what follows the store in its box, and further C2PA boxes", async () => {
    const padded = manifestBox(fakeStore(90), latin1("more"));
    expect(await uncovered(padded, MDAT)).toEqual([
      { what: "C2PA box", start: FTYP.length + padded.length - 4, length: 4 },
    ]);
    expect(await uncovered(store, c2pa("merkle", u8(1)), MDAT)).toHaveLength(1);
    expect(await uncovered(store, store, MDAT)).toHaveLength(1);
  });

  it("are what the manifest itself leaves out, be it the media data", async () => {
    const layout = await opened(concat(FTYP, store, MDAT), TYPE);
    const standard = [{ xpath: "/ftyp" }, { xpath: "/free" }, { xpath: "/mfra" }];
    const at = { start: FTYP.length + store.length, length: MDAT.length };
    expect(await layout.uncovered({ exclusions: standard })).toEqual([]);
    expect(await layout.uncovered({ exclusions: [...standard, { xpath: "/mdat" }] })).toEqual([
      { what: "mdat box, left out by the manifest", ...at },
    ]);
    const part = [{ xpath: "/mdat", subset: [{ offset: 8, length: 4 }] }];
    expect(await layout.uncovered({ exclusions: part })).toEqual([
      { what: "at most: /mdat, left out by the manifest", ...at },
    ]);
  });

  it("are not the Merkle trees of a movie in fragments", async () => {
    expect(await uncovered(store, box("moof"), c2pa("merkle", u8(1)), box("mfra", u8(1)))).toEqual(
      [],
    );
  });
});

describe("a file of boxes that lie about their lengths", () => {
  it.each<[what: string, bytes: Uint8Array]>([
    ["a size below the header's", concat(FTYP, u32be(7), latin1("free"))],
    ["a 64-bit size below the header's", concat(FTYP, u32be(1), latin1("mdat"), u64be(15))],
    ["a 64-bit size that is not there", concat(FTYP, u32be(1), latin1("mdat"))],
    [
      "a 64-bit size past everything",
      concat(FTYP, u32be(1), latin1("mdat"), new Uint8Array(8).fill(255)),
    ],
    ["a size past the end", concat(FTYP, u32be(0xffffffff), latin1("mdat"))],
    ["bytes too few for a box at the end", concat(MOVIE, u8(0, 0, 0))],
    ["bytes that are no box at the end", concat(MOVIE, latin1("appended"), new Uint8Array(20))],
    ["boxes without number", concat(FTYP, ...new Array<Uint8Array>(20_000).fill(box("free")))],
  ])("is malformed: %s", async (_, bytes) => {
    expect(await refusal(bytes)).toBe("CONTAINER_MALFORMED");
  });

  it("is sound when the last box runs to the end of the file by a size of 0", async () => {
    const open = concat(FTYP, u32be(0), latin1("mdat"), new Uint8Array(50));
    expect(await refusal(open)).toBe("opened");
    expect(await takes(open)).toBe("taken");
  });
});

describe("a file that nobody could check once it is signed", () => {
  const inTrack = (...more: readonly Uint8Array[]) => box("moov", box("trak", ...more));
  const endless = concat(u32be(0), latin1("tkhd"), u32be(9));
  const broken: readonly (readonly [string, Uint8Array])[] = [
    ["a box in its index runs to the end", inTrack(endless)],
    ["a box in a fragment's index does", box("moof", box("traf", endless))],
    ["a box runs out of its edit list", inTrack(box("edts", u32be(99), latin1("elst")))],
    ["bytes after the last box of its index are not zero", inTrack(u8(1, 2, 3))],
    ["a box stands where a film is, and is none", box("trak", latin1("no box"), u32be(9))],
    ["a box's type would be a path", box("mo/f", u32be(9))],
    ["a uuid box has no room for a UUID", box("uuid", u32be(9))],
  ];

  it.each(broken)("is refused: %s", async (_, more) => {
    expect(await takes(concat(FTYP, more, MDAT))).toBe("CONTAINER_MALFORMED");
    const roomy = concat(FTYP, box("free", new Uint8Array(300)), more, MDAT);
    const inPlace = (await opened(roomy, TYPE)).inPlace?.(40);
    expect(await inPlace?.then(() => "taken", code)).toBe("CONTAINER_MALFORMED");
  });

  it("is refused where its ftyp box ends within a brand", async () => {
    for (const brands of ["isom", "isom\0\0\0\0is"])
      expect(await takes(concat(box("ftyp", latin1(brands)), MDAT))).toBe("CONTAINER_MALFORMED");
  });

  it("is none where zeroes pad its index, or its user data is a list as QuickTime ends one", async () => {
    const padded = inTrack(box("mdia", new Uint8Array(12)), u8(0, 0, 0));
    const userData = box("moov", box("udta", box("free"), u32be(0)));
    for (const sound of [padded, userData])
      expect(await takes(concat(FTYP, sound, MDAT))).toBe("taken");
  });
});
