import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { concat, utf8, view } from "../../../src/encoding/index.js";
import { createIdentity, sign, signBytes, verify } from "../../../toolkit/index.js";
import { signedWith } from "../../contract/binding.js";
import { mediaFixtures, tampered } from "../../fixture/media/index.js";
import { fixture, type Workshop, workshop } from "../sign/workshop.js";

let shop: Workshop;
let jpeg: Uint8Array;
beforeAll(async () => {
  shop = await workshop();
  jpeg = await fixture("jpeg-baseline");
});

const codes = (verdict: { findings: readonly { code: string }[] }) =>
  verdict.findings.map(({ code }) => code);

/** The file without its manifest, as a platform would leave it. */
async function stripped(bytes: Uint8Array): Promise<Uint8Array> {
  const layout = await containerFor("image/jpeg")!.open(memorySource(bytes), "image/jpeg");
  let at = 0;
  const kept: Uint8Array[] = [];
  for (const { start, length } of layout.manifestSpans) {
    kept.push(bytes.subarray(at, start));
    at = start + length;
  }
  return concat(...kept, bytes.subarray(at));
}

const box = (type: string, body: Uint8Array) => {
  const head = new Uint8Array(8);
  view(head).setUint32(0, 8 + body.length);
  head.set(utf8(type), 4);
  return concat(head, body);
};

