// The objects that `--json` prints, one a line: the tool's contract with other programs.
// docs/cli.md ("JSON output") describes each field; a test holds the two together. Fields are only ever added.
import type {
  ArchiveEvidence,
  ErrorCode,
  EvidenceLevel,
  SignedText,
  State,
  Verdict,
} from "../../src/index.js";

/** What was found out about one file, or the file at one address. */
interface VerdictLine extends Verdict {
  readonly type: "verdict";
  readonly path: string;
}

/** One file was signed. Times are ISO 8601, sizes bytes. */
export interface SignedLine {
  readonly type: "signed";
  readonly input: string;
  /** The signed file; with a sidecar the file itself, which stays as it was. */
  readonly output: string;
  readonly mediaType: string;
  /** URN of the manifest. */
  readonly manifest: string;
  readonly signer: string;
  /** As the certificate has it. */
  readonly organisation?: string;
  readonly at: string;
  /** True when a time-stamping authority confirmed `at`. */
  readonly timeStamped?: boolean;
  /** True when the file was declared as made by AI. */
  readonly generated?: boolean;
  readonly overheadBytes: number;
  /** Id of the archive record; absent when nothing was archived. */
  readonly record?: string;
  /** Id of the record of a text's words. */
  readonly textRecord?: string;
  /** True for a text whose characters were put into composed form (NFC) before signing. */
  readonly composed?: boolean;
  /** How many fragments were signed with it, of a movie in parts. */
  readonly fragments?: number;
  /** The receipt's file, when one was asked for. */
  readonly receipt?: string;
  /** The manifest's own file, when it isn't in the signed file. */
  readonly sidecar?: string;
}

/** One archive record. */
export interface RecordLine {
  readonly type: "record";
  readonly id: string;
  readonly kind: "manifest" | "proof" | "text" | "text-prints" | "batch" | "withdrawal";
  readonly level: EvidenceLevel;
  readonly archivedIn: string;
  readonly owner: string;
  readonly manifest?: string;
  readonly mediaType?: string;
  /** What the manifest calls the file; not checked. */
  readonly title?: string;
  readonly signer?: string;
  readonly at?: string;
  readonly bytes?: number;
  /** The file that the record was looked up for. */
  readonly path?: string;
  /** Which of its keys that file matched, when the record counts for it. */
  readonly match?: ArchiveEvidence["match"];
  readonly block?: ArchiveEvidence["block"];
  readonly withdrawn?: ArchiveEvidence["withdrawn"];
  readonly supersededBy?: string;
  /** Id of the record that it replaces or takes back, by its own word. */
  readonly supersedes?: string;
  /** Why it takes that record back, in the words of whoever did. */
  readonly reason?: string;
  /** How many files a batch record is about. */
  readonly files?: number;
  /** How many words the text of a text record has. */
  readonly words?: number;
  /** What the words that were looked for have to do with that text, when it counts for them. */
  readonly text?: Omit<SignedText, "archive">;
  /** All tags of the data item, with `archive show`. */
  readonly tags?: readonly { readonly name: string; readonly value: string }[];
}

/** What one service did with one record. */
export interface DeliveryLine {
  readonly type: "delivery";
  readonly id: string;
  /** `turbo https://...`, `arweave https://...`, `ipfs DIR`, `local DIR`. */
  readonly service: string;
  /** Queued: not taken yet, and tried again by the next run. Refused: it won't be. */
  readonly status: "queued" | "accepted" | "refused";
  readonly bytes: number;
  /** How often it was sent. */
  readonly tries: number;
  /** When it was accepted. */
  readonly at?: string;
  /** Why it isn't accepted. */
  readonly reason?: string;
  /** What it came to there: id of the transaction, CID, path. */
  readonly reference?: string;
}

/** How far a record has come. */
export interface StatusLine {
  readonly type: "status";
  readonly id: string;
  readonly status: "queued" | "accepted" | "refused" | "listed" | "in block" | "agreed";
  /** Services that accepted it. */
  readonly services: readonly string[];
  /** Gateways that were asked and list it; what they say was not proven. */
  readonly listedBy?: readonly string[];
  readonly block?: ArchiveEvidence["block"];
  readonly title?: string;
  readonly reason?: string;
}

