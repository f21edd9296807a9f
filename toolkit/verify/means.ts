// What verification takes as arguments. Trust and time are never taken from the air.
import type { Gateway } from "../../src/archive/index.js";
import type { Credential, Engine } from "../../src/credential/index.js";
import type { TrustLists } from "../../src/trust/index.js";
import type { LocalArchive } from "../adapter/local-archive.js";

/** Where records are looked up beyond this computer. Without it nothing is ever asked. */
export interface GatewayMeans {
  /** The gateways, for one look-up; `signal` ends whatever they are asked. */
  readonly open: (signal: AbortSignal) => readonly Gateway[];
  /** They hear only the first 16 bits of a file's hash. */
  readonly private: boolean;
  /** Stops everything: the user's Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** What verification needs from around it. */
export interface VerifyMeans {
  /** Started only when a file may carry a credential. */
  readonly engine: () => Promise<Engine>;
  readonly trust: TrustLists;
  readonly now: () => Date;
  readonly archive?: LocalArchive;
  readonly gateways?: GatewayMeans;
  /** Path of a receipt that is said to be about the file. */
  readonly receipt?: string;
  /** Called while the credential is still open, for thumbnails and ingredients. */
  readonly look?: (credential: Credential) => void;
}
