// How this room asks the network. It has no fetch of its own: the caller's guard decides which addresses may be reached.

/** One request, with its limits. */
export interface HttpQuestion {
  readonly method?: "GET" | "POST";
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Most bytes of an answer; a larger one is an error, not a longer wait. */
  readonly maxBytes: number;
  /** For everything together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Content-Type without parameters, in lower case. */
  readonly mediaType?: string;
  readonly bytes: Uint8Array;
}

/** Whatever the server says is an answer, a 404 too. @throws ColophonError URL_REFUSED, URL_UNREACHABLE, FILE_TOO_LARGE, CANCELLED */
export type Http = (url: string, question: HttpQuestion) => Promise<HttpAnswer>;
