// The life of a verdict (docs/architecture.md): sniff, locate, read, summarize, judge, look into the archive.
// Whatever a file holds, this returns a verdict; it throws only when the file itself cannot be read.
import { type Layout, sniffMediaType } from "../container/index.js";
import {
  type Credential,
  type EngineRefusal,
  isReading,
  sentence,
  signatureBytes,
  soleBinding,
  summarize,
  withoutBinding,
} from "../credential/index.js";
import { ColophonError } from "../errors.js";
import { parseCoseSign1 } from "../signature/index.js";
import { engineTrust, judge } from "../trust/index.js";
import type { Finding, State, Verdict } from "../verdict.js";
import { archiveEvidence } from "./archive-evidence.js";
import type { VerifyMeans } from "./means.js";
import { openCredential } from "./open-credential.js";
import { named } from "./signer-names.js";
import { signingTime } from "./signing-time.js";
import type { Subject } from "./subject.js";
import { withWords } from "./words.js";

/** Examines one file. */
export async function examine(subject: Subject, means: VerifyMeans): Promise<Verdict> {
  const { engine, trust, now } = means;
  return withWords(await examineFile(subject, means), subject, means, (store) =>
    examineAlone(store, subject, { engine, trust, now }),
  );
}

/** Judges the credential of a text by itself: the bytes as they were signed are not at hand. */
export async function examineAlone(
  store: Uint8Array,
  subject: Subject,
  means: VerifyMeans,
): Promise<Verdict> {
  const engine = await means.engine();
  const read = await engine.read("application/c2pa", store, engineTrust(means.trust));
  const known = { mediaType: "text/plain" };
  if (!isReading(read)) return withoutCredential(read, known, [], subject, means);
  const alone = {
    ...read,
    store: withoutBinding(read.store),
    storeBytes: () => store,
    binding: "native" as const,
  };
  try {
    means.look?.(alone);
    return await verdictOf(alone, known, undefined, subject, means);
  } finally {
    read.free();
  }
}

async function examineFile(subject: Subject, means: VerifyMeans): Promise<Verdict> {
  if ((await sniffMediaType(subject.source)) === "application/c2pa")
    return withoutCredential(KEPT_APART, { mediaType: "application/c2pa" }, [], subject, means);
  const { read, mediaType, layout, notes } = await openCredential(
    subject,
    means.engine,
    engineTrust(means.trust),
  );
  const known = mediaType === undefined ? {} : { mediaType };
  if (!isReading(read)) return withoutCredential(read, known, notes, subject, means);
  try {
    means.look?.(read);
    return await verdictOf(read, known, layout, subject, means, notes);
  } finally {
    read.free();
  }
}

/** @param notes on the way the credential is carried */
export async function verdictOf(
  read: Credential,
  known: Pick<Verdict, "mediaType">,
  layout: Layout | undefined,
  subject: Subject,
  means: VerifyMeans,
  notes: readonly Finding[] = [],
): Promise<Verdict> {
  const summary = summarize(read.store);
  const store = read.storeBytes();
  const { chain, timeStampTokens } = claimSignature(store, summary.manifest);
  const judged = await judge({
    engineState: summary.engineState,
    findings: [...summary.findings, ...(await uncoveredFindings(layout, store))],
    chain,
    timeStamps: timeStampTokens,
    lists: means.trust,
    now: means.now(),
  });
  const { engineState: _, findings: __, ...parts } = summary;
  const archive = await archiveEvidence(subject, { manifest: summary.manifest, store }, means);
  const signer = parts.signer && { ...named(parts.signer, chain[0]), chain: judged.chain };
  const when = signingTime(parts.when, judged.timeStamp?.at);
  const verdict = {
    ...parts,
    ...known,
    ...(signer && { signer }),
    ...(when && { when }),
    state: judged.state,
    findings: [...judged.findings, ...notes, ...(archive?.findings ?? [])],
    ...(archive?.evidence && { archive: archive.evidence }),
  };
  return { ...verdict, summary: sentence(verdict) };
}

const STATE_WITHOUT: Readonly<Record<EngineRefusal["kind"], State>> = {
  none: "None",
  remote: "None",
  invalid: "Invalid",
  unsupported: "NotChecked",
  malformed: "NotChecked",
};

/** Without the file it is bound to, "changed since signing" would be said of a file that nobody looked at. */
const KEPT_APART: EngineRefusal = {
  kind: "unsupported",
  reason: "this is a credential kept apart from its file; verify the file, with this beside it",
};

/** The verdict for a file without a credential that could be read; the archive may still know it. */
async function withoutCredential(
  why: EngineRefusal,
  known: Pick<Verdict, "mediaType">,
  notes: readonly Finding[],
  subject: Subject,
  means: VerifyMeans,
): Promise<Verdict> {
  const archive = await archiveEvidence(subject, undefined, means);
  const findings: Finding[] = [...refusalFinding(why), ...notes, ...(archive?.findings ?? [])];
  const verdict = {
    ...known,
    state: STATE_WITHOUT[why.kind],
    findings,
    ...(why.kind === "remote" && { remoteManifest: why.url }),
    ...(archive?.evidence && { archive: archive.evidence }),
  };
  return { ...verdict, summary: sentence(verdict) };
}

/** About how a text carries its credential, which the engine never sees. */
const CARRIER_CODE = /^(?:manifest\.(?:text|html|structuredText)\.|colophon\.)/;

function refusalFinding(why: EngineRefusal): Finding[] {
  const finding = (code: string, kind: Finding["kind"], explanation: string): Finding[] => [
    { code, kind, explanation, source: "colophon" },
  ];
  switch (why.kind) {
    case "none":
      return [];
    case "remote":
      return finding(
        "colophon.manifest.remote",
        "informational",
        `the file says that its credentials are kept at ${why.url}; nothing was fetched`,
      );
    case "invalid":
      return [
        {
          code: why.code,
          kind: "failure",
          explanation: why.reason,
          source: CARRIER_CODE.test(why.code) ? "colophon" : "engine",
        },
      ];
    case "unsupported":
      return finding("colophon.file.unsupported", "failure", why.reason);
    case "malformed":
      return finding("colophon.file.malformed", "failure", why.reason);
  }
}

/** The certificates and time-stamps of the claim's signature. */
function claimSignature(store: Uint8Array, manifest: string | undefined) {
  try {
    const bytes = manifest === undefined ? undefined : signatureBytes(store, manifest);
    if (bytes) return parseCoseSign1(bytes);
  } catch (cause) {
    if (!(cause instanceof ColophonError)) throw cause;
  }
  return { chain: [], timeStampTokens: [] }; // the engine has said what is wrong with the signature
}

/** Bytes that anybody can add or change without breaking the hard binding. */
async function uncoveredFindings(
  layout: Layout | undefined,
  store: Uint8Array,
): Promise<Finding[]> {
  const open = await layout?.uncovered(soleBinding(store)?.data);
  return (open ?? []).map(({ what, start, length }) => ({
    code: "colophon.binding.uncovered",
    kind: "informational",
    explanation: `${length} bytes at offset ${start} (${what}) are not covered by the signature`,
    source: "colophon",
  }));
}
