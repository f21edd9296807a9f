// The binary parts of a manifest store (thumbnails, ingredients' data), under names of our own making.
import type { Credential } from "../../src/credential/index.js";
import { asArray, asObject, asString } from "../../src/encoding/index.js";

export interface Resource {
  /** Safe as a file name: letters, digits and dashes, with an extension that fits the media type. */
  readonly name: string;
  readonly what: "thumbnail" | "ingredient";
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const MOST = 1000;

const EXTENSION: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
  "image/svg+xml": "svg",
  "text/plain": "txt",
  "application/json": "json",
  "application/c2pa": "c2pa",
};

/** Everything that the store's JSON refers to inside the store; what is missing is left out. */
export function resourcesOf(credential: Credential): Resource[] {
  const out: Resource[] = [];
  const manifests = asObject(asObject(credential.store)?.["manifests"]) ?? {};
  for (const [i, manifest] of Object.values(manifests).entries()) {
    const node = asObject(manifest) ?? {};
    add(credential, node["thumbnail"], `manifest-${i + 1}-thumbnail`, "thumbnail", out);
    for (const [k, ingredient] of asArray(node["ingredients"]).entries()) {
      const entry = asObject(ingredient) ?? {};
      const name = `manifest-${i + 1}-ingredient-${k + 1}`;
      add(credential, entry["thumbnail"], `${name}-thumbnail`, "thumbnail", out);
      add(credential, entry["data"], `${name}-data`, "ingredient", out);
    }
  }
  return out;
}

function add(
  credential: Credential,
  reference: unknown,
  stem: string,
  what: Resource["what"],
  out: Resource[],
): void {
  const { identifier, format } = asObject(reference) ?? {};
  const uri = asString(identifier);
  if (uri === undefined || out.length >= MOST) return;
  const mediaType = asString(format) ?? "application/octet-stream";
  try {
    const bytes = credential.resource(uri);
    out.push({ name: `${stem}.${EXTENSION[mediaType] ?? "bin"}`, what, mediaType, bytes });
  } catch {
    // the manifest refers to something that it does not hold
  }
}
