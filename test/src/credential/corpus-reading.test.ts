import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isReading } from "../../../src/credential/index.js";
import {
  activeManifestLabel,
  claim,
  hardBindingAssertion,
  manifestLabels,
  signatureBytes,
} from "../../../src/credential/jumbf.js";
import { parseJumbf } from "../../../src/credential/jumbf-box.js";
import { sentence } from "../../../src/credential/sentence.js";
import { summarize } from "../../../src/credential/summarize.js";
import { parseCoseSign1 } from "../../../src/signature/index.js";
import type { ProvenanceNode } from "../../../src/verdict.js";
import { hostEngine } from "../../../toolkit/adapter/engine-host.js";

// Test data under others' licences, kept beside the repository and never in it.
const corpus = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const present = existsSync(corpus);
if (!present) console.warn("corpus-reading: skipped, ../shared/corpus is absent");

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".gif": "image/gif",
  ".avif": "image/avif",
  ".heic": "image/heic",
  ".tiff": "image/tiff",
  ".svg": "image/svg+xml",
  ".mp4": "video/mp4",
  ".mov": "video/quicktime",
  ".m4a": "audio/mp4",
  ".wav": "audio/wav",
  ".avi": "video/avi",
  ".mp3": "audio/mpeg",
  ".flac": "audio/flac",
  ".jxl": "image/jxl",
  ".pdf": "application/pdf",
  ".c2pa": "application/c2pa",
};
const LARGEST = 10_000_000;

describe.skipIf(!present)("every file of the corpus that the engine can read", async () => {
  const engine = await hostEngine();
  const files = present
    ? readdirSync(corpus, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && MEDIA_TYPES[extname(entry.name).toLowerCase()])
        .map((entry) => relative(corpus, join(entry.parentPath, entry.name)))
        .filter((path) => statSync(join(corpus, path)).size < LARGEST)
    : [];

  let readable = 0;

  it.each(files)("%s", async (path) => {
    const mediaType = MEDIA_TYPES[extname(path).toLowerCase()] ?? "";
    const reading = await engine.read(mediaType, readFileSync(join(corpus, path)));
    if (!isReading(reading)) return;
    readable += 1;
    const store = parseJumbf(reading.storeBytes());
    const { engineState, ...parts } = summarize(reading.store);
    reading.free();

    expect(sentence({ state: engineState, ...parts })).not.toBe("");
    expect(parts.manifest).toBe(activeManifestLabel(store));
    if (engineState !== "Invalid") expect(parts.ai?.words).not.toBe("");
    expect(size(parts.tree)).toBeGreaterThanOrEqual(1);
    expect(size(parts.tree)).toBeLessThan(60);
    for (const label of manifestLabels(store)) {
      expect(claim(store, label)).toHaveProperty("signature");
      expect(
        parseCoseSign1(signatureBytes(store, label) ?? new Uint8Array()).chain.length,
      ).toBeGreaterThan(0);
      const binding = hardBindingAssertion(store, label);
      if (binding) expect(binding.label).toMatch(/^c2pa\.hash\./);
    }
  });

  it("is more than fifty files", () => expect(readable).toBeGreaterThan(50));
});

function size(node: ProvenanceNode | undefined): number {
  return node ? node.ingredients.reduce((sum, child) => sum + size(child), 1) : 0;
}
