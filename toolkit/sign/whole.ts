// The engine's way: formats without a container of ours, and what only the engine can place, go through it whole.
import { ENGINE_LIMIT } from "../../src/credential/index.js";
import { ColophonError } from "../../src/index.js";
import type { Assignment, Drafted, SignMeans, SignSource } from "./job.js";

/** Media types that c2pa-rs 0.91 can put a manifest into; our container room covers some of them. */
const ENGINE_WRITES = new Set([
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/heic",
  "image/heif",
  "image/jxl",
  "image/tiff",
  "image/x-adobe-dng",
  "image/svg+xml",
  "video/mp4",
  "video/quicktime",
  "video/x-msvideo",
  "audio/mp4",
  "audio/wav",
  "audio/mpeg",
  "audio/flac",
  "application/pdf",
]);

/** True when a manifest can be put into such a file at all. */
export function canEmbed(mediaType: string): boolean {
  return ENGINE_WRITES.has(mediaType);
}

/** The signed content. @throws ColophonError ENGINE_FAILED, FILE_TOO_LARGE */
export async function signWhole(
  { remoteUrl }: Assignment,
  content: SignSource,
  { draft, mediaType }: Drafted,
  { engine, signer }: SignMeans,
): Promise<{ output: Uint8Array; store: Uint8Array }> {
  if (content.size > ENGINE_LIMIT)
    throw new ColophonError(
      "FILE_TOO_LARGE",
      `${content.name} is too large for its format (1 GiB)`,
      { hint: "sign it with --sidecar: the manifest then stands beside it, whatever its size" },
    );
  const { store, asset } = await engine.sign(mediaType, content.blob(), {
    ...draft,
    ...(remoteUrl !== undefined && { remoteUrl }),
    signer: signer.real,
  });
  return { output: asset, store };
}