/** What publishing would cost. */
export interface PriceLine {
  readonly type: "price";
  readonly service: string;
  readonly records: number;
  readonly bytes: number;
  /** Decimal number of `unit`. */
  readonly cost: string;
  readonly unit: "Turbo credits" | "AR" | "none";
  /** Bytes that the service says it still takes without payment from this owner. */
  readonly freeBytesLeft?: number;
}

/** What a service holds for an owner. */
export interface BalanceLine {
  readonly type: "balance";
  readonly service: string;
  readonly owner: string;
  /** Decimal number of `unit`. */
  readonly balance: string;
  readonly unit: "Turbo credits" | "AR";
  /** Where to pay more in. */
  readonly topUp?: string;
}

/** One identity. Its private key is never part of any output. */
export interface IdentityLine {
  readonly type: "identity";
  readonly name: string;
  readonly commonName?: string;
  readonly organisation?: string;
  readonly algorithm: string;
  readonly notAfter: string;
  /** SHA-256 of the signing certificate, lower-case hex. */
  readonly sha256: string;
  /** Where its files are kept. */
  readonly folder: string;
  /** How the private key is kept. */
  readonly key: "encrypted" | "not encrypted" | "external";
  /** True for the identity that is used when none is named. */
  readonly isDefault?: boolean;
  /** Distinguished name of who issued the certificate. */
  readonly issuer?: string;
  readonly notBefore?: string;
  /** SHA-256 of the root certificate, where it is known. */
  readonly rootSha256?: string;
  /** Owner address of its archive records, base64url of SHA-256 of the archive key. */
  readonly archiveOwner?: string;
}

/** One rule of a lint or of `--check`, and whether it holds. */
export interface RuleLine {
  readonly type: "rule";
  readonly path: string;
  readonly rule: string;
  readonly holds: boolean;
  /** True when breaking it is a drawback, not a refusal. */
  readonly warning?: boolean;
  readonly message: string;
  readonly remedy?: string;
}

/** One trust list, or the user's own anchors. */
export interface TrustListLine {
  readonly type: "trust-list";
  readonly name: string;
  readonly use: "signers" | "time-stamps";
  readonly source: string;
  readonly anchors: number;
  /** SHA-256 of the list, lower-case hex. */
  readonly sha256: string;
  readonly updatedAt?: string;
  readonly changed?: boolean;
}

/** A file that was written beside the main result. */
export interface WrittenLine {
  readonly type: "written";
  readonly path: string;
  readonly what:
    | "thumbnail"
    | "ingredient"
    | "manifest"
    | "certificate"
    | "request"
    | "record"
    | "report"
    | "receipt"
    | "text"
    | "car";
  readonly bytes: number;
  readonly mediaType?: string;
}

/** A manifest store as the engine reads it, or its crJSON. */
export interface StoreLine {
  readonly type: "store";
  readonly path: string;
  readonly form: "manifest-store" | "crjson";
  readonly store: unknown;
}

/** No result could be reached. The same goes to stderr in words. */
interface ErrorLine {
  readonly type: "error";
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly path?: string;
}

/** A remark that changes nothing about the result. */
interface NoteLine {
  readonly type: "note";
  readonly text: string;
}

/** The last line of a run over several files. */
export interface EndLine {
  readonly type: "end";
  readonly done: number;
  readonly failed: number;
  /** How many files had which state, after `verify`. */
  readonly states?: Partial<Readonly<Record<State, number>>>;
  /** Of the done, those that an earlier run of a batch had signed. */
  readonly kept?: number;
  /** Files that a batch did not come to, because it was stopped. */
  readonly left?: number;
  /** How long a batch took. */
  readonly seconds?: number;
  readonly exitCode: number;
}

/** How far a batch is; every few seconds. */
export interface ProgressLine {
  readonly type: "progress";
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly perSecond: number;
  /** Estimated from the rate of this run so far. */
  readonly secondsLeft?: number;
}

/** What a batch would do with a file (--dry-run). */
export interface PlannedLine {
  readonly type: "planned";
  readonly input: string;
  readonly output: string;
  readonly why: "new" | "changed" | "options" | "gone";
}

export type Line =
  | VerdictLine
  | SignedLine
  | RecordLine
  | DeliveryLine
  | StatusLine
  | PriceLine
  | BalanceLine
  | IdentityLine
  | RuleLine
  | TrustListLine
  | WrittenLine
  | StoreLine
  | ErrorLine
  | NoteLine
  | ProgressLine
  | PlannedLine
  | EndLine;
