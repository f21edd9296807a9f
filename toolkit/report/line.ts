// The objects that `--json` prints, one a line: the tool's contract with other programs.
// docs/cli.md ("JSON output") describes each field; a test holds the two together. Fields are only ever added.
import type { ErrorCode, EvidenceLevel, State, Verdict } from "../../src/index.js";

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
  readonly at: string;
  /** True when a time-stamping authority confirmed `at`. */
  readonly timeStamped?: boolean;
  /** True when the file was declared as made by AI. */
  readonly generated?: boolean;
  readonly overheadBytes: number;
  /** Id of the archive record; absent when nothing was archived. */
  readonly record?: string;
  /** The manifest's own file, when it isn't in the signed file. */
  readonly sidecar?: string;
}

/** One archive record. */
export interface RecordLine {
  readonly type: "record";
  readonly id: string;
  readonly kind: "manifest" | "proof" | "text" | "batch";
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
  /** All tags of the data item, with `archive show`. */
  readonly tags?: readonly { readonly name: string; readonly value: string }[];
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
    | "report";
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
  readonly exitCode: number;
}

export type Line =
  | VerdictLine
  | SignedLine
  | RecordLine
  | IdentityLine
  | RuleLine
  | TrustListLine
  | WrittenLine
  | StoreLine
  | ErrorLine
  | NoteLine
  | EndLine;
