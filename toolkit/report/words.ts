// The words people read for states, times, AI labels, evidence and ingredients.
// They speak of history and signatures, never of truth: "untrusted" is not "invalid", None is not "not AI".

import { groupTraining, isContentMismatch } from "../../src/credential/index.js";
import type {
  AiLabel,
  ArchiveBlock,
  ArchiveEvidence,
  EvidenceLevel,
  ProvenanceNode,
  Signer,
  SigningTime,
  State,
  Tool,
  TrainingRule,
  Verdict,
  Withdrawal,
} from "../../src/index.js";
import { momentWords } from "./quantity.js";

/** Every state, the most welcome first. */
export const STATES: readonly State[] = ["Trusted", "Valid", "Invalid", "None", "NotChecked"];

const STATE_WORDS: Readonly<Record<State, string>> = {
  Trusted: "the signature holds, and the signer is on a trust list in use",
  Valid: "the signature holds; the signer is on none of your trust lists",
  Invalid: "a credential is there, but it does not check out",
  None: "no Content Credentials found; that says nothing about how it was made",
  NotChecked: "it could not be checked, so nothing is known either way",
};

/** What a state means, in half a sentence. "Changed since signing" is said for a hash mismatch only. */
function stateWords(verdict: Verdict): string {
  if (verdict.state === "Invalid" && verdict.findings.some(isContentMismatch))
    return "the content was changed since it was signed";
  if (verdict.state === "None" && verdict.archive)
    return "this copy carries no credential; one was found in the archive";
  return STATE_WORDS[verdict.state];
}

/** The verdict's own sentence, else ours; that None says nothing about a file's making is always said. */
export function verdictWords(verdict: Verdict): string {
  const words = verdict.summary || stateWords(verdict);
  if (verdict.state !== "None" || words.includes("says nothing")) return words;
  // After a sentence about the withdrawal, "that" would be the withdrawal.
  const what = verdict.archive?.withdrawn ? "A missing credential" : "That";
  return `${words} ${what} says nothing about how it was made.`;
}

/** How far the signer's name can be relied on: a certificate's name is worth what its issuer is. */
export function signerWords(state: State): string {
  if (state === "Trusted") return "vouched for by a trust list in use";
  return state === "Valid"
    ? "the name is the certificate's own word"
    : "what the file claims, not to be relied on";
}

/** Heading of the history: that of an Invalid file is a claim and nothing more. */
export function historyHeading(state: State): string {
  return state === "Invalid" ? "What the file claims (not to be relied on)" : "What happened";
}

/** Who signed, in one phrase: `The Daily Record (Ada Reyes)`. */
export function signerName(signer: Pick<Signer, "name" | "commonName">): string {
  const other = signer.commonName;
  return other && other !== signer.name ? `${signer.name} (${other})` : signer.name;
}

/** Who says when it was signed. */
export function timeWords(time: SigningTime): string {
  if (time.source === "claimed") return "by the signer's own clock";
  return time.trusted
    ? "time-stamped by an authority on a list in use"
    : "time-stamped by an authority that is on none of your lists";
}

/** A name and a version. */
export function toolWords(tool: Tool): string {
  return tool.version === undefined ? tool.name : `${tool.name} ${tool.version}`;
}

/** What the signer declares about AI, and what that is worth. */
export function aiWords(ai: AiLabel): string {
  const details = aiDetails(ai);
  return details === "" ? ai.words : `${ai.words} (${details})`;
}

/** What is known beside the label itself; empty for nothing. */
export function aiDetails(ai: AiLabel): string {
  return [
    ai.model === undefined ? "" : `model: ${ai.model}`,
    ai.oversight === undefined ? "" : `human oversight: ${ai.oversight}`,
    ai.inherited ? "declared by an ingredient" : "",
    ai.kind === "not-declared" ? "that is not a no" : "",
  ]
    .filter(Boolean)
    .join("; ");
}

/** A label of an Invalid file is a claim like its signer's name; that nothing is declared claims nothing. */
export function aiCaveat({ kind }: AiLabel, state: State): string | undefined {
  return state === "Invalid" && kind !== "not-declared" ? signerWords(state) : undefined;
}

const USE_WORDS: Readonly<Record<TrainingRule["use"], string>> = {
  notAllowed: "not allowed",
  constrained: "allowed under conditions",
  allowed: "allowed",
};

