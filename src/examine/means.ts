// What verification takes as arguments. Trust and time are never taken from the air.
import type { Gateway, Receipt } from "../archive/index.js";
import type { Credential, Engine } from "../credential/index.js";
import type { TrustLists } from "../trust/index.js";

/** Where records are looked up beyond this computer. Without it nothing is ever asked. */
export interface GatewayMeans {
  /** The gateways, for one look-up; `signal` ends whatever they are asked. */
  readonly open: (signal: AbortSignal) => readonly Gateway[];
  /** They hear only the first 16 bits of a file's hash. */
  readonly private: boolean;
  /** Stops everything: the user's Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** Records that are kept where they can be had at once: a folder on this computer. */
export interface RecordStore {
  /** Where it is, for people. */
  readonly folder: string;
  isEmpty(): Promise<boolean>;
  /** Ids of records under any of these hashes (SHA-256 in base64url), the oldest first. */
  find(hashes: readonly string[], options?: { readonly limit?: number }): Promise<string[]>;
  /** Ids of text records and their index items under any of these fingerprints (base64url), those under most of them first. */
  findPrints(prints: readonly string[], options?: { readonly limit?: number }): Promise<string[]>;
  findManifest(manifest: string, options?: { readonly limit?: number }): Promise<string[]>;
  /** Ids of items that name a record as replaced or taken back, the oldest first. */
  findSuccessors(id: string, options?: { readonly limit?: number }): Promise<string[]>;
  /** @throws ColophonError RECORD_NOT_FOUND, ARCHIVE_UNAVAILABLE */
  get(id: string): Promise<Uint8Array>;
}

/** What verification needs from around it. */
export interface VerifyMeans {
  /** Started only when a file may carry a credential. */
  readonly engine: () => Promise<Engine>;
  readonly trust: TrustLists;
  readonly now: () => Date;
  readonly archive?: RecordStore;
  readonly gateways?: GatewayMeans;
  /** A receipt that is said to be about the file, and what it is called. `load` throws ReceiptFault for a damaged one. */
  readonly receipt?: { readonly name: string; readonly load: () => Promise<Receipt> };
  /** The canonical blocks of a text file, by its media type. Without it, texts are not looked up by their words. */
  readonly blocksOf?: (bytes: Uint8Array, mediaType: string) => Promise<readonly string[]>;
  /** Called while the credential is still open, for thumbnails and ingredients. */
  readonly look?: (credential: Credential) => void;
}
