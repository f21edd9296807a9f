// Examines words of a page that carry a credential. Are these the bytes that were signed, in any way that the page can be
// read? If not, are they at least the words? Only where both fail is it said that they are not what was signed.
import { containerFor, memorySource } from "../container/index.js";
import {
  activeManifestLabel,
  assertionCbor,
  type Credential,
  type EngineRefusal,
  isReading,
  readCredential,
  soleBinding,
  withoutBinding,
} from "../credential/index.js";
import {
  asArray,
  asObject,
  asString,
  concat,
  equal,
  fromBase64Url,
  sha256,
  utf8,
} from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { CANONICAL_FORM, markupBlocks } from "../text/index.js";
import { engineTrust } from "../trust/index.js";
import type { Finding, Verdict } from "../verdict.js";
import { examine, verdictOf } from "./examine.js";
import type { VerifyMeans } from "./means.js";
import { type Passage, treeOf } from "./passage.js";
import { lastBytes, pieceOfBlock, readings } from "./passage-reading.js";
import type { Subject } from "./subject.js";

const MARK = "\ufeff";
const PLAIN = "text/plain";

export interface PassageMeans extends VerifyMeans {
  /** Bytes as something to be examined. */
  readonly subject: (bytes: Uint8Array) => Subject;
}

export interface ExaminedPassage {
  readonly verdict: Verdict;
  /** The piece of the passage with which what was signed begins, where the words are those. */
  readonly first?: number;
}

/** Examines a passage with a run. A credential that can't be read is a verdict, too. */
export async function examinePassage(
  passage: Passage,
  means: PassageMeans,
): Promise<ExaminedPassage> {
  const isMarked = passage.run.startsWith(MARK);
  const wrapper = utf8(isMarked ? passage.run : MARK + passage.run);
  const marking = isMarked ? [] : [MARK_GONE];
  const store = await storeIn(wrapper);
  if (!store) return { verdict: await examine(means.subject(wrapper), means) };
  const bound = await boundReading(passage, store, means);
  if (bound) {
    const verdict = await ofBytes(concat(bound.bytes, wrapper), means);
    return { verdict: noted(verdict, marking), first: passage.skipped + bound.piece };
  }
  const said = textSaid(store);
  if (!said) return { verdict: notComparable(await ofWords(store, wrapper, means)) };
  const words = await signedBlocks(passage, said);
  if (!words) {
    const other = concat(ofLength(passage, signedLength(store) ?? 0), wrapper);
    return { verdict: noted(await ofBytes(other, means), marking) };
  }
  const first = pieceOfBlock(passage, words[0] ?? "");
  return {
    verdict: noted(await ofWords(store, wrapper, means), [...marking, SAME_WORDS]),
    ...(first !== undefined && { first: passage.skipped + first }),
  };
}

