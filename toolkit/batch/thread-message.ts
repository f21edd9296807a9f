// What a pool and its threads say to each other. Keys stay with the pool: a thread asks for each signature.
import type { CoseAlgorithm } from "../../src/index.js";
import type { Environment } from "../adapter/places.js";
import type { Done, Fault, Outcome, Setting, Task } from "./task.js";

/** What a thread is started with. */
export interface ThreadStart {
  /** The engine, compiled once for all threads. */
  readonly module: object;
  readonly setting: Setting;
  readonly identity: {
    readonly name: string;
    readonly algorithm: CoseAlgorithm;
    readonly chain: readonly Uint8Array[];
    /** Public key of who owns the records. */
    readonly owner?: Uint8Array;
  };
  readonly stamp?: { readonly maxSize: number; readonly sample?: Uint8Array };
  /** Folder of an archive that gets a record of each file. */
  readonly archive?: string;
  /** Credentials for files elsewhere. */
  readonly environment: Environment;
  /** Somebody wants to hear of each file right before it gets its name. */
  readonly announces: boolean;
}

/** Whose signature a thread asks for: the claim's, the record's, the time-stamping service's. */
export type Authority = "claim" | "record" | "stamp";

export type ToThread =
  /** The first message, and only that. */
  | { readonly type: "start"; readonly start: ThreadStart }
  | { readonly type: "task"; readonly task: Task }
  | { readonly type: "answer"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "refusal"; readonly id: number; readonly fault: Fault };

export type FromThread =
  | { readonly type: "ready" }
  | { readonly type: "unable"; readonly fault: Fault }
  | { readonly type: "outcome"; readonly outcome: Outcome; readonly last: boolean }
  | {
      readonly type: "ask";
      readonly id: number;
      readonly of: Authority;
      readonly bytes: Uint8Array;
    }
  | {
      readonly type: "announce";
      readonly id: number;
      readonly number: number;
      readonly done: Done;
    };
