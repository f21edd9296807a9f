// The words for states, AI labels, times, evidence, ingredients and errors, by the keys of their texts. They say what the
// command says (toolkit/report/words.ts): history and signatures, never truth; "untrusted" is not "invalid", None is not
// "not AI". Each table names every case, so that a new one doesn't compile until there are words for it.
import { groupTraining } from "../src/credential/index.js";
import type {
  AiLabel,
  ArchiveEvidence,
  ErrorCode,
  EvidenceLevel,
  ProvenanceNode,
  Signer,
  SigningTime,
  State,
  Tool,
  TrainingRule,
} from "../src/index.js";
import type { Checked, MediaKind, PageItem, SiteMode } from "./messages.js";
import { INLINE_DRAWING } from "./result.js";
import { listed, moment, plural, text } from "./text.js";

type Keys<Case extends string> = Readonly<Record<Case, string>>;

const STATE: Keys<State> = {
  Trusted: "stateTrusted",
  Valid: "stateValid",
  Invalid: "stateInvalid",
  None: "stateNone",
  NotChecked: "stateNotChecked",
};

const STATE_SHORT: Keys<State> = {
  Trusted: "stateTrustedShort",
  Valid: "stateValidShort",
  Invalid: "stateInvalidShort",
  None: "stateNoneShort",
  NotChecked: "stateNotCheckedShort",
};

/** The specification's term for a state; the same in every language. */
export function stateName(state: State): string {
  return text(STATE[state]);
}

/** What a state means, in a few words: for lists and marks. */
export function stateShort(state: State): string {
  return text(STATE_SHORT[state]);
}

/** How far the signer's name can be relied on: a certificate's name is worth what its issuer is. */
export function signerWords(state: State): string {
  if (state === "Trusted") return text("signerTrusted");
  return text(state === "Valid" ? "signerValid" : "signerInvalid");
}

/** Heading of the history: that of an Invalid file is a claim and nothing more. */
export function historyHeading(state: State): string {
  return text(state === "Invalid" ? "historyClaimed" : "history");
}

/** Who signed, in one phrase: `The Daily Record (Ada Reyes)`. Names from a certificate: make them plain. */
export function signerName({ name, commonName }: Signer): string {
  return commonName && commonName !== name ? `${name} (${commonName})` : name;
}

/** Who says when it was signed. */
export function timeWords({ source, trusted }: SigningTime): string {
  if (source === "claimed") return text("timeClaimed");
  return text(trusted ? "timeTrusted" : "timeUntrusted");
}

/** A name and a version. */
export function toolWords({ name, version }: Tool): string {
  return version === undefined ? name : `${name} ${version}`;
}

const AI: Keys<AiLabel["kind"]> = {
  generated: "aiGenerated",
  edited: "aiEdited",
  captured: "aiCaptured",
  "human-made": "aiHumanMade",
  "not-declared": "aiNotDeclared",
};

/** What the signer declares about AI. */
export function aiName({ kind }: Pick<AiLabel, "kind">): string {
  return text(AI[kind]);
}

/** As C2PA 2.4 §18.28 names them; what else a file says stands as it is. */
const OVERSIGHT: ReadonlyMap<string, string> = new Map([
  ["fully_autonomous", "oversightNone"],
  ["prompt_guided", "oversightPrompts"],
  ["human_validated", "oversightValidated"],
]);

function oversightWords(oversight: string): string {
  const key = OVERSIGHT.get(oversight);
  return text("aiOversight", key === undefined ? oversight : text(key));
}

/** What is known beside the label itself, each in one phrase. Holds the manifest's words: make them plain. */
export function aiDetails({ model, oversight, inherited, kind }: AiLabel): string[] {
  return [
    model === undefined ? "" : text("aiModel", model),
    oversight === undefined ? "" : oversightWords(oversight),
    inherited ? text("aiInherited") : "",
    kind === "not-declared" ? text("aiNotANo") : "",
  ].filter(Boolean);
}

