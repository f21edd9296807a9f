// Trust lists in the form the engine takes. What c2pa-rs 0.91.3 does with them was measured (test/src/trust/engine-trust):
// - `trust.anchors[].trust_kind` (manifest, tsa) is accepted and ignored: all anchors form one pool, so a signer below
//   a time-stamp anchor is "Trusted" and a time-stamp below a signer anchor is "trusted". path.ts and time-stamp.ts
//   ask again with the right list.
// - Without `trust.trust_config`, a certificate with C2PA's own claimSigning or documentSigning alone is "Invalid"
//   (missing required EKU), although it conforms; with it, also when there are no anchors, it is not.
//   emailProtection, timeStamping and OCSPSigning are always let through: policy.ts refuses the last two.
// - `verify_timestamp_trust` is on by default and only decides whether timeStamp.trusted is looked for.
// - One broken PEM block in `anchors` is skipped without a word: trust-list.ts reads every list itself.
import type { EngineTrust } from "../credential/index.js";
import type { PemList, TrustLists } from "./trust-list.js";

/** The lists as the engine's port takes them; PEM is handed on unread. */
export function engineTrust({ sources }: TrustLists): EngineTrust {
  const { signers = [], timeStamps = [], user = [] } = sources;
  return {
    ...(signers.length > 0 && { anchors: joined(signers) }),
    ...(timeStamps.length > 0 && { timeStampAnchors: joined(timeStamps) }),
    ...(user.length > 0 && { userAnchors: joined(user) }),
  };
}

function joined(lists: readonly PemList[]): string {
  return lists.map(({ pem }) => pem).join("\n");
}
