// What was checked as one self-contained page: no script, no request to anywhere, readable in the dark, in print and aloud.
import type { Verdict } from "../../src/index.js";
import { entryArticle, type ReportEntry, stateBadge } from "./page/entry.js";
import { moment } from "./page/facts.js";
import { bdi, html, type Markup } from "./page/markup.js";
import type { Budget } from "./page/picture.js";
import { wholePage } from "./page/whole.js";
import { signerOfWords } from "./signed-text-words.js";
import { STATES } from "./words.js";

export type { ReportEntry };

export interface ReportOptions {
  readonly title: string;
  /** When the files were checked, ISO 8601. */
  readonly at: string;
  /** Version of this tool. */
  readonly version: string;
}

/** All pictures of a page together: what browsers open without complaint. */
const PICTURE_BYTES = 24_000_000;

/** The page, whole. Every string in `entries` may be hostile. */
export function htmlReport(entries: readonly ReportEntry[], options: ReportOptions): string {
  const budget: Budget = { left: PICTURE_BYTES };
  const { title, at, version } = options;
  return wholePage({
    title,
    version,
    about: html`Checked ${moment(at)} by Colophon ${bdi(version, 40)}`,
    content: [
      overview(entries),
      "\n",
      entries.map((entry, i) => entryArticle(entry, i + 1, budget)),
    ],
  });
}

/** What an Invalid file says of itself is a claim; a file without a credential, or its words, may be known all the same. */
function whoCell(verdict: Verdict): Markup | string {
  const { state, signer, archive } = verdict;
  const author = signerOfWords(verdict);
  if (author !== undefined && !archive?.signer)
    return html`<span class="faint">its words: ${bdi(author, 120)}</span>`;
  if (signer)
    return state === "Invalid" ? claimed(bdi(signer.name, 120)) : html`${bdi(signer.name, 120)}`;
  return archive?.signer
    ? html`<span class="faint">in the archive: ${bdi(archive.signer, 120)}</span>`
    : "";
}

function aiCell({ state, ai }: Verdict): Markup | string {
  if (!ai) return "";
  return state === "Invalid" ? claimed(bdi(ai.words, 60)) : html`${bdi(ai.words, 60)}`;
}

function claimed(what: Markup): Markup {
  return html`<span class="faint">claimed: ${what}</span>`;
}

/** How many files have which state and, for several files, a table that leads to each. */
function overview(entries: readonly ReportEntry[]): Markup {
  if (entries.length === 0) return html`<p>No file was checked.</p>`;
  if (entries.length === 1) return html``;
  const counts = STATES.map((state) => {
    const count = entries.filter(({ verdict }) => verdict.state === state).length;
    return count > 0 && html`<li>${stateBadge(state, count)}</li>`;
  });
  const rows = entries.map(
    (
      { path, verdict },
      i,
    ) => html`<tr><th scope="row"><a href="#file-${i + 1}">${bdi(path, 160)}</a></th>
<td>${stateBadge(verdict.state)}</td><td>${whoCell(verdict)}</td><td>${aiCell(verdict)}</td></tr>`,
  );
  return html`<nav aria-label="Files"><ul class="counts">${counts}</ul>
<div class="scroll" tabindex="0" role="group" aria-label="All files"><table class="index"><caption>${entries.length} files</caption>
<thead><tr><th scope="col">File</th><th scope="col">State</th><th scope="col">Signed by</th><th scope="col">AI</th></tr></thead>
<tbody>${rows}</tbody></table></div></nav>`;
}
