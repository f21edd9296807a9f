// Signed texts that have the words of the text in hand, in a report: whose they are, when, and which words differ.
import type { SignedText, TextEvidence } from "../../../src/index.js";
import {
  labelWords,
  NAMELESS,
  severalWords,
  signedWhenWords,
  textSignerWords,
} from "../signed-text-words.js";
import { withdrawnWords } from "../words.js";
import { fact } from "./facts.js";
import { bdi, html, type Markup } from "./markup.js";

const MOST_DIFFERENCES = 20;

/** A section for all of them; nothing where there are none. */
export function signedTextsSection(text: TextEvidence): Markup {
  const several = severalWords(text);
  return html`<section><h3>The same words elsewhere</h3>
${several !== undefined && html`<p class="faint">${several}</p>`}
${text.texts.map((one) => signedTextFacts(one))}</section>`;
}

function signedTextFacts(one: SignedText): Markup {
  const { archive, title, canonicalUrl, differences } = one;
  const when = signedWhenWords(one);
  return html`<dl class="facts">${[
    fact("Words", bdi(labelWords(one, archive.signer ?? NAMELESS), 400), textSignerWords(one)),
    title !== undefined && fact("Title", bdi(title)),
    canonicalUrl !== undefined && fact("Address", bdi(canonicalUrl), "the signer's own word"),
    when !== undefined && fact("When", bdi(when)),
    archive.withdrawn !== undefined && fact("Withdrawn", bdi(withdrawnWords(archive.withdrawn))),
    fact(
      "Record",
      html`<code>${bdi(archive.id, 120)}</code>`,
      bdi(`${archive.level}, kept in ${archive.archivedIn}`),
    ),
  ].filter((part) => part !== false)}</dl>
${differences.slice(0, MOST_DIFFERENCES).map((runs) => html`<p class="differs">${runs.map(({ kind, text }) => (kind === "same" ? html`${bdi(text)} ` : kind === "signed" ? html`<del>${bdi(text)}</del> ` : html`<ins>${bdi(text)}</ins> `))}</p>`)}`;
}
