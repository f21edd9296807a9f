// The port to the C2PA engine. One engine for Node and browsers, so that the two can never disagree about a file.
import type { CoseAlgorithm } from "../signature/index.js";

/** Larger files are not given to the engine: it holds what it reads or writes in its 32-bit memory. Bytes. */
export const ENGINE_LIMIT = 1024 * 1024 * 1024;

/** What the engine reads from: a Blob, or anything with its size and slice (toolkit/adapter/file-blob.ts). */
export interface EngineBlob {
  readonly size: number;
  slice(start?: number, end?: number): EngineBlob;
}

/**
 * Trust material as PEM text. Signer anchors and time-stamp anchors are two lists and stay two: c2pa-rs 0.91 asks all
 * of them for both, and src/trust asks again with the right one.
 */
export interface EngineTrust {
  /** Anchors of the trust lists in use. */
  readonly anchors?: string;
  /** Anchors of time-stamping authorities. */
  readonly timeStampAnchors?: string;
  /** Anchors that the user added. */
  readonly userAnchors?: string;
}

/** One reading of a manifest store: the engine's JSON, still untyped, and access to its resources. */
export interface EngineReading {
  /** Manifest store JSON of c2pa-rs (`active_manifest`, `manifests`, `validation_results`, ...). */
  readonly store: unknown;
  /** crJSON, the conformance programme's form. Evaluated on demand. */
  crJson(): unknown;
  /** Bytes behind a JUMBF URI (`self#jumbf=/c2pa/...`). @throws ColophonError ENGINE_FAILED */
  resource(uri: string): Uint8Array;
  /** The whole manifest store (JUMBF). */
  storeBytes(): Uint8Array;
  free(): void;
}

/** Why the engine had nothing to say. */
export type EngineRefusal =
  | { readonly kind: "none" }
  | { readonly kind: "remote"; readonly url: string }
  | { readonly kind: "unsupported"; readonly reason: string }
  /** There is a manifest, and it cannot hold: with the specification's failure code. */
  | { readonly kind: "invalid"; readonly code: string; readonly reason: string }
  /** `trapped`: the engine stopped in the middle of it, and a new one should read the next file. */
  | { readonly kind: "malformed"; readonly reason: string; readonly trapped?: true };

/** Signs a claim, whoever keeps the key. */
export interface EngineSigner {
  readonly algorithm: CoseAlgorithm;
  /** Exact size of what `sign` returns. */
  readonly reserveSize: number;
  /** Claim bytes to a whole COSE_Sign1 of `reserveSize` bytes. */
  sign(claim: Uint8Array): Promise<Uint8Array>;
}

/** Bytes that an ingredient or a thumbnail refers to. */
export interface EngineIngredient {
  /** Ingredient JSON as c2pa-rs takes it: `{title, relationship, label?, ...}`. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly mediaType: string;
  readonly blob?: EngineBlob;
  /** Named byte strings that the definition refers to (`manifest_data`, `thumbnail`, `data`). */
  readonly resources?: ReadonlyMap<string, EngineBlob>;
}

/** What goes into a manifest, and who signs it. */
export interface EngineSigning {
  /** ManifestDefinition of c2pa-rs. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly ingredients?: readonly EngineIngredient[];
  readonly thumbnail?: { readonly mediaType: string; readonly blob: EngineBlob };
  readonly resources?: ReadonlyMap<string, EngineBlob>;
  /** URL of a manifest kept elsewhere, written into the asset. */
  readonly remoteUrl?: string;
  /** Leave the asset as it is and return the manifest alone. */
  readonly detached?: boolean;
  readonly signer: EngineSigner;
}

/** What reads and signs manifests. */
export interface Engine {
  readonly version: string;
  /** Judges an asset with its embedded manifest. A remote manifest is never fetched. */
  read(
    mediaType: string,
    asset: Uint8Array | EngineBlob,
    trust?: EngineTrust,
  ): Promise<EngineReading | EngineRefusal>;
  /**
   * Builds and signs a manifest. With media type `application/c2pa` and a hard binding among the assertions,
   * the asset is not touched and `asset` stays empty.
   * @throws ColophonError CONTAINER_MALFORMED, ENGINE_FAILED
   */
  sign(
    mediaType: string,
    asset: EngineBlob,
    what: EngineSigning,
  ): Promise<{ store: Uint8Array; asset: Uint8Array }>;
}

/** Tells a reading from a refusal. */
export function isReading(value: EngineReading | EngineRefusal): value is EngineReading {
  return "store" in value;
}
