// The port of the container room: where a manifest sits in a kind of file, how one gets there,
// and which bytes its hard binding covers (C2PA 2.4 §A.3-A.5, §18.5-18.7). Bytes are moved by the caller.
import type { ByteSource } from "./source.js";

/** A run of bytes in a file. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** One step in writing a signed file and hashing what its hard binding covers, in order of output. */
export type Piece =
  /** Source bytes `start` to `end` (exclusive), unchanged. */
  | {
      readonly kind: "copy";
      readonly start: number;
      readonly end: number;
      readonly hashed: boolean;
    }
  /** Bytes that are new or changed. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly hashed: boolean }
  /** Hashed but not written: the offsets of c2pa.hash.bmff.v3. */
  | { readonly kind: "hash-only"; readonly bytes: Uint8Array }
  /** Where the wrapped manifest goes; never hashed. */
  | { readonly kind: "manifest"; readonly length: number };

/** How to put a manifest store of a given size into a file. */
export interface Splice {
  readonly pieces: readonly Piece[];
  /** `data`: c2pa.hash.data excluding exactly the manifest's span; `bmff`: c2pa.hash.bmff.v3 with the standard exclusions. */
  readonly binding: ({ readonly kind: "data" } & Span) | { readonly kind: "bmff" };
  /** The store as this container carries it: exactly as long as the `manifest` piece. */
  wrap(store: Uint8Array): Uint8Array;
}

/** Bytes that are written over others, or behind the last ones. */
export interface Edit {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** How to put a manifest store of a given size into a file without moving what it holds. */
export interface InPlace {
  /** What the hard binding covers, over the file as it is before the edits. */
  readonly pieces: readonly Piece[];
  readonly binding: Splice["binding"];
  /** The edits for a store of exactly that size, in the order in which they are to be made. */
  edits(store: Uint8Array): readonly Edit[];
}

/** Bytes that a hard binding does not cover although they are not the manifest. */
export interface Uncovered extends Span {
  readonly what: string;
}

/** Something worth knowing about the way a credential is carried. Codes of the specification verbatim, or `colophon.`. */
export interface CarrierFault {
  readonly code: string;
  /** `failure`: a credential is there and can't be read, so that there is no store. */
  readonly kind: "failure" | "informational";
  readonly explanation: string;
}

/** What was found when a file was opened. */
export interface Layout {
  readonly mediaType: string;
  /** Text: the engine knows nothing of its kind, so it judges the manifest alone, and the binding is checked here. */
  readonly apart?: true;
  readonly faults?: readonly CarrierFault[];
  /** Where the file says that its manifest is kept. Untrusted; nothing is fetched. */
  readonly remote?: string;
  /** The file without its credential, and nothing else changed; undefined where taking it out takes more than that. */
  stripped?(): readonly Piece[];
  /** Spans of the manifest's carrier (segments, chunk or box) in file order; empty without a manifest. */
  readonly manifestSpans: readonly Span[];
  /** The manifest store (JUMBF); undefined without one. @throws ColophonError CONTAINER_MALFORMED */
  readStore(): Promise<Uint8Array | undefined>;
  /**
   * Plans a file with a manifest of `storeLength` bytes; a manifest that is there already is taken out.
   * Undefined when only the engine can place one (fragmented MP4).
   * @param carriedLength length of the `manifest` piece, where it doesn't follow from the store's length but from its
   * bytes (the text wrapper): `wrap` throws INTERNAL for a store that doesn't come to exactly that
   * @throws ColophonError FORMAT_UNSUPPORTED when this file cannot take one
   */
  splice(storeLength: number, carriedLength?: number): Promise<Splice | undefined>;
  /** The same in the file itself; undefined where this file has no room. Absent for kinds of file that never have. */
  inPlace?(storeLength: number): Promise<InPlace | undefined>;
  /**
   * What the hard binding of `assertion` covers, as pieces to hash; undefined when only the engine can tell.
   * @param data decoded assertion data
   */
  covered(label: string, data: unknown): Promise<readonly Piece[] | undefined>;
  /**
   * For the first part of a movie whose fragments are files of their own: what the hash of that part covers by the
   * exclusions of a binding, or undefined where those are more than whole boxes. Absent for every other file.
   */
  coveredStart?(data: unknown): readonly Piece[] | undefined;
  /** What a hard binding covers when the manifest is kept in a file of its own. */
  detached(): { readonly kind: Splice["binding"]["kind"]; readonly pieces: readonly Piece[] };
  /**
   * Bytes that can be changed without breaking a hard binding.
   * @param data decoded data of the assertion in question; without it, what the standard exclusions leave open
   */
  uncovered(data?: unknown): Promise<readonly Uncovered[]>;
}

/** A kind of file. */
export interface Container {
  readonly mediaTypes: readonly string[];
  /** @throws ColophonError CONTAINER_MALFORMED */
  open(source: ByteSource, mediaType: string): Promise<Layout>;
}
