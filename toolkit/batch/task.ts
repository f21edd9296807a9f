// What a batch hands out and gets back, in values that cross from thread to thread and from machine to machine.
import type { ErrorCode } from "../../src/index.js";
import type { FileMark } from "../adapter/atomic-file.js";
import type { Assignment } from "../sign/job.js";

/** What is the same for all tasks of a batch. */
export interface Setting {
  /** What is said of files that have no words of their own. */
  readonly what: Assignment;
  readonly sidecar: boolean;
  /** Folder for unfinished files, on the disk of the output. */
  readonly staging: string;
  /** Gather what a receipt needs. */
  readonly receipts: boolean;
  /** Somebody makes a record of the files later: their manifests name its owner. */
  readonly recordLater: boolean;
}

/** One file to be signed. */
export interface Task {
  /** Its number in this run. */
  readonly number: number;
  readonly input: string;
  /** Where the signed file goes; what has no place for a manifest gets it there, under this name and `.c2pa`. */
  readonly output: string;
  /** Bytes of the source, as it was when the run was planned. */
  readonly size: number;
  /** What is there under the output's name is this batch's own, or may go. */
  readonly replace: boolean;
  /** The same of that name and `.c2pa`. */
  readonly replaceSidecar?: boolean;
  /** What is said of this file, when it isn't what is said of all. */
  readonly what?: Assignment;
  /** The batch that it belongs to, for whoever works for several. */
  readonly setting?: Setting;
}

/** A file as a later run recognises it; elsewhere `modified` is 0 when nobody told. */
export interface Mark extends FileMark {
  /** Entity tag, of a file elsewhere. */
  readonly tag?: string;
}

/** What a receipt says of a signed file, besides what is known of every one; hashes are SHA-256 in base64url. */
export interface ReceiptPart {
  /** Of the signed file; with a sidecar, of the file that it stands beside. */
  readonly sha256: string;
  readonly signature: string;
  readonly certificate: string;
  readonly signer: string;
}

/** A file that was signed. */
export interface Done {
  /** The file that was written. */
  readonly output: string;
  readonly sidecar: boolean;
  readonly mediaType: string;
  /** URN. */
  readonly manifest: string;
  /** ISO 8601. */
  readonly at: string;
  readonly overheadBytes: number;
  readonly source: Mark;
  readonly target: Mark;
  /** SHA-256 of the manifest store, base64url: its leaf in a batch record. */
  readonly store: string;
  readonly record?: string;
  readonly textRecord?: string;
  readonly composed?: boolean;
  readonly receipt?: ReceiptPart;
}

/** Why a file was not signed. */
export interface Fault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What came of a task. */
export type Outcome =
  | { readonly number: number; readonly done: Done }
  | { readonly number: number; readonly fault: Fault };

/** Whoever signs: threads of this computer, or workers behind a queue. */
export interface Executor {
  /**
   * Signs. Takes no more tasks than it has room for, and outcomes come as they are ready, in no order; every task that was
   * taken has one. When `tasks` ends, what is in hand is finished.
   * @throws ColophonError ENGINE_FAILED when nobody can sign at all
   */
  run(tasks: AsyncIterable<Task>): AsyncIterable<Outcome>;
  /** What came of a task is in the journal: nobody will ask for it again. */
  settled?(number: number): void;
  /** Called once, after all that is settled. */
  close?(): Promise<void>;
}
