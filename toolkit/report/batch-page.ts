// The report of a batch as one self-contained page, made like the report of verify: no script, no request, every string
// made inert. Failures come first, because they are what somebody has to do something about.
import { moment } from "./page/facts.js";
import { bdi, html, type Markup } from "./page/markup.js";
import { type Budget, type Picture, pictureUrl } from "./page/picture.js";
import { wholePage } from "./page/whole.js";

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
  return wholePage({
    title: counts.failed === 0 ? "Signed" : `Signed, with ${files(counts.failed)} failed`,
    version,
    style: OWN_STYLE,
    about: html`${bdi(out)}, signed by ${bdi(signer, 120)}, ${moment(report.to)}, with Colophon ${bdi(version, 40)}`,
    content: [summary(report), failures(report), gallery(report), signedFiles(report)],
  });
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
