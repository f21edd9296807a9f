// What verification takes as arguments. Trust and time are never taken from the air.
import type { Credential, Engine } from "../../src/credential/index.js";
import type { TrustLists } from "../../src/trust/index.js";
import type { LocalArchive } from "../adapter/local-archive.js";

/** What verification needs from around it. */
export interface VerifyMeans {
  /** Started only when a file may carry a credential. */
  readonly engine: () => Promise<Engine>;
  readonly trust: TrustLists;
  readonly now: () => Date;
  readonly archive?: LocalArchive;
  /** Called while the credential is still open, for thumbnails and ingredients. */
  readonly look?: (credential: Credential) => void;
}
