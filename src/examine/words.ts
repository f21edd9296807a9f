// The words of a text that no credential of its own speaks for: none is there, or it doesn't hold, or somebody took it
// out. What archives know of them is told beside the verdict, and the state stays what it is.
import { isTextType, mediaTypeOf } from "../container/index.js";
import { sentence } from "../credential/index.js";
import type { Verdict } from "../verdict.js";
import type { VerifyMeans } from "./means.js";
import { SAME_WORDS, signedWords } from "./same-words.js";
import type { Subject } from "./subject.js";
import type { TextMeans, WordsAnswer } from "./text-evidence.js";

/** Larger files are no articles. */
const LARGEST = 8 * 1024 * 1024;

/**
 * Looks for a text by its words, here and at gateways where there are any.
 * @param blocks canonical, non-empty blocks of the text
 * @throws ColophonError CANCELLED, ARCHIVE_UNAVAILABLE
 */
export async function examineWords(
  blocks: readonly string[],
  means: TextMeans,
): Promise<WordsAnswer> {
  const { textEvidence } = await import("./text-evidence.js");
  return textEvidence(blocks, means);
}

/**
 * The verdict with what its own credential and archives know about the words.
 * @param judgeAlone the verdict on a manifest store by itself, its hard binding left aside
 * @throws ColophonError CANCELLED, ARCHIVE_UNAVAILABLE
 */
export async function withWords(
  verdict: Verdict,
  subject: Subject,
  means: VerifyMeans,
  judgeAlone: (store: Uint8Array) => Promise<Verdict>,
): Promise<Verdict> {
  const { blocksOf, archive, gateways } = means;
  const { source, name } = subject;
  if (!blocksOf || verdict.state === "Trusted" || verdict.state === "Valid") return verdict;
  if (source.size > LARGEST) return verdict;
  const isCarried = verdict.findings.some(({ code }) => CARRIED.test(code));
  const isAsked = gateways || (archive && !(await archive.isEmpty()));
  if (!isCarried && !isAsked) return verdict;
  const mediaType = verdict.mediaType ?? (await mediaTypeOf(source, { name }));
  if (mediaType === undefined || !isTextType(mediaType)) return verdict;
  const bytes = await source.read(0, source.size);
  const words =
    isCarried && PROSE.test(mediaType)
      ? await signedWords({ bytes, mediaType, blocksOf, judgeAlone })
      : undefined;
  const { text, findings } = isAsked
    ? await examineWords(await blocksOf(bytes, mediaType), means)
    : { text: undefined, findings: [] };
  const all = {
    ...verdict,
    findings: [...verdict.findings, ...(words ? [SAME_WORDS] : []), ...findings],
    ...(words && { words }),
    ...(text && { text }),
  };
  return { ...all, summary: sentence(all) };
}

/** Of a program, white space is no layout; of a page, the words are not all there is to see. */
const PROSE = /^text\/(?:plain|markdown)$/;

/** A credential that is there and doesn't hold for these bytes, or can't be read as they are. */
const CARRIED = /^assertion\.dataHash\.mismatch$|^colophon\.text\.markerStripped$/;
