// Signs a text: its record, its hard binding, and the manifest where it belongs. The long lists of hashes are in the text
// record; the manifest has that record's SHA-256 and stays small, because it travels with every copy of the text.
import { TEXT_ASSERTION } from "../archive/index.js";
import {
  containerFor,
  type Layout,
  memorySource,
  type Piece,
  type Span,
  type TextCarrier,
  takesCarrier,
  wrappedLength,
} from "../container/index.js";
import { sha256, toBase64Url } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type AboutText, encodeTextRecord, type TextRecord, textRecord } from "../text/index.js";
import { articleBlocks } from "./article-blocks.js";
import { dataBinding, type HardBinding } from "./data-binding.js";
import { embeddingFor, type TextEmbedding } from "./embedding.js";
import { fitStore, lengthToSignFor } from "./fit-store.js";
import { joined } from "./pieces.js";
import { sourceText } from "./source-text.js";

/** An assertion for the engine. */
export type TextAssertion = HardBinding;

/** What signing a text takes. */
export interface TextSigning extends AboutText {
  /** For messages. */
  readonly name: string;
  readonly mediaType: string;
  readonly embedding: TextEmbedding;
  /**
   * Signs a manifest store that holds these assertions besides its own. With `practice` it must be as long, may have any
   * signature (best one of 0xff bytes), and goes nowhere.
   */
  makeStore(assertions: readonly TextAssertion[], practice: boolean): Promise<Uint8Array>;
}

/** A signed text. */
export interface SignedTextContent {
  /** The text with its manifest; for a sidecar, as it was. */
  readonly output: Uint8Array;
  /** The manifest store (JUMBF). */
  readonly store: Uint8Array;
  /** What is archived of the text; absent for one without a word in it. */
  readonly record?: TextRecord;
  /** The record as its data item holds it: its SHA-256 is in the manifest. */
  readonly recordBytes?: Uint8Array;
  /** The text's characters were put into composed form (NFC), as §A.8 wants it: its bytes are others than before. */
  readonly composed: boolean;
}

const CARRIER: Readonly<Record<Exclude<TextEmbedding, "sidecar">, TextCarrier>> = {
  wrapper: "wrapper",
  structured: "structured",
  script: "html",
};

/**
 * Signs a text that carries no manifest (openText takes one out).
 * @throws ColophonError FILE_EMPTY, ENCODING_INVALID, FORMAT_UNSUPPORTED, RECORD_INVALID, and what `makeStore` throws
 */
export async function signText(bytes: Uint8Array, means: TextSigning): Promise<SignedTextContent> {
  const { name, mediaType, embedding, makeStore } = means;
  const text = sourceText(bytes, name);
  const composed = embedding === "wrapper" && text.normalize("NFC") !== text;
  const blocks = await articleBlocks(text, mediaType);
  const about = await aboutText(blocks, means);
  const facts = { ...about?.facts, composed };
  const assertions = about ? [about.assertion] : [];
  if (embedding === "sidecar") {
    const binding = dataBinding(await sha256(bytes), undefined);
    return { output: bytes, store: await makeStore([...assertions, binding], false), ...facts };
  }
  const carrier = CARRIER[embedding];
  const container = takesCarrier(mediaType, carrier) && containerFor(mediaType, carrier);
  if (!container) throw unsupported(name, mediaType, embedding);
  const layout = await container.open(memorySource(bytes), mediaType);
  const sign = async (planned: Planned, practice: boolean) =>
    makeStore(
      [...assertions, dataBinding(await sha256(planned.hashed), planned.exclusion)],
      practice,
    );
  return { ...(await placed(bytes, layout, embedding, sign)), ...facts };
}

/** Signs for the length that the manifest will have in the text; that comes out right at once, or is tried again. */
async function placed(
  bytes: Uint8Array,
  layout: Layout,
  embedding: TextEmbedding,
  sign: (planned: Planned, practice: boolean) => Promise<Uint8Array>,
): Promise<{ output: Uint8Array; store: Uint8Array }> {
  let sample = await sign(await plan(bytes, layout, USUAL_SIZE), true);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const length = embedding === "wrapper" ? lengthToSignFor(sample, wrappedLength) : undefined;
    const planned = await plan(bytes, layout, sample.length, length);
    const made = await sign(planned, false);
    const store =
      length === undefined ? exact(made, sample) : fitStore(made, length, wrappedLength);
    if (store) return { output: planned.output(store), store };
    sample = made;
  }
  throw new ColophonError("INTERNAL", "the manifest's size changed while the text was signed", {
    hint: "nothing was written; please report this with the command you used",
  });
}

const ATTEMPTS = 4;
const USUAL_SIZE = 2048;

function exact(made: Uint8Array, sample: Uint8Array): Uint8Array | undefined {
  return made.length === sample.length ? made : undefined;
}

/** A text with room for a manifest. */
interface Planned {
  /** What the hard binding covers. */
  readonly hashed: Uint8Array;
  readonly exclusion: Span;
  output(store: Uint8Array): Uint8Array;
}

async function plan(
  bytes: Uint8Array,
  layout: Layout,
  storeLength: number,
  carriedLength?: number,
): Promise<Planned> {
  const splice = await layout.splice(storeLength, carriedLength);
  if (splice?.binding.kind !== "data")
    throw new ColophonError("INTERNAL", "a text was to be bound otherwise than by its bytes");
  const { pieces, binding, wrap } = splice;
  return {
    hashed: joined(
      bytes,
      pieces.filter((piece) => piece.kind === "hash-only" || isHashed(piece)),
    ),
    exclusion: { start: binding.start, length: binding.length },
    output: (store) =>
      joined(
        bytes,
        pieces.filter(({ kind }) => kind !== "hash-only"),
        wrap(store),
      ),
  };
}

function isHashed(piece: Piece): boolean {
  return (piece.kind === "copy" || piece.kind === "bytes") && piece.hashed;
}

/**
 * The text's record, and the assertion that vouches for it. Hashes are base64url in it: the engine takes no byte strings
 * in assertions that it doesn't know.
 */
async function aboutText(blocks: readonly string[], about: AboutText) {
  if (blocks.length === 0) return undefined;
  const record = textRecord(blocks, about);
  const recordBytes = encodeTextRecord(record);
  const data = {
    version: 1,
    form: record.form,
    record: toBase64Url(await sha256(recordBytes)),
    article: toBase64Url(record.article),
    blocks: record.blocks.length,
    words: record.words,
  };
  const assertion = { label: TEXT_ASSERTION, kind: "Cbor", created: true, data };
  return { facts: { record, recordBytes }, assertion };
}

function unsupported(name: string, mediaType: string, embedding: TextEmbedding): ColophonError {
  const usual = embeddingFor(mediaType);
  return new ColophonError(
    "FORMAT_UNSUPPORTED",
    `${name} is ${mediaType}, which has no place for a manifest of the kind ${embedding}`,
    { hint: `nothing was written; its kind of text is signed with --embed ${usual}` },
  );
}
