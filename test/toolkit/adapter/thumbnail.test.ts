import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { isReading } from "../../../src/credential/index.js";
import { asObject } from "../../../src/encoding/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../../toolkit/adapter/file-blob.js";
import { makeThumbnail } from "../../../toolkit/adapter/thumbnail.js";
import { createIdentity } from "../../../toolkit/identity/create.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
const folder = mkdtempSync(join(tmpdir(), "colophon-thumbnail-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Left half red, right half blue. */
function picture(width: number, height: number): Sharp {
  const half = { create: { width: width / 2, height, channels: 3 as const, background: "#00f" } };
  return sharp({ create: { width, height, channels: 3, background: "#f00" } })
    .composite([{ input: half, left: width / 2, top: 0 }])
    .removeAlpha();
}

async function colourAt(bytes: Uint8Array, x: number, y: number): Promise<string> {
  const at = { left: x, top: y, width: 1, height: 1 };
  const [r = 0, g = 0, b = 0] = await sharp(bytes).extract(at).raw().toBuffer();
  return [r, g, b].map((value) => (value > 128 ? "1" : "0")).join("");
}

describe("a thumbnail", () => {
  it.each([
    [1600, 1000, undefined, 512, 320],
    [1000, 1600, 100, 63, 100],
    [300, 200, undefined, 300, 200],
  ])("of %i by %i fits %s and keeps its shape", async (width, height, longEdge, w, h) => {
    const source = new Uint8Array(await picture(width, height).png().toBuffer());
    const thumbnail = await makeThumbnail(source, longEdge === undefined ? {} : { longEdge });
    expect(thumbnail?.mediaType).toBe("image/jpeg");
    expect(await sharp(thumbnail?.bytes).metadata()).toMatchObject({ width: w, height: h });
  });

  it("is upright and carries nothing of the camera's notes", async () => {
    const source = await picture(100, 60)
      .withExif({
        IFD0: { Copyright: "Ada", Make: "Camera" },
        IFD3: { GPSLatitude: "52/1 31/1 0/1" },
      })
      .withMetadata({ orientation: 6 }) // shown after a quarter turn clockwise
      .withIccProfile("p3")
      .jpeg()
      .toBuffer();
    expect((await sharp(source).metadata()).exif).toBeDefined();
    const thumbnail = await makeThumbnail(new Uint8Array(source));
    const bytes = thumbnail!.bytes;
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ width: 60, height: 100 });
    for (const kind of ["exif", "icc", "xmp", "iptc", "orientation"] as const)
      expect(metadata[kind]).toBeUndefined();
    expect(await colourAt(bytes, 30, 10)).toBe("100"); // red was left, is above now
    expect(await colourAt(bytes, 30, 90)).toBe("001");
  });

  it("keeps transparency", async () => {
    const source = await sharp({
      create: { width: 50, height: 50, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const thumbnail = await makeThumbnail(source);
    expect(thumbnail?.mediaType).toBe("image/webp");
    expect((await sharp(thumbnail?.bytes).stats()).isOpaque).toBe(false);
  });

  it("is made of every kind of picture that can be decoded here, and of nothing else", async () => {
    const made = new Set<string>();
    for (const { name, mediaType, bytes } of await mediaFixtures()) {
      const thumbnail = await makeThumbnail(bytes);
      if (thumbnail) {
        made.add(mediaType);
        expect(mediaType, name).toMatch(/^image\//);
        expect(thumbnail.bytes.length, name).toBeLessThan(100_000);
      }
    }
    for (const type of ["jpeg", "png", "gif", "webp", "avif", "tiff", "svg+xml"])
      expect(made).toContain(`image/${type}`);
  });

  it.each(["jpeg", "webp"] as const)("in %s is taken and kept by the engine", async (format) => {
    const bytes = new Uint8Array(await picture(80, 80).jpeg().toBuffer());
    const source = format === "jpeg" ? bytes : await picture(80, 80).ensureAlpha().png().toBuffer();
    const thumbnail = await makeThumbnail(source);
    expect(thumbnail?.mediaType).toBe(`image/${format}`);
    const { signer } = await createIdentity({ name: "Ada Reyes" });
    const engine = await hostEngine();
    const { asset } = await engine.sign("image/jpeg", new MemoryBlob(bytes), {
      definition: {
        claim_generator_info: [{ name: "test", version: "1" }],
        assertions: [
          {
            label: "c2pa.actions.v2",
            data: { actions: [{ action: "c2pa.created", digitalSourceType: CAPTURED }] },
          },
        ],
      },
      thumbnail: { mediaType: thumbnail!.mediaType, blob: new MemoryBlob(thumbnail!.bytes) },
      signer: (await claimSigner(signer)).real,
    });
    const reading = await engine.read("image/jpeg", asset);
    if (!isReading(reading)) throw new Error(reading.kind);
    const label = String(asObject(reading.store)?.["active_manifest"]);
    expect(reading.store).toMatchObject({
      validation_state: "Valid",
      manifests: { [label]: { thumbnail: { format: `image/${format}` } } },
    });
    const kept = reading.resource(`self#jumbf=/c2pa/${label}/c2pa.assertions/c2pa.thumbnail.claim`);
    expect(Buffer.from(kept).includes(Buffer.from(thumbnail!.bytes))).toBe(true);
  });

  it("comes from a path as from bytes; a path that is not there is an error", async () => {
    const bytes = new Uint8Array(await picture(80, 80).jpeg().toBuffer());
    const path = join(folder, "a.jpg");
    writeFileSync(path, bytes);
    expect(await makeThumbnail(path)).toEqual(await makeThumbnail(bytes));
    await expect(makeThumbnail(join(folder, "none.jpg"))).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
  });

  it("of a file that was replaced under the same name shows the new one", async () => {
    const path = join(folder, "b.jpg");
    const flat = (background: string) =>
      sharp({ create: { width: 40, height: 40, channels: 3, background } })
        .jpeg()
        .toBuffer();
    for (const [background, colour] of [
      ["#f00", "100"],
      ["#00f", "001"],
    ] as const) {
      writeFileSync(path, await flat(background));
      expect(await colourAt((await makeThumbnail(path))!.bytes, 20, 20)).toBe(colour);
    }
  });
});

describe("no thumbnail", () => {
  it.each([
    ["a text", new TextEncoder().encode("hello")],
    ["a broken picture", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2, 3)],
    ["nothing", new Uint8Array(0)],
  ])("is made of %s", async (_, bytes) => {
    expect(await makeThumbnail(bytes)).toBeUndefined();
  });

  it("is made of a picture that is cut short", async () => {
    const whole = new Uint8Array(await picture(400, 400).jpeg({ quality: 100 }).toBuffer());
    expect(await makeThumbnail(whole)).toBeDefined();
    expect(await makeThumbnail(whole.subarray(0, whole.length >> 1))).toBeUndefined();
  });

  it("is made of a bomb: few bytes that unfold to hundreds of millions of pixels", async () => {
    expect(await makeThumbnail(blackPng(8_000, 1_000))).toBeDefined();
    const bomb = blackPng(16_000, 14_000);
    expect(bomb.length).toBeLessThan(50_000);
    expect(await makeThumbnail(bomb)).toBeUndefined();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="16000" height="14000"></svg>';
    expect(await makeThumbnail(new TextEncoder().encode(svg))).toBeUndefined();
  });

  it("shows a file that an SVG asks for", async () => {
    const secret = join(folder, "secret.png");
    writeFileSync(secret, await picture(40, 40).png().toBuffer());
    const svg = join(folder, "picture.svg");
    for (const href of ["secret.png", secret, `file://${secret}`]) {
      writeFileSync(
        svg,
        `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"><rect width="40" height="40" fill="#0f0"/><image href="${href}" xlink:href="${href}" width="40" height="40"/></svg>`,
      );
      const thumbnail = await makeThumbnail(svg);
      expect(await colourAt(thumbnail!.bytes, 10, 20)).toBe("010");
    }
  });
});

/** A black PNG of one bit a pixel, which deflate makes a thousand times smaller. */
function blackPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc((width / 8 + 1) * height))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
