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
section h2 { margin-block-end: .5rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 1rem; }
.grid figure { width: auto; min-width: 0; }
.grid img { width: 100%; height: 8rem; }
.wide td, .wide th { overflow-wrap: anywhere; }
.wide th[scope=row] { width: 40%; }
@media (max-width: 36rem) {
  .wide thead { display: none; }
  .wide tr, .wide th, .wide td { display: block; width: auto; max-width: none; padding: 0; border: 0; }
  .wide th[scope=row] { width: auto; font-weight: 600; }
  .wide tr { padding-block: .5rem; border-block-end: 1px solid var(--line); }
}
`;

/** The page, whole. */
export function batchPage(report: BatchReport): string {
  const { signer, out, version, counts } = report;
  return wholePage({
    title: titleOf(counts),
    version,
    style: OWN_STYLE,
    about: html`Into ${bdi(out)}, by ${bdi(signer, 120)}, ${moment(report.to)}, with Colophon ${bdi(version, 40)}`,
    content: [summary(report), failures(report), gallery(report), signedFiles(report)],
  });
}

function titleOf({ signed, kept, failed, left }: BatchReport["counts"]): string {
  const all = signed + kept + failed + left;
  if (failed > 0)
    return `${failed === all ? files(all) : `${number(failed)} of ${files(all)}`} failed`;
  return `${files(signed + kept)} signed`;
}

function summary({ counts, stopped, records, from, to }: BatchReport): Markup {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000).toFixed(1);
  const { signed, kept, failed, left } = counts;
  const parts = [
    failed > 0 && `${files(failed)} failed`,
    `${files(signed)} signed in ${seconds} seconds`,
    kept > 0 && `${files(kept)} had been signed before`,
    left > 0 && `${files(left)} left for another run`,
  ];
  return html`<section><p>${parts.filter(Boolean).join(", ")}.</p>
${stopped !== undefined && html`<p>The run ended early: ${bdi(stopped)}</p>`}
${records.map((id) => html`<p class="faint">Batch record <code>${bdi(id, 64)}</code></p>`)}</section>`;
}

function failures({ failures, counts }: BatchReport): Markup | undefined {
  if (failures.length === 0) return undefined;
  const rows = failures.map(
    ({ input, code, message, hint }) => html`<tr><th scope="row">${bdi(input)}</th>
<td>${bdi(without(message, input))}${hint !== undefined && html`<br><span class="faint">${bdi(hint)}</span>`}<br><code>${code}</code></td></tr>`,
  );
  return html`<section><h2>Failed</h2>${table(
    ["File", "What happened"],
    rows,
    listed(failures.length, counts.failed),
  )}</section>`;
}

/** Most messages begin with the file, which stands beside them. */
function without(message: string, input: string): string {
  return message.startsWith(`${input} `) ? message.slice(input.length + 1) : message;
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
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="wide"><caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function listed(shown: number, all: number): string {
  return shown === all
    ? files(all)
    : `the first ${number(shown)} of ${files(all)}; all are in report.json`;
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${number(count)} files`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}
