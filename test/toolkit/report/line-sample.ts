// One line of each JSON type with every field that it can have: a type that gets a field and isn't here doesn't compile.
import type { Line } from "../../../toolkit/report/line.js";
import { ARCHIVE, MANIFEST, VERDICTS } from "./sample.js";

type Whole = { readonly [T in Line["type"]]: Required<Extract<Line, { type: T }>> };

const shared = {
  manifest: MANIFEST,
  mediaType: "image/jpeg",
  signer: "The Daily Record",
  at: "2026-03-04T12:33:20Z",
  path: "photo.jpg",
  bytes: 2222,
};

export const LINES: Whole = {
  verdict: {
    ...(VERDICTS.Valid as Required<typeof VERDICTS.Valid>),
    type: "verdict",
    path: "photo.jpg",
    remoteManifest: "https://example.com/photo.c2pa",
  },
  signed: {
    type: "signed",
    input: "photo.jpg",
    output: "photo.jpg",
    mediaType: shared.mediaType,
    manifest: MANIFEST,
    signer: shared.signer,
    at: shared.at,
    timeStamped: true,
    generated: true,
    overheadBytes: 2431,
    record: ARCHIVE.id,
    sidecar: "photo.jpg.c2pa",
  },
  record: {
    type: "record",
    id: ARCHIVE.id,
    kind: "manifest",
    level: "authentic",
    archivedIn: ARCHIVE.archivedIn,
    owner: ARCHIVE.owner,
    ...shared,
  },
  identity: {
    type: "identity",
    name: "ada",
    commonName: "Ada Reyes",
    organisation: "The Daily Record",
    algorithm: "Ed25519",
    notAfter: "2027-01-01T00:00:00Z",
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    folder: "/home/ada/.config/colophon/identity/ada",
    key: "encrypted",
    isDefault: true,
    issuer: "CN=Ada Reyes root",
    notBefore: "2026-01-01T00:00:00Z",
    rootSha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    archiveOwner: ARCHIVE.owner,
  },
  rule: {
    type: "rule",
    path: "leaf.pem",
    rule: "key-usage",
    holds: false,
    warning: true,
    message: "it may not sign",
    remedy: "make a new one",
  },
  "trust-list": {
    type: "trust-list",
    name: "C2PA trust list",
    use: "signers",
    source: "https://example.com/list.pem",
    anchors: 30,
    sha256: "75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5",
    updatedAt: "2026-08-21T00:00:00Z",
    changed: false,
  },
  written: {
    type: "written",
    path: "thumbnail.jpg",
    what: "thumbnail",
    bytes: 1200,
    mediaType: "image/jpeg",
  },
  store: { type: "store", path: "photo.jpg", form: "crjson", store: { manifests: [] } },
  error: {
    type: "error",
    code: "FILE_NOT_FOUND",
    message: "there is no file photo.jpg",
    hint: "check the spelling",
    path: "photo.jpg",
  },
  note: { type: "note", text: "the private key is not encrypted" },
  end: {
    type: "end",
    done: 4,
    failed: 1,
    states: { Trusted: 1, Valid: 3, Invalid: 0, None: 0, NotChecked: 0 },
    exitCode: 1,
  },
};
