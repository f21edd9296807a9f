// Structured text (C2PA 2.4 §A.9): source code, configuration, style sheets. The manifest stands in a comment on a line of
// its own, which with one line ending is the one exclusion; bytes are hashed as they are stored, without normalising.
import { asArray, asObject, utf8 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type CommentStyle, commentStyle, isStructured } from "./comment-style.js";
import type { CarrierFault, Container, Layout, Piece, Span } from "./container.js";
import { complement, copyWithout, dataLayout, insertion } from "./data-hash.js";
import { dataUri, dataUriLength, readReference } from "./manifest-reference.js";
import {
  BEGIN,
  END,
  latin1,
  lineAround,
  type ManifestBlock,
  manifestBlocks,
  markLength,
} from "./structured-block.js";
import { readText } from "./text-source.js";

export const structuredText: Container = {
  mediaTypes: [],
  async open(source, mediaType): Promise<Layout> {
    const text = await readText(source);
    const frontMatter = frontMatterEnd(text);
    const blocks = manifestBlocks(text, mediaType).filter(
      (block) => isStructured(mediaType) || standsApart(block, text, frontMatter),
    );
    const { only, faults } = judged(blocks, text);
    const reference = only?.reference === undefined ? undefined : readReference(only.reference);
    const spans = blocks.map((block) => spanOf(block, text));
    return {
      ...dataLayout(mediaType, source.size, spans),
      apart: true,
      faults: faults.length === 0 && reference ? referenceFaults(reference.kind) : faults,
      ...(reference?.kind === "remote" && { remote: reference.url }),
      readStore: async () => (reference?.kind === "store" ? reference.store : undefined),
      covered: async (label, data) => only && coveredBy(label, data, only, text),
      stripped: () => copyWithout(spans, 0, text.length),
      splice: async (storeLength) => {
        const style = commentStyle(mediaType);
        if (!style) throw noComment(mediaType);
        const { at, before, after } = place(text, mediaType, spans);
        const frame = [before, style.prefix, BEGIN, END, style.suffix, after].join("").length;
        const spaces = style.suffix === "" ? 3 : 4;
        const length = frame + spaces + dataUriLength(storeLength);
        return insertion(at, text.length, spans, length, (store) =>
          utf8(`${before}${lineOf(style, dataUri(store))}${after}`),
        );
      },
    };
  },
};

function lineOf({ prefix, suffix }: CommentStyle, reference: string): string {
  return `${prefix} ${BEGIN} ${reference} ${END}${suffix && ` ${suffix}`}`;
}

/** First lines that a program reads, so that nothing may stand before them. */
const RESERVED = /^(?:#!|<\?|<!|---|\+\+\+|@charset|%YAML)/i;

/** The first line, as the specification prefers it; the last where the first is taken, and in prose. */
function place(text: Uint8Array, mediaType: string, removed: readonly Span[]) {
  const firstFeed = text.indexOf(0x0a);
  const last = removed.find(({ start, length }) => start + length === text.length);
  const end = last?.start ?? text.length;
  const loneReturn = text[end - 1] === 0x0d; // it would make one line ending with a line feed of ours
  const windows = firstFeed > 0 && text[firstFeed - 1] === 0x0d;
  const newline = windows || loneReturn ? "\r\n" : "\n";
  const taken = markLength(text) > 0 || RESERVED.test(latin1(text, 0, 16));
  return isStructured(mediaType) && !taken
    ? { at: 0, before: "", after: newline }
    : { at: text.length, before: newline, after: "" };
}

/** On the first line, on the last, or in the front matter: elsewhere in prose, it is something said about C2PA. */
function standsApart({ start, end }: ManifestBlock, text: Uint8Array, frontMatter: number) {
  return (
    start === markLength(text) || lineAround(text, end).next === text.length || end < frontMatter
  );
}

/** Where the fence that closes a leading front matter starts; 0 without one. */
function frontMatterEnd(text: Uint8Array): number {
  let line = lineAround(text, markLength(text));
  if (!isFence(text, line)) return 0;
  while (line.next < text.length) {
    line = lineAround(text, line.next);
    if (isFence(text, line)) return line.start;
  }
  return 0;
}

function isFence(text: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  const from = start === 0 ? markLength(text) : start;
  return (
    end - from === 3 && text[from] === 0x2d && text[from + 1] === 0x2d && text[from + 2] === 0x2d
  );
}

/** What is taken out with it: its line with the ending, or on the last line with the ending before it. */
function spanOf({ start, end }: ManifestBlock, text: Uint8Array): Span {
  const { next } = lineAround(text, end);
  if (next < text.length || start <= markLength(text)) return { start, length: next - start };
  const from = endingBefore(text, start);
  return { start: from, length: end - from };
}

/** Where the line ending before `start` starts. */
function endingBefore(text: Uint8Array, start: number): number {
  if (text[start - 1] !== 0x0a) return start;
  return text[start - 2] === 0x0d ? start - 2 : start - 1;
}

/** Its one exclusion is the block, with one line ending before or behind it at most. */
function coveredBy(
  label: string,
  data: unknown,
  { start, end }: ManifestBlock,
  text: Uint8Array,
): readonly Piece[] | undefined {
  if (label.split("__")[0] !== "c2pa.hash.data") return undefined;
  const [one, second] = asArray(asObject(data)?.exclusions);
  const exclusion = asObject(one);
  if (!exclusion || second !== undefined) return undefined;
  const spans = [
    [start, end],
    [start, lineAround(text, end).next],
    [endingBefore(text, start), end],
  ] as const;
  const span = spans.find(
    ([from, to]) => exclusion.start === from && exclusion.length === to - from,
  );
  return span && complement([{ start: span[0], length: span[1] - span[0] }], text.length);
}

function judged(blocks: readonly ManifestBlock[], text: Uint8Array) {
  const whole = blocks.filter(({ reference }) => reference !== undefined);
  const [only, second] = whole;
  if (second)
    return {
      faults: [
        fault(
          "multipleReferences",
          `the text has ${whole.length} manifest blocks, and none says which one counts`,
        ),
      ],
    };
  if (only) return { only, faults: [] };
  const [torn] = blocks;
  if (!torn) return { faults: [] };
  const carries = /data:application\/c2pa/i.test(
    latin1(text, torn.start, Math.min(torn.end + 256, text.length)),
  );
  const found = fault(
    "noManifest",
    "one delimiter of a manifest block is there, and the other is missing",
  );
  return { faults: [carries ? found : { ...found, kind: "informational" as const }] };
}

const WHY = {
  emptyReference: "the manifest block is empty",
  malformedReference: "the manifest block holds neither an address nor a manifest",
  noResolutionPath: "the manifest block names an address of a kind that leads nowhere",
} as const;

function referenceFaults(kind: ReturnType<typeof readReference>["kind"]): CarrierFault[] {
  return kind === "store" || kind === "remote" ? [] : [fault(kind, WHY[kind])];
}

function fault(what: string, explanation: string): CarrierFault {
  return { code: `manifest.structuredText.${what}`, kind: "failure", explanation };
}

function noComment(mediaType: string): ColophonError {
  return new ColophonError(
    "FORMAT_UNSUPPORTED",
    `${mediaType} has no comments to put a manifest in`,
    {
      hint: "sign it with --sidecar",
    },
  );
}
