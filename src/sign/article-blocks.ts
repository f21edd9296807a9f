// The words of an article as blocks, whatever it is written in. Markdown is read as the page that it becomes, so that the
// text record fits the published page and not the asterisks. The parsers are loaded only for those who need them.
import { utf8Text } from "../encoding/index.js";
import { plainBlocks } from "../text/index.js";

/**
 * Canonical, non-empty blocks; front matter and markup are left out. Markdown that would take too long to read is taken for
 * plain text; of such a page, no word is known.
 */
export async function articleBlocks(text: string, mediaType: string): Promise<string[]> {
  if (mediaType === "text/markdown") {
    const [{ markdownToHtml }, { htmlBlocks }] = await Promise.all([
      import("./markdown.js"),
      import("./html.js"),
    ]);
    const prose = withoutFrontMatter(text);
    const html = markdownToHtml(prose);
    return (html === undefined ? undefined : htmlBlocks(html)) ?? plainBlocks(prose);
  }
  if (mediaType === "text/html" || mediaType === "application/xhtml+xml")
    return (await import("./html.js")).htmlBlocks(text) ?? [];
  return plainBlocks(text);
}

/** As articleBlocks, from bytes; none for bytes that are no UTF-8. */
export async function textBlocks(bytes: Uint8Array, mediaType: string): Promise<string[]> {
  const text = utf8Text(bytes);
  return text === undefined ? [] : articleBlocks(text, mediaType);
}

/** YAML between `---` lines or TOML between `+++` lines, on the first line of a file. */
function withoutFrontMatter(text: string): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const fence = text.slice(start, start + 3);
  if (fence !== "---" && fence !== "+++") return text;
  const lines = text.slice(start).split("\n");
  if (lines[0]?.trimEnd() !== fence) return text;
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === fence);
  return end < 0 ? text : lines.slice(end + 1).join("\n");
}
