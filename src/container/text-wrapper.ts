// Unstructured text (C2PA 2.4 §A.8; §A.7 in 2.3): the manifest store as an invisible run of characters at the end. Text to be
// signed is put into NFC first and the wrapper comes last, so that the two orders of normalising and counting offsets,
// which the specification has both, agree. Where readers disagree: docs/decisions/0006-text-carriers.md.
import { asArray, asObject } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { CarrierFault, Container, Layout, Piece } from "./container.js";
import { copyWithout, dataLayout } from "./data-hash.js";
import { checkedStoreLength } from "./jumbf-store.js";
import {
  encodeWrapper,
  longestWrapper,
  type WrapperCandidate,
  wrapperCandidates,
} from "./text-frame.js";
import { composedWithout, readText } from "./text-source.js";

export const textWrapper: Container = {
  mediaTypes: ["text/plain", "text/markdown"],
  async open(source, mediaType): Promise<Layout> {
    const text = await readText(source);
    const candidates = wrapperCandidates(text);
    const sound = candidates.filter(({ fault }) => fault === undefined);
    const only = sound.length === 1 ? sound[0] : undefined;
    const carried = candidates.map(({ start, end }) => ({ start, length: end - start }));
    const spans = sound.map(({ start, end }) => ({ start, length: end - start }));
    return {
      ...dataLayout(mediaType, source.size, spans),
      apart: true,
      faults: faultsOf(candidates, sound, text.length),
      readStore: async () => {
        const store = only?.store();
        if (store) checkedStoreLength(store.length);
        return store;
      },
      covered: async (label, data) => only && coveredBy(label, data, only, text),
      stripped: () => copyWithout(carried, 0, text.length),
      splice: async (storeLength, carriedLength) => {
        const length = carriedLength ?? longestWrapper(storeLength);
        const pieces = composedWithout(text, carried, "bytes");
        return {
          pieces: [...pieces, { kind: "manifest", length }],
          binding: { kind: "data", start: outputLength(pieces), length },
          wrap: (store) => wrapTo(store, length),
        };
      },
    };
  },
};

/** Its one exclusion is the wrapper: from its marker to the end of the frame, or of the run with a draft's padding. */
function coveredBy(
  label: string,
  data: unknown,
  { start, end, frameEnd }: WrapperCandidate,
  text: Uint8Array,
): readonly Piece[] | undefined {
  if (label.split("__")[0] !== "c2pa.hash.data") return undefined;
  const [one, second] = asArray(asObject(data)?.exclusions);
  const exclusion = asObject(one);
  if (!exclusion || second !== undefined || exclusion.start !== start) return undefined;
  const excludedEnd = [frameEnd, end].find(
    (at) => at !== undefined && exclusion.length === at - start,
  );
  if (excludedEnd === undefined) return undefined;
  return composedWithout(text, [{ start, length: excludedEnd - start }], "hash-only");
}

function faultsOf(
  candidates: readonly WrapperCandidate[],
  sound: readonly WrapperCandidate[],
  size: number,
): CarrierFault[] {
  const [only, second] = sound;
  if (second)
    return [
      failure(
        "manifest.text.multipleWrappers",
        `the text carries ${sound.length} credentials, and none says which one counts`,
      ),
    ];
  const damaged = candidates.find(({ fault }) => fault === "version" || fault === "cut short");
  if (!only && damaged) return [failure("manifest.text.corruptedWrapper", WHY[damaged.fault!])];
  const notes: CarrierFault[] = [];
  if (only && damaged)
    notes.push(
      note(
        "colophon.text.damagedWrapper",
        "the text also carries the remains of another credential",
      ),
    );
  if (only && only.end < size)
    notes.push(
      note(
        "colophon.text.notLast",
        "the credential does not stand at the end of the text, where other readers expect it",
      ),
    );
  if (!only && candidates.some(({ fault }) => fault === "stripped"))
    notes.push(
      note(
        "colophon.text.markerStripped",
        "the text carries a credential whose marker was stripped on the way; its words can be checked instead",
      ),
    );
  return notes;
}

const WHY: Readonly<Record<NonNullable<WrapperCandidate["fault"]>, string>> = {
  version: "the credential in the text is of a version that nobody has defined",
  "cut short": "the credential in the text was cut short",
  stripped: "the marker in front of the credential is gone",
};

function failure(code: string, explanation: string): CarrierFault {
  return { code, kind: "failure", explanation };
}

function note(code: string, explanation: string): CarrierFault {
  return { code, kind: "informational", explanation };
}

function wrapTo(store: Uint8Array, length: number): Uint8Array {
  const wrapped = encodeWrapper(store);
  if (wrapped.length !== length)
    throw new ColophonError(
      "INTERNAL",
      `the wrapped manifest has ${wrapped.length} bytes where ${length} were planned`,
    );
  return wrapped;
}

function outputLength(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (sum, piece) =>
      sum +
      (piece.kind === "copy"
        ? piece.end - piece.start
        : piece.kind === "bytes"
          ? piece.bytes.length
          : 0),
    0,
  );
}
