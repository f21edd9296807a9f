// One gateway, asked over an injected Http. Nothing it says is believed here: items are judged by verifyRecord, places and
// blocks by inclusion.ts. What can't be what it should be is GATEWAY_FAILED, with the gateway named.
import type { Tag } from "../item/avro-tags.js";

/** What to look for: every field that is there must match, and of `values` any. */
export interface GatewayQuery {
  readonly tags?: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** Owner addresses. */
  readonly owners?: readonly string[];
  readonly ids?: readonly string[];
  /** The oldest blocks first, or the newest. */
  readonly order: "oldest" | "newest";
  /** At most 100. */
  readonly limit: number;
  /** Goes on behind the item that was listed with this cursor, in the same order. */
  readonly after?: string;
}

/** What an index says of an item. A field that is absent was `<not-found>` or made no sense. */
export interface ListedItem {
  readonly id: string;
  readonly signature?: Uint8Array;
  readonly owner?: Uint8Array;
  readonly ownerAddress?: string;
  readonly target?: Uint8Array;
  readonly anchor?: Uint8Array;
  readonly tags: readonly Tag[];
  /** Height of the block that it says holds it. */
  readonly height?: number;
  /** Id of the transaction that it says holds it. */
  readonly bundledIn?: string;
  /** For GatewayQuery.after; absent on the last item of a list behind which there is nothing more. */
  readonly cursor?: string;
}

/** Where an item is said to be in a transaction's data; `offset` and `size` only if they are said, too. */
export interface ItemPlace {
  readonly transaction: string;
  /** Its first byte, from the start of the data. */
  readonly offset?: number;
  readonly size?: number;
}

/** A transaction of the chain, as far as a proof needs it. */
export interface TransactionPlace {
  readonly id: string;
  readonly dataRoot: Uint8Array;
  /** Bytes of data. */
  readonly size: number;
  /** Offset of its last byte in the weave; offsets count from 1. */
  readonly end: number;
  /** Height of its block. */
  readonly height: number;
}

/** A piece of a transaction's data with its two Merkle paths. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly dataPath: Uint8Array;
  readonly txPath: Uint8Array;
}

/** The head of a block, as far as a proof needs it. */
export interface BlockHead {
  readonly height: number;
  /** Its independent hash, base64url of 48 bytes. */
  readonly id: string;
  /** 32 bytes; none for a block without data. */
  readonly txRoot: Uint8Array;
  /** Bytes in the weave up to the end of this block. */
  readonly weaveSize: number;
  /** Seconds since 1970: the block's own word. */
  readonly timestamp: number;
  readonly previous: string;
}

/** What a gateway can be asked. Every question may throw ColophonError GATEWAY_FAILED naming it, URL_REFUSED, CANCELLED. */
export interface Gateway {
  /** `https://host[:port]`, with a path if it has one, without a slash at the end. */
  readonly url: string;
  find(query: GatewayQuery): Promise<readonly ListedItem[]>;
  /** The payload of an item, at most `maxBytes`; undefined when it has none of that id. */
  payload(id: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Where it says an item is; undefined when it isn't in a transaction yet, or it doesn't know. */
  place(id: string): Promise<ItemPlace | undefined>;
  /**
   * A transaction that its owner signed; the rest of the place is the gateway's word. Undefined when it has none of that id
   * in a block. @throws also RECORD_UNPROVEN for one of format 1, which is not verified
   */
  transaction(id: string): Promise<TransactionPlace | undefined>;
  /** The chunk that holds this byte of the weave. Offsets count from 1. */
  chunk(offset: number): Promise<Chunk>;
  block(height: number): Promise<BlockHead>;
  /** Height of its newest block. */
  height(): Promise<number>;
}