const USE: Keys<TrainingRule["use"]> = {
  notAllowed: "trainingNotAllowed",
  constrained: "trainingConstrained",
  allowed: "trainingAllowed",
};

const PURPOSE: Keys<TrainingRule["purpose"]> = {
  ai_generative_training: "purposeGenerative",
  ai_training: "purposeTraining",
  ai_inference: "purposeInference",
  data_mining: "purposeMining",
};

/** What the signer allows, a phrase for each. Holds the manifest's words: make them plain. */
export function trainingWords(rules: readonly TrainingRule[]): string[] {
  return groupTraining(rules).map(({ use, purposes, info }) => {
    const said = text(USE[use], listed(purposes.map((one) => text(PURPOSE[one]))));
    return info === undefined ? said : `${said} (${info})`;
  });
}

/** Whose word that is. */
export function trainingNote(state: State): string {
  return state === "Invalid" ? signerWords(state) : text("trainingWish");
}

const EVIDENCE: Keys<EvidenceLevel> = {
  listed: "evidenceListed",
  authentic: "evidenceAuthentic",
  "in block": "evidenceInBlock",
  agreed: "evidenceAgreed",
};

/** What was checked of an archive record. */
export function evidenceWords(level: EvidenceLevel): string {
  return text(EVIDENCE[level]);
}

const LEVEL: Keys<EvidenceLevel> = {
  listed: "levelListed",
  authentic: "levelAuthentic",
  "in block": "levelInBlock",
  agreed: "levelAgreed",
};

/** What a level is called in the reader's language. Its term, by which the command and the documents know it, stands beside it. */
export function levelName(level: EvidenceLevel): string {
  return text(LEVEL[level]);
}

const MATCH: Keys<ArchiveEvidence["match"]> = {
  "hard-binding": "matchHardBinding",
  "signed-file": "matchSignedFile",
  "original-file": "matchOriginalFile",
  manifest: "matchManifest",
  words: "matchWords",
};

/** How the record was found. */
export function matchWords(match: ArchiveEvidence["match"]): string {
  return text(MATCH[match]);
}

/** That a signer took a record back, and when, by their own word; the reason is theirs, too: make it plain. */
export function withdrawnWords({ at, reason }: NonNullable<ArchiveEvidence["withdrawn"]>): string {
  return reason === undefined
    ? text("withdrawn", moment(at))
    : text("withdrawnBecause", moment(at), reason);
}

/** The batch record through which a manifest is archived. */
export function batchWords({ files }: NonNullable<ArchiveEvidence["batch"]>): string {
  return plural("batch", files);
}

const RELATIONSHIP: Keys<ProvenanceNode["relationship"]> = {
  self: "relationSelf",
  parentOf: "relationParent",
  componentOf: "relationComponent",
  inputTo: "relationInput",
  unknown: "relationUnknown",
};

/** What an ingredient was to the file above it. */
export function relationshipWords(relationship: ProvenanceNode["relationship"]): string {
  return text(RELATIONSHIP[relationship]);
}

const INGREDIENT: Keys<Exclude<ProvenanceNode["state"], "self">> = {
  valid: "ingredientValid",
  invalid: "ingredientInvalid",
  "no-credential": "ingredientNoCredential",
};

/** Whether an ingredient's own credential held; empty for the file itself. */
export function ingredientWords(state: ProvenanceNode["state"]): string {
  return state === "self" ? "" : text(INGREDIENT[state]);
}

const KIND: Keys<MediaKind> = {
  image: "kindImage",
  background: "kindBackground",
  video: "kindVideo",
  audio: "kindAudio",
  poster: "kindPoster",
  document: "kindDocument",
  text: "kindText",
};

/** What kind of medium something on a page is. */
export function kindName(kind: MediaKind): string {
  return text(KIND[kind]);
}

const WAITING: Keys<NonNullable<PageItem["waiting"]>> = {
  large: "waitingLarge",
  many: "waitingMany",
};

