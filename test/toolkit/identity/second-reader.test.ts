import { JPEG } from "@trustnxt/c2pa-ts/asset";
import { SuperBox } from "@trustnxt/c2pa-ts/jumbf";
import { ManifestStore } from "@trustnxt/c2pa-ts/manifest";
import { describe, expect, it } from "vitest";
import { createIdentity } from "../../../toolkit/identity/create.js";
import { signedJpeg } from "../../fixture/signed-jpeg.js";

// An implementation that shares no code with the engine. It knows no trust: valid is all it can say.
describe("a second reader accepts what a self-made identity signs", () => {
  // ES512 is left out: c2pa-ts 0.9.4 verifies it with SHA-256 instead of SHA-512 (RFC 9053 §2.1).
  it.each(["ed25519", "es256", "es384", "ps256"] as const)("%s", async (algorithm) => {
    const { signer, root } = await createIdentity({ name: "Ada Reyes", algorithm });
    const asset = new JPEG(await signedJpeg({ ...signer, root }));
    const jumbf = asset.getManifestJUMBF();
    expect(jumbf).toBeDefined();
    const store = ManifestStore.read(SuperBox.fromBuffer(Uint8Array.from(jumbf ?? [])));
    const { isValid, statusEntries } = await store.validate(asset);
    expect(statusEntries.filter(({ success }) => !success)).toEqual([]);
    expect(isValid).toBe(true);
  });
});
