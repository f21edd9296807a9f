// What archives know about the words of a text: the signed texts that have them, each found by fingerprints and compared
// here with what its signer signed. Loaded only where there are words to look for.
import {
  type JudgedText,
  judgeText,
  lookupText,
  sortedPrints,
  textRecordEvidence,
  withTextSuccessors,
} from "../archive/index.js";
import { sha256, toBase64Url, utf8 } from "../encoding/index.js";
import {
  byLabel,
  matchAll,
  matchText,
  passagePrints,
  type TextMatch,
  type TextRecord,
} from "../text/index.js";
import type { ArchiveEvidence, Finding, SignedText, TextEvidence } from "../verdict.js";
import { localSuccessors } from "./archive-local.js";
import { OnlineArchive } from "./archive-online.js";
import { storeBindings, storeJudge } from "./judge-store.js";
import type { VerifyMeans } from "./means.js";
import { localTexts } from "./text-local.js";

export type TextMeans = Pick<VerifyMeans, "engine" | "trust" | "now" | "archive" | "gateways">;

/** The answer for one passage. */
export interface WordsAnswer {
  /** Absent where nothing signed has any of its words. */
  readonly text?: TextEvidence;
  /** What was asked, who did not answer, and why records that list the words don't count. */
  readonly findings: readonly Finding[];
}

/** Records that are judged with the engine, and of which people are told. */
const MOST_JUDGED = 16;
const MOST_TOLD = 8;
interface Counted {
  readonly judged: JudgedText;
  readonly from: Candidate;
}

interface Candidate {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly store: Uint8Array | undefined;
  readonly match: TextMatch;
  readonly archivedIn: string;
}

/**
 * Looks for a text by its words, here and at gateways where there are any.
 * @param blocks canonical, non-empty blocks of the text
 * @throws ColophonError CANCELLED, ARCHIVE_UNAVAILABLE
 */
export async function textEvidence(
  blocks: readonly string[],
  means: TextMeans,
): Promise<WordsAnswer> {
  if (blocks.length === 0 || !(means.archive || means.gateways)) return { findings: [] };
  const online = means.gateways && new OnlineArchive(means.gateways);
  const judge = storeJudge(means);
  const counted: Counted[] = [];
  let refused: Finding | undefined;
  for (const from of await candidates(blocks, means, online)) {
    const { bytes, store, id } = from;
    const judged = await judgeText(bytes, { judge, store, id });
    if ("code" in judged) refused ??= judged;
    else counted.push({ judged, from });
  }
  const matches = compared(blocks, counted);
  const texts: SignedText[] = [];
  for (const { judged, from, match } of matches.slice(0, MOST_TOLD)) {
    const evidence = textRecordEvidence(judged, from.archivedIn);
    const later = [
      ...(await localSuccessors(means.archive, evidence.id)),
      ...((await online?.successors(evidence)) ?? []),
    ];
    const current = await withTextSuccessors(evidence, later, judge);
    const proven = (await online?.proven(current, from.bytes)) ?? current;
    texts.push(signedText(judged, proven, match));
  }
  const best = matches[0]?.match;
  return {
    ...(best && {
      text: { label: best.label, words: best.words, texts: texts.sort(earliestFirst) },
    }),
    findings: [
      ...texts.flatMap(({ archive }) => archive.findings.filter(isOurs)),
      ...(texts.length === 0 && refused ? [refused] : []),
      ...(online?.findings ?? []),
    ],
  };
}

/**
 * The best match first. Whether a phrase is common is decided among signers on a trust list by themselves, where there
 * are any: else anybody with a throwaway name could make it common.
 */
function compared(blocks: readonly string[], counted: readonly Counted[]) {
  const isTrusted = ({ judged: { judged } }: Counted) => judged.state === "Trusted";
  const groups = [counted.filter(isTrusted), counted.filter((one) => !isTrusted(one))];
  return groups
    .flatMap((group) =>
      matchAll(
        blocks,
        group.map((one) => ({ ...one, record: one.judged.item.text, signer: one.judged.owner })),
      ),
    )
    .map(({ candidate: { judged, from }, match }) => ({ judged, from, match }))
    .sort((a, b) => byLabel(a.match.label, b.match.label));
}

/** Records that have some of the words, the closest first. None of them counts yet. */
async function candidates(
  blocks: readonly string[],
  { archive }: TextMeans,
  online: OnlineArchive | undefined,
): Promise<Candidate[]> {
  const compare = (record: TextRecord): TextMatch | undefined => {
    const match = matchText(blocks, record);
    return match.label === "none" ? undefined : match;
  };
  const question = {
    article: toBase64Url(await sha256(utf8(blocks.join("\n")))),
    prints: sortedPrints(passagePrints(blocks)),
  };
  const here = archive ? await localTexts(archive, question, compare) : [];
  const there = online ? await gatewayTexts(online, question, compare) : [];
  const all = [
    ...here.map((one) => ({ ...one, archivedIn: archive?.folder ?? "" })),
    ...there.map((one) => ({ ...one, archivedIn: one.gateway })),
  ];
  return [...new Map(all.reverse().map((one) => [one.id, one])).values()]
    .reverse()
    .sort(
      (a, b) => byLabel(a.match.label, b.match.label) || b.match.share.found - a.match.share.found,
    )
    .slice(0, MOST_JUDGED);
}

async function gatewayTexts(
  online: OnlineArchive,
  question: { readonly article: string; readonly prints: readonly string[] },
  compare: (record: TextRecord) => TextMatch | undefined,
) {
  const means = { compare, factsOf: storeBindings };
  let isPrivate = false;
  const answer = await online.ask(
    (asking) => {
      isPrivate = asking.isPrivate;
      const asked = { ...question, private: isPrivate };
      return lookupText(asked, asking.gateways, { ...means, deadline: asking.deadline });
    },
    ({ company }) => (isPrivate ? privately(company.length) : OPENLY),
  );
  if (answer.refused > 0) online.findings.push(ignored(answer.refused));
  return answer.found;
}

const OPENLY = "the hash and fingerprints of its words";

/** What a private look-up hides among, said in numbers: few texts hide little. */
function privately(texts: number): string {
  const among = texts === 1 ? "1 text" : `${texts} texts`;
  return `16 bits of one fingerprint of its words, under which they list ${among}`;
}

function ignored(records: number): Finding {
  const many = records === 1 ? "1 record lists" : `${records} records list`;
  return {
    code: "colophon.archive.textIgnored",
    kind: "informational",
    explanation: `${many} these words without anything signed to say so`,
    source: "colophon",
  };
}

function signedText(
  { item, judged }: JudgedText,
  archive: ArchiveEvidence,
  match: TextMatch,
): SignedText {
  const { title, canonicalUrl } = item.text;
  const { label, blocks, each, sentences, share, differences, context } = match;
  const first = each.findIndex(({ block }) => block !== undefined);
  return {
    label,
    blocks: { ...blocks, ...(first >= 0 && { first }) },
    archive,
    state: judged.state === "Trusted" ? "Trusted" : "Valid",
    ...(judged.when && { when: judged.when }),
    ...(title !== undefined && { title }),
    ...(canonicalUrl !== undefined && { canonicalUrl }),
    sentences,
    share,
    differences,
    ...(context && { context }),
  };
}

/** By the time of the block, which nobody can set back; else by the signer's own word; without either, last. */
function earliestFirst(a: SignedText, b: SignedText): number {
  const time = ({ archive, when }: SignedText) => archive.block?.at ?? when?.at ?? "9999";
  return time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0;
}

function isOurs({ code }: Finding): boolean {
  return code.startsWith("colophon.archive.");
}
