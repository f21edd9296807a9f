// Verdicts for the tests of the report room: one for each state, rich where it can be, and a hostile one.
import type {
  ArchiveBlock,
  ArchiveEvidence,
  Finding,
  ProvenanceNode,
  Signer,
  State,
  Verdict,
} from "../../../src/index.js";

export const MANIFEST = "urn:c2pa:5c2b1f0a-3f0e-4f4a-9a57-1c1d3c5e7a90";
const URI = `self#jumbf=/c2pa/${MANIFEST}/`;
export const THUMBNAIL = `${URI}c2pa.assertions/c2pa.thumbnail.claim`;
const PARENT_THUMBNAIL = `${URI}c2pa.assertions/c2pa.thumbnail.ingredient`;

const passed = (code: string, explanation: string): Finding => ({
  code,
  kind: "success",
  url: `${URI}c2pa.signature`,
  explanation,
  source: "engine",
});

const PASSED = [
  passed("claimSignature.insideValidity", "claim signature valid"),
  passed("claimSignature.validated", "claim signature valid"),
  passed("assertion.hashedURI.match", "hashed uri matched: c2pa.actions.v2"),
  passed("assertion.dataHash.match", "data hash valid"),
];

const UNTRUSTED: Finding = {
  ...passed("signingCredential.untrusted", "signing certificate untrusted"),
  kind: "failure",
};

