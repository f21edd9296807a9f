import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource, sniffMediaType } from "../../../src/container/index.js";
import { concat, fromHex, utf8 } from "../../../src/encoding/index.js";
import { box, fileType } from "../../fixture/media/bmff.js";
import { brokenFixtures, mediaFixtures, sidecarFixtures } from "../../fixture/media/index.js";
import { latin1, u8, u16be, u32be, u32le } from "../../fixture/media/integer.js";
import { fakeStore } from "./spliced.js";

const sniff = (bytes: Uint8Array) => sniffMediaType(memorySource(bytes));
const sniffText = (text: string) => sniff(utf8(text));
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"/>`;

describe("the media type of a file", async () => {
  it.each(await mediaFixtures())("is told by its bytes: $name", async ({ bytes, mediaType }) => {
    expect(await sniff(bytes)).toBe(mediaType);
  });

  // There is no argument for a name: a wrong extension has no way in.
  const truth: Readonly<Record<string, string | undefined>> = {
    "png-named-jpg": "image/png",
    "jpeg-named-png": "image/jpeg",
    "wav-named-mp4": "audio/wav",
    "mp4-named-wav": "video/mp4",
    "text-named-webp": undefined,
    "wav-rf64": "audio/wav",
    empty: undefined,
    "one-byte": undefined,
  };
  it.each((await brokenFixtures()).filter(({ name }) => name in truth))(
    "is not told by its name: $name",
    async ({ name, bytes }) => expect(await sniff(bytes)).toBe(truth[name]),
  );

  it.each(sidecarFixtures())("is unknown for $name", async ({ bytes }) => {
    expect(await sniff(bytes)).toBeUndefined();
  });

  it("is that of a manifest for a store by itself, and not for any other JUMBF box", async () => {
    expect(await sniff(fakeStore(100))).toBe("application/c2pa");
    const other = fakeStore(100);
    other.set(latin1("j360"), 16);
    expect(await sniff(other)).toBeUndefined();
  });
});

describe("ISO BMFF is told by its brands", () => {
  it.each([
    ["image/avif", "avif", "mif1"],
    ["image/avif", "avis", "msf1"],
    ["image/avif", "mif1", "avif", "miaf"],
    ["image/heic", "heic", "mif1"],
    ["image/heic", "hevc", "msf1"],
    ["image/heif", "mif1", "heic"],
    ["image/heif", "mif1", "miaf"],
    ["image/heif", "msf1", "iso8"],
    ["video/quicktime", "qt  ", "qt  "],
    ["audio/mp4", "M4A ", "isom"],
    ["audio/mp4", "M4B ", "isom"],
    ["video/mp4", "isom", "mp42"],
    ["video/mp4", "M4V ", "mp42"],
    ["video/mp4", "xxxx", "yyyy"],
  ])("%s: %s", async (mediaType, major, ...compatible) => {
    expect(await sniff(concat(fileType(major, 0, ...compatible), box("mdat")))).toBe(mediaType);
  });

  it.each(["moov", "mdat", "wide", "pnot"])(
    "QuickTime from before ftyp starts with %s",
    async (type) => {
      expect(await sniff(box(type, new Uint8Array(20)))).toBe("video/quicktime");
    },
  );

  it("reads no brand from behind the box", async () => {
    const short = concat(fileType("isom", 0), latin1("avifavif"));
    expect(await sniff(short)).toBe("video/mp4");
  });
});

describe("what comes before hides nothing", () => {
  it.each([
    ["a byte order mark", `\ufeff${SVG}`],
    ["white space", `\n\t \r\n${SVG}`],
    ["a declaration", `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n${SVG}`],
    ["comments", `<!-- <html> --><!-- a > b -->${SVG}`],
    ["a document type", `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">${SVG}`],
    ["a document type with entities", `<!DOCTYPE svg [<!ENTITY a "b">]>${SVG}`],
    ["a namespace prefix", `<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>`],
  ])("SVG after %s", async (_, text) => {
    expect(await sniffText(text)).toBe("image/svg+xml");
  });

  it.each([
    ["HTML around it", `<!doctype html><html><body>${SVG}</body></html>`],
    ["words before it", `see ${SVG}`],
    ["it in a comment", `<!-- ${SVG} --><p/>`],
    ["it in another root", `<root>${SVG}</root>`],
    ["another element's name", `<svgfoo/>`],
  ])("no SVG with %s", async (_, text) => {
    expect(await sniffText(text)).toBeUndefined();
  });

  it("PDF after a line of junk, as readers take it", async () => {
    expect(await sniffText("%PDF-1.7\n")).toBe("application/pdf");
    expect(await sniffText("\ufeff%PDF-1.4\n")).toBe("application/pdf");
    expect(await sniffText("Content-Type: application/pdf\r\n\r\n%PDF-2.0\n")).toBe(
      "application/pdf",
    );
    expect(await sniffText(`${" ".repeat(1020)}\n%PDF-1.7\n`)).toBeUndefined();
  });

  it("no PDF in words about one, nor in a file of another kind that holds the mark", async () => {
    expect(await sniffText("a PDF starts with %PDF-1.7")).toBeUndefined();
    expect(await sniffText(`<!--\n%PDF-1.7\n-->${SVG}`)).toBe("image/svg+xml");
    const film = concat(fileType("isom", 0, "isom"), box("free", latin1("\n%PDF-1.7\n")));
    expect(await sniff(film)).toBe("video/mp4");
    expect(await sniff(concat(latin1("RIFF"), u32le(20), latin1("WAVE\n%PDF-1.7")))).toBe(
      "audio/wav",
    );
  });

  it("a still picture's mark wins over what it holds further in", async () => {
    expect(await sniff(concat(u8(0xff, 0xd8, 0xff, 0xfe), latin1(SVG)))).toBe("image/jpeg");
    expect(await sniff(concat(fromHex("89504e470d0a1a0a"), latin1(SVG)))).toBe("image/png");
    expect(await sniff(concat(latin1("GIF89a"), latin1(SVG)))).toBe("image/gif");
  });
});

