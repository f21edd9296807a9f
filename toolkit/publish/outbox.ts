// The outbox: how far each record has come with each service, one small file each, beside the items of the archive.
//   <archive>/outbox/<slug of the service>/<id>.json
// The record itself is in the archive, written before. A state that is missing, torn or not ours is "queued": the record
// is sent once more, which changes nothing, for its id follows from its bytes. So no lock is needed, and two runs at
// once do no harm but to send some records twice.
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { isKey, isMissing, unavailable } from "../adapter/archive-index.js";
import { makeFolder, writeFileAtomically } from "../adapter/atomic-file.js";
import { type DeliveryState, type KnownState, parseState, stateText } from "./delivery-state.js";

const QUEUED: DeliveryState = { status: "queued", tries: 0 };
/** Bytes of a state; what is longer is none of ours. */
const LONGEST = 16_384;

/** The states of all records with one service. */
export class Outbox {
  readonly #folder: string;
  readonly #service: string;

  /** @param service as a Publisher calls itself */
  constructor(archiveFolder: string, service: string) {
    this.#service = service;
    this.#folder = join(archiveFolder, "outbox", slugOf(service));
  }

  /** @throws ColophonError ARCHIVE_UNAVAILABLE */
  async get(id: string): Promise<DeliveryState> {
    const found = await stateIn(this.#folder, id);
    return found?.service === this.#service ? found.state : QUEUED;
  }

  /**
   * Keeps a state. What was accepted stays so while another run still tries.
   * @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL, ARCHIVE_UNAVAILABLE
   */
  async put(id: string, state: DeliveryState): Promise<void> {
    if (!isKey(id)) throw new ColophonError("INTERNAL", "the outbox got something that is no id");
    if (state.status === "queued" && (await this.get(id)).status === "accepted") return;
    const text = stateText({ service: this.#service, state });
    for (let tries = 0; ; tries++)
      try {
        await makeFolder(this.#folder, 0o700);
        return await writeFileAtomically(join(this.#folder, `${id}.json`), text, {
          replace: true,
          sweep: false, // sweep does
        });
      } catch (error) {
        // A run that starts meanwhile may sweep our unfinished file away.
        if (tries === 3 || !(error instanceof ColophonError) || !isMissing(error.cause))
          throw error;
      }
  }

  /** Removes unfinished files of runs that were killed. */
  async sweep(): Promise<void> {
    const names = await readdir(this.#folder).catch(none);
    for (const name of names)
      if (name.endsWith(".part")) await rm(join(this.#folder, name), { force: true });
  }
}

/** What every service did with one record, by the service's name. @throws ColophonError ARCHIVE_UNAVAILABLE */
export async function statesOf(archiveFolder: string, id: string): Promise<KnownState[]> {
  const outbox = join(archiveFolder, "outbox");
  const slugs = (await readdir(outbox).catch(none)).sort();
  const found = await Promise.all(slugs.map((slug) => stateIn(join(outbox, slug), id)));
  return found.filter((one) => one !== undefined);
}

/** Readable where it can be, and different for every service. */
function slugOf(service: string): string {
  const words = service.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 60);
  return `${words}-${createHash("sha256").update(service).digest("hex").slice(0, 12)}`;
}

async function stateIn(folder: string, id: string): Promise<KnownState | undefined> {
  if (!isKey(id)) return undefined;
  const known = parseState(await head(join(folder, `${id}.json`)));
  return known && folder.endsWith(slugOf(known.service)) ? known : undefined;
}

/** What a file holds, unless it is longer than a state can be; nothing when it is no file. */
async function head(path: string): Promise<string> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe must not hang us
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
      return bytesRead === LONGEST ? "" : buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return none(error)[0] ?? "";
  }
}

/** Nothing, for what isn't there or is something else than a state or a folder of states. */
function none(error: unknown): string[] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (isMissing(error) || code === "EISDIR" || code === "ENOTDIR" || code === "ESPIPE") return [];
  throw unavailable(error);
}