const SIGNER: Signer = {
  name: "The Daily Record",
  organisation: "The Daily Record",
  commonName: "Ada Reyes",
  algorithm: "Ed25519",
  chain: [
    {
      subject: "CN=Ada Reyes, O=The Daily Record",
      issuer: "CN=The Daily Record root, O=The Daily Record",
      notBefore: "2026-01-01T00:00:00Z",
      notAfter: "2027-01-01T00:00:00Z",
      serial: "3f9a01",
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    {
      subject: "CN=The Daily Record root, O=The Daily Record",
      issuer: "CN=The Daily Record root, O=The Daily Record",
      notBefore: "2025-01-01T00:00:00Z",
      notAfter: "2035-01-01T00:00:00Z",
      serial: "01",
      sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    },
  ],
};

export const BLOCK: ArchiveBlock = {
  height: 1_700_011,
  id: "aY0j3sWOzCfYYqXWTqmrTYaVZRVlqPXFRHmmUUmpPdPGdYvYc4dQ7yQhPYzjOc2G",
  at: "2026-03-04T12:40:00Z",
  confirmations: 52,
  gateways: ["https://one.example.com", "https://two.example.org"],
};

export const ARCHIVE: ArchiveEvidence = {
  id: "pX3kQ0o6e7Jb1R2s3T4u5V6w7X8y9Z0a1B2c3D4e5F6",
  level: "authentic",
  manifest: MANIFEST,
  match: "hard-binding",
  owner: "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6",
  signer: "The Daily Record",
  archivedIn: "the archive on this computer",
  findings: [],
};

const TREE: ProvenanceNode = {
  title: "Harbour at dusk",
  relationship: "self",
  mediaType: "image/jpeg",
  manifest: MANIFEST,
  signer: "The Daily Record",
  at: "2026-03-04T12:33:20Z",
  generator: { name: "Colophon", version: "0.1.0" },
  actions: [
    { action: "c2pa.opened", when: "2026-03-04T12:20:00Z" },
    { action: "c2pa.color_adjustments", tool: { name: "Darkroom", version: "12.1" } },
    { action: "c2pa.cropped", when: "2026-03-04T12:31:00Z", description: "left edge" },
    {
      action: "c2pa.placed",
      digitalSourceType:
        "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
    },
  ],
  state: "self",
  findings: [],
  thumbnail: { mediaType: "image/jpeg", uri: THUMBNAIL },
  ingredients: [
    {
      title: "DSC_0412.NEF",
      relationship: "parentOf",
      mediaType: "image/x-nikon-nef",
      manifest: "urn:c2pa:0b1d2f3a-0000-4000-8000-000000000001",
      signer: "Nikon Corporation",
      at: "2026-03-03T17:02:11Z",
      generator: { name: "NIKON Z 9", version: "5.10" },
      actions: [
        {
          action: "c2pa.created",
          when: "2026-03-03T17:02:11Z",
          digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        },
      ],
      state: "valid",
      findings: [],
      thumbnail: { mediaType: "image/png", uri: PARENT_THUMBNAIL },
      ingredients: [],
    },
    {
      title: "sky.png",
      relationship: "componentOf",
      mediaType: "image/png",
      manifest: "urn:c2pa:0b1d2f3a-0000-4000-8000-000000000002",
      signer: "Example Image Service",
      actions: [
        {
          action: "c2pa.created",
          tool: { name: "Example Diffusion", version: "3" },
          digitalSourceType:
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        },
        { action: "c2pa.resized" },
      ],
      state: "invalid",
      findings: [
        {
          code: "claimSignature.mismatch",
          kind: "failure",
          explanation: "claim signature is not valid",
          source: "engine",
          ingredient: `${URI}c2pa.assertions/c2pa.ingredient.v3__1`,
        },
      ],
      ingredients: [
        {
          title: "prompt",
          relationship: "inputTo",
          actions: [],
          state: "no-credential",
          findings: [],
          ingredients: [],
        },
      ],
    },
    {
      title: "logo.svg",
      relationship: "componentOf",
      mediaType: "image/svg+xml",
      actions: [],
      state: "no-credential",
      findings: [],
      ingredients: [],
    },
  ],
};

const SIGNED = {
  mediaType: "image/jpeg",
  manifest: MANIFEST,
  title: "Harbour at dusk",
  creator: "Ada Reyes",
  signer: SIGNER,
  when: { at: "2026-03-04T12:33:20Z", source: "claimed", trusted: false },
  generator: { name: "Colophon", version: "0.1.0" },
  ai: { kind: "edited", words: "AI-edited", model: "Example Diffusion 3", inherited: true },
  training: [
    { purpose: "ai_generative_training", use: "notAllowed" },
    { purpose: "ai_training", use: "notAllowed" },
    { purpose: "data_mining", use: "constrained", info: "with our licence" },
  ],
  tree: TREE,
  archive: ARCHIVE,
} as const satisfies Partial<Verdict>;

export const VERDICTS: Readonly<Record<State, Verdict>> = {
  Trusted: {
    ...SIGNED,
    state: "Trusted",
    summary:
      "Signed by The Daily Record, who is on a trust list in use; the signed content is unchanged.",
    when: { at: "2026-03-04T12:33:22Z", source: "time-stamp", trusted: true },
    archive: {
      ...ARCHIVE,
      level: "agreed",
      archivedIn: "https://one.example.com",
      block: BLOCK,
      batch: { files: 1200 },
    },
    findings: [...PASSED, passed("signingCredential.trusted", "signing certificate trusted")],
  },
  Valid: {
    ...SIGNED,
    state: "Valid",
    summary:
      "Signed under the name The Daily Record, which no trust list in use vouches for; the signed content is unchanged.",
    findings: [
      ...PASSED,
      UNTRUSTED,
      {
        code: "colophon.binding.uncovered",
        kind: "informational",
        explanation: "102,400 bytes at 18,220 are not covered by the signature",
        source: "colophon",
      },
    ],
  },
  Invalid: {
    ...SIGNED,
    state: "Invalid",
    summary: "Changed since signing: the content is not what The Daily Record signed.",
    archive: {
      ...ARCHIVE,
      match: "manifest",
      withdrawn: { id: ARCHIVE.id, at: "2026-03-05T10:00:00Z", reason: "the caption was wrong" },
      supersededBy: "qY4kR1p7f8Kc2S3t4U5v6W7x8Y9z0A1b2C3d4E5f6G7",
    },
    findings: [
      ...PASSED.slice(0, 3),
      UNTRUSTED,
      {
        code: "assertion.dataHash.mismatch",
        kind: "failure",
        url: `${URI}c2pa.assertions/c2pa.hash.data`,
        explanation:
          "asset hash error, name: jumbf manifest, error: hash verification( Hashes do not match )",
        source: "engine",
      },
    ],
  },
  None: {
    state: "None",
    summary:
      "Found in the archive: a record by The Daily Record matches; this copy carries no credential.",
    findings: [],
    mediaType: "image/jpeg",
    archive: ARCHIVE,
  },
  NotChecked: {
    state: "NotChecked",
    summary: "This file could not be checked; that says nothing about its content.",
    findings: [
      {
        code: "manifest.inaccessible",
        kind: "informational",
        explanation: "remote manifest not fetched",
        source: "colophon",
      },
    ],
    mediaType: "image/jpeg",
    remoteManifest: "https://example.com/manifests/5c2b1f0a.c2pa",
  },
};

/** What attackers put into titles and names (facts: xss, sql, bidi, control characters, length). */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>",
  `"><a href="javascript:alert(1)" style="position:fixed;inset:0">click</a><!--`,
  `' onmouseover='alert(1)' x='`,
  "'; DROP TABLE manifests; --",
  "</style></title></textarea><base href=https://evil.example/><meta http-equiv=refresh content=0>",
  "photo\u202egpj.exe \u2066isolated\u2069 \u200fzero\u200b\u200d\ufeffwidth",
  "\u001b[2J\u001b[31mTrusted\u001b]0;owned\u0007 \u009b31m\u007f\u0085 \r overwritten\nSecond line",
  "&lt;script&gt;&#x3c;b&#x3e;&amp;quot;",
  `https://evil.example/${"x".repeat(10_000)}`,
  "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030cA\u0300lgo",
  "\ud800 lone \udfff \ufffe \u{e0041}\u{e007f}",
  "__proto__",
  "{{7*7}} <%= 7*7 %> %s %n $(id) `id`",
];

