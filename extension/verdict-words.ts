// The one plain sentence of a verdict in the reader's language. In English it is the verdict's own summary, word for word
// (src/credential/sentence.ts); a test compares the two.
import {
  foundWords,
  invalidates,
  isContentMismatch,
  leavesTooMuchOut,
} from "../src/credential/index.js";
import type { Finding, TextEvidence, Verdict } from "../src/index.js";
import { text } from "./text.js";

const LONGEST_NAME = 100;

/** Who signed, and whether that holds. Holds names from certificates: make it plain before showing it. */
export function summaryWords(verdict: Omit<Verdict, "summary">): string {
  const about = [aboutFile(verdict), sameWords(verdict), aboutWords(verdict.text)];
  const words = about.filter(Boolean).join(" ");
  return verdict.archive?.withdrawn ? `${words} ${text("summaryWithdrawn")}` : words;
}

/** Whose the words are, by what is left of the text's own credential. */
function sameWords({ words }: Omit<Verdict, "summary">): string | undefined {
  if (!words) return undefined;
  const who = short(words.signer?.name ?? text("summaryNameless"));
  return text(words.state === "Trusted" ? "summarySameTrusted" : "summarySameValid", who);
}

/** Whose signed texts have all of the words. */
function aboutWords(evidence: TextEvidence | undefined): string | undefined {
  const found = evidence && foundWords(evidence);
  if (!found) return undefined;
  const isExact = found.label === "exact";
  if (found.signers > 1) return text(isExact ? "summaryExactMany" : "summaryQuoteMany");
  const who = short(found.signer ?? text("summaryNameless"));
  return text(isExact ? "summaryExact" : "summaryQuote", who);
}

function aboutFile(verdict: Omit<Verdict, "summary">): string {
  const { state, signer, findings } = verdict;
  const who = short(signer?.name ?? text("summaryNameless"));
  switch (state) {
    case "Trusted":
      return text("summaryTrusted", who);
    case "Valid":
      return text("summaryValid", who);
    case "Invalid":
      return invalid(findings, signer && who);
    case "None":
      return none(verdict);
    case "NotChecked":
      return text("summaryNotChecked");
  }
}

function invalid(findings: readonly Finding[], who: string | undefined): string {
  const own = findings.filter(({ ingredient }) => ingredient === undefined);
  if (own.some(({ kind, code }) => kind === "failure" && UNSIGNED.test(code)))
    return text("summaryUnsigned");
  if (findings.some(isContentMismatch))
    return who === undefined ? text("summaryChanged") : text("summaryChangedName", who);
  const failure = own.find(invalidates) ?? findings.find(invalidates);
  return text("summaryInvalid", failure ? reason(failure) : text("reasonFailed"));
}

const UNSIGNED = /^claimSignature\.(?:mismatch|missing)$/;

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^signingCredential\.expired$/, "reasonOutOfDate"],
  [/^claimSignature\.outsideValidity$/, "reasonExpired"],
  [/^signingCredential\.(?:ocsp\.)?revoked$/, "reasonRevoked"],
  [/^signingCredential\.invalid$/, "reasonMisused"],
  [/^assertion\.\w+Hash\.mismatch$/, "reasonContent"],
  [/^assertion\.hashedURI\.mismatch$/, "reasonAltered"],
  [/^assertion\.missing$/, "reasonMissing"],
  [/^assertion\.multipleHardBindings$|^claim\.hardBindings\.missing$/, "reasonBinding"],
  [/^claim\./, "reasonClaim"],
  [/^ingredient\.|^colophon\.ingredient\./, "reasonIngredient"],
  [/^assertion\./, "reasonMalformed"],
  [
    /^manifest\.text\.multipleWrappers$|^manifest\.html\.multiple|\.multipleReferences$/,
    "reasonSeveral",
  ],
  [/^manifest\.(?:text|structuredText)\.|^colophon\.(?:html|text)\./, "reasonCarrier"],
  [/^algorithm\.unsupported$/, "reasonAlgorithm"],
];

function reason(failure: Finding): string {
  const { code, ingredient } = failure;
  const key = leavesTooMuchOut(failure)
    ? "reasonTooWide"
    : REASONS.find(([pattern]) => pattern.test(code))?.[1];
  const words = key === undefined ? text("reasonCode", code) : text(key);
  return ingredient === undefined ? words : text("reasonInHistory", words);
}

function none({ archive, remoteManifest, findings }: Omit<Verdict, "summary">): string {
  // What an archive merely lists was not checked and does not count.
  if (archive && archive.level !== "listed")
    return archive.signer ? text("summaryFoundName", short(archive.signer)) : text("summaryFound");
  if (remoteManifest !== undefined) return text("summaryRemote");
  const isStripped = findings.some(({ code }) => code === "colophon.text.markerStripped");
  return text(isStripped ? "summaryStripped" : "summaryNone");
}

function short(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST_NAME
    ? name
    : `${characters.slice(0, LONGEST_NAME).join("")}…`;
}
