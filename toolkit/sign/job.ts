// One file to be signed: what is asked for, what is needed to do it, and what came of it.
import type { ByteSource } from "../../src/container/index.js";
import type { Engine, EngineBlob, HashPieces } from "../../src/credential/index.js";
import type { SignedTextContent, TextEmbedding } from "../../src/sign/index.js";
import type { FileMark } from "../adapter/atomic-file.js";
import type { LocalArchive } from "../adapter/local-archive.js";
import type { SpareBuffers } from "../adapter/spare-buffers.js";
import type { ClaimSigner } from "./claim-signer.js";
import type { Statement } from "./options.js";
import type { OpenIdentity } from "./signer.js";
import type { Draft } from "./store.js";

/** What is asked for when the content is a text. */
export interface TextChoices {
  /** Media type, for a text without a name that tells. */
  readonly type?: string;
  /** Where the manifest goes; what is usual for its kind unless told (embeddingFor). */
  readonly embedding?: Exclude<TextEmbedding, "sidecar">;
  /** http or https URL where it is first published. */
  readonly canonicalUrl?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Put the words themselves into the archived record, not their hashes alone: they can't be taken back. */
  readonly archiveText?: boolean;
}

/** What is asked for, wherever the content comes from and goes to. */
export interface Assignment {
  readonly statement: Statement;
  /** File that this one was made from by editing. */
  readonly parent?: string;
  /** Files that this one contains. */
  readonly ingredients?: readonly string[];
  /** Put a thumbnail into the manifest. */
  readonly thumbnail?: boolean;
  /** Name the place of a manifest kept elsewhere, in the asset's XMP. */
  readonly remoteUrl?: string;
  /** Refuse what the official asset rubrics would fault. */
  readonly check?: boolean;
  readonly text?: TextChoices;
}

/** One file on disk. */
export interface SignJob extends Assignment {
  readonly input: string;
  /** Where the signed file goes; for a sidecar, where the manifest goes. */
  readonly output: string;
  readonly replace?: boolean;
  /** Keep the manifest in a file of its own and leave the asset as it is. */
  readonly sidecar?: boolean;
  /** Change the input itself, which `output` names as well, instead of writing another file. */
  readonly inPlace?: boolean;
  /** The rest of a movie whose first part `input` is; signed, they go beside `output` under their own names. */
  readonly fragments?: readonly string[];
  /** Where the receipt goes, when one is wanted; it needs a record in an archive. */
  readonly receipt?: string;
  /** Folder for unfinished files; who names one syncs the folders of the signed ones (AtomicOptions). */
  readonly staging?: string;
  /** Hears what the signed file is, right before it gets its name; when this fails, it doesn't get it. */
  readonly announce?: (signed: SignedFile, mark: FileMark) => Promise<void>;
  /** The announcement as whoever writes the file makes it. */
  readonly beforeNamed?: (mark: FileMark) => Promise<void>;
}

/** Content to be signed. */
export interface SignSource extends ByteSource {
  /** File name, which titles the manifest unless something else does. */
  readonly name: string;
  /** Of a file; content in memory is small enough for the engine. */
  readonly hash?: HashPieces;
  blob(): EngineBlob;
}

/** What signing needs from around it. */
export interface SignMeans {
  readonly engine: Engine;
  readonly identity: OpenIdentity;
  readonly signer: ClaimSigner;
  /** Absent with --no-archive. */
  readonly archive?: LocalArchive;
  /** Somebody makes a record of it later, so the manifest names the records' owner all the same. */
  readonly recordLater?: boolean;
  readonly now: () => Date;
  /** Random UUID, version 4. */
  readonly uuid: () => string;
  readonly signal?: AbortSignal;
  /** Memory for whole files, for who signs many and keeps none. */
  readonly buffers?: SpareBuffers;
  /** Called with the number of source bytes done. */
  readonly progress?: (done: number, of: number) => void;
}

/** A draft and what was decided while drafting. */
export interface Drafted {
  readonly draft: Draft;
  readonly mediaType: string;
  readonly manifestId: string;
  readonly at: Date;
}

/** A signed file, as the archive and the check see it. */
export interface Signed {
  readonly store: Uint8Array;
  /** SHA-256 of the file before signing; left out, as the next, when no record is made. */
  readonly originalHash?: Uint8Array;
  /** SHA-256 of the signed file; left out for streamed files, which are found by their manifest's id. */
  readonly signedHash?: Uint8Array;
  /** By how much signing made it larger; for a sidecar, the sidecar's size. Bytes. */
  readonly overheadBytes: number;
  /** What there is to archive and to say of a text. */
  readonly text?: Pick<SignedTextContent, "record" | "recordBytes" | "composed">;
}

/** What came of signing one file. */
export interface SignResult {
  readonly input: string;
  readonly output: string;
  readonly sidecar: boolean;
  readonly mediaType: string;
  readonly manifestId: string;
  readonly at: Date;
  readonly overheadBytes: number;
  /** Id of the archive record, when there is one. */
  readonly record?: string;
  /** Id of the record of a text's words. */
  readonly textRecord?: string;
  /** True for a text whose characters were put into composed form (NFC) before signing. */
  readonly composed?: boolean;
  /** How many fragments were signed with it, of a movie in parts. */
  readonly fragments?: number;
  /** Path of the receipt that was asked for. */
  readonly receipt?: string;
}

/** What whoever keeps account of signed files knows besides. */
export interface SignedFile {
  readonly result: SignResult;
  readonly store: Uint8Array;
  /** The source as it was read: size in bytes, time of its last change in milliseconds since the epoch. */
  readonly source: { readonly size: number; readonly modified: number };
}

/** Signed content that has not been written anywhere. */
export interface SignedBytes extends Signed, Omit<Drafted, "draft"> {
  readonly output: Uint8Array;
}