/** A verdict with hostile text in every string that a file can set. */
export function hostileVerdict(evil: (at: number) => string): Verdict {
  let at = 0;
  const next = () => evil(at++);
  const finding = (kind: Finding["kind"]): Finding => ({
    code: next(),
    kind,
    url: next(),
    explanation: next(),
    source: "engine",
    ingredient: next(),
  });
  const node = (depth: number): ProvenanceNode => ({
    title: next(),
    relationship: depth === 0 ? "self" : "componentOf",
    mediaType: next(),
    manifest: next(),
    signer: next(),
    at: next(),
    generator: { name: next(), version: next() },
    actions: [
      {
        action: next(),
        when: next(),
        tool: { name: next(), version: next() },
        digitalSourceType: next(),
        description: next(),
      },
    ],
    state: depth === 0 ? "self" : "invalid",
    findings: [finding("failure")],
    thumbnail: { mediaType: next(), uri: next() },
    ingredients: depth < 3 ? [node(depth + 1), node(depth + 1)] : [],
  });
  const certificate = () => ({
    subject: next(),
    issuer: next(),
    notBefore: next(),
    notAfter: next(),
    serial: next(),
    sha256: next(),
  });
  return {
    state: "Invalid",
    summary: next(),
    findings: [finding("failure"), finding("informational"), finding("success")],
    mediaType: next(),
    manifest: next(),
    title: next(),
    creator: next(),
    signer: {
      name: next(),
      organisation: next(),
      commonName: next(),
      algorithm: next(),
      chain: [certificate(), certificate()],
    },
    when: { at: next(), source: "claimed", trusted: false },
    generator: { name: next(), version: next() },
    ai: { kind: "generated", words: next(), model: next(), oversight: next(), inherited: false },
    training: [{ purpose: "data_mining", use: "constrained", info: next() }],
    tree: node(0),
    archive: {
      id: next(),
      level: "listed",
      manifest: next(),
      match: "manifest",
      owner: next(),
      signer: next(),
      archivedIn: next(),
      block: { height: 1, id: next(), at: next(), confirmations: 2, gateways: [next(), next()] },
      withdrawn: { id: next(), at: next(), reason: next() },
      supersededBy: next(),
      findings: [finding("failure")],
    },
    remoteManifest: next(),
  };
}