/** Why something wasn't checked yet. */
export function waitingWords(waiting: NonNullable<PageItem["waiting"]>): string {
  return text(WAITING[waiting]);
}

const SOURCE: Keys<Checked["of"]> = { page: "ofPage", file: "ofFile", address: "ofAddress" };

/** Which bytes were checked: those that the page shows, or others. */
export function sourceWords(of: Checked["of"]): string {
  return text(SOURCE[of]);
}

const MODE: Keys<SiteMode> = { off: "modeOff", click: "modeClick", automatic: "modeAutomatic" };

/** How a site is treated. */
export function modeName(mode: SiteMode): string {
  return text(MODE[mode]);
}

// What a reader can meet has words of its own; what only signing and publishing run into shares one.
const ERROR: Keys<ErrorCode> = {
  USAGE: "errorInternal",
  CANCELLED: "errorCancelled",
  FILE_NOT_FOUND: "errorNotFound",
  FILE_IS_DIRECTORY: "errorFolder",
  FILE_EMPTY: "errorEmpty",
  FILE_UNREADABLE: "errorUnreadable",
  FILE_TOO_LARGE: "errorTooLarge",
  FILE_CHANGED: "errorInternal",
  CONTAINER_MALFORMED: "errorMalformed",
  FORMAT_UNSUPPORTED: "errorUnsupported",
  CREDENTIAL_NOT_FOUND: "errorNoCredential",
  OUTPUT_EXISTS: "errorInternal",
  OUTPUT_UNWRITABLE: "errorInternal",
  DISK_FULL: "errorDiskFull",
  IDENTITY_NOT_FOUND: "errorInternal",
  IDENTITY_EXISTS: "errorInternal",
  IDENTITY_INVALID: "errorInternal",
  KEY_UNREADABLE: "errorInternal",
  KEY_MISMATCH: "errorInternal",
  PASSPHRASE_NEEDED: "errorInternal",
  PASSPHRASE_WRONG: "errorInternal",
  CERTIFICATE_UNREADABLE: "errorCertificate",
  CERTIFICATE_EXPIRED: "errorInternal",
  CERTIFICATE_REFUSED: "errorInternal",
  SIGNER_FAILED: "errorInternal",
  DEFINITION_INVALID: "errorInternal",
  CHECK_FAILED: "errorInternal",
  TIMESTAMP_FAILED: "errorInternal",
  ENGINE_FAILED: "errorEngine",
  ENCODING_INVALID: "errorEncoding",
  ITEM_MALFORMED: "errorRecord",
  RECORD_INVALID: "errorRecord",
  RECORD_NOT_FOUND: "errorRecordNotFound",
  ARCHIVE_UNAVAILABLE: "errorGateway",
  RECEIPT_INVALID: "errorRecord",
  GATEWAY_FAILED: "errorGateway",
  RECORD_UNPROVEN: "errorUnproven",
  PUBLISH_REFUSED: "errorInternal",
  PAYMENT_NEEDED: "errorInternal",
  PUBLISHER_MISSING: "errorInternal",
  WALLET_INVALID: "errorInternal",
  PORT_UNAVAILABLE: "errorInternal",
  QUEUE_UNAVAILABLE: "errorInternal",
  TRUST_LIST_INVALID: "errorTrustList",
  URL_REFUSED: "errorRefused",
  URL_UNREACHABLE: "errorUnreachable",
  INTERNAL: "errorInternal",
};

/** What went wrong, in a sentence, by the code of a failed Result. Its own English message is a detail beside it. */
export function errorWords(code: string): string {
  if (code === INLINE_DRAWING) return text("errorInlineDrawing");
  return text(Object.hasOwn(ERROR, code) ? ERROR[code as ErrorCode] : "errorInternal");
}

/** What a report always says about itself. */
export function notProven(): string[] {
  return [1, 2, 3, 4, 5, 6].map((place) => text(`notProven${place}`));
}
