import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pictureUrl } from "../../../toolkit/report/page/picture.js";

const PAGE = 24_000_000;
const drawn = sharp({ create: { width: 64, height: 48, channels: 4, background: "#8899aa80" } });

const FORMATS = {
  "image/jpeg": () => drawn.clone().jpeg().toBuffer(),
  "image/png": () => drawn.clone().png().toBuffer(),
  "image/gif": () => drawn.clone().gif().toBuffer(),
  "image/webp": () => drawn.clone().webp().toBuffer(),
  "image/avif": () => drawn.clone().avif().toBuffer(),
};

function url(mediaType: string, bytes: Uint8Array, left = PAGE): string | undefined {
  return pictureUrl({ mediaType, bytes }, { left })?.toString();
}

describe("pictures in a page", () => {
  it.each(Object.entries(FORMATS))("%s is shown, byte for byte", async (mediaType, make) => {
    const bytes = new Uint8Array(await make());
    expect(url(mediaType, bytes)).toBe(
      `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`,
    );
  });

  it.each([
    ["lossless", { lossless: true }],
    ["lossy without alpha", { quality: 50 }],
  ])("WebP is shown when %s", async (_, options) => {
    const bytes = new Uint8Array(await drawn.clone().removeAlpha().webp(options).toBuffer());
    expect(url("image/webp", bytes)).toBeDefined();
  });

  it.each([
    "image/svg+xml",
    "text/html",
    "image/png;x",
    'image/png"onload="x',
    "",
    "application/pdf",
  ])("a picture declared as %j is not, whatever its bytes", async (mediaType) => {
    expect(url(mediaType, new Uint8Array(await FORMATS["image/png"]()))).toBeUndefined();
  });

  it("a picture in another's clothes is not shown", async () => {
    expect(url("image/jpeg", new Uint8Array(await FORMATS["image/png"]()))).toBeUndefined();
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    );
    for (const mediaType of Object.keys(FORMATS)) expect(url(mediaType, svg)).toBeUndefined();
  });

  it("a picture that would unpack to too many pixels is not shown", async () => {
    const png = new Uint8Array(await FORMATS["image/png"]());
    new DataView(png.buffer).setUint32(16, 60_000);
    new DataView(png.buffer).setUint32(20, 60_000);
    expect(url("image/png", png)).toBeUndefined();
    const gif = new Uint8Array(await FORMATS["image/gif"]());
    gif.set([0xff, 0xff, 0xff, 0xff], 6);
    expect(url("image/gif", gif)).toBeUndefined();
    const avif = new Uint8Array(await FORMATS["image/avif"]());
    const ispe = Buffer.from(avif).indexOf("ispe");
    new DataView(avif.buffer).setUint32(ispe + 8, 60_000);
    new DataView(avif.buffer).setUint32(ispe + 12, 60_000);
    expect(url("image/avif", avif)).toBeUndefined();
    const webp = new Uint8Array(
      await drawn.clone().webp().toBuffer(), // with alpha: VP8X
    );
    expect(Buffer.from(webp).toString("latin1", 12, 16)).toBe("VP8X");
    webp.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 24);
    expect(url("image/webp", webp)).toBeUndefined();
    const jpeg = new Uint8Array(await FORMATS["image/jpeg"]());
    const frame = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(url("image/jpeg", jpeg)).toBeUndefined();
  });

  it("a picture of more than half a megabyte is not shown, nor one that the page has no room for", async () => {
    const png = await FORMATS["image/png"]();
    const heavy = new Uint8Array(512 * 1024 + 1);
    heavy.set(png);
    expect(url("image/png", heavy)).toBeUndefined();
    expect(url("image/png", new Uint8Array(png), png.length - 1)).toBeUndefined();
    const budget = { left: png.length };
    expect(
      pictureUrl({ mediaType: "image/png", bytes: new Uint8Array(png) }, budget),
    ).toBeDefined();
    expect(budget.left).toBe(0);
  });

  it("damaged bytes are left out and never crash or hang", () => {
    const heads = [
      "ffd8ff",
      "89504e470d0a1a0a",
      "474946383961",
      "524946460000000057454250",
      "000000006674797061766966",
    ];
    const bytes = fc
      .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }))
      .map(([head, tail]) => Uint8Array.from(Buffer.concat([Buffer.from(head, "hex"), tail])));
    fc.assert(
      fc.property(bytes, fc.constantFrom(...Object.keys(FORMATS)), (data, mediaType) => {
        const shown = url(mediaType, data);
        if (shown !== undefined) expect(shown.startsWith(`data:${mediaType};base64,`)).toBe(true);
      }),
    );
  });
});
