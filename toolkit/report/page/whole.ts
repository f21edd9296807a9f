// What every report page has around its content: a policy under which nothing injected could act (data: pictures and the
// one style sheet are all that it allows), the head, and at its foot what a credential does not prove.
import { createHash } from "node:crypto";
import { NOT_PROVEN } from "../words.js";
import { bdi, html, type Insert, type Markup, ownText } from "./markup.js";
import { MARK } from "./shape.js";
import { STYLE } from "./style.js";

export interface WholePage {
  readonly title: string;
  /** Under the title. */
  readonly about: Markup;
  readonly content: Insert;
  /** Version of this tool. */
  readonly version: string;
  /** Styles beyond those of every page. */
  readonly style?: string;
}

/** The page, whole, without scripts or requests. */
export function wholePage({ title, about, content, version, style = "" }: WholePage): string {
  const styles = STYLE + style;
  const digest = createHash("sha256").update(styles).digest("base64");
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ownText(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Colophon ${version}">
<title>${title}</title>
<style>${ownText(styles)}</style>
</head>
<body>
<header class="page">${MARK}<div><h1>${bdi(title)}</h1>
<p class="faint">${about}</p></div></header>
<main>
${content}
</main>
<footer><h2>What this does not prove</h2><ul>${NOT_PROVEN.map((line) => html`<li>${line}</li>`)}</ul></footer>
</body>
</html>
`;
  return page.toString();
}
