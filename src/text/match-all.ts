// A passage compared with every record that may have it. Who archived it first is not thereby its author: all are shown,
// and what different signers' different texts share (a licence, a proverb, a press release) is nobody's.
import { isFavourable, matchText } from "./match.js";
import { hashKey } from "./short-hash.js";
import type { TextLabel, TextMatch } from "./text-match.js";
import type { TextRecord } from "./text-record.js";

/** A record, and whose it is: any text that tells one signer from another, such as a key's fingerprint. */
export interface SignedRecord {
  readonly signer: string;
  readonly record: TextRecord;
}

/** From what says most to what says least. */
const LABELS: readonly TextLabel[] = [
  "exact",
  "partial-quote",
  "omissions",
  "edited",
  "based-on",
  "common-phrase",
  "too-short",
  "none",
];

/** Sorts what says most to the front. */
export function byLabel(a: TextLabel, b: TextLabel): number {
  return LABELS.indexOf(a) - LABELS.indexOf(b);
}

/**
 * Compares with each record; the label that says most comes first, and of equals the one with more sentences, and then the
 * one that was given first. Nothing favourable is said of a common phrase.
 */
export function matchAll<T extends SignedRecord>(
  blocks: readonly string[],
  candidates: readonly T[],
): { readonly candidate: T; readonly match: TextMatch }[] {
  const all = candidates.map((candidate) => ({
    candidate,
    match: matchText(blocks, candidate.record),
  }));
  const holders = (says: (match: TextMatch) => TextLabel | undefined) =>
    all
      .filter(({ match }) => isFavourable(says(match) ?? "none"))
      .map(({ candidate }) => candidate);
  const common = (all[0]?.match.each ?? []).map((_, block) =>
    isCommonPhrase(holders((match) => match.each[block]?.label)),
  );
  const wholly = isCommonPhrase(holders((match) => match.label));
  return all
    .map(({ candidate, match }) => ({ candidate, match: withCommon(match, common, wholly) }))
    .sort(
      (a, b) =>
        byLabel(a.match.label, b.match.label) || b.match.sentences.found - a.match.sentences.found,
    );
}

/**
 * Whether records that have the same passage show it to be a common phrase: two of them are by different signers, and
 * their texts are otherwise different. Two records of one article, by its author and its publisher, don't.
 */
export function isCommonPhrase(holders: readonly SignedRecord[]): boolean {
  return holders.some((one, i) =>
    holders
      .slice(i + 1)
      .some((other) => other.signer !== one.signer && !isSameText(one.record, other.record)),
  );
}

/** Whether at least half of the fingerprints of the shorter one are the other's, too. */
function isSameText(a: TextRecord, b: TextRecord): boolean {
  const [short, long] = a.prints.length <= b.prints.length ? [a, b] : [b, a];
  const prints = new Set(long.prints.map(hashKey));
  const shared = short.prints.filter((print) => prints.has(hashKey(print))).length;
  return 2 * shared >= short.prints.length;
}

/** The match without what is favourable only because of common phrases. */
function withCommon(match: TextMatch, common: readonly boolean[], wholly: boolean): TextMatch {
  const each = match.each.map((one, i) =>
    common[i] && isFavourable(one.label) ? { ...one, label: "common-phrase" as const } : one,
  );
  const telling = each.filter(({ label }) => isFavourable(label)).length;
  const withdrawn = isFavourable(match.label) && telling === 0 && (wholly || common.includes(true));
  return withdrawn ? { ...match, label: "common-phrase", each } : { ...match, each };
}
