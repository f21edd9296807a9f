// A whole batch: signs what is planned with threads of this computer, archives one record of it, and leaves the reports.
// The command line and the library are two ways to call this.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import type { LocalArchive } from "../adapter/local-archive.js";
import { type Environment, openPlaces } from "../adapter/places.js";
import type { TimeStamper } from "../sign/claim-signer.js";
import type { Assignment } from "../sign/job.js";
import type { OpenIdentity } from "../sign/signer.js";
import { VERSION } from "../version.js";
import { isAddress } from "./address.js";
import { Journal } from "./journal.js";
import type { Plan } from "./plan.js";
import { Pool } from "./pool.js";
import { type Recorded, recordBatch } from "./record.js";
import { type Written, writeReports } from "./report-files.js";
import { Batch, type BatchEvent, type BatchPlace, batchFolder, homeOf } from "./run.js";
import type { Executor, Fault, Setting } from "./task.js";
import { askedHash, type Triage, triage } from "./triage.js";

/** What makes a signed file what it is, besides the file. */
export interface Asked {
  /** What is said of files that have no words of their own. */
  readonly what: Assignment;
  readonly sidecar?: boolean;
  /** DER certificates of who signs. */
  readonly chain: readonly Uint8Array[];
  /** Address of the time-stamping service. */
  readonly timeStampUrl?: string;
  /** The manifests name the owner of the records. */
  readonly namesOwner: boolean;
}

/** A hash by which a later run sees whether the same is asked for. */
function optionsHash({ what, sidecar, chain, timeStampUrl, namesOwner }: Asked): string {
  const leaf = createHash("sha256")
    .update(chain[0] ?? "")
    .digest("base64url");
  return askedHash(what, [leaf, sidecar === true, timeStampUrl, namesOwner]);
}

export interface BatchRequest extends BatchPlace {
  readonly plan: Plan;
  readonly what: Assignment;
  readonly sidecar?: boolean;
  readonly identity: OpenIdentity;
  readonly stamper?: TimeStamper;
  readonly timeStampUrl?: string;
  /** Gets the batch record. */
  readonly archive?: LocalArchive;
  /** The archive gets a record of each file, too. */
  readonly recordEach?: boolean;
  /** Write a receipt beside each signed file. */
  readonly receipts?: boolean;
  readonly force?: boolean;
  /** Has the credentials for files elsewhere. */
  readonly environment?: Environment;
  readonly threads?: number;
  /** The thread's program, where it isn't beside the pool's. */
  readonly program?: URL;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Another executor than a pool of threads. */
  readonly executor?: (setting: Setting) => Promise<Executor>;
}

/** What a batch tells, the last of it `end`. */
export type BatchNews =
  | BatchEvent
  | ({ readonly type: "recorded" } & Recorded)
  | ({ readonly type: "written" } & Written)
  | {
      readonly type: "end";
      readonly signed: number;
      readonly kept: number;
      readonly failed: number;
      /** Not tried. */
      readonly left: number;
      /** Why not. */
      readonly stopped?: Fault;
    };

/**
 * Carries a batch out. Who stops listening stops it: what is in hand is given up, nothing half-written stays, and another
 * run goes on from there.
 * @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL, FILE_UNREADABLE, ENGINE_FAILED, KEY_MISMATCH, ARCHIVE_UNAVAILABLE:
 *   what stops everything; what is wrong with a file is told as `failed`
 */
export async function* signBatch(request: BatchRequest): AsyncGenerator<BatchNews> {
  const { plan, out, state, identity, archive, now, signal, force } = request;
  const from = now();
  const place = { out, ...(state !== undefined && { state }) };
  const places = openPlaces(request.environment ?? {}, signal);
  const batch = await Batch.open(plan, {
    ...place,
    places,
    options: optionsHash(askedOf(request)),
    tool: VERSION,
    now,
    ...(signal && { signal }),
    ...(request.sidecar && { sidecar: true }),
    ...(force && { force }),
    executor: async (staging) => {
      const setting = settingOf(request, staging);
      return request.executor ? request.executor(setting) : poolOf(request, setting);
    },
  });
  try {
    yield* batch.run();
    const { journal, signed, failed, triage, left, stopped } = batch;
    const records: Recorded[] = [];
    if (archive && identity.archiveKey && !stopped && journal.unrecorded.size > 0) {
      if (signed.length === 0)
        await journal.begin({ tool: VERSION, options: "", at: from.toISOString() });
      const recording = recordBatch(journal, archive, identity, receiptFolder(place));
      records.push(...(await recording.catch(afterSigning)));
      for (const record of records) yield { type: "recorded", ...record };
    }
    if (signed.length + failed.length + records.length > 0 && stopped?.code !== "DISK_FULL") {
      const facts = { ...place, signer: identity.name, from, to: now(), records };
      for (const written of await writeReports(batch, facts)) yield { type: "written", ...written };
    }
    const counts = { signed: signed.length, kept: triage.kept.length, failed: failed.length, left };
    yield { type: "end", ...counts, ...(stopped && { stopped }) };
  } finally {
    await batch.close();
  }
}

/** An archive that can't be written is found out last, when "nothing was changed" is not true any more. */
function afterSigning(cause: unknown): never {
  if (!(cause instanceof ColophonError)) throw cause;
  throw new ColophonError(cause.code, cause.message, {
    hint: "the files are signed; put this right and run the same command again, which archives their record",
    cause,
  });
}

/** What a run would do; nothing is written. @throws ColophonError FILE_UNREADABLE */
export async function tryBatch(
  plan: Plan,
  place: BatchPlace & Pick<BatchRequest, "force" | "environment" | "signal">,
  asked: Asked,
): Promise<Triage> {
  const { out, force = false, environment = {}, signal } = place;
  const journal = await Journal.read(batchFolder(place), homeOf(place));
  const { sidecar = false } = asked;
  const places = openPlaces(environment, signal);
  return triage(plan, journal, { out, places, options: optionsHash(asked), sidecar, force });
}

/** Beside a file elsewhere nothing is put that nobody asked for there. */
function receiptFolder(place: BatchPlace): string | undefined {
  return isAddress(place.out) ? join(batchFolder(place), "receipts") : undefined;
}

function askedOf({ what, sidecar, identity, timeStampUrl, archive }: BatchRequest): Asked {
  return {
    what,
    chain: identity.signer.chain,
    namesOwner: archive !== undefined && identity.archiveKey !== undefined,
    ...(sidecar && { sidecar }),
    ...(timeStampUrl !== undefined && { timeStampUrl }),
  };
}

function settingOf({ what, sidecar, receipts, archive }: BatchRequest, staging: string): Setting {
  return {
    what,
    sidecar: sidecar === true,
    staging,
    receipts: receipts === true && archive !== undefined,
    recordLater: archive !== undefined,
  };
}

function poolOf(
  { identity, stamper, archive, recordEach, environment, threads, program }: BatchRequest,
  setting: Setting,
): Pool {
  return new Pool({
    identity,
    setting,
    ...(archive && recordEach && { archive: archive.folder }),
    ...(stamper && { stamper }),
    ...(environment && { environment }),
    ...(threads !== undefined && { threads }),
    ...(program && { program }),
  });
}
