// Judges the credential of a text: over bytes, or by itself where the bytes as they were signed are not at hand.
import { containerFor, memorySource } from "../container/index.js";
import {
  type Credential,
  type EngineRefusal,
  isReading,
  readCredential,
} from "../credential/index.js";
import { engineTrust } from "../trust/index.js";
import type { Verdict } from "../verdict.js";
import { examine, examineAlone, verdictOf } from "./examine.js";
import type { VerifyMeans } from "./means.js";
import type { Subject } from "./subject.js";

/** What examining a passage takes. */
export interface PassageMeans extends VerifyMeans {
  /** Bytes as something to be examined. */
  readonly subject: (bytes: Uint8Array) => Subject;
}

export const PLAIN = "text/plain";

/** The verdict of a text with its credential. */
export async function ofBytes(text: Uint8Array, means: PassageMeans): Promise<Verdict> {
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
export async function ofWords(
  store: Uint8Array,
  wrapper: Uint8Array,
  means: PassageMeans,
): Promise<Verdict> {
  return examineAlone(store, means.subject(wrapper), means);
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
