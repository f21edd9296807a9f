// What c2pa.hash.data covers (C2PA 2.4 §18.5): the whole file but the excluded ranges.
// The only exclusion accepted is the manifest's own span: anything wider would leave room for unsigned content
// (the shrink-and-inject attack on SVG, c2pa-rs #2653).
import { asArray, asObject } from "../encoding/index.js";
import type { Layout, Piece, Span, Splice } from "./container.js";

/** Pieces to hash for a c2pa.hash.data assertion; undefined when its exclusions are not exactly `manifest`. */
export function coveredByDataHash(
  label: string,
  data: unknown,
  manifest: readonly Span[],
  size: number,
): readonly Piece[] | undefined {
  if (label.split("__")[0] !== "c2pa.hash.data") return undefined;
  const excluded = asArray(asObject(data)?.exclusions).map((entry) => {
    const { start, length } = asObject(entry) ?? {};
    return { start, length };
  });
  const spans = merge(manifest);
  if (excluded.length !== spans.length) return undefined;
  for (const [i, span] of spans.entries())
    if (excluded[i]!.start !== span.start || excluded[i]!.length !== span.length) return undefined;
  return complement(spans, size);
}

/** Joins spans that touch: a manifest in several JPEG segments is one exclusion. */
export function merge(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { start, length } of spans) {
    const last = out.at(-1);
    if (last && last.start + last.length === start)
      out[out.length - 1] = { start: last.start, length: last.length + length };
    else out.push({ start, length });
  }
  return out;
}

/** Everything of a file of `size` bytes but `spans` (sorted), as hashed copies. */
export function complement(spans: readonly Span[], size: number): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, length } of [...spans, { start: size, length: 0 }]) {
    if (start > at) pieces.push({ kind: "copy", start: at, end: start, hashed: true });
    at = start + length;
  }
  return pieces;
}

/** Hashed copies of `start` to `end` of the source with `removed` spans left out. */
export function copyWithout(removed: readonly Span[], start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  for (const span of removed) {
    if (span.start >= end) break;
    if (span.start + span.length <= at) continue;
    if (span.start > at) pieces.push({ kind: "copy", start: at, end: span.start, hashed: true });
    at = span.start + span.length;
  }
  if (at < end) pieces.push({ kind: "copy", start: at, end, hashed: true });
  return pieces;
}

/** How many bytes of `removed` lie before `at`. */
export function removedBefore(removed: readonly Span[], at: number): number {
  return removed.reduce((sum, span) => (span.start < at ? sum + span.length : sum), 0);
}

/** What all containers bound by c2pa.hash.data have in common. */
export function dataLayout(mediaType: string, size: number, manifestSpans: readonly Span[]) {
  return {
    mediaType,
    manifestSpans,
    uncovered: async () => [], // an exclusion beyond the manifest is a mismatch
    detached: () => ({ kind: "data", pieces: complement([], size) }),
    covered: async (label, data) => coveredByDataHash(label, data, manifestSpans, size),
  } satisfies Omit<Layout, "readStore" | "splice">;
}

/** Puts a manifest of `length` bytes, as wrapped by `wrap`, in at one place and takes `removed` out. */
export function insertion(
  at: number,
  size: number,
  removed: readonly Span[],
  length: number,
  wrap: Splice["wrap"],
): Splice {
  return {
    pieces: [
      ...copyWithout(removed, 0, at),
      { kind: "manifest", length },
      ...copyWithout(removed, at, size),
    ],
    binding: { kind: "data", start: at - removedBefore(removed, at), length },
    wrap,
  };
}
