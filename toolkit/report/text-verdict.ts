// A verdict as text for people: state, signer, time, AI label, history, archive record, then what failed.
// Every string from the file goes through plain(), so it can neither move the cursor nor pose as one of our lines.
import type { Finding, SignedText, Verdict } from "../../src/index.js";
import { type Field, fieldLines } from "./field.js";
import { findingDetail, findingWords } from "./finding-words.js";
import { type FindingGroups, GROUP_HEADINGS, groupFindings } from "./findings.js";
import { wrap } from "./layout.js";
import { plain } from "./plain.js";
import { dayWords, momentWords } from "./quantity.js";
import type { Paint } from "./screen.js";
import {
  differenceWords,
  labelWords,
  NAMELESS,
  severalWords,
  signedWhenWords,
  textSignerWords,
} from "./signed-text-words.js";
import { treeText } from "./text-tree.js";
import {
  aiCaveat,
  aiWords,
  batchWords,
  blockWords,
  evidenceWords,
  historyHeading,
  matchWords,
  signerName,
  signerWords,
  timeWords,
  toolWords,
  trainingNote,
  trainingWords,
  verdictWords,
  withdrawnWords,
} from "./words.js";

export interface TextOptions {
  readonly columns: number;
  readonly verbose: boolean;
  readonly paint: Paint;
}

/** Several sentences, each with the name of a signer. */
const LONGEST_SENTENCE = 900;

/** How many findings of a group are shown without `--verbose`. */
const FEW = 20;

/** A verdict in lines, without a newline at the end. */
export function verdictText(path: string, verdict: Verdict, options: TextOptions): string {
  const { columns, paint } = options;
  const { state } = verdict;
  const words = `${state}: ${plain(verdictWords(verdict), LONGEST_SENTENCE)}`;
  const [first = "", ...more] = wrap(words, columns - 2);
  const blocks = [
    [
      paint.strong(plain(path)),
      `  ${paint.state(state, first.slice(0, state.length))}${first.slice(state.length)}`,
      ...more.map((line) => `  ${line}`),
    ],
    fieldLines(factFields(verdict, options.verbose), columns),
    verdict.tree
      ? [`  ${historyHeading(verdict.state)}`, ...treeText(verdict.tree, columns, options)]
      : [],
    ...findingBlocks(groupFindings(verdict), options),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function factFields(verdict: Verdict, verbose: boolean): Field[] {
  const { signer, when, generator, ai, training, remoteManifest, archive, words } = verdict;
  const more: Field[] = [
    ["Media type", verdict.mediaType],
    ["Credential", verdict.manifest],
    ["Algorithm", signer?.algorithm],
    ...(signer?.chain ?? []).map(
      (certificate, i): Field => [
        i === 0 ? "Certificate" : "issued by",
        certificate.subject,
        `valid ${dayWords(certificate.notBefore)} to ${dayWords(certificate.notAfter)}`,
        `SHA-256 ${certificate.sha256}`,
      ],
    ),
  ];
  return [
    signer ? ["Signed by", signerName(signer), signerWords(verdict.state)] : ["Signed by"],
    when ? ["When", momentWords(when.at), timeWords(when)] : ["When"],
    words
      ? [
          "Words by",
          words.signer ? signerName(words.signer) : NAMELESS,
          signerWords(words.state),
          words.when && `signed ${momentWords(words.when.at)}, ${timeWords(words.when)}`,
        ]
      : ["Words by"],
    ["Made with", generator && toolWords(generator)],
    ["AI", ai && aiWords(ai), ai && aiCaveat(ai, verdict.state)],
    training ? ["Training", ...trainingWords(training), trainingNote(verdict.state)] : ["Training"],
    ["Title", verdict.title],
    ["Creator", verdict.creator],
    ["Kept at", remoteManifest, remoteManifest && "named by the file; not fetched"],
    archive
      ? [
          "Archived as",
          archive.id,
          `${archive.level}: ${evidenceWords(archive.level)}`,
          matchWords(archive.match),
          archive.batch && batchWords(archive.batch),
          archive.block && blockWords(archive.block),
          archive.signer && `signed by ${archive.signer}`,
          `kept in ${archive.archivedIn}`,
        ]
      : ["Archived as"],
    ["Withdrawn", archive?.withdrawn && withdrawnWords(archive.withdrawn)],
    ["Replaced by", archive?.supersededBy],
    ...(verdict.text?.texts ?? []).map((one) => signedTextField(one, verbose)),
    ["Signed texts", verdict.text && severalWords(verdict.text)],
    ...(verbose ? more : []),
  ];
}

const FEW_DIFFERENCES = 3;

/** A signed text that has the words: what they have in common, whose it is, and which words differ. */
function signedTextField(one: SignedText, verbose: boolean): Field {
  const { archive, title, canonicalUrl, differences } = one;
  const shown = verbose ? differences : differences.slice(0, FEW_DIFFERENCES);
  const left = differences.length - shown.length;
  return [
    "Words",
    labelWords(one, archive.signer ?? NAMELESS),
    textSignerWords(one),
    title === undefined ? undefined : `title: ${title}`,
    canonicalUrl && `published at ${canonicalUrl}, by the signer's own word`,
    signedWhenWords(one),
    archive.withdrawn && `withdrawn ${withdrawnWords(archive.withdrawn)}`,
    ...shown.map((runs) => `differs: ${differenceWords(runs)}`),
    left > 0 ? `and ${left} more sentences that differ` : undefined,
    `record ${archive.id} (${archive.level}), kept in ${archive.archivedIn}`,
  ];
}

function findingBlocks(groups: FindingGroups, options: TextOptions): string[][] {
  const shown: readonly (keyof FindingGroups)[] = options.verbose
    ? ["failed", "history", "notable", "rest"]
    : ["failed", "history", "notable"];
  return shown
    .filter((name) => groups[name].length > 0)
    .map((name) => {
      const few = options.verbose ? groups[name] : groups[name].slice(0, FEW);
      const left = groups[name].length - few.length;
      return [
        `  ${GROUP_HEADINGS[name]}`,
        ...few.flatMap((finding) => findingLines(finding, options)),
        ...(left > 0 ? [`    and ${left} more; --verbose shows them`] : []),
      ];
    });
}

function findingLines(finding: Finding, { columns, verbose, paint }: TextOptions): string[] {
  const detail = verbose || finding.kind === "failure" ? findingDetail(finding) : undefined;
  const ingredient = finding.ingredient && `ingredient: ${finding.ingredient}`;
  const below = [finding.code, detail, ingredient, verbose ? finding.url : undefined]
    .filter((text) => text !== undefined)
    .flatMap((text) => wrap(plain(text, 300), columns - 6));
  return [
    ...wrap(plain(findingWords(finding), 300), columns - 4).map((line) => `    ${line}`),
    ...below.map((line) => paint.faint(`      ${line}`)),
  ];
}