async function storeIn(wrapper: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const layout = await containerFor(PLAIN)?.open(memorySource(wrapper), PLAIN);
    return await layout?.readStore();
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

/** Where the exclusion starts is how long the signed text is, in bytes: that much is cut out of each reading, from its end. */
function signedLength(store: Uint8Array): number | undefined {
  const { exclusions } = asObject(soleBinding(store)?.data) ?? {};
  const { start } = asObject(asArray(exclusions)[0]) ?? {};
  return typeof start === "number" && Number.isSafeInteger(start) && start >= 0 ? start : undefined;
}

async function boundReading(passage: Passage, store: Uint8Array, { subject }: PassageMeans) {
  const { alg, hash } = asObject(soleBinding(store)?.data) ?? {};
  const end = signedLength(store);
  if (end === undefined || !(hash instanceof Uint8Array)) return undefined;
  const all = [{ kind: "copy", start: 0, end, hashed: true }] as const;
  for (const reading of readings(passage)) {
    const cut = lastBytes(reading, end);
    const digest = cut && (await subject(cut.bytes).hash(asString(alg) ?? "sha256", all));
    if (cut && digest && equal(digest, hash)) return cut;
  }
  return undefined;
}

/** The end of the words as they stand, as long as what was signed: where they are fewer, they are others, too. */
function ofLength(passage: Passage, length: number): Uint8Array {
  const [plain] = readings(passage);
  const cut = plain && lastBytes(plain, length);
  return cut?.bytes ?? new Uint8Array(Math.min(length, LONGEST)).fill(0x20);
}

const LONGEST = 4_000_000;

interface TextSaid {
  readonly article: Uint8Array;
  /** Undefined where the signer didn't say how many they are. */
  readonly blocks: number | undefined;
}

/** What the signer said of the words: their hash in canonical form, and how many blocks they are. */
function textSaid(store: Uint8Array): TextSaid | undefined {
  try {
    const manifest = activeManifestLabel(store) ?? "";
    const said = asObject(assertionCbor(store, manifest, "app.colophon.text")) ?? {};
    if (said["version"] !== 1 || said["form"] !== CANONICAL_FORM) return undefined;
    const article = bytesOf(said["article"]);
    const blocks = said["blocks"];
    const isCount = typeof blocks === "number" && Number.isSafeInteger(blocks) && blocks > 0;
    return article && { article, blocks: isCount ? blocks : undefined };
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

/** The engine writes byte strings in base64url into assertions that it doesn't know. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === "string" ? fromBase64Url(value) : undefined;
}

/** The last blocks of the passage, if these are the signed words: as many as were signed. */
async function signedBlocks(
  passage: Passage,
  { article, blocks }: TextSaid,
): Promise<readonly string[] | undefined> {
  const all = markupBlocks(treeOf(passage, true));
  const counts = blocks === undefined ? upTo(Math.min(all.length, MOST_TRIED)) : [blocks];
  for (const count of counts) {
    const last = all.slice(-count);
    if (equal(await sha256(utf8(last.join("\n"))), article)) return last;
  }
  return undefined;
}

/** Blocks of an article, where their number was not signed. */
const MOST_TRIED = 200;

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, i) => i + 1);
}

/** The verdict of a text with its credential. */
async function ofBytes(text: Uint8Array, means: PassageMeans): Promise<Verdict> {
  const subject = means.subject(text);
  const layout = await containerFor(PLAIN)?.open(memorySource(text), PLAIN);
  const read = await readCredential(
    { mediaType: PLAIN, size: text.length, content: text, ...(layout && { layout }) },
    {
      engine: await means.engine(),
      trust: engineTrust(means.trust),
      hash: (algorithm, pieces) => subject.hash(algorithm, pieces),
      nativeAbove: 0,
    },
  );
  return judged(read, subject, means);
}

/** The same with the hard binding left aside: the bytes as they were signed are not at hand. */
async function ofWords(
  store: Uint8Array,
  wrapper: Uint8Array,
  means: PassageMeans,
): Promise<Verdict> {
  const engine = await means.engine();
  const read = await engine.read("application/c2pa", store, engineTrust(means.trust));
  const alone = isReading(read)
    ? {
        ...read,
        store: withoutBinding(read.store),
        storeBytes: () => store,
        binding: "native" as const,
      }
    : read;
  return judged(alone, means.subject(wrapper), means);
}

async function judged(
  read: Credential | EngineRefusal,
  subject: Subject,
  means: PassageMeans,
): Promise<Verdict> {
  if (!isReading(read)) return examine(subject, means);
  try {
    means.look?.(read);
    return await verdictOf(read, { mediaType: PLAIN }, undefined, subject, means);
  } finally {
    read.free();
  }
}

/** A credential of others that names no words: a page that sets the text anew leaves nothing to compare. */
function notComparable({ mediaType, manifest, signer }: Verdict): Verdict {
  return {
    ...{ state: "NotChecked", findings: [NOT_COMPARABLE] },
    summary: "Could not be checked.",
    ...(mediaType !== undefined && { mediaType }),
    ...(manifest !== undefined && { manifest }),
    ...(signer && { signer }),
  };
}

function noted(verdict: Verdict, notes: readonly Finding[]): Verdict {
  return notes.length === 0 ? verdict : { ...verdict, findings: [...verdict.findings, ...notes] };
}

function note(what: string, explanation: string): Finding {
  return {
    code: `colophon.text.${what}`,
    kind: "informational",
    explanation,
    source: "colophon",
  };
}

const MARK_GONE = note(
  "markerStripped",
  "the credential's marker was stripped on the way; the credential itself is whole",
);
const SAME_WORDS = note(
  "sameWords",
  "the words are those that were signed; typography or layout is not",
);
const NOT_COMPARABLE = note(
  "notComparable",
  "the page does not have the text as it was signed, and the credential does not say which words it is of",
);
