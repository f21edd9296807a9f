// The trust lists that the C2PA publishes. Not in this repository: only where they are and what they were when pinned.

/** Where a published list is, and what it was on the day it was pinned. */
export interface KnownList {
  /** Name under which it is kept. */
  readonly name: string;
  readonly title: string;
  readonly kind: "signer" | "time-stamp";
  readonly url: string;
  /** The day the pin was taken. */
  readonly pinned: string;
  /** Lower-case hex of the file on that day. A newer file is shown and asked about, never taken silently. */
  readonly sha256: string;
}

const BASE = "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/";

/** The C2PA's lists of signers and of time-stamping authorities. */
export const KNOWN_LISTS: readonly KnownList[] = [
  {
    name: "c2pa",
    title: "C2PA Trust List",
    kind: "signer",
    url: `${BASE}C2PA-TRUST-LIST.pem`,
    pinned: "2026-08-21",
    sha256: "75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5",
  },
  {
    name: "c2pa-time-stamp",
    title: "C2PA Time-Stamping Authority Trust List",
    kind: "time-stamp",
    url: `${BASE}C2PA-TSA-TRUST-LIST.pem`,
    pinned: "2026-08-21",
    sha256: "c688d3555f4a2f1f8d663472bbd37888ff234abdd234c25934c0f9292e4eb5c9",
  },
];
