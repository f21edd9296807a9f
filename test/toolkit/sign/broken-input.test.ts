// Files that are not sound, signed: what comes of it holds, or the refusal is about the file and never about the engine.
import { beforeAll, describe, expect, it } from "vitest";
import { ColophonError } from "../../../src/index.js";
import { signBytes, verify } from "../../../toolkit/index.js";
import { findBytes } from "../../fixture/media/fixture.js";
import { brokenFixtures, mediaFixtures } from "../../fixture/media/index.js";
import { latin1 } from "../../fixture/media/integer.js";
import { type Workshop, workshop } from "./workshop.js";

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});

const ABOUT_THE_FILE = [
  "CONTAINER_MALFORMED",
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FORMAT_MISMATCH",
  "FORMAT_UNSUPPORTED",
];

const broken = await brokenFixtures();
const fixtures = await mediaFixtures();
const fragmented = fixtures.find(({ name }) => name === "mp4-fragmented")!;
const halves = fixtures
  .filter(({ bytes }) => bytes.length < 300_000)
  .map(({ name, extension, bytes }) => ({
    name: `half of ${name}`,
    extension,
    bytes: bytes.subarray(0, bytes.length >> 1),
  }));

describe("a file that is not sound", () => {
  it.each([...broken, ...halves])(
    "is refused for what it is, or signed so that it holds: $name",
    async ({ extension, bytes }) => {
      const name = `file.${extension}`;
      try {
        const signed = await signBytes(name, bytes, { identity: shop.identity });
        const verdict = await verify(signed.bytes, { name, anchors: [shop.root] });
        expect(verdict.state).toBe("Trusted");
      } catch (cause) {
        if (!(cause instanceof ColophonError)) throw cause;
        expect(ABOUT_THE_FILE, cause.message).toContain(cause.code);
        expect(cause.message).not.toMatch(/C2pa\(|Error \{|engine/);
      }
    },
  );

  it("is so, too, where it is a film in fragments with four zeroes anywhere in its index", async () => {
    const { extension, bytes } = fragmented;
    const name = `film.${extension}`;
    const end = findBytes(bytes, latin1("mdat")) - 4;
    const outcomes = new Set<string>();
    for (let at = 0; at < end; at++) {
      const damaged = Uint8Array.from(bytes);
      damaged.fill(0, at, at + 4);
      const signed = await signBytes(name, damaged, { identity: shop.identity }).catch((cause) => {
        expect(ABOUT_THE_FILE, `${at}: ${cause}`).toContain(cause.code);
        outcomes.add("refused");
      });
      if (!signed) continue;
      const { state } = await verify(signed.bytes, { name, anchors: [shop.root] });
      expect(state, `zeroes at ${at}`).toBe("Trusted");
      outcomes.add(state);
    }
    expect([...outcomes].sort()).toEqual(["Trusted", "refused"]);
  }, 60_000);
});
