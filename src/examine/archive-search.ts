// Every record that archives have for a file, a manifest or a signer, each judged as `verify` judges the one it shows.
// What gateways list beside those is told as what it is: listed.
import {
  judgeRecord,
  type ListedRecord,
  type LookupQuestion,
  verifyRecord,
  withSuccessors,
} from "../archive/index.js";
import { toBase64Url } from "../encoding/index.js";
import type { ArchiveEvidence, Finding } from "../verdict.js";
import { localSuccessors } from "./archive-local.js";
import { OnlineArchive } from "./archive-online.js";
import type { ArchiveQuestion } from "./archive-question.js";
import { storeBindings } from "./judge-store.js";
import type { GatewayMeans, RecordStore } from "./means.js";

/** Exactly one of `copy`, `manifest` and `owner` says what is searched for. */
export interface Search extends Pick<ArchiveQuestion, "judge"> {
  readonly copy?: ArchiveQuestion["copy"];
  readonly manifest?: string;
  readonly owner?: string;
}

/** Records that are judged; what is listed beyond is shown as listed. */
const MOST_JUDGED = 50;
const MOST_LISTED = 20;

/** The evidence that an item gives; `match` says something only where there is a copy. Undefined when it doesn't count. */
async function evidenceOf(
  { id, bytes }: { readonly id: string; readonly bytes: Uint8Array },
  archivedIn: string,
  { copy, judge }: Search,
): Promise<ArchiveEvidence | undefined> {
  if (copy) return (await verifyRecord(bytes, { judge, copy, archivedIn, id })).evidence;
  const held = await judgeRecord(bytes, { judge, id });
  if ("code" in held) return undefined;
  const { owner, judged } = held;
  const signer = judged.signer === undefined ? {} : { signer: judged.signer };
  const { manifest, findings } = judged;
  return {
    id,
    level: "authentic",
    manifest,
    match: "manifest",
    owner,
    ...signer,
    archivedIn,
    findings,
  };
}

/** The evidence that a local item gives, with what its owner archived later. @throws ColophonError ARCHIVE_UNAVAILABLE */
export async function localEvidence(
  archive: RecordStore,
  item: { readonly id: string; readonly bytes: Uint8Array },
  search: Search,
): Promise<ArchiveEvidence | undefined> {
  const evidence = await evidenceOf(item, archive.folder, search);
  if (!evidence) return undefined;
  return withSuccessors(evidence, await localSuccessors(archive, item.id), search.judge);
}

/** What gateways have. @throws ColophonError CANCELLED */
export async function searchGateways(
  search: Search,
  means: GatewayMeans,
): Promise<{
  readonly counted: readonly (ArchiveEvidence & Pick<ListedRecord, "kind">)[];
  readonly listed: readonly ListedRecord[];
  /** What was asked, and who did not answer. */
  readonly findings: readonly Finding[];
}> {
  const online = new OnlineArchive(means);
  const { question, exactly } = await asked(search, means.private);
  const { items, listed } = await online.search(question, exactly, search.copy?.store);
  const counted: (ArchiveEvidence & Pick<ListedRecord, "kind">)[] = [];
  for (const { id, bytes, gateway } of items.slice(0, MOST_JUDGED)) {
    const evidence = await evidenceOf({ id, bytes }, gateway, search);
    if (!evidence) continue;
    const later = await online.successors(evidence);
    const current = await withSuccessors(evidence, later, search.judge);
    const kind = listed.find((one) => one.id === id)?.kind ?? "manifest";
    counted.push({ ...(await online.proven(current, bytes)), kind });
  }
  const ids = new Set(counted.map(({ id }) => id));
  return {
    counted,
    listed: listed.filter(({ id }) => !ids.has(id)).slice(0, MOST_LISTED),
    findings: online.findings,
  };
}

async function asked({ copy, manifest, owner }: Search, only16Bits: boolean) {
  let question: LookupQuestion = {};
  if (owner !== undefined) question = { owners: [owner] };
  else if (manifest !== undefined) question = { manifest };
  else if (copy) {
    const { hardBinding } = copy.store ? await storeBindings(copy.store) : {};
    const binding = hardBinding?.algorithm === "sha256" ? [hardBinding.hash] : [];
    const hashes = [copy.sha256, ...binding].map(toBase64Url);
    question = { hashes: [...new Set(hashes)], private: only16Bits };
  }
  const exactly = copy ? "the file's hash" : manifest ? "the name of the credential" : "the owner";
  return { question, exactly };
}
