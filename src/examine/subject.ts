// What is examined: bytes behind one face, wherever they are kept. Files, Blobs and byte strings bring their own.
import type { ByteSource, Piece } from "../container/index.js";
import type { EngineBlob, FragmentAsset } from "../credential/index.js";

/** Bytes to be examined. */
export interface Subject {
  /** Path or URL as given. */
  readonly name: string;
  /** What it is said to be, by a server or a user. It counts for text alone, which has no magic bytes. */
  readonly mediaType?: string;
  readonly source: ByteSource;
  /** The whole content, for the engine. Small files are read once. */
  content(): Promise<Uint8Array | EngineBlob>;
  /** Undefined for an algorithm that C2PA does not allow. */
  hash(algorithm: string, pieces: readonly Piece[]): Promise<Uint8Array | undefined>;
  /** Whether any of these byte strings occurs anywhere: a quick look that spares the engine's start. */
  mentions(marks: readonly Uint8Array[]): Promise<boolean>;
  /** The rest of a movie whose first part this is. */
  readonly fragments?: readonly FragmentAsset[];
  /** A manifest store that is kept beside it. */
  sidecar?(): Promise<Uint8Array | undefined>;
}
