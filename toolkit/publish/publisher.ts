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

/** What a service holds for an owner. */
export interface Balance {
  /** In the smallest unit, as in a quote. */
  readonly balance: bigint;
  readonly unit: "Turbo credits" | "AR";
  /** Where to pay more in. */
  readonly topUp?: string;
}

/** That a service has taken an item, or had it before. */
export interface Acceptance {
  readonly id: string;
  /** What the service says it charged, in the smallest unit of its quote. */
  readonly charged?: bigint;
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
  /**
   * What these items, delivered in this order, would cost at most, as far as the service says. `owner` is the owner's
   * public key, base64url: each service makes its own kind of address of it. By its id, an item counts for nothing when
   * it is paid for already.
   * @throws ColophonError GATEWAY_FAILED when the price can't be learned, WALLET_INVALID
   */
  quote(
    items: readonly { readonly id?: string; readonly bytes: number; readonly owner: string }[],
  ): Promise<Quote>;
  /**
   * Delivers items, all or none; delivering them again is harmless.
   * @throws DeliveryFailed for what the service said; any other error ends the run, and what wasn't taken stays queued:
   * ColophonError GATEWAY_FAILED for what is no such service, URL_REFUSED, CANCELLED, DISK_FULL, OUTPUT_UNWRITABLE
   */
  deliver(items: readonly OutgoingItem[], signal?: AbortSignal): Promise<readonly Acceptance[]>;
}

/** A publisher whose service keeps accounts. */
export interface FundedPublisher extends Publisher {
  /** @param owner as in quote. @throws ColophonError GATEWAY_FAILED */
  balance(owner: string): Promise<Balance>;
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
