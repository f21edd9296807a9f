// Texts in the archive on this computer: what is filed under the hash of a text and its fingerprints, compared here.
import {
  type KeptRecord,
  parseItem,
  readKeptRecord,
  type TextItem,
  type TextQuestion,
} from "../archive/index.js";
import { equal, sha256 } from "../encoding/index.js";
import { ColophonError } from "../errors.js";
import type { TextRecord } from "../text/index.js";
import type { RecordStore } from "./means.js";

/** A text record in the archive that matches, with the manifest store that it names, where that is there, too. */
export interface LocalText<Match> {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly store: Uint8Array | undefined;
  readonly match: Match;
}

/** Fingerprints that are looked for first, and all that are looked for. */
const FIRST = 32;
const MOST_PRINTS = 2000;
/** Items that are opened: those under most of the fingerprints. */
const MOST_OPENED = 64;

/** What this archive has for a passage. @throws ColophonError ARCHIVE_UNAVAILABLE */
export async function localTexts<Match>(
  archive: RecordStore,
  { article, prints }: Pick<TextQuestion, "article" | "prints">,
  compare: (record: TextRecord) => Match | undefined,
): Promise<LocalText<Match>[]> {
  if (await archive.isEmpty()) return [];
  const limit = { limit: MOST_OPENED };
  const whole = await archive.find([article], limit);
  const some = await archive.findPrints(prints.slice(0, FIRST), limit);
  const found = await matching(archive, [...whole, ...some], compare);
  if (found.length > 0 || prints.length <= FIRST) return found;
  const all = await archive.findPrints(prints.slice(0, MOST_PRINTS), limit);
  return matching(archive, all, compare);
}

async function matching<Match>(
  archive: RecordStore,
  ids: readonly string[],
  compare: (record: TextRecord) => Match | undefined,
): Promise<LocalText<Match>[]> {
  const texts = new Map<string, { bytes: Uint8Array; item: TextItem }>();
  for (const id of new Set(ids)) {
    const named = await opened(archive, id);
    const at = named?.record.kind === "text-prints" ? named.record.record : id;
    if (texts.has(at)) continue;
    const text = at === id ? named : await opened(archive, at);
    if (text?.record.kind === "text") texts.set(at, { bytes: text.bytes, item: text.record });
  }
  const found: LocalText<Match>[] = [];
  for (const [id, { bytes, item }] of texts) {
    const match = compare(item.text);
    if (match !== undefined) found.push({ id, bytes, store: await storeOf(archive, item), match });
  }
  return found;
}

/** The manifest store that a text record names. */
async function storeOf(
  archive: RecordStore,
  { manifest, storeHash }: TextItem,
): Promise<Uint8Array | undefined> {
  for (const id of await archive.findManifest(manifest, { limit: MOST_OPENED })) {
    const kept = await opened(archive, id);
    if (kept?.record.kind !== "manifest") continue;
    if (equal(await sha256(kept.record.store), storeHash)) return kept.record.store;
  }
  return undefined;
}

async function opened(
  archive: RecordStore,
  id: string,
): Promise<{ bytes: Uint8Array; record: KeptRecord } | undefined> {
  try {
    const bytes = await archive.get(id);
    return { bytes, record: readKeptRecord(parseItem(bytes)) };
  } catch (cause) {
    if (cause instanceof ColophonError && cause.code !== "ARCHIVE_UNAVAILABLE") return undefined;
    throw cause;
  }
}
