// The port behind which records leave this computer. A publisher gets items that are signed already: no key ever reaches it.

/** A signed data item, complete. */
export interface OutgoingItem {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What a service would take for some items. */
export interface Quote {
  /** In the smallest unit: winc for Turbo credits, winston for AR (both 10^12 to one). */
  readonly cost: bigint;
  readonly unit: "Turbo credits" | "AR" | "none";
  /** Bytes that the service says it still takes without payment, where it says so. */
  readonly freeBytesLeft?: number;
}

/** That a service has taken an item, or had it before. */
export interface Acceptance {
  readonly id: string;
  /** Id of a transaction, CID, path: what the item came to there. */
  readonly reference?: string;
  /** True when it says that it had this item already. */
  readonly already: boolean;
}

export interface Publisher {
  /** Kind and place, `turbo https://upload.example.com`: what people read, and the key of its states in the outbox. */
  readonly service: string;
  /** How many items go into one delivery: 1 for services that take items, more where they share a transaction. */
  readonly groupSize: number;
  /** @throws ColophonError GATEWAY_FAILED, WALLET_INVALID */
  quote(items: readonly { readonly bytes: number; readonly owner: string }[]): Promise<Quote>;
  /**
   * Delivers items, all or none; delivering them again is harmless.
   * @throws DeliveryFailed for what the service said; ColophonError CANCELLED, DISK_FULL, OUTPUT_UNWRITABLE
   */
  deliver(items: readonly OutgoingItem[], signal?: AbortSignal): Promise<readonly Acceptance[]>;
}

/** Why a service did not take items: what the outbox does next follows from `kind`. */
export class DeliveryFailed extends Error {
  readonly kind: "try again" | "payment" | "refused";
  /** What the service asked for with Retry-After, milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: DeliveryFailed["kind"],
    message: string,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DeliveryFailed";
    this.kind = kind;
    this.retryAfter = options.retryAfter;
  }
}
