// The only door to marked: Markdown (CommonMark with GitHub's tables) as HTML, of which nothing but the words is used.
import { marked } from "marked";

/** HTML of a Markdown text. */
export function markdownToHtml(text: string): string {
  return marked.parse(text, { async: false, gfm: true });
}
