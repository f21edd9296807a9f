// Words of a page in the worker: the passage as it arrived, and means for it.
import { type ExaminedPassage, examinePassage, readPassage } from "../../src/examine/index.js";
import type { VerifyMeans } from "../../src/index.js";
import { blobSubject } from "./blob-subject.js";

/** @throws ColophonError ENCODING_INVALID when it is no Passage */
export async function examineWords(blob: Blob, means: VerifyMeans): Promise<ExaminedPassage> {
  const passage = readPassage(await blob.text());
  return examinePassage(passage, {
    ...means,
    subject: (bytes) => blobSubject("", new Blob([bytes as Uint8Array<ArrayBuffer>])),
  });
}