const PURPOSE_WORDS: Readonly<Record<TrainingRule["purpose"], string>> = {
  ai_generative_training: "training generative AI",
  ai_training: "training other AI",
  ai_inference: "as input of AI",
  data_mining: "data mining",
};

/** What the signer allows, a phrase for each: `not allowed: training generative AI, data mining`. */
export function trainingWords(rules: readonly TrainingRule[]): string[] {
  return groupTraining(rules).map(({ use, purposes, info }) => {
    const said = `${USE_WORDS[use]}: ${purposes.map((one) => PURPOSE_WORDS[one]).join(", ")}`;
    return info === undefined ? said : `${said} (${info})`;
  });
}

/** Whose word that is. */
export function trainingNote(state: State): string {
  return state === "Invalid" ? signerWords(state) : "the signer's wish";
}

const EVIDENCE_WORDS: Readonly<Record<EvidenceLevel, string>> = {
  listed: "a gateway lists it; nothing was checked, so it counts for nothing",
  authentic: "the record's bytes, id and signature check",
  "in block": "the record checks, and is proven to be part of an archive block",
  agreed: "the record checks, and independent gateways name the same block for it",
};

/** What was checked of an archive record. */
export function evidenceWords(level: EvidenceLevel): string {
  return EVIDENCE_WORDS[level];
}

/** Which block holds a record, and on whose word. */
export function blockWords(block: ArchiveBlock): string {
  const by = counted(block.gateways.length, "gateway");
  const on = counted(block.confirmations, "confirmation");
  return `block ${block.height}, ${momentWords(block.at)} as reported by ${by}, ${on}`;
}

/** That a signer took a record back, and when, by their own word; the reason is theirs, too. */
export function withdrawnWords({ at, reason }: Withdrawal): string {
  const when = `by its signer on ${momentWords(at)}`;
  return reason === undefined ? when : `${when}: ${reason}`;
}

/** The batch record through which a manifest is archived. */
export function batchWords(batch: NonNullable<ArchiveEvidence["batch"]>): string {
  return `as one of ${counted(batch.files, "file")} in a batch record`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

const MATCH_WORDS: Readonly<Record<ArchiveEvidence["match"], string>> = {
  "hard-binding": "the content that was signed is the content of this file",
  "signed-file": "this file is, byte for byte, the file that was signed",
  "original-file": "this file is, byte for byte, the original that was signed",
  manifest: "the record names the credential in this file",
  words: "the same words, or some of them, stand in the text of the record",
};

/** How the record was found. */
export function matchWords(match: ArchiveEvidence["match"]): string {
  return MATCH_WORDS[match];
}

const RELATIONSHIP_WORDS: Readonly<Record<ProvenanceNode["relationship"], string>> = {
  self: "this file",
  parentOf: "made from",
  componentOf: "contains",
  inputTo: "used as input",
  unknown: "ingredient",
};

/** What an ingredient was to the file above it. */
export function relationshipWords(relationship: ProvenanceNode["relationship"]): string {
  return RELATIONSHIP_WORDS[relationship];
}

const NODE_WORDS: Readonly<Record<ProvenanceNode["state"], string>> = {
  valid: "its own credential held",
  invalid: "its own credential did not check out",
  "no-credential": "it carried no credential",
  self: "",
};

/** Whether an ingredient's own credential held; empty for the file itself. */
export function ingredientWords(state: ProvenanceNode["state"]): string {
  return NODE_WORDS[state];
}

/** What a report always says about itself. */
export const NOT_PROVEN: readonly string[] = [
  "A signature shows who signed a file and that it has not changed since. It does not show that what the file depicts happened, or that a caption is right.",
  "None means that no credential was found in this copy. Most files carry none, and many services remove them. It says nothing about how the file was made, by whom, or whether AI was used.",
  "Valid means that the signer is on none of the trust lists in use. Anyone can make a certificate with any name; the name is then the certificate's own word.",
  "AI labels repeat what the signer declared. “Not declared” is not “no”.",
  "A time by the signer's own clock is the signer's word. A time-stamp is the word of the authority that issued it.",
  "A record in an archive shows that this credential was kept, by whom, and how far that was checked. It does not make the content any truer.",
];
