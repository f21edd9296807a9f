// The check of a file like one that was judged: natively, each byte of it that the engine would look at; and which files are
// alike.
import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { containerFor, memorySource } from "../../../src/container/index.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";
import { createIdentity } from "../../../toolkit/index.js";
import { claimSigner } from "../../../toolkit/sign/claim-signer.js";
import { holdsAlike } from "../../../toolkit/sign/inspect-alike.js";
import type { Assignment, SignMeans } from "../../../toolkit/sign/job.js";
import { signBytes } from "../../../toolkit/sign/sign-bytes.js";
import { mediaFixtures } from "../../fixture/media/index.js";

const fixtures = await mediaFixtures();
const named = (name: string) => fixtures.find((one) => one.name === name)!;

async function means(algorithm: "ed25519" | "es256" | "ps256" = "ed25519") {
  const identity = await createIdentity({ name: "Ada Reyes", algorithm });
  const engine = await hostEngine();
  let read = 0;
  const counted: SignMeans = {
    engine: {
      ...engine,
      read(...what) {
        read++;
        return engine.read(...what);
      },
    },
    identity,
    signer: await claimSigner(identity.signer),
    now: () => new Date(),
    uuid: randomUUID,
  };
  return { how: counted, read: () => read };
}

const what: Assignment = { statement: { source: "camera" }, check: true };

describe("a file like one that was judged", () => {
  it.each([
    ["jpeg-baseline", "ed25519"],
    ["png", "es256"],
    ["webp-lossy", "ps256"],
    ["mp4-moov-first", "ed25519"],
  ] as const)("is looked at byte for byte: %s, %s", async (name, algorithm) => {
    const { bytes } = named(name);
    const { how } = await means(algorithm);
    const { output, store, mediaType } = await signBytes(name, bytes, what, how);
    const original = { bytes, digest: createHash("sha256").update(bytes).digest() };
    expect(await holdsAlike(mediaType, output, store, how)).toBe(true);
    expect(await holdsAlike(mediaType, output, store, how, original)).toBe(true);
    const [span] = (await containerFor(mediaType)!.open(memorySource(output), mediaType))
      .manifestSpans;
    const before = Buffer.from(output).indexOf(bytes.subarray(-40, -30));
    const inside = (marker: string, beyond: number) => {
      const at = Buffer.from(store).indexOf(marker);
      expect(at).toBeGreaterThan(0);
      return Buffer.from(output).indexOf(store.subarray(at, at + 40)) + beyond;
    };
    const places = [
      before,
      inside("digitalCapture", 3),
      inside("claim_generator_info", 30),
      (span?.start ?? 0) + (span?.length ?? 0) - 10,
    ];
    for (const at of places) {
      const other = Uint8Array.from(output);
      other[at] = (other[at] ?? 0) ^ 1;
      const carried = await containerFor(mediaType)!
        .open(memorySource(other), mediaType)
        .then((layout) => layout.readStore())
        .catch(() => undefined);
      for (const from of [undefined, original]) {
        const holds = holdsAlike(mediaType, other, carried ?? store, how, from);
        expect([at, await holds.catch(() => false)]).toEqual([at, false]);
      }
    }
    expect(await holdsAlike(mediaType, output, store, (await means(algorithm)).how)).toBe(false);
  });

  it("is not given to the engine, but for one of many; and any that differs is", async () => {
    const { how, read } = await means();
    const sign = (name: string, more: Partial<Assignment> = {}) =>
      signBytes(name, named("jpeg-baseline").bytes, { ...what, ...more }, how);
    await sign("one.jpg");
    expect(read()).toBe(1);
    for (let i = 0; i < 10; i++) await sign(`another ${i}.jpg`);
    expect(read()).toBe(1);
    await sign("drawn.jpg", { statement: { source: "drawn" } });
    expect(read()).toBe(2);
    await sign("titled.jpg", { statement: { source: "camera", title: "A title", creator: "Ada" } });
    expect(read()).toBe(3);
    for (let i = 0; i < 64; i++) await sign(`many ${i}.jpg`);
    expect(read()).toBe(4);
    const other = await means();
    await signBytes("one.jpg", named("jpeg-baseline").bytes, what, other.how);
    expect(other.read()).toBe(1);
  });

  it("that breaks a rule is refused, however often it is tried", async () => {
    const { how } = await means();
    const manifest = {
      assertions: [{ label: "c2pa.actions.v2", data: { actions: [{ action: "c2pa.edited" }] } }],
    };
    for (let i = 0; i < 3; i++)
      await expect(
        signBytes(
          "a.jpg",
          named("jpeg-baseline").bytes,
          { statement: { manifest }, check: true },
          how,
        ),
      ).rejects.toMatchObject({
        code: expect.stringMatching(/CHECK_FAILED|ENGINE_FAILED|DEFINITION_INVALID/),
      });
  });
});
