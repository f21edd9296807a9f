// What a reader wants first: who signed, when, with what, and what is said about AI.
import type { Signer, Verdict } from "../../../src/index.js";
import { momentWords } from "../quantity.js";
import {
  aiCaveat,
  aiDetails,
  signerWords,
  timeWords,
  toolWords,
  trainingNote,
  trainingWords,
} from "../words.js";
import { bdi, html, type Insert, type Markup } from "./markup.js";

/** A list of facts; nothing when the file tells none. */
export function factList(verdict: Verdict): Markup | undefined {
  const { signer, when, generator, ai, training, title, creator, remoteManifest, words } = verdict;
  const details = ai ? [aiDetails(ai), aiCaveat(ai, verdict.state)].filter(Boolean).join("; ") : "";
  const facts = [
    signer && fact("Signed by", signerNames(signer), signerWords(verdict.state)),
    when && fact("When", moment(when.at), timeWords(when)),
    words?.signer && fact("Words by", signerNames(words.signer), signerWords(words.state)),
    words?.when && fact("Words signed", moment(words.when.at), timeWords(words.when)),
    generator && fact("Made with", bdi(toolWords(generator))),
    ai &&
      fact(
        "AI",
        html`<span class="label">${bdi(ai.words, 60)}</span>`,
        details === "" ? undefined : bdi(details),
      ),
    training &&
      fact("Training", bdi(trainingWords(training).join("; ")), trainingNote(verdict.state)),
    title !== undefined && fact("Title", bdi(title)),
    creator !== undefined && fact("Creator", bdi(creator)),
    remoteManifest !== undefined &&
      fact("Kept at", bdi(remoteManifest), "named by the file; not fetched"),
  ].filter((one) => one !== undefined && one !== false);
  return facts.length === 0 ? undefined : html`<dl class="facts">${facts}</dl>`;
}

/** The names of a signer, each in a direction of its own: the certificate's organisation, and its common name. */
function signerNames({ name, commonName }: Signer): Markup {
  const other = commonName !== undefined && commonName !== "" && commonName !== name;
  return html`<strong>${bdi(name)}</strong>${other && html` (${bdi(commonName)})`}`;
}

/** One term and what there is to say of it. */
export function fact(term: string, value: Insert, note?: Insert): Markup {
  return html`<div><dt>${term}</dt><dd>${value}${note !== undefined && html`<small>${note}</small>`}</dd></div>`;
}

/** A time for people, with the exact one for programs where it is a time at all. */
export function moment(iso: string): Markup {
  const words = momentWords(iso);
  return words === iso ? bdi(iso, 60) : html`<time datetime="${iso}">${words}</time>`;
}
