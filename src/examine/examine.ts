// The life of a verdict (docs/architecture.md): sniff, locate, read, summarize, judge, look into the archive.
// Whatever a file holds, this returns a verdict; it throws only when the file itself cannot be read.
import {
  CREDENTIAL_MARKS,
  containerFor,
  type Layout,
  type Piece,
  sniffMediaType,
} from "../container/index.js";
import {
  type Credential,
  type EngineRefusal,
  type EngineTrust,
  isReading,
  readCredential,
  sentence,
  signatureBytes,
  soleBinding,
  summarize,
} from "../credential/index.js";
import { ColophonError } from "../errors.js";
import { parseCoseSign1 } from "../signature/index.js";
import { engineTrust, judge } from "../trust/index.js";
import type { Finding, State, Verdict } from "../verdict.js";
import { archiveEvidence } from "./archive-evidence.js";
import type { VerifyMeans } from "./means.js";
import { signingTime } from "./signing-time.js";
import type { Subject } from "./subject.js";
import { withWords } from "./words.js";

/** Larger files have their hard binding checked natively: the engine would copy them, and hash at a fifth of the speed. */
const NATIVE_ABOVE = 64 * 1024;

/** Examines one file. */
export async function examine(subject: Subject, means: VerifyMeans): Promise<Verdict> {
  return withWords(await examineFile(subject, means), subject, means);
}

async function examineFile(subject: Subject, means: VerifyMeans): Promise<Verdict> {
  if ((await sniffMediaType(subject.source)) === "application/c2pa")
    return withoutCredential(KEPT_APART, { mediaType: "application/c2pa" }, subject, means);
  const { read, mediaType, layout } = await openCredential(
    subject,
    means.engine,
    engineTrust(means.trust),
  );
  const known = mediaType === undefined ? {} : { mediaType };
  if (!isReading(read)) return withoutCredential(read, known, subject, means);
  try {
    means.look?.(read);
    return await verdictOf(read, known, layout, subject, means);
  } finally {
    read.free();
  }
}

interface Opened {
  readonly read: Credential | EngineRefusal;
  readonly mediaType?: string;
  readonly layout?: Layout;
}

/** Finds and reads the credential of a file, embedded or beside it. Free the reading when done. */
export async function openCredential(
  subject: Subject,
  startEngine: VerifyMeans["engine"],
  trust?: EngineTrust,
): Promise<Opened> {
  const mediaType = await sniffMediaType(subject.source);
  const known = mediaType === undefined ? {} : { mediaType };
  const embedded = mediaType !== undefined && (await maybeCredential(subject, mediaType));
  const layout = embedded ? await openLayout(subject, mediaType) : undefined;
  if (layout instanceof ColophonError) return { ...known, read: damaged(layout) };
  const means = async () => ({
    engine: await startEngine(),
    ...(trust && { trust }),
    hash: (algorithm: string, pieces: readonly Piece[]) => subject.hash(algorithm, pieces),
    nativeAbove: NATIVE_ABOVE,
  });
  const asset = async () => ({
    mediaType: mediaType ?? "application/octet-stream",
    size: subject.source.size,
    content: await subject.content(),
    ...(layout && { layout }),
  });
  let absent: EngineRefusal = mediaType === undefined ? unsupported() : NONE;
  if (embedded) {
    const read = await readCredential(await asset(), await means());
    if (isReading(read) || (read.kind !== "none" && read.kind !== "remote"))
      return { ...known, ...(layout && { layout }), read };
    absent = read;
  }
  const sidecar = await subject.sidecar?.();
  if (!sidecar)
    return { ...known, ...(layout && absent.kind === "remote" && { layout }), read: absent };
  const beside = mediaType === undefined ? undefined : await openLayout(subject, mediaType);
  const plain = beside instanceof ColophonError ? undefined : beside;
  const read = await readCredential(
    { ...(await asset()), ...(plain && { layout: plain }), sidecar },
    await means(),
  );
  return { ...known, ...(plain && { layout: plain }), read };
}

export async function verdictOf(
  read: Credential,
  known: Pick<Verdict, "mediaType">,
  layout: Layout | undefined,
  subject: Subject,
  means: VerifyMeans,
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
  const signer = parts.signer && { ...parts.signer, chain: judged.chain };
  const when = signingTime(parts.when, judged.timeStamp?.at);
  const verdict = {
    ...parts,
    ...known,
    ...(signer && { signer }),
    ...(when && { when }),
    state: judged.state,
    findings: [...judged.findings, ...(archive?.findings ?? [])],
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

const NONE: EngineRefusal = { kind: "none" };

/** Without the file it is bound to, "changed since signing" would be said of a file that nobody looked at. */
const KEPT_APART: EngineRefusal = {
  kind: "unsupported",
  reason: "this is a credential kept apart from its file; verify the file, with this beside it",
};

/** The verdict for a file without a credential that could be read; the archive may still know it. */
async function withoutCredential(
  why: EngineRefusal,
  known: Pick<Verdict, "mediaType">,
  subject: Subject,
  means: VerifyMeans,
): Promise<Verdict> {
  const archive = await archiveEvidence(subject, undefined, means);
  const findings: Finding[] = [...refusalFinding(why), ...(archive?.findings ?? [])];
  const verdict = {
    ...known,
    state: STATE_WITHOUT[why.kind],
    findings,
    ...(why.kind === "remote" && { remoteManifest: why.url }),
    ...(archive?.evidence && { archive: archive.evidence }),
  };
  return { ...verdict, summary: sentence(verdict) };
}

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
      return [{ code: why.code, kind: "failure", explanation: why.reason, source: "engine" }];
    case "unsupported":
      return finding("colophon.file.unsupported", "failure", why.reason);
    case "malformed":
      return finding("colophon.file.malformed", "failure", why.reason);
  }
}

function unsupported(): EngineRefusal {
  return {
    kind: "unsupported",
    reason: "Content Credentials inside this kind of file can't be read here",
  };
}

function damaged(error: ColophonError): EngineRefusal {
  return { kind: "malformed", reason: error.message };
}

async function openLayout(
  subject: Subject,
  mediaType: string | undefined,
): Promise<Layout | ColophonError | undefined> {
  if (mediaType === undefined) return undefined;
  try {
    return await containerFor(mediaType)?.open(subject.source, mediaType);
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code === "CONTAINER_MALFORMED") return cause;
    throw cause;
  }
}

/** A quick look that spares the engine's start for files without any trace of a credential. */
async function maybeCredential(subject: Subject, mediaType: string): Promise<boolean> {
  if (mediaType === "application/pdf") return true; // may hold it in a compressed stream
  return subject.mentions(CREDENTIAL_MARKS);
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
