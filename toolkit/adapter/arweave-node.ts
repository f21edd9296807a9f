// What a payer asks an Arweave node, or a gateway in front of one: prices, balance, anchor, and to take a transaction and
// its chunks. Amounts are winston (10^-12 AR), as whole numbers.
import type { Http, HttpAnswer } from "../../src/archive/index.js";
import { asObject, parseJson, toBase64Url, utf8, utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { failureOf, failureOfNetwork } from "../publish/answer.js";
import { DeliveryFailed } from "../publish/publisher.js";
import type { TransactionHead } from "./arweave.js";

/** What becomes of a head or a chunk. "unknown": refused, and the words of the refusal are in `why`. */
type Taken = { readonly taken: true } | { readonly taken: false; readonly why: string };

interface Chunk {
  readonly dataRoot: string;
  /** Bytes of the whole data. */
  readonly dataSize: number;
  readonly dataPath: Uint8Array;
  /** Where the chunk ends, as a byte of it: exclusive end less one. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** As Arweave's nodes word it when a chunk is wrong, and not only early or unlucky. */
const HOPELESS = /invalid_json|too_big|not_attractive|invalid_proof/;

export class ArweaveNode {
  readonly url: string;
  readonly #http: Http;

  constructor(url: string, http: Http) {
    this.url = url;
    this.#http = http;
  }

  /** What it takes to store this many bytes. */
  price(bytes: number, signal?: AbortSignal): Promise<bigint> {
    return this.#amount(`/price/${bytes}`, signal);
  }

  balance(address: string, signal?: AbortSignal): Promise<bigint> {
    return this.#amount(`/wallet/${address}/balance`, signal);
  }

  /** What a new transaction has to name so that it can't be used twice: base64url. */
  async anchor(signal?: AbortSignal): Promise<string> {
    const text = await this.#text("/tx_anchor", signal);
    if (!/^(?:[\w-]{64}|[\w-]{43})$/.test(text)) throw this.#unusable("its anchor is none");
    return text;
  }

  /** Number of its newest block. */
  async height(signal?: AbortSignal): Promise<number> {
    const height = asObject(jsonOf(await this.#text("/info", signal)))?.["height"];
    if (typeof height === "number" && Number.isSafeInteger(height) && height >= 0) return height;
    throw this.#unusable("it does not say how high its newest block is");
  }

  /** Whether it knows a transaction, waiting or in a block. */
  async knows(id: string, signal?: AbortSignal): Promise<boolean> {
    const answer = await this.#ask(`/tx/${id}/status`, { signal });
    if (answer.status === 200 || answer.status === 202) return true;
    if (answer.status === 404) return false;
    throw failureOf(this.url, answer);
  }

  /** Sends the head of a transaction; again is harmless. */
  async postHead(head: TransactionHead, signal?: AbortSignal): Promise<Taken> {
    const body = utf8(JSON.stringify({ ...head, data: "" }));
    return this.#taken(await this.#ask("/tx", { body, signal }));
  }

  /** Sends a chunk; again is harmless. @throws ColophonError GATEWAY_FAILED when it says that the chunk is wrong */
  async postChunk(chunk: Chunk, signal?: AbortSignal): Promise<Taken> {
    const fields = {
      data_root: chunk.dataRoot,
      data_size: String(chunk.dataSize),
      data_path: toBase64Url(chunk.dataPath),
      offset: String(chunk.offset),
      chunk: toBase64Url(chunk.bytes),
    };
    const taken = this.#taken(
      await this.#ask("/chunk", { body: utf8(JSON.stringify(fields)), signal }),
    );
    if (!taken.taken && HOPELESS.test(taken.why)) throw this.#unusable(taken.why);
    return taken;
  }

  #taken(answer: HttpAnswer): Taken {
    if ((answer.status >= 200 && answer.status < 300) || answer.status === 208)
      return { taken: true };
    const failure = failureOf(this.url, answer);
    if (failure instanceof DeliveryFailed && failure.kind === "refused")
      return { taken: false, why: failure.message };
    throw failure;
  }

  async #amount(path: string, signal: AbortSignal | undefined): Promise<bigint> {
    const text = await this.#text(path, signal);
    if (!/^\d{1,30}$/.test(text)) throw this.#unusable("it names no amount");
    return BigInt(text);
  }

  async #text(path: string, signal: AbortSignal | undefined): Promise<string> {
    const answer = await this.#ask(path, { signal });
    if (answer.status !== 200) throw failureOf(this.url, answer);
    return utf8Text(answer.bytes)?.trim() ?? "";
  }

  #ask(
    path: string,
    { body, signal }: { body?: Uint8Array; signal: AbortSignal | undefined },
  ): Promise<HttpAnswer> {
    return this.#http(`${this.url}${path}`, {
      ...(body && { method: "POST", body, headers: { "content-type": "application/json" } }),
      maxBytes: 64 * 1024,
      timeoutMs: 60_000,
      ...(signal && { signal }),
    }).catch((cause: unknown) => {
      throw failureOfNetwork(cause);
    });
  }

  #unusable(why: string): ColophonError {
    return new ColophonError("GATEWAY_FAILED", `${this.url} is no use as an Arweave node: ${why}`, {
      hint: "nothing is lost; name another with --arweave-url",
    });
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
