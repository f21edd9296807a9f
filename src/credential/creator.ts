// Title and creator as the manifest's metadata states them: the signer's word about the work, not about the signer.
import { asArray, asObject } from "../encoding/index.js";
import { assertionsOf, type StoredManifest, words } from "./manifest-store.js";

/** Metadata assertions by preference: current ones first (C2PA 2.4 §18.17, CAWG metadata 1.1). */
const METADATA = ["c2pa.metadata", "cawg.metadata", "stds.iptc", "stds.iptc.photo-metadata"];

/** `dc:creator`, else the authors of a schema.org CreativeWork; several are joined by commas, each once. */
export function creator(manifest: StoredManifest): string | undefined {
  const creators = metadata(manifest, "dc:creator").map((value) => names(value));
  const works = assertionsOf(manifest, "stds.schema-org.CreativeWork");
  const authors = works.map((work) => names(asObject(work)?.["author"]));
  return [...creators, ...authors].find(Boolean);
}

/** The claim's title, else `dc:title`. */
export function title(manifest: StoredManifest): string | undefined {
  const titles = metadata(manifest, "dc:title").map((value) => names(value));
  return manifest.title ?? titles.find(Boolean);
}

function metadata(manifest: StoredManifest, property: string): unknown[] {
  return METADATA.flatMap((label) => assertionsOf(manifest, label)).map(
    (data) => asObject(data)?.[property],
  );
}

/** A JSON-LD value: a string, a list, `{"@list": [...]}`, `{"x-default": "..."}`, `{"name": "..."}`. */
function names(value: unknown, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  const object = asObject(value);
  if (object)
    return names(
      object["@list"] ?? object["@value"] ?? object["x-default"] ?? object["name"],
      depth + 1,
    );
  if (!Array.isArray(value)) return words(value);
  const list = asArray(value).flatMap((item) => names(item, depth + 1) ?? []);
  return [...new Set(list)].join(", ") || undefined;
}
