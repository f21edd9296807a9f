// The one plain sentence of a verdict: who signed, and whether that holds. It never speaks about the content's truth.
import type { Finding, TextEvidence, Verdict } from "../verdict.js";
import { invalidates, isContentMismatch, leavesTooMuchOut } from "./findings.js";

const LONGEST_NAME = 100;

/**
 * The `summary` of a verdict from its other parts. Contains names from certificates: make it inert before showing it.
 * "Changed since signing" is said for a mismatch of the file's own hard binding and for nothing else.
 */
export function sentence(verdict: Omit<Verdict, "summary">): string {
  const about = verdict.text && aboutWords(verdict.text);
  const words = [aboutFile(verdict), sameWords(verdict), about].filter(Boolean).join(" ");
  return verdict.archive?.withdrawn
    ? `${words} Its signer has withdrawn the archive record.`
    : words;
}

/** The file is not what was signed, but what its own credential says of the words holds. */
function sameWords({ words }: Omit<Verdict, "summary">): string | undefined {
  if (!words) return undefined;
  const who = name(words.signer?.name ?? "a signer without a name");
  const by =
    words.state === "Trusted"
      ? `by ${who}, who is on a trust list in use`
      : `under the name ${who}, which no trust list in use vouches for`;
  return `Its words are those that were signed ${by}; what is around them is not.`;
}

function aboutFile(verdict: Omit<Verdict, "summary">): string {
  const who = name(verdict.signer?.name ?? "a signer without a name");
  switch (verdict.state) {
    case "Trusted":
      return `Signed by ${who}, who is on a trust list in use; the signed content is unchanged.`;
    case "Valid":
      return `Signed under the name ${who}, which no trust list in use vouches for; the signed content is unchanged.`;
    case "Invalid":
      return invalid(verdict.findings, verdict.signer && who);
    case "None":
      return none(verdict);
    case "NotChecked":
      return "This file could not be checked; that says nothing about its content.";
  }
}

function invalid(findings: readonly Finding[], who: string | undefined): string {
  const own = findings.filter((finding) => finding.ingredient === undefined);
  const failure = own.find(invalidates) ?? findings.find(invalidates);
  // Without a good signature, the name and everything else in the manifest is anybody's word.
  if (own.some(({ kind, code }) => kind === "failure" && UNSIGNED.test(code)))
    return "The signature of its Content Credentials does not hold, so nothing they say can be relied on.";
  if (findings.some(isContentMismatch))
    return `Changed since signing: the content is not what was signed${who ? ` under the name ${who}` : ""}.`;
  return `The Content Credentials do not hold: ${failure ? reason(failure) : "the check failed"}.`;
}

/** Whose text has every one of the words in hand. */
export interface FoundWords {
  readonly label: "exact" | "partial-quote";
  /** How many signers have such a text. */
  readonly signers: number;
  /** Of the one who is named first, as a certificate has it: make it plain. Absent where the record tells none. */
  readonly signer?: string;
}

/** Whose words they are is said only where every one of them was found; anything less is for the details. */
export function foundWords({ label, texts }: TextEvidence): FoundWords | undefined {
  if (label !== "exact" && label !== "partial-quote") return undefined;
  const [first, ...more] = texts.filter((text) => text.label === label);
  if (!first || first.archive.withdrawn) return undefined;
  const { signer } = first.archive;
  const signers = new Set([first, ...more].map(({ archive }) => archive.owner)).size;
  return { label, signers, ...(signer !== undefined && { signer }) };
}

function aboutWords(text: TextEvidence): string | undefined {
  const found = foundWords(text);
  if (!found) return undefined;
  const { label, signers, signer } = found;
  const where =
    signers > 1
      ? "texts of several signers"
      : `a text signed by ${name(signer ?? "a signer without a name")}`;
  return label === "exact"
    ? `The same words stand in ${where}.`
    : `These words are quoted from ${where}.`;
}

const TOO_WIDE = "they leave more of the file unsigned than their own place in it";

const UNSIGNED = /^claimSignature\.(?:mismatch|missing)$/;

const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /^signingCredential\.expired$/,
    "the signing certificate is out of date, and no time-stamp shows that it was valid when this was signed",
  ],
  [
    /^claimSignature\.outsideValidity$/,
    "the signing certificate was not valid at the time of signing",
  ],
  [/^signingCredential\.(?:ocsp\.)?revoked$/, "the signing certificate was revoked"],
  [/^signingCredential\.invalid$/, "the signing certificate may not be used for this"],
  [/^assertion\.\w+Hash\.mismatch$/, "the content is not what was signed"],
  [/^assertion\.hashedURI\.mismatch$/, "a part of them was altered after signing"],
  [/^assertion\.missing$/, "a part of them is missing"],
  [
    /^assertion\.multipleHardBindings$|^claim\.hardBindings\.missing$/,
    "they are not bound to exactly one content",
  ],
  [/^claim\./, "their claim is malformed or missing"],
  [/^ingredient\.|^colophon\.ingredient\./, "the record of an ingredient does not match"],
  [/^assertion\./, "a part of them is malformed"],
  [
    /^manifest\.text\.multipleWrappers$|^manifest\.html\.multiple|\.multipleReferences$/,
    "there is more than one, and none says which one counts",
  ],
  [
    /^manifest\.(?:text|structuredText)\.|^colophon\.(?:html|text)\./,
    "what carries them in the text is damaged",
  ],
  [/^algorithm\.unsupported$/, "they use an algorithm that is not supported"],
];

/** Words for a code; the code itself where we have none. */
function reason(failure: Finding): string {
  const { code, ingredient } = failure;
  const known = leavesTooMuchOut(failure)
    ? TOO_WIDE
    : REASONS.find(([pattern]) => pattern.test(code))?.[1];
  const words = known ?? `failure ${code}`;
  return ingredient === undefined ? words : `in the history of an ingredient, ${words}`;
}

function none({ archive, remoteManifest, findings }: Omit<Verdict, "summary">): string {
  // What an archive merely lists was not checked and does not count.
  if (archive && archive.level !== "listed") {
    const by = archive.signer ? ` by ${name(archive.signer)}` : "";
    return `Found in the archive: a record${by} matches; this copy carries no credential.`;
  }
  if (remoteManifest !== undefined)
    return "No Content Credentials in the file itself; it names some at another address, which was not asked.";
  if (findings.some(({ code }) => code === "colophon.text.markerStripped"))
    return "No Content Credentials that can be read: the text carries what is left of some; its words can be checked instead.";
  return "No Content Credentials found.";
}

function name(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_NAME
    ? text
    : `${characters.slice(0, LONGEST_NAME).join("")}…`;
}
