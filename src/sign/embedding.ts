// Where the manifest of a text goes.

/**
 * `wrapper`: invisibly at the end (C2PA 2.4 §A.8); `structured`: in a comment (§A.9); `script`: in a page's head (§A.7);
 * `sidecar`: into a file of its own.
 */
export type TextEmbedding = "wrapper" | "structured" | "script" | "sidecar";

/**
 * How a kind of text carries its manifest unless somebody says otherwise: pages in their head, programs and data in a
 * comment, where no compiler minds it, prose invisibly; data without comments beside itself.
 */
export function embeddingFor(mediaType: string): TextEmbedding {
  if (PAGES.has(mediaType)) return "script";
  if (PROSE.has(mediaType)) return "wrapper";
  return WITHOUT_COMMENTS.has(mediaType) ? "sidecar" : "structured";
}

const PAGES = new Set(["text/html", "application/xhtml+xml"]);
const PROSE = new Set(["text/plain", "text/markdown"]);
const WITHOUT_COMMENTS = new Set(["application/json", "text/csv", "text/tab-separated-values"]);
