// Finds the credential of a file, in it or beside it, and has it read. Media go to the engine or have their binding checked
// natively; of a text, the engine only ever sees the manifest.
import {
  CREDENTIAL_MARKS,
  containerFor,
  isTextType,
  type Layout,
  mediaTypeOf,
  type Piece,
  startsManifestStore,
  textMarks,
} from "../container/index.js";
import {
  type Asset,
  type Credential,
  type EngineRefusal,
  type EngineTrust,
  isReading,
  type ReadMeans,
  readCredential,
} from "../credential/index.js";
import { ColophonError } from "../errors.js";
import type { Finding } from "../verdict.js";
import type { VerifyMeans } from "./means.js";
import type { Subject } from "./subject.js";

/** Larger files have their hard binding checked natively: the engine would copy them, and hash at a fifth of the speed. */
const NATIVE_ABOVE = 64 * 1024;

interface Opened {
  readonly read: Credential | EngineRefusal;
  readonly mediaType?: string;
  readonly layout?: Layout;
  /** About the way the credential is carried, whatever came of reading it. */
  readonly notes: readonly Finding[];
}

/** Finds and reads the credential of a file, embedded or beside it. Free the reading when done. */
export async function openCredential(
  subject: Subject,
  startEngine: VerifyMeans["engine"],
  trust?: EngineTrust,
): Promise<Opened> {
  const { name, mediaType: type } = subject;
  const mediaType = await mediaTypeOf(subject.source, {
    name,
    ...(type !== undefined && { type }),
  });
  const known = mediaType === undefined ? {} : { mediaType };
  const isText = mediaType !== undefined && isTextType(mediaType);
  // A file that has a manifest where its kind has one is not searched as well: that would be reading gigabytes twice.
  const early =
    mediaType !== undefined && !isText ? await openLayout(subject, mediaType) : undefined;
  const located =
    early !== undefined && !(early instanceof ColophonError) && early.manifestSpans.length > 0;
  const embedded =
    mediaType !== undefined && (located || (await maybeCredential(subject, mediaType)));
  const opened =
    embedded && isText ? await openLayout(subject, mediaType) : embedded ? early : undefined;
  const layout = opened instanceof ColophonError ? undefined : opened;
  const notes = notesOf(layout);
  // A media file that is damaged is nothing that a sidecar could speak for; of a text, it binds the bytes as they are.
  if (opened instanceof ColophonError && !isText) return { ...known, notes, read: damaged(opened) };
  const means = async (): Promise<ReadMeans> => ({
    engine: await startEngine(),
    ...(trust && { trust }),
    hash: (algorithm: string, pieces: readonly Piece[]) => subject.hash(algorithm, pieces),
    nativeAbove: NATIVE_ABOVE,
  });
  const asset = async (): Promise<Asset> => ({
    mediaType: mediaType ?? "application/octet-stream",
    size: subject.source.size,
    content: await subject.content(),
    ...(layout && { layout }),
    ...(subject.fragments && { fragments: subject.fragments }),
  });
  let absent: EngineRefusal = mediaType === undefined ? unsupported(subject.source.size) : NONE;
  if (opened instanceof ColophonError) absent = damaged(opened);
  else if (embedded) {
    const without = isText && layout ? await withoutStore(layout) : undefined;
    const read = without ?? (await readWhole(await asset(), await means()));
    if (isReading(read) || (read.kind !== "none" && read.kind !== "remote"))
      return { ...known, ...(layout && { layout }), notes: [...notes, ...partsNote(read)], read };
    absent = read;
  }
  const sidecar = await subject.sidecar?.();
  if (!sidecar)
    return { ...known, ...(layout && absent.kind === "remote" && { layout }), notes, read: absent };
  const beside =
    layout ?? early ?? (mediaType === undefined ? undefined : await openLayout(subject, mediaType));
  const plain = beside instanceof ColophonError ? undefined : beside;
  const read = await readCredential(
    { ...(await asset()), ...(plain && { layout: plain }), sidecar },
    await means(),
  );
  return { ...known, ...(plain && { layout: plain }), notes, read };
}

/** The engine can't walk through every sound small file: a film's user data may end as QuickTime ends a list. */
async function readWhole(asset: Asset, means: ReadMeans): Promise<Credential | EngineRefusal> {
  const read = await readCredential(asset, means);
  if (isReading(read) || read.kind !== "malformed" || asset.size > means.nativeAbove) return read;
  const natively = await readCredential(asset, { ...means, nativeAbove: 0 });
  return isReading(natively) ? natively : read;
}

/** Why there is no manifest in a text to have read; undefined when there is one. The engine is not started for it. */
async function withoutStore(layout: Layout): Promise<EngineRefusal | undefined> {
  const failure = layout.faults?.find(({ kind }) => kind === "failure");
  if (failure) return { kind: "invalid", code: failure.code, reason: failure.explanation };
  const store = await layout.readStore();
  if (!store) return layout.remote === undefined ? NONE : { kind: "remote", url: layout.remote };
  if (startsManifestStore(store)) return undefined;
  return {
    kind: "invalid",
    code: "colophon.text.noManifest",
    reason: "what the text carries as its credential is no manifest",
  };
}

function notesOf(layout: Layout | undefined): Finding[] {
  return (layout?.faults ?? [])
    .filter(({ kind }) => kind === "informational")
    .map((fault) => ({ ...fault, source: "colophon" }));
}

/** Of a movie in parts: how much of it was looked at. */
function partsNote(read: Credential | EngineRefusal): Finding[] {
  const count = isReading(read) ? read.fragments : undefined;
  if (!count) return [];
  const note = (code: string, explanation: string): Finding => ({
    code,
    kind: "informational",
    explanation,
    source: "colophon",
  });
  const { checked, of, inOrder, uncovered } = count;
  const some = checked < of ? `${checked} of the movie's ${of} fragments` : `${checked} fragments`;
  const notes = [note("colophon.fragments.checked", `${some} were looked at`)];
  if (uncovered) {
    const { bytes, first } = uncovered;
    const where = `${bytes} bytes in fragments, the first of them in ${first},`;
    notes.push(note("colophon.binding.uncovered", `${where} are not covered by the signature`));
  }
  const order = "by their names the fragments come in another order than when they were signed";
  return inOrder ? notes : [...notes, note("colophon.fragments.order", order)];
}

const NONE: EngineRefusal = { kind: "none" };

function unsupported(size: number): EngineRefusal {
  const reason =
    size === 0
      ? "the file is empty (0 bytes)"
      : "Content Credentials inside this kind of file can't be read here";
  return { kind: "unsupported", reason };
}

function damaged(error: ColophonError): EngineRefusal {
  return { kind: "malformed", reason: error.message };
}

async function openLayout(
  subject: Subject,
  mediaType: string,
): Promise<Layout | ColophonError | undefined> {
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
  if (!isTextType(mediaType)) return subject.mentions(CREDENTIAL_MARKS);
  const [first, second] = await subject.source.read(0, Math.min(2, subject.source.size));
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return wide || subject.mentions(textMarks(mediaType)); // in UTF-16 no mark looks like itself
}
