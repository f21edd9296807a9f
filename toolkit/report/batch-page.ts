// The report of a batch as one self-contained page, made like the report of verify: no script, no request, every string
// made inert. Failures come first, because they are what somebody has to do something about.
import { createHash } from "node:crypto";
import { moment } from "./page/facts.js";
import { bdi, html, type Markup, ownText } from "./page/markup.js";
import { type Budget, type Picture, pictureUrl } from "./page/picture.js";
import { MARK } from "./page/shape.js";
import { STYLE } from "./page/style.js";
import { NOT_PROVEN } from "./words.js";

export interface BatchPicture {
  readonly name: string;
  readonly picture: Picture;
}

/** What the page tells; lists may be shorter than the counts. Every string may be hostile. */
export interface BatchReport {
  readonly out: string;
  readonly signer: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly version: string;
  readonly counts: {
    readonly signed: number;
    readonly kept: number;
    readonly failed: number;
    readonly left: number;
  };
  /** Why the run ended early. */
  readonly stopped?: string;
  readonly records: readonly string[];
  readonly failures: readonly {
    readonly input: string;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  readonly signed: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly manifest: string;
  }[];
  readonly pictures: readonly BatchPicture[];
}

const PICTURE_BYTES = 4_000_000;
const OWN_STYLE = `
section { margin-block: 2rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 1rem; }
.grid img { display: block; width: 100%; height: 8rem; object-fit: contain; background: var(--well); border-radius: 4px; }
.grid figcaption { font-size: .8rem; color: var(--soft); }
`;

/** The page, whole. */
export function batchPage(report: BatchReport): string {
  const { signer, out, version, counts } = report;
  const style = STYLE + OWN_STYLE;
  const digest = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const title = counts.failed === 0 ? "Signed" : `Signed, with ${files(counts.failed)} failed`;
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
<style>${ownText(style)}</style>
</head>
<body>
<header class="page">${MARK}<div><h1>${title}</h1>
<p class="faint">${bdi(out)}, signed by ${bdi(signer, 120)}, ${moment(report.to)}, with Colophon ${bdi(version, 40)}</p></div></header>
<main>
${summary(report)}
${failures(report)}
${gallery(report)}
${signedFiles(report)}
</main>
<footer><h2>What this does not prove</h2><ul>${NOT_PROVEN.map((line) => html`<li>${line}</li>`)}</ul></footer>
</body>
</html>
`;
  return page.toString();
}

function summary({ counts, stopped, records, from, to }: BatchReport): Markup {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000).toFixed(1);
  return html`<section><p>${files(counts.failed)} failed, ${files(counts.signed)} signed in ${seconds} seconds, ${files(counts.kept)} had been signed before${counts.left > 0 && html`, ${files(counts.left)} left for another run`}.</p>
${stopped !== undefined && html`<p>The run ended early: ${bdi(stopped)}</p>`}
${records.map((id) => html`<p class="faint">Batch record <code>${bdi(id, 64)}</code></p>`)}</section>`;
}

function failures({ failures, counts }: BatchReport): Markup | undefined {
  if (failures.length === 0) return undefined;
  const rows = failures.map(
    ({ input, code, message, hint }) => html`<tr><th scope="row">${bdi(input)}</th>
<td>${bdi(message)}${hint !== undefined && html`<br><span class="faint">${bdi(hint)}</span>`}</td><td><code>${code}</code></td></tr>`,
  );
  return html`<section><h2>Failed</h2>${table(
    ["File", "What happened", "Code"],
    rows,
    listed(failures.length, counts.failed),
  )}</section>`;
}

function gallery({ pictures }: BatchReport): Markup | undefined {
  const budget: Budget = { left: PICTURE_BYTES };
  const figures = pictures.map(({ name, picture }) => {
    const url = pictureUrl(picture, budget);
    return (
      url &&
      html`<figure><img src="${url}" alt=""><figcaption>${bdi(name, 120)}</figcaption></figure>`
    );
  });
  if (!figures.some(Boolean)) return undefined;
  return html`<section><h2>Some of them</h2><div class="grid">${figures}</div></section>`;
}

function signedFiles({ signed, counts }: BatchReport): Markup | undefined {
  if (signed.length === 0) return undefined;
  const rows = signed.map(
    ({ name, mediaType, manifest }) => html`<tr><th scope="row">${bdi(name)}</th>
<td>${bdi(mediaType, 80)}</td><td><code>${bdi(manifest, 80)}</code></td></tr>`,
  );
  return html`<section><h2>Signed</h2>${table(
    ["File", "Kind", "Manifest"],
    rows,
    listed(signed.length, counts.signed),
  )}</section>`;
}

function table(heads: readonly string[], rows: readonly Markup[], caption: string): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function listed(shown: number, all: number): string {
  return shown === all ? files(all) : `the first ${shown} of ${files(all)}; all are in report.json`;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
