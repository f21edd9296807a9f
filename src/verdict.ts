// The vocabulary that every room speaks: what was found out about one file, as a value.
// A verdict proves history and signatures, never that the content is true.

import type { TextLabel, WordRun } from "./text/index.js";

/** The C2PA specification's own words for the outcome; see docs/format/verdict.md. */
export type State =
  /** Valid, and the signer chains to a trust list in use. */
  | "Trusted"
  /** Signature and bindings hold; the signer is on none of the lists in use. */
  | "Valid"
  /** A failure code says why. */
  | "Invalid"
  /** No Content Credentials found. */
  | "None"
  /** Could not be checked: unreachable, unsupported, too large, timed out. */
  | "NotChecked";

/** One coded observation. Codes of the C2PA specification are verbatim; ours start with `colophon.`. */
export interface Finding {
  readonly code: string;
  readonly kind: "success" | "informational" | "failure";
  /** JUMBF URI of what the finding is about, where there is one. */
  readonly url?: string;
  readonly explanation: string;
  readonly source: "engine" | "colophon";
  /** Set when the finding is about an ingredient's history, not about this file. */
  readonly ingredient?: string;
}

/** A certificate of the signer's chain, in words. Dates are ISO 8601, `sha256` is lower-case hex of the DER. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly serial: string;
  readonly sha256: string;
}

/** Who signed, as the certificate names them. */
export interface Signer {
  /** What to show: organisation, else common name. */
  readonly name: string;
  readonly organisation?: string;
  readonly commonName?: string;
  /** COSE algorithm as the engine names it: `Ed25519`, `Es256`, `Ps256`, ... */
  readonly algorithm?: string;
  readonly chain: readonly CertificateSummary[];
}

/** When it was signed, and who says so. A claimed time is the signer's own word. */
export interface SigningTime {
  /** ISO 8601. */
  readonly at: string;
  readonly source: "time-stamp" | "claimed";
  /** True only for a time-stamp whose authority is on a list in use. */
  readonly trusted: boolean;
}

/** A program, by its own account. */
export interface Tool {
  readonly name: string;
  readonly version?: string;
}

/** What the manifest declares about AI. "not declared" is not "no". */
export interface AiLabel {
  readonly kind: "generated" | "edited" | "captured" | "human-made" | "not-declared";
  /** Neutral words for people: "AI-generated", "AI-edited", "Camera-captured", "AI use not declared". */
  readonly words: string;
  readonly model?: string;
  readonly oversight?: string;
  /** True when the declaration comes from an ingredient, not from the file's own manifest. */
  readonly inherited: boolean;
}

/** Whether the content may be used for something, by its signer's own word: a wish, which no credential can enforce. */
export interface TrainingRule {
  readonly purpose: "ai_generative_training" | "ai_training" | "ai_inference" | "data_mining";
  readonly use: "allowed" | "notAllowed" | "constrained";
  /** The conditions, in the signer's words. */
  readonly info?: string;
}

/** One step that the manifest tells of: what was done, when and with what. Names as the manifest has them. */
export interface Action {
  readonly action: string;
  readonly when?: string;
  readonly tool?: Tool;
  readonly digitalSourceType?: string;
  readonly description?: string;
}

/** One asset in the history: the file itself at the root, its ingredients below. */
export interface ProvenanceNode {
  readonly title: string;
  readonly relationship: "self" | "parentOf" | "componentOf" | "inputTo" | "unknown";
  readonly mediaType?: string;
  /** URN of its manifest, absent when the ingredient carried no credential. */
  readonly manifest?: string;
  readonly signer?: string;
  readonly at?: string;
  readonly generator?: Tool;
  readonly actions: readonly Action[];
  /** Whether this ingredient's own credential held when it was added, as recorded and re-checked. */
  readonly state: "valid" | "invalid" | "no-credential" | "self";
  readonly findings: readonly Finding[];
  /** JUMBF URI of a thumbnail in the same manifest store. */
  readonly thumbnail?: { readonly mediaType: string; readonly uri: string };
  readonly ingredients: readonly ProvenanceNode[];
}

/** How far an archive record is proven; see docs/format/archive-record.md. */
export type EvidenceLevel = "listed" | "authentic" | "in block" | "agreed";