describe("verify", () => {
  it("a file without a trace of a credential is None", async () => {
    expect(await verify(jpeg)).toMatchObject({
      state: "None",
      mediaType: "image/jpeg",
      findings: [],
    });
  });

  it("a signer on no list is Valid, on a list Trusted, and never Invalid for that", async () => {
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity });
    expect(await verify(bytes)).toMatchObject({ state: "Valid" });
    const trusted = await verify(bytes, { anchors: [shop.root] });
    expect(trusted).toMatchObject({ state: "Trusted", signer: { name: "The Daily Record" } });
    expect(trusted.signer?.chain).toHaveLength(1);
    const stranger = await createIdentity({ name: "Somebody else" });
    const { toPem } = await import("../../../src/trust/index.js");
    expect((await verify(bytes, { anchors: [toPem([stranger.root])] })).state).toBe("Valid");
  });

  it("one flipped bit of content is Invalid: changed since signing", async () => {
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity });
    const changed = bytes.slice();
    changed[changed.length - 100]! ^= 1;
    const verdict = await verify(changed, { anchors: [shop.root] });
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toContain("assertion.dataHash.mismatch");
    expect(verdict.summary).toMatch(/^Changed since signing/);
  });

  it("a copy that lost its credential is recognised through the archive", async () => {
    const archive = join(shop.folder, "archive");
    const input = shop.put("archived.jpg", jpeg);
    const { record, output } = await sign(input, { identity: shop.identity, archive });
    const whole = await verify(output, { archive });
    expect(whole.archive).toMatchObject({ id: record, level: "authentic", match: "signed-file" });
    const bare = await stripped(new Uint8Array(readFileSync(output)));
    const verdict = await verify(bare, { archive });
    expect(verdict).toMatchObject({
      state: "None",
      archive: { id: record, match: "hard-binding", signer: "The Daily Record" },
    });
    expect((await verify(bare)).archive).toBeUndefined();
    const other = bare.slice();
    other[other.length - 100]! ^= 1;
    expect((await verify(other, { archive })).archive).toBeUndefined();
  });

  it("a sidecar is found beside its file, and holds for that file alone", async () => {
    const notes = shop.put("notes.txt", "what happened on Tuesday\n");
    await sign(notes, { identity: shop.identity, sidecar: true });
    expect(await verify(notes, { anchors: [shop.root] })).toMatchObject({ state: "Trusted" });
    shop.put("notes.txt", "what happened on Wednesday\n");
    const verdict = await verify(notes);
    expect(verdict.state).toBe("Invalid");
    expect(codes(verdict)).toContain("assertion.dataHash.mismatch");
  });

  it("content slipped into a free box after signing is counted and named", async () => {
    const mp4 = await fixture("mp4-moov-first");
    const { bytes } = await signBytes("a.mp4", mp4, { identity: shop.identity });
    const appended = concat(bytes, box("free", utf8("not covered by anything")));
    const verdict = await verify(appended, { anchors: [shop.root] });
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({
        code: "colophon.binding.uncovered",
        kind: "informational",
        explanation: expect.stringMatching(/^23 bytes at offset \d+ \(free box\)/),
      }),
    );
    const padded = concat(bytes, box("free", new Uint8Array(23)));
    expect(codes(await verify(padded))).not.toContain("colophon.binding.uncovered");
  });

  it("a small film whose user data ends as QuickTime ends a list is checked like a large one", async () => {
    const type = box("ftyp", concat(utf8("isom"), new Uint8Array(4), utf8("isom")));
    const words = box("mdat", utf8("sound and pictures"));
    const userData = box("udta", concat(box("free", new Uint8Array(0)), new Uint8Array(4)));
    const film = concat(type, words, box("moov", userData));
    const signed = await signBytes("a.mp4", film, { identity: shop.identity });
    expect(await verify(signed.bytes)).toMatchObject({ state: "Valid" });
    const changed = signed.bytes.slice();
    changed[changed.length - 20]! ^= 1;
    expect(await verify(changed)).toMatchObject({ state: "Invalid" });
  });

  it("media data that the manifest itself leaves out is named too", async () => {
    const mp4 = (await mediaFixtures()).find(({ name }) => name === "mp4-moov-first")!;
    const bytes = await signedWith(mp4, { boxes: [{ xpath: "/mdat" }] });
    const verdict = await verify(tampered(bytes, mp4));
    expect(verdict.state).toBe("Valid"); // it is, by the specification
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({
        code: "colophon.binding.uncovered",
        explanation: expect.stringContaining("(mdat box, left out by the manifest)"),
      }),
    );
  });

  it("a damaged file is NotChecked, with the reason", async () => {
    const mp4 = await fixture("mp4-moov-first");
    const { bytes } = await signBytes("a.mp4", mp4, { identity: shop.identity });
    const verdict = await verify(concat(bytes, utf8("garbage behind the last box")));
    expect(verdict.state).toBe("NotChecked");
    expect(codes(verdict)).toContain("colophon.file.malformed");
  });

  it("an address named by a file is told, not asked", async () => {
    const remoteUrl = "http://127.0.0.1:9/manifest.c2pa";
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: shop.identity, remoteUrl });
    const verdict = await verify(await stripped(bytes));
    expect(verdict).toMatchObject({ state: "None", remoteManifest: remoteUrl });
    expect(codes(verdict)).toEqual(["colophon.manifest.remote"]);
  });

  it("an expired certificate without a time-stamp no longer holds", async () => {
    const old = await createIdentity({ name: "Ada Reyes", days: 30, now: new Date("2024-01-01") });
    const now = () => new Date("2024-01-10");
    const { bytes } = await signBytes("a.jpg", jpeg, { identity: old, now });
    expect((await verify(bytes)).state).toBe("Invalid");
  });
});

const attacks = join(import.meta.dirname, "../../../../shared/corpus/generated-attacks");

describe.skipIf(!existsSync(attacks))("verify, on attacks made elsewhere", () => {
  it("bait for a fetch is None", async () => {
    for (const n of [1, 3, 5])
      expect((await verify(join(attacks, `jpg_remote_ssrf_${n}.jpg`))).state).toBe("None");
  });

  it("markup injected into an SVG's exclusion is Invalid", async () => {
    const root = readFileSync(join(attacks, "trust-root.pem"), "utf8");
    const verdict = await verify(join(attacks, "svg_shrink_inject_c2pa-rs-2653.svg"), {
      anchors: [root],
    });
    expect(verdict.state).toBe("Invalid");
  });

  it("100 KB in a free box carry the finding that they are not covered", async () => {
    const verdict = await verify(join(attacks, "mp4_free_box_appended_random.mp4"));
    expect(codes(verdict)).toContain("colophon.binding.uncovered");
  });
});
