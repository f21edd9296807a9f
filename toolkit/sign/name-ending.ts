// What the ending of a file's name says that it is, for the kinds of media that a manifest goes into. A text under a picture's
// name is a mistake that somebody would be sorry to have signed: a saved error page, a file that a download cut off.
import { extname } from "node:path";
import { commentStyle, isTextType } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { embeddingFor, type TextEmbedding } from "../../src/sign/index.js";

/** Endings that fit each media type; the first is what we write. */
export const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/png": ["png"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "image/avif": ["avif"],
  "image/heic": ["heic", "heif", "hif"],
  "image/heif": ["heif", "heic", "hif"],
  "image/jxl": ["jxl"],
  "image/tiff": ["tif", "tiff"],
  "image/x-adobe-dng": ["dng"],
  "image/svg+xml": ["svg"],
  "video/mp4": ["mp4", "m4v", "3gp"],
  "video/quicktime": ["mov", "qt"],
  "video/x-msvideo": ["avi"],
  "audio/mp4": ["m4a", "m4b", "mp4"],
  "audio/wav": ["wav", "wave"],
  "audio/mpeg": ["mp3"],
  "audio/flac": ["flac"],
  "application/pdf": ["pdf"],
};

const OF_MEDIA: ReadonlySet<string> = new Set(Object.values(ENDINGS).flat());

/**
 * One kind of media under the name of another is signed as what it is; a text, or what is of no kind known here, under the
 * name of media is not.
 * @throws ColophonError FORMAT_UNSUPPORTED
 */
export function refuseMisnamed(name: string, mediaType: string): void {
  if (Object.hasOwn(ENDINGS, mediaType)) return;
  const ending = extname(name).slice(1).toLowerCase();
  if (!OF_MEDIA.has(ending)) return;
  const text = isTextType(mediaType);
  throw new ColophonError(
    "FORMAT_UNSUPPORTED",
    `${name} is not what .${ending} says: ${text ? "it holds text" : "its bytes are of no kind that is known here"}`,
    {
      hint: text
        ? "nothing was written; if it is meant to be a text, give it the name of one"
        : "nothing was written; is it damaged? as it is, it can be signed with --sidecar",
    },
  );
}

/**
 * Readers tell by a text's name where its credential is: under the name of another kind nobody may find it.
 * @param named the kind that the output's name says
 * @throws ColophonError USAGE
 */
export function refuseOtherKind(
  output: string,
  mediaType: string,
  named: string,
  embedding: TextEmbedding = embeddingFor(mediaType),
): void {
  const ending = extname(output).slice(1).toLowerCase();
  if (!OF_MEDIA.has(ending) && isFoundIn(named, mediaType, embedding)) return;
  throw new ColophonError("USAGE", `${output} is not a name for ${mediaType}`, {
    hint: "nothing was written; readers go by the name of a text: leave it the ending that it has",
  });
}

/** An invisible wrapper is looked for in all but pages, a comment where comments begin in the same way. */
function isFoundIn(named: string, mediaType: string, embedding: TextEmbedding): boolean {
  const isPage = embeddingFor(named) === "script";
  if (embedding === "wrapper") return !isPage;
  if (embedding === "script") return isPage;
  return commentStyle(named)?.prefix === commentStyle(mediaType)?.prefix;
}