/** A record of this file in an archive. Existence alone proves nothing: `level` says what was checked. */
export interface ArchiveEvidence {
  readonly id: string;
  readonly level: EvidenceLevel;
  readonly manifest: string;
  /** Which of the record's keys this copy matched; `words` for the record of a text, where nothing but words was compared. */
  readonly match: "hard-binding" | "signed-file" | "original-file" | "manifest" | "words";
  /** Ed25519 (or other) owner address, base64url of SHA-256 of the key. */
  readonly owner: string;
  readonly signer?: string;
  /** A folder, the address of a gateway, or the receipt's own path. */
  readonly archivedIn: string;
  readonly findings: readonly Finding[];
  /** The block that holds it, as gateways report it; from level "in block" on. */
  readonly block?: ArchiveBlock;
  /** The batch record through which the manifest is archived: then `id` and `owner` are the batch's. */
  readonly batch?: { readonly files: number };
  /** The signer has taken the record back. It still shows what was signed. */
  readonly withdrawn?: Withdrawal;
  /** Id of a later record by the same signer that replaces this one. */
  readonly supersededBy?: string;
}

/** A block of the archive. */
export interface ArchiveBlock {
  readonly height: number;
  /** Its independent hash, base64url. */
  readonly id: string;
  /** ISO 8601: the block's own time, as reported by `gateways`. */
  readonly at: string;
  /** Blocks on top of it, by the most cautious of the gateways. */
  readonly confirmations: number;
  /** Addresses of the gateways that name this very block. */
  readonly gateways: readonly string[];
}

/** A signer's own notice that a record of theirs should not be relied on any more. */
export interface Withdrawal {
  /** Id of the notice. */
  readonly id: string;
  /** ISO 8601: the signer's own word. */
  readonly at: string;
  readonly reason?: string;
}

/** Some of how many. */
interface Share {
  readonly found: number;
  readonly of: number;
}

/** A signed text that has the words of the one in hand, or some of them. */
export interface SignedText {
  readonly label: TextLabel;
  /** The text's record: how far it is proven, and whether its signer took it back. Its `match` is `words`. */
  readonly archive: ArchiveEvidence;
  /** Whether its signer is on a trust list in use. */
  readonly state: "Trusted" | "Valid";
  readonly when?: SigningTime;
  /** Title and address, by its signer's own word. */
  readonly title?: string;
  readonly canonicalUrl?: string;
  /** Blocks (paragraphs, headings, list items ...) of the text in hand that stand in it; the first of them, from 0. */
  readonly blocks: Share & { readonly first?: number };
  /** Sentences of the text in hand that stand in it. */
  readonly sentences: Share;
  /** Its own sentences that stand in the text in hand: "3 of 41 sentences". */
  readonly share: Share;
  /** Sentences that differ, in runs of words where its signer archived the words. */
  readonly differences: readonly (readonly WordRun[])[];
  /** What stands before and after the passage in it, where its signer archived the words. */
  readonly context?: { readonly before: string; readonly after: string };
}

/**
 * Whose the words of a text are whose bytes are not those that were signed: what its own credential says, judged by itself.
 * It is never a state of the file.
 */
export interface SignedWords {
  readonly state: "Trusted" | "Valid";
  /** URN of its manifest. */
  readonly manifest?: string;
  readonly signer?: Signer;
  readonly when?: SigningTime;
}

/** What archives know about the words of a text. It is never a state: the words are the same, and that is all. */
export interface TextEvidence {
  /** The best that can be said of any of them. */
  readonly label: TextLabel;
  /** Words of the text in hand. */
  readonly words: number;
  /** The earliest first. That is who archived it first, and need not be who wrote it. */
  readonly texts: readonly SignedText[];
}

/** What could be found out about one file. Returned, never thrown. */
export interface Verdict {
  readonly state: State;
  /** One plain sentence for people. */
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly mediaType?: string;
  /** URN of the active manifest. */
  readonly manifest?: string;
  readonly title?: string;
  readonly creator?: string;
  readonly signer?: Signer;
  readonly when?: SigningTime;
  readonly generator?: Tool;
  readonly ai?: AiLabel;
  /** What the signer says about training and data mining; absent where nothing is said, which is neither yes nor no. */
  readonly training?: readonly TrainingRule[];
  readonly tree?: ProvenanceNode;
  readonly archive?: ArchiveEvidence;
  /** For a text without a credential that holds: who signed its words, by what is left of its credential. */
  readonly words?: SignedWords;
  /** For a text without a credential that holds: signed texts that have its words. */
  readonly text?: TextEvidence;
  /** A manifest kept elsewhere, named by the file; never fetched without asking. */
  readonly remoteManifest?: string;
}
