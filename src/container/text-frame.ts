// The invisible frame of a manifest in unstructured text (C2PA 2.4 §A.8), and how it is found.
//   U+FEFF, then as variation selectors: "C2PATXT\0" | u8 version 1 | u32 length, big-endian | manifest store
// The specification leaves the byte order out; every implementation has it so. Nothing here allocates what a length
// claims: a length is compared with the selectors that are there first.
import { concat, utf8, view } from "../encoding/index.js";
import { find, startsAt } from "./find.js";
import { decodeSelectors, encodeSelectors, selectorRun, selectorsLength } from "./text-selector.js";

const MARKER = utf8("\ufeff");
const MAGIC = utf8("C2PATXT\0");
const VERSION = 1;
const HEADER = 13;

/** The magic as it stands in a text: what a quick look looks for. */
export const WRAPPER_MAGIC: Uint8Array = encodeSelectors(MAGIC);

/** The wrapper of a store, UTF-8: U+FEFF and the selectors, without padding. */
export function encodeWrapper(store: Uint8Array): Uint8Array {
  return concat(MARKER, encodeSelectors(frame(store)));
}

/** Length of the wrapper of a store in bytes of UTF-8, which depends on the store's bytes, not on their number alone. */
export function wrappedLength(store: Uint8Array): number {
  return MARKER.length + selectorsLength(frame(store));
}

/** No wrapper of a store of that many bytes is longer. */
export function longestWrapper(storeLength: number): number {
  return MARKER.length + 4 * (HEADER + storeLength);
}

function frame(store: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER);
  header.set(MAGIC);
  header[8] = VERSION;
  view(header).setUint32(9, store.length);
  return concat(header, store);
}

/** Something in a text that starts as a wrapper does. Offsets in bytes. */
export interface WrapperCandidate {
  /** The marker; for a stripped one, the first selector. */
  readonly start: number;
  /** Behind the last selector of the run, padding included. */
  readonly end: number;
  /** Behind the selectors that the frame itself takes; absent for one that is damaged. */
  readonly frameEnd?: number;
  /** What is wrong with it. `stripped`: nothing but that U+FEFF is gone, so that no reader takes it for a wrapper. */
  readonly fault?: "stripped" | "version" | "cut short";
  /** The manifest store of a sound wrapper. */
  store(): Uint8Array;
}

/** All of them in order of the text, each run of selectors being looked at once: linear in the text's length. */
export function wrapperCandidates(text: Uint8Array): WrapperCandidate[] {
  const out: WrapperCandidate[] = [];
  for (let at = find(text, WRAPPER_MAGIC); at >= 0; ) {
    const { end, count } = selectorRun(text, at);
    const marked = at >= MARKER.length && startsAt(text, MARKER, at - MARKER.length);
    out.push(
      marked ? candidate(text, at, end, count) : { ...none(at, end), fault: "stripped" as const },
    );
    at = find(text, WRAPPER_MAGIC, end);
  }
  return out;
}

/** The text with the marker put back in front of a wrapper that lost it; as it is where no single one did. */
export function withMarker(text: Uint8Array): Uint8Array {
  const [stripped, second] = wrapperCandidates(text);
  if (stripped?.fault !== "stripped" || second) return text;
  const { start } = stripped;
  return concat(text.subarray(0, start), MARKER, text.subarray(start));
}

function candidate(text: Uint8Array, at: number, end: number, count: number): WrapperCandidate {
  const start = at - MARKER.length;
  if (count < HEADER) return { ...none(start, end), fault: "cut short" };
  const { bytes: header, end: body } = decodeSelectors(text, at, HEADER);
  if (header[8] !== VERSION) return { ...none(start, end), fault: "version" };
  const length = view(header).getUint32(9);
  if (length > count - HEADER) return { ...none(start, end), fault: "cut short" };
  const { bytes, end: frameEnd } = decodeSelectors(text, body, length);
  return { start, end, frameEnd, store: () => bytes };
}

function none(start: number, end: number) {
  return { start, end, store: () => new Uint8Array(0) };
}
