// What "copy report" copies: everything that was found out, for programs and for people. Hostile characters are escaped
// in both: a report is pasted into terminals and mails.

import { groupFindings } from "../../src/credential/index.js";
import { inertJson } from "../../src/encoding/index.js";
import type { Verdict } from "../../src/index.js";
import type { Checked } from "../messages.js";
import { plain } from "../plain.js";
import { clauses, moment, text } from "../text.js";
import { findingWords } from "../ui/finding-words.js";
import { summaryWords } from "../verdict-words.js";
import {
  aiDetails,
  aiName,
  evidenceWords,
  levelName,
  matchWords,
  signerName,
  signerWords,
  sourceWords,
  timeWords,
  toolWords,
  trainingNote,
  trainingWords,
} from "../words.js";

export interface Reported {
  /** Address or name. */
  readonly name: string;
  readonly checked: Checked;
  /** ISO 8601. */
  readonly at: string;
}

/** The verdict as JSON, with what it is about. */
export function reportJson({ name, checked, at }: Reported): string {
  const { verdict, of, fetched, differs } = checked;
  return inertJson({ name, of, fetched, ...(differs && { differs }), at, verdict }, 2);
}

/** The same in lines. */
export function reportText({ name, checked, at }: Reported): string {
  const { verdict, of, differs } = checked;
  return [
    line("", name),
    line(verdict.state, summaryWords(verdict)),
    ...facts(verdict),
    line(text("panelChecked"), clauses([sourceWords(of), moment(at)])),
    ...(differs ? [text("panelDiffers")] : []),
    ...findings(verdict),
    "",
  ].join("\n");
}

function* facts({
  state,
  signer,
  when,
  generator,
  ai,
  training,
  manifest,
  archive,
  words,
}: Verdict) {
  if (signer) {
    yield line(text("panelSignedBy"), `${signerName(signer)} (${signerWords(state)})`);
    const [own] = signer.chain;
    if (own) yield line("SHA-256", own.sha256);
  }
  if (when) yield line(text("panelWhen"), `${moment(when.at)}, ${timeWords(when)}`);
  if (words?.signer)
    yield line(text("panelWordsBy"), `${signerName(words.signer)} (${signerWords(words.state)})`);
  if (words?.when)
    yield line(text("panelWordsWhen"), `${moment(words.when.at)}, ${timeWords(words.when)}`);
  if (generator) yield line(text("panelMadeWith"), toolWords(generator));
  const caveat = state === "Invalid" ? [signerWords(state)] : [];
  if (ai) yield line(text("panelAi"), clauses([aiName(ai), ...caveat, ...aiDetails(ai)]));
  if (training)
    yield line(text("panelTraining"), clauses([...trainingWords(training), trainingNote(state)]));
  if (manifest !== undefined) yield line(text("panelCredential"), manifest);
  if (archive) {
    const { id, level, match } = archive;
    yield line(
      text("panelArchive"),
      clauses([id, `${levelName(level)} (${level}): ${evidenceWords(level)}`]),
    );
    yield line(text("panelMatch"), matchWords(match));
  }
}

function* findings(verdict: Verdict) {
  const { failed, history, notable } = groupFindings(verdict);
  for (const finding of [...failed, ...history, ...notable].slice(0, 100))
    yield `- ${plain(findingWords(finding), 300)} [${plain(finding.code, 120)}]`;
}

function line(label: string, value: string): string {
  return `${label === "" ? "" : `${label}: `}${plain(value, 500)}`;
}
