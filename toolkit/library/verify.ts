// Verifying for programs: the same path as `colophon verify`, with trust, archive and time as arguments.
import type { Verdict } from "../../src/index.js";
import { trustLists } from "../../src/trust/index.js";
import { hostEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { examine } from "../verify/examine.js";
import { bytesSubject, fileSubject } from "../verify/subject.js";

/** Whose word counts, where to look a file up, and what time it is. */
export interface VerifyOptions {
  /** Certificates (PEM) of authorities whose signers count as Trusted. Nobody is trusted unless named. */
  readonly anchors?: readonly string[];
  /** Certificates (PEM) of time-stamping authorities. */
  readonly timeStampAnchors?: readonly string[];
  /** Folder of an archive to look into. */
  readonly archive?: string;
  readonly now?: () => Date;
  /** Name of content given as bytes. */
  readonly name?: string;
}

/**
 * Says who signed a file, when, with what, and whether that still holds. Offline: nothing is ever fetched.
 *
 * @param input path of a file, or its bytes
 * @returns a verdict, whatever the file holds; "Invalid" is a verdict, not an exception
 * @throws ColophonError FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_EMPTY, FILE_UNREADABLE, TRUST_LIST_INVALID, ENGINE_FAILED
 */
export async function verify(
  input: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const { anchors = [], timeStampAnchors = [], archive, name = "content", now } = options;
  const subject =
    typeof input === "string" ? await fileSubject(input) : bytesSubject(name, name, input);
  try {
    return await examine(subject, {
      engine: hostEngine,
      trust: trustLists({
        signers: anchors.map((pem, i) => ({ name: `anchors[${i}]`, pem })),
        timeStamps: timeStampAnchors.map((pem, i) => ({ name: `timeStampAnchors[${i}]`, pem })),
      }),
      now: now ?? (() => new Date()),
      ...(archive !== undefined && { archive: await LocalArchive.open(archive) }),
    });
  } finally {
    await subject.close();
  }
}
