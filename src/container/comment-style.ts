// How a kind of text writes a comment on one line: what a manifest in structured text stands between (C2PA 2.4 §A.9).

/** What stands before and after the manifest on its line. */
export interface CommentStyle {
  readonly prefix: string;
  readonly suffix: string;
}

/** The closer that belongs to an opener; none where the end of the line closes. */
const CLOSER: ReadonlyMap<string, string> = new Map([
  ["#", ""],
  ["//", ""],
  ["--", ""],
  ["%", ""],
  [";", ""],
  ["/*", "*/"],
  ["<!--", "-->"],
  ["<?c2pa", "?>"],
]);

const C_LIKE = ["//", "/*"];
// In XML a comment can't hold the delimiters' hyphens, and a file with one is no XML any more: an instruction can.
const XML = ["<?c2pa", "<!--"];

/** Openers of each kind of text, the one that is written first. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  "application/yaml": ["#"],
  "application/toml": ["#"],
  "text/x-python": ["#"],
  "text/x-shellscript": ["#"],
  "text/x-ruby": ["#"],
  "text/x-perl": ["#"],
  "text/x-r": ["#"],
  "text/javascript": C_LIKE,
  "text/x-typescript": C_LIKE,
  "text/x-rust": C_LIKE,
  "text/x-go": C_LIKE,
  "text/x-c": C_LIKE,
  "text/x-java": C_LIKE,
  "text/x-csharp": C_LIKE,
  "text/x-swift": C_LIKE,
  "text/x-sql": ["--", "/*"],
  "text/x-lua": ["--"],
  "text/x-tex": ["%"],
  "text/css": ["/*"],
  "text/markdown": ["<!--"],
  "text/html": ["<!--"],
  "application/xml": XML,
  "application/xhtml+xml": XML,
};

/** Pages and prose, where a line with a manifest block may be a line about manifest blocks. */
const PROSE: ReadonlySet<string> = new Set(["text/markdown", "text/html"]);

/** Whether this is a page, which carries its manifest in its head. */
export function isPage(mediaType: string): boolean {
  return mediaType === "text/html" || mediaType === "application/xhtml+xml";
}

/** The comment that is written in a kind of text; undefined for kinds without any (JSON, CSV, plain text). */
export function commentStyle(mediaType: string): CommentStyle | undefined {
  const prefix = OPENERS[mediaType]?.[0];
  return prefix === undefined ? undefined : { prefix, suffix: CLOSER.get(prefix) ?? "" };
}

/** Whether a manifest may stand in a comment on any of its lines. */
export function isStructured(mediaType: string): boolean {
  return OPENERS[mediaType] !== undefined && !PROSE.has(mediaType);
}

/**
 * Whether two parts of a line are an opener of this kind of text and the closer that belongs to it, and nothing else. The
 * hash covers neither: another opener could swallow the lines that follow, and anything else could be code.
 * @param after undefined where the comment goes on
 */
export function isComment(mediaType: string, before: string, after: string | undefined): boolean {
  const opener = before.trim();
  const allowed = OPENERS[mediaType];
  if (opener === "") return !isStructured(mediaType) && (after ?? "").trim() === "";
  if (allowed ? !allowed.includes(opener) : !CLOSER.has(opener)) return false;
  return after === undefined || CLOSER.get(opener) === after.trim();
}
