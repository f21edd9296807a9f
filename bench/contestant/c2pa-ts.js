// @trustnxt/c2pa-ts: all of it TypeScript. Takes JPEG, PNG, HEIC and MP3; certificates are read but not chained.
import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const ED25519 = -8; // COSE

/** Speaks for JPEG only: its other formats are not among the rows. */
export async function open({ home }) {
  const [{ JPEG }, { LocalSigner }, { SuperBox }, manifest] = await Promise.all(
    ["asset", "cose", "jumbf", "manifest"].map((part) => import(`@trustnxt/c2pa-ts/${part}`)),
  );
  const signer = await signerOf(LocalSigner, join(home, "identity", "bench"));
  return {
    signBytes: async (bytes) => {
      const asset = new JPEG(bytes);
      const store = new manifest.ManifestStore();
      const made = store.createManifest({
        assetFormat: "image/jpeg",
        instanceID: `xmp:iid:${randomUUID()}`,
        defaultHashAlgorithm: "SHA-256",
        signer,
      });
      const actions = new manifest.ActionAssertion();
      actions.actions.push({
        action: "c2pa.created",
        digitalSourceType: manifest.DigitalSourceType.DigitalCapture,
      });
      made.addAssertion(actions);
      const binding = manifest.DataHashAssertion.create("SHA-256");
      made.addAssertion(binding);
      await asset.ensureManifestSpace(store.measureSize());
      await binding.updateWithAsset(asset);
      await made.sign(signer);
      await asset.writeManifestJUMBF(store.getBytes());
      return asset.getDataRange();
    },
    verifyBytes: async (bytes) => {
      const asset = new JPEG(bytes);
      const store = manifest.ManifestStore.read(SuperBox.fromBuffer(asset.getManifestJUMBF()));
      const { isValid } = await store.validate(asset);
      return isValid ? "Valid" : "Invalid";
    },
  };
}

async function signerOf(LocalSigner, folder) {
  const key = createPrivateKey(await readFile(join(folder, "key.pem")));
  const { raw } = new X509Certificate(await readFile(join(folder, "chain.pem")));
  const require = createRequire(import.meta.url);
  const x509 = require("@peculiar/x509"); // the copy that c2pa-ts uses
  return new LocalSigner(
    key.export({ type: "pkcs8", format: "der" }),
    ED25519,
    new x509.X509Certificate(raw),
  );
}
