// What the archive on this computer knows about a file: the record that counts for this copy, or why none does; and
// what its owner archived about a record later.
import { parseItem, type RecordAnswer, verifyRecord } from "../archive/index.js";
import { toBase64Url } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import { type ArchiveQuestion, better, type CountedRecord } from "./archive-question.js";
import type { RecordStore } from "./means.js";

/** Anybody may archive rubbish under a known hash: look at the oldest and the newest, and at no more than this. */
const FROM_EACH_END = 8;
const MOST_FILED = 10_000;

/** Whether there is any record that names the file's manifest: without one, nobody needs to hash the file. */
export async function mayKnow(archive: RecordStore, manifest: string | undefined) {
  if (await archive.isEmpty()) return false;
  return manifest === undefined || (await archive.findManifest(manifest, { limit: 1 })).length > 0;
}

/** The best record that counts for the copy, or why the first one doesn't; undefined when there is none. */
export async function localRecord(
  archive: RecordStore,
  { copy, manifest, judge }: ArchiveQuestion,
): Promise<CountedRecord | RecordAnswer | undefined> {
  const limit = { limit: MOST_FILED };
  const ids =
    manifest === undefined
      ? await archive.find([toBase64Url(copy.sha256)], limit)
      : await archive.findManifest(manifest, limit);
  let best: CountedRecord | undefined;
  let refused: RecordAnswer | undefined;
  for (const id of ends(ids)) {
    const bytes = await archive.get(id);
    if (isNotice(bytes)) continue;
    const answer = await verifyRecord(bytes, { judge, copy, archivedIn: archive.folder, id });
    const { evidence } = answer;
    if (evidence) best = better(best, { ...answer, evidence, bytes });
    else refused ??= answer;
    if (best?.trusted) break;
  }
  return best ?? refused;
}

/** The items that name a record as replaced or taken back; the newest last. */
export async function localSuccessors(archive: RecordStore | undefined, id: string) {
  const ids = (await archive?.findSuccessors(id, { limit: MOST_FILED })) ?? [];
  return Promise.all(
    ids.map(async (later) => ({
      id: later,
      bytes: (await archive?.get(later)) ?? new Uint8Array(0),
    })),
  );
}

function ends(ids: readonly string[]): readonly string[] {
  return [...new Set([...ids.slice(0, FROM_EACH_END), ...ids.slice(-FROM_EACH_END)])];
}

/** What is filed under a hash without being a record of one file: it neither counts nor has to be explained. */
function isNotice(bytes: Uint8Array): boolean {
  try {
    const kind = parseItem(bytes).tags.find(({ name }) => name === "Colophon-Kind")?.value;
    return kind !== undefined && kind !== "manifest" && kind !== "proof";
  } catch (cause) {
    if (cause instanceof ColophonError) return false;
    throw cause;
  }
}