describe("sound", () => {
  const id3 = (size: number) =>
    concat(latin1("ID3"), u8(3, 0, 0, 0, 0, size >> 7, size & 127), new Uint8Array(size));
  it("is MP3 by its frame or by its tag, FLAC by its mark or behind a tag", async () => {
    expect(await sniff(u8(0xff, 0xfb, 0x90, 0x00))).toBe("audio/mpeg");
    expect(await sniff(concat(id3(300), u8(0xff, 0xfb, 0x90, 0)))).toBe("audio/mpeg");
    expect(await sniff(concat(id3(300), latin1("fLaC")))).toBe("audio/flac");
    expect(await sniff(latin1("fLaC"))).toBe("audio/flac");
  });

  it.each([
    ["text in UTF-16", u8(0xff, 0xfe, 0x41, 0x00)],
    ["a reserved version", u8(0xff, 0xea, 0x90, 0)],
    ["layer I", u8(0xff, 0xff, 0x90, 0)],
    ["a reserved bit rate", u8(0xff, 0xfb, 0xf0, 0)],
    ["a reserved sampling rate", u8(0xff, 0xfb, 0x9c, 0)],
    ["an ADTS frame", u8(0xff, 0xf1, 0x50, 0x80)],
  ])("is not MP3: %s", async (_, bytes) => {
    expect(await sniff(bytes)).toBeUndefined();
  });
});

describe("TIFF", () => {
  const little = (at: number, ...entries: readonly Uint8Array[]) =>
    concat(latin1("II*\0"), u32le(at), u8(entries.length, 0), ...entries);
  const dngVersion = concat(u8(0x12, 0xc6, 1, 0), u32le(4), u8(1, 4, 0, 0));

  it("is DNG by its version tag, in either byte order", async () => {
    expect(await sniff(little(8, dngVersion))).toBe("image/x-adobe-dng");
    const big = concat(
      latin1("MM\0*"),
      u32be(8),
      u16be(1),
      u16be(50_706),
      u16be(1),
      u32be(4),
      u8(1, 4, 0, 0),
    );
    expect(await sniff(big)).toBe("image/x-adobe-dng");
    expect(await sniff(little(8, new Uint8Array(12)))).toBe("image/tiff");
  });

  it("is TIFF with 64-bit offsets, too", async () => {
    expect(await sniff(concat(latin1("II+\0"), u8(8, 0, 0, 0)))).toBe("image/tiff");
    expect(await sniff(concat(latin1("MM\0+"), u8(0, 8, 0, 0)))).toBe("image/tiff");
  });

  it.each([0, 7, 1_000_000, 0xffffffff])("with its directory at %i is still TIFF", async (at) => {
    expect(await sniff(little(at))).toMatch(/^image\/(tiff|x-adobe-dng)$/);
  });
});

describe("bytes of any kind", () => {
  const marks = [
    "RIFF",
    "ftyp",
    "ID3",
    "II*\0",
    "MM\0*",
    "fLaC",
    "<svg",
    "<!DOCTYPE svg [",
    "%PDF-1",
  ];
  const hostile = fc
    .tuple(fc.nat(8), fc.constantFrom(...marks), fc.uint8Array({ maxLength: 100 }))
    .map(([before, mark, rest]) => concat(new Uint8Array(before), latin1(mark), rest));

  it("have a media type or none, and never an error", async () => {
    const property = async (bytes: Uint8Array) => {
      expect(await sniff(bytes)).toSatisfy(
        (type) => type === undefined || /^\w+\/[\w.+-]+$/.test(type),
      );
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), property), { numRuns: 500 });
    await fc.assert(fc.asyncProperty(hostile, property), { numRuns: 500 });
  });

  it.each(["<!--", "<!DOCTYPE svg [", "]", "<?xml ", " \ufeff", "<svg"])(
    "repeated %j take no time beyond their length",
    async (part) => {
      const started = performance.now();
      await sniffText(part.repeat(10_000));
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it("are read in their first kilobytes and, for TIFF, one directory", async () => {
    let most = 0;
    for (const { bytes } of await mediaFixtures()) {
      let read = 0;
      const source = memorySource(bytes);
      await sniffMediaType({
        ...source,
        read: (start, end) => {
          read += end - start;
          return source.read(start, end);
        },
      });
      most = Math.max(most, read);
    }
    expect(most).toBeLessThan(8192);
  });
});
