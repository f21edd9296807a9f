// Between the engine's page and its worker. The worker has no network: what it needs of one, it asks the page for.
import type { HttpAnswer, HttpQuestion, TrustSources } from "../../src/index.js";
import type { Checked, Result } from "../messages.js";

/** What the worker works with. Sent first, and again after a change. */
interface WorkerStart {
  readonly start: {
    /** The engine, compiled. */
    readonly module: WebAssembly.Module;
  };
}

interface WorkerTrust {
  readonly trust: TrustSources;
}

/** A file to be checked. */
export interface WorkerCheck {
  readonly check: {
    readonly number: number;
    readonly blob: Blob;
    readonly name: string;
    /** The blob holds no file, but a Passage as JSON. */
    readonly words?: true;
    /** A manifest that was fetched from elsewhere. */
    readonly sidecar?: Blob;
    readonly pictures: boolean;
    readonly archive?: { readonly gateways: readonly string[]; readonly private: boolean };
  };
}

/** An answer to a question of the worker's. */
interface WorkerHttpAnswer {
  readonly http: { readonly number: number; readonly result: Result<HttpAnswer> };
}

export type ToWorker = WorkerStart | WorkerTrust | WorkerCheck | WorkerHttpAnswer;

export type FromWorker =
  | {
      readonly checked: {
        readonly number: number;
        readonly result: Result<Pick<Checked, "verdict" | "words" | "pictures" | "certificates">>;
        /** The engine can't be relied on any more: the next file needs a new worker. */
        readonly spent?: true;
      };
    }
  | {
      readonly http: {
        readonly number: number;
        readonly url: string;
        readonly question: Omit<HttpQuestion, "signal">;
      };
    };
