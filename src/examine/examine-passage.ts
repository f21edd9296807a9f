// Examines words of a page that carry a credential. Are these the bytes that were signed, in any way that the page can be
// read? If not, are they at least the words? Only where both fail is it said that they are not what was signed.
import { containerFor, memorySource } from "../container/index.js";
import { sentence, soleBinding } from "../credential/index.js";
import { asArray, asObject, asString, concat, equal, sha256, utf8 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { countTextWords, markupBlocks } from "../text/index.js";
import type { Finding, Verdict } from "../verdict.js";
import { examine } from "./examine.js";
import { type Passage, treeOf } from "./passage.js";
import { ofBytes, ofWords, type PassageMeans, PLAIN } from "./passage-judge.js";
import { lastBytes, pieceOfBlock, quoteFrom, quoteOfLast, readings } from "./passage-reading.js";
import { type TextSaid, textSaid } from "./passage-said.js";
import { SAME_WORDS } from "./same-words.js";
import type { WordsAnswer } from "./text-evidence.js";
import { examineWords } from "./words.js";

const MARK = "\ufeff";

/**
 * What the words of a passage have to do with those that its credential was signed with. `exact-file`: its hard binding
 * holds. `exact`: the same words, other bytes. `other`: not these words. `not-comparable`: nobody can tell. `unreadable`:
 * the credential is damaged. `none`: there is none in it.
 */
export type PassageLabel =
  | "exact-file"
  | "exact"
  | "other"
  | "not-comparable"
  | "unreadable"
  | "none";

export interface ExaminedPassage {
  readonly verdict: Verdict;
  readonly label: PassageLabel;
  /** How many there are. */
  readonly words: number;
  /** The words that the verdict is about, in blocks, as they stand on the page; not more than fit a few screens. */
  readonly quote: readonly string[];
  /** The piece of the passage with which what was signed begins, where the words are those. */
  readonly first?: number;
}

/** Examines a passage. A credential that can't be read is a verdict, too. */
export async function examinePassage(
  passage: Passage,
  means: PassageMeans,
): Promise<ExaminedPassage> {
  const { verdict, label, piece, blocks } = await examined(passage, {
    ...means,
    subject: (bytes) => ({ ...means.subject(bytes), mediaType: PLAIN }), // no page, whatever its address says
  });
  const isSigned = label === "exact-file" || label === "exact";
  const words = wordsOf(passage, blocks);
  const answer = isSigned ? undefined : await examineWords(words, means);
  const best = answer?.text?.texts.find((one) => one.label === answer.text?.label);
  const begin = best && words[best.blocks.first ?? -1];
  const first = piece ?? (begin === undefined ? undefined : pieceOfBlock(passage, begin));
  return {
    verdict: answer ? withAnswer(verdict, answer) : verdict,
    label,
    words: countTextWords(words),
    quote: blocks === undefined ? quoteFrom(passage, piece ?? 0) : quoteOfLast(passage, blocks),
    ...(first !== undefined && { first: passage.skipped + first }),
  };
}

/** The canonical blocks that are looked up: those in front of the run that it is about, else all. */
function wordsOf(passage: Passage, blocks: number | undefined): readonly string[] {
  const all = markupBlocks(treeOf(passage, passage.page !== true));
  return blocks === undefined ? all : all.slice(-blocks);
}

function withAnswer(verdict: Verdict, { text, findings }: WordsAnswer): Verdict {
  const all = { ...verdict, findings: [...verdict.findings, ...findings], ...(text && { text }) };
  return { ...all, summary: sentence(all) };
}

interface Examined {
  readonly verdict: Verdict;
  readonly label: PassageLabel;
  readonly piece?: number | undefined;
  /** Blocks in front of the run that it is about, where nothing says with which piece they begin. */
  readonly blocks?: number;
}

async function examined(passage: Passage, means: PassageMeans): Promise<Examined> {
  if (passage.run === "") return { verdict: NOTHING, label: "none" };
  const isMarked = passage.run.startsWith(MARK);
  const wrapper = utf8(isMarked ? passage.run : MARK + passage.run);
  const marking = isMarked ? [] : [MARK_GONE];
  const store = await storeIn(wrapper);
  if (!store)
    return {
      verdict: await examine(means.subject(wrapper), means),
      label: "unreadable",
      blocks: 1,
    };
  const bound = await boundReading(passage, store, means);
  if (bound) {
    const verdict = await ofBytes(concat(bound.bytes, wrapper), means);
    return { verdict: noted(verdict, marking), label: "exact-file", piece: bound.piece };
  }
  const said = textSaid(store);
  if (!said) {
    const verdict = notComparable(await ofWords(store, wrapper, means));
    return { verdict, label: "not-comparable", blocks: 1 };
  }
  const words = await signedBlocks(passage, said);
  if (!words) {
    const others = concat(ofLength(passage, signedLength(store) ?? 0), wrapper);
    const verdict = noted(await ofBytes(others, means), marking);
    return { verdict, label: "other", blocks: said.blocks ?? 1 };
  }
  const verdict = await ofWords(store, wrapper, means);
  return {
    verdict: noted(verdict, [...marking, SAME_WORDS]),
    label: "exact",
    piece: pieceOfBlock(passage, words[0] ?? ""),
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
  const { exclusions } = soleBinding(store)?.data ?? {};
  const { start } = asObject(asArray(exclusions)[0]) ?? {};
  return typeof start === "number" && Number.isSafeInteger(start) && start >= 0 ? start : undefined;
}

async function boundReading(passage: Passage, store: Uint8Array, { subject }: PassageMeans) {
  const { alg, hash } = soleBinding(store)?.data ?? {};
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

/** The last blocks of the passage, if these are the signed words: as many as were signed. */
async function signedBlocks(
  passage: Passage,
  { article, blocks }: TextSaid,
): Promise<readonly string[] | undefined> {
  for (const markup of [passage.markup, linesApart(passage.markup)]) {
    if (!markup) continue;
    const all = markupBlocks(treeOf({ markup }, true));
    const counts = blocks === undefined ? upTo(Math.min(all.length, MOST_TRIED)) : [blocks];
    for (const count of counts) {
      const last = all.slice(-count);
      if (equal(await sha256(utf8(last.join("\n"))), article)) return last;
    }
  }
  return undefined;
}

const BLOCK_END = ["<br", "/", "<br", "/"];
/** Lines of a passage that are tried as blocks of their own. */
const MOST_LINES = 10_000;

/** With each line a block, as a page's text has it where only the line feeds of its source stand between paragraphs. */
function linesApart(markup: readonly string[]): readonly string[] | undefined {
  let lines = 0;
  const apart = markup.flatMap((piece) => {
    if (!piece.startsWith('"') || !piece.includes("\n")) return [piece];
    const [first = "", ...rest] = piece.split("\n");
    lines += rest.length;
    return lines > MOST_LINES ? [] : [first, ...rest.flatMap((line) => [...BLOCK_END, `"${line}`])];
  });
  return lines > 0 && lines <= MOST_LINES ? apart : undefined;
}

/** Blocks of an article, where their number was not signed. */
const MOST_TRIED = 200;

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, i) => i + 1);
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

/** As every reader of ours has it for a file without a trace of a credential. */
const NOTHING: Verdict = {
  state: "None",
  findings: [],
  summary: "No Content Credentials found.",
};

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
const NOT_COMPARABLE = note(
  "notComparable",
  "the page does not have the text as it was signed, and the credential does not say which words it is of",
);
