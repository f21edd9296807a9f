// One file in the report: its state in a word and a shape, then facts, history, findings and evidence.
import type { Verdict } from "../../../src/index.js";
import { historyHeading, verdictWords } from "../words.js";
import { archiveSection, certificateTable, findingSections } from "./evidence.js";
import { factList } from "./facts.js";
import { historyTree } from "./history.js";
import { bdi, html, type Markup } from "./markup.js";
import { type Budget, type Picture, pictureUrl } from "./picture.js";
import { STATE_SHAPE } from "./shape.js";
import { signedTextsSection } from "./signed-texts.js";

/** One file of a report. */
export interface ReportEntry {
  readonly path: string;
  readonly verdict: Verdict;
  /** Pictures in the credential, by JUMBF URI. */
  readonly thumbnails: ReadonlyMap<string, Picture>;
  /** A small picture of the file itself. */
  readonly preview?: Picture;
}

/** The file as an article with the id `file-N`. */
export function entryArticle(entry: ReportEntry, number: number, budget: Budget): Markup {
  const { path, verdict } = entry;
  const { state, tree, signer, archive } = verdict;
  const sections = findingSections(verdict);
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1;
  return html`<article class="file" id="file-${number}" aria-labelledby="name-${number}">
<header>${picture(entry, budget)}<div class="head">
<h2 id="name-${number}">${cut > 0 && html`<span class="folder">${bdi(path.slice(0, cut), 400)}</span>`}${bdi(path.slice(cut) || path, 400)}</h2>
<p class="state state-${state}">${STATE_SHAPE[state]} ${state}</p>
<p class="says">${bdi(verdictWords(verdict), 900)}</p>
</div></header>
${sections.failed}
${factList(verdict)}
${tree && html`<section><h3>${historyHeading(state)}</h3>${historyTree(tree, entry.thumbnails, budget)}</section>`}
${sections.history}
${sections.notable}
${archive && archiveSection(archive)}
${verdict.text && signedTextsSection(verdict.text)}
${sections.rest}
${signer && certificateTable(signer.chain)}
${verdict.manifest !== undefined && html`<p class="faint urn">Credential <code>${bdi(verdict.manifest, 160)}</code></p>`}
</article>`;
}

/** A state as a word with its shape, for tables and counts. */
export function stateBadge(state: Verdict["state"], count?: number): Markup {
  return html`<span class="state state-${state}">${STATE_SHAPE[state]} ${count !== undefined && html`${count} `}${state}</span>`;
}

/** The file's own picture, else the one its credential keeps, which is the signer's word; else its media type. */
function picture({ verdict, thumbnails, preview }: ReportEntry, budget: Budget): Markup {
  const own = pictureUrl(preview, budget);
  if (own) return html`<figure><img src="${own}" alt="This file, small"></figure>`;
  const { thumbnail } = verdict.tree ?? {};
  const kept = pictureUrl(thumbnail && thumbnails.get(thumbnail.uri), budget);
  if (kept)
    return html`<figure><img src="${kept}" alt="The picture that the credential keeps"><figcaption>as its credential pictures it</figcaption></figure>`;
  return html`<figure class="empty"><span>${bdi(verdict.mediaType ?? "no picture", 40)}</span></figure>`;
}
