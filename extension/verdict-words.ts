// The one plain sentence of a verdict in the reader's language. In English it is the verdict's own summary, word for word
// (src/credential/sentence.ts); a test compares the two.
import { invalidates, isContentMismatch } from "../src/credential/index.js";
import type { Finding, Verdict } from "../src/index.js";
import { text } from "./text.js";

const LONGEST_NAME = 100;

/** Who signed, and whether that holds. Holds names from certificates: make it plain before showing it. */
export function summaryWords(verdict: Omit<Verdict, "summary">): string {
  const words = aboutFile(verdict);
  return verdict.archive?.withdrawn ? `${words} ${text("summaryWithdrawn")}` : words;
}

function aboutFile({ state, signer, findings, archive, remoteManifest }: Omit<Verdict, "summary">) {
  const who = short(signer?.name ?? text("summaryNameless"));
  switch (state) {
    case "Trusted":
      return text("summaryTrusted", who);
    case "Valid":
      return text("summaryValid", who);
    case "Invalid":
      return invalid(findings, signer && who);
    case "None":
      return none(archive, remoteManifest);
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
  [/^signingCredential\.expired$|^claimSignature\.outsideValidity$/, "reasonExpired"],
  [/^signingCredential\.(?:ocsp\.)?revoked$/, "reasonRevoked"],
  [/^signingCredential\.invalid$/, "reasonMisused"],
  [/^assertion\.\w+Hash\.mismatch$/, "reasonContent"],
  [/^assertion\.hashedURI\.mismatch$/, "reasonAltered"],
  [/^assertion\.missing$/, "reasonMissing"],
  [/^assertion\.multipleHardBindings$|^claim\.hardBindings\.missing$/, "reasonBinding"],
  [/^claim\./, "reasonClaim"],
  [/^ingredient\.|^colophon\.ingredient\./, "reasonIngredient"],
  [/^assertion\./, "reasonMalformed"],
  [/^algorithm\.unsupported$/, "reasonAlgorithm"],
];

function reason({ code, ingredient }: Finding): string {
  const key = REASONS.find(([pattern]) => pattern.test(code))?.[1];
  const words = key === undefined ? text("reasonCode", code) : text(key);
  return ingredient === undefined ? words : text("reasonInHistory", words);
}

function none(archive: Verdict["archive"], remoteManifest: string | undefined): string {
  // What an archive merely lists was not checked and does not count.
  if (archive && archive.level !== "listed")
    return archive.signer ? text("summaryFoundName", short(archive.signer)) : text("summaryFound");
  return text(remoteManifest === undefined ? "summaryNone" : "summaryRemote");
}

function short(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST_NAME
    ? name
    : `${characters.slice(0, LONGEST_NAME).join("")}…`;
}
