import { BMFF, JPEG, MP3, PNG } from "@trustnxt/c2pa-ts/asset";
import { SuperBox } from "@trustnxt/c2pa-ts/jumbf";
import { ManifestStore } from "@trustnxt/c2pa-ts/manifest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { utf8 } from "../../src/encoding/index.js";
import { openWebReader, type WebReader } from "../browser/c2pa-web.js";
import { findChromium } from "../browser/chromium.js";
import { type MediaFixture, mediaFixtures, tampered } from "../fixture/media/index.js";
import { native, root } from "./workshop.js";

const fixtures = await mediaFixtures();
const named = (name: string) => fixtures.find((fixture) => fixture.name === name)!;
const isBmff = ({ mediaType }: MediaFixture) => /mp4|quicktime|hei[cf]|avif/.test(mediaType);
const mismatch = (fixture: MediaFixture) => [
  `assertion.${isBmff(fixture) ? "bmff" : "data"}Hash.mismatch`,
];

// Shares no code with the engine, and knows no trust: valid is all it can say.
describe("c2pa-ts agrees", () => {
  /** The failures that it finds; undefined where it finds no manifest. */
  async function failures(bytes: Uint8Array, { mediaType }: MediaFixture) {
    const Asset = [JPEG, PNG, BMFF][["image/jpeg", "image/png"].indexOf(mediaType)] ?? BMFF;
    const asset = new Asset(isFilm.test(mediaType) ? asPicture(bytes) : new Uint8Array(bytes));
    const jumbf = asset.getManifestJUMBF();
    if (!jumbf) return undefined;
    const store = ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(jumbf)));
    const { statusEntries, isValid } = await store.validate(asset);
    const failed = statusEntries
      .filter(({ success }) => !success)
      .map(({ code }) => code as string);
    expect(isValid).toBe(failed.length === 0);
    return failed;
  }

  const isFilm = /^(video|audio)\//;

  /** It reads films like pictures, but only under a picture's brand; no brand is hashed (C2PA 2.4 §18.7). */
  function asPicture(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(bytes);
    copy.set(utf8("mif1"), 8);
    return copy;
  }

  const readable = fixtures.filter(
    (fixture) => /jpeg|png/.test(fixture.mediaType) || isBmff(fixture),
  );

  it.each(readable)("that $name is valid, and no longer once a bit is flipped", async (fixture) => {
    const { output } = await native(fixture.name, fixture.bytes);
    expect(await failures(output, fixture)).toEqual([]);
    expect(await failures(tampered(output, fixture), fixture)).toEqual(mismatch(fixture));
  });

  it.each(["jpeg-metadata", "png", "mp4-moov-last"])(
    "that %s is valid with its past as a parent",
    async (name) => {
      const { bytes } = named(name);
      const first = await native(name, bytes);
      const second = await native(name, first.output, { statement: {} });
      expect(await failures(second.output, named(name))).toEqual([]);
    },
  );

  it.each(["jpeg-no-app", "png", "mov"])(
    "that %s is valid with a manifest of several segments",
    async (name) => {
      const assertions = [{ label: "org.example.long", data: { text: "ä".repeat(80_000) } }];
      const statement = { source: "drawn", manifest: { assertions } } as const;
      const { output, store } = await native(name, named(name).bytes, { statement });
      expect(store.length).toBeGreaterThan(150_000);
      expect(await failures(output, named(name))).toEqual([]);
    },
  );

  // c2pa-ts 0.9.4 looks for the manifest under the MIME type of before C2PA 2.1.
  it("but finds nothing in an MP3, where it looks for another name", async () => {
    const { output } = await native("mp3", named("mp3").bytes);
    expect(Buffer.from(output.subarray(0, 64)).includes("application/c2pa\0")).toBe(true);
    expect(new MP3(Uint8Array.from(output)).getManifestJUMBF()).toBeUndefined();
  });
});

const browser = findChromium();

// c2pa-rs as the public SDK for web pages has it: an older engine than ours, in a real browser.
describe.skipIf(!browser)("c2pa-web in Chromium agrees", () => {
  let reader: WebReader;
  beforeAll(async () => {
    reader = await openWebReader(browser!);
  });
  afterAll(() => reader.close());

  it.each(fixtures.filter(({ name }) => name !== "flac"))(
    "that $name is Valid, Trusted with the root, Invalid once a bit is flipped",
    async (fixture) => {
      const { mediaType } = fixture;
      const { output } = await native(fixture.name, fixture.bytes);
      expect(await reader.read(mediaType, output)).toEqual({
        state: "Valid",
        failures: ["signingCredential.untrusted"],
      });
      expect(await reader.read(mediaType, output, root)).toEqual({
        state: "Trusted",
        failures: [],
      });
      expect(await reader.read(mediaType, tampered(output, fixture), root)).toEqual({
        state: "Invalid",
        failures: mismatch(fixture),
      });
    },
  );

  it("but does not take FLAC, which its list of formats lacks", async () => {
    const { output, mediaType } = await native("flac", named("flac").bytes);
    expect((await reader.read(mediaType, output)).state).toContain("UnsupportedFormatError");
  });
});
