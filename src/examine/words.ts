// The words of a text that no credential of its own speaks for: none is there, or it doesn't hold, or somebody took it
// out. What archives know of them is told beside the verdict, and the state stays what it is.
import { isTextType, mediaTypeOf } from "../container/index.js";
import { sentence } from "../credential/index.js";
import type { Verdict } from "../verdict.js";
import type { VerifyMeans } from "./means.js";
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

/** The verdict with what archives know about the words. @throws ColophonError CANCELLED, ARCHIVE_UNAVAILABLE */
export async function withWords(
  verdict: Verdict,
  subject: Subject,
  means: VerifyMeans,
): Promise<Verdict> {
  const { blocksOf, archive, gateways } = means;
  const { source, name } = subject;
  if (!blocksOf || verdict.state === "Trusted" || verdict.state === "Valid") return verdict;
  if (source.size > LARGEST || !(gateways || (archive && !(await archive.isEmpty()))))
    return verdict;
  const mediaType = verdict.mediaType ?? (await mediaTypeOf(source, { name }));
  if (mediaType === undefined || !isTextType(mediaType)) return verdict;
  const blocks = await blocksOf(await source.read(0, source.size), mediaType);
  const { text, findings } = await examineWords(blocks, means);
  const all = { ...verdict, findings: [...verdict.findings, ...findings], ...(text && { text }) };
  return { ...all, summary: sentence(all) };
}
