// Which records are meant: by their ids, or by a file that they name by its hash or by the manifest that it carries.

import { containerFor, sniffMediaType } from "../../../src/container/index.js";
import { activeManifestLabel } from "../../../src/credential/index.js";
import { toBase64Url } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { isKey } from "../../adapter/archive-index.js";
import type { LocalArchive } from "../../adapter/local-archive.js";
import { fileSubject, type OpenSubject } from "../../verify/subject.js";
import { at, type Io } from "../command.js";

/**
 * Ids of the records that are meant, each once, in the order of the names.
 * @throws ColophonError RECORD_NOT_FOUND, FILE_*, ARCHIVE_UNAVAILABLE
 */
export async function recordsNamed(
  archive: LocalArchive,
  names: readonly string[],
  io: Pick<Io, "cwd">,
): Promise<string[]> {
  const ids = new Set<string>();
  for (const name of names) {
    const found = (await archive.entry(name)) ? [name] : await recordsOfFile(archive, name, io);
    for (const id of found) ids.add(id);
  }
  return [...ids];
}

async function recordsOfFile(
  archive: LocalArchive,
  name: string,
  io: Pick<Io, "cwd">,
): Promise<string[]> {
  const subject = await fileSubject(at(io, name)).catch(async (error: unknown) => {
    const noFile = error instanceof ColophonError && error.code === "FILE_NOT_FOUND";
    if (!noFile) throw error;
    if (isKey(name)) await archive.get(name); // says that there is no such record
    throw new ColophonError("FILE_NOT_FOUND", `there is neither a record nor a file ${name}`, {
      hint: "check the name and the folder you are in; the ids of records: colophon archive list",
      cause: error,
    });
  });
  try {
    const whole = { kind: "copy", start: 0, end: subject.source.size, hashed: true } as const;
    const sha256 = await subject.hash("sha256", [whole]);
    const byHash = sha256 ? await archive.find([toBase64Url(sha256)]) : [];
    const manifest = await manifestOf(subject);
    const byManifest = manifest === undefined ? [] : await archive.findManifest(manifest);
    if (byHash.length + byManifest.length > 0) return [...byHash, ...byManifest];
  } finally {
    await subject.close();
  }
  throw new ColophonError("RECORD_NOT_FOUND", `no record in ${archive.folder} names ${name}`, {
    hint: "see what there is: colophon archive list",
  });
}

/** URN of the manifest that a file carries, in it or beside it; undefined when there is none that can be read. */
async function manifestOf(subject: OpenSubject): Promise<string | undefined> {
  try {
    const mediaType = await sniffMediaType(subject.source);
    const container = mediaType === undefined ? undefined : containerFor(mediaType);
    const layout = await container?.open(subject.source, mediaType ?? "");
    const store = (await layout?.readStore()) ?? (await subject.sidecar?.());
    return store && activeManifestLabel(store);
  } catch (error) {
    if (error instanceof ColophonError) return undefined; // what is wrong with it is verify's to say
    throw error;
  }
}
