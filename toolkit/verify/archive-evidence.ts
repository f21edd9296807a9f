// What the embedded archive knows about a file: the best record that counts for this copy, or why none does.
import { type RecordAnswer, verifyRecord } from "../../src/archive/index.js";
import { toBase64Url } from "../../src/encoding/index.js";
import { storeJudge } from "./judge-store.js";
import type { VerifyMeans } from "./means.js";
import type { Subject } from "./subject.js";

/** Anybody may archive rubbish under a known hash: look at the oldest and the newest, and at no more than this. */
const CANDIDATES = 16;

/**
 * @param carried the manifest that the file carries, when it does
 * @returns undefined when there is no archive or no record
 */
export async function archiveEvidence(
  subject: Subject,
  carried: { readonly manifest: string | undefined; readonly store: Uint8Array } | undefined,
  means: VerifyMeans,
): Promise<RecordAnswer | undefined> {
  const { archive } = means;
  if (!archive || (await archive.isEmpty())) return undefined;
  const whole = [{ kind: "copy", start: 0, end: subject.source.size, hashed: true }] as const;
  const byManifest = carried?.manifest ? await archive.findManifest(carried.manifest) : [];
  if (carried && byManifest.length === 0) return undefined;
  const sha256 = await subject.hash("sha256", whole);
  if (!sha256) return undefined;
  const ids = carried ? byManifest : await archive.find([toBase64Url(sha256)]);
  let refused: RecordAnswer | undefined;
  for (const id of ids.slice(0, CANDIDATES)) {
    const bytes = await archive.get(id);
    const answer = await verifyRecord(bytes, {
      judge: storeJudge(means),
      copy: { sha256, ...(carried && { store: carried.store }) },
      archivedIn: archive.folder,
      id,
    });
    if (answer.evidence) return answer;
    refused ??= answer;
  }
  return refused;
}
