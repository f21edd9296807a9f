// What stands where a batch reads and writes, by names, sizes, times and tags alone: of local paths when it is asked, of
// addresses elsewhere all at once before anything is judged, as each answer is a way to another computer and back.
import { type Stats, statSync } from "node:fs";
import { ColophonError } from "../../src/index.js";
import { noContent } from "../adapter/file-source.js";
import { addressBelow, besideOf, hostOf, identityOf, isAddress, shownAddress } from "./address.js";
import { type Listed, type Place, type Places, UNKNOWN_SIZE } from "./place.js";
import type { Planned } from "./plan.js";
import type { Mark } from "./task.js";

/** What stands somewhere. */
export interface Standing {
  readonly mark: Mark;
  /** The same under each of its names: links on a disk lead to one thing. */
  readonly identity: string;
  /** Why it can't be signed, whatever is in it: it is a folder, a device, or empty. */
  readonly fault?: ColophonError;
}

type Seen = Standing | ColophonError | undefined;

/** What stands at a path or a shown address; a fault when nobody can tell. */
export type Look = (path: string) => Seen;

export function lookHere(path: string): Seen {
  let status: Stats | undefined;
  try {
    status = statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOTDIR") return undefined; // below a file there is nothing
    const why = code === "ENAMETOOLONG" ? "its name is too long" : code;
    return new ColophonError("FILE_UNREADABLE", `${path} could not be read (${why})`, {
      hint: "it was left out; the others were not",
      cause,
    });
  }
  if (!status) return undefined;
  const { dev, ino, size, mtimeMs: modified } = status;
  const fault = noContent(path, status);
  return { mark: { size, modified }, identity: `${dev}:${ino}`, ...(fault && { fault }) };
}

export interface Survey {
  readonly files: readonly Planned[];
  readonly out: string;
  /** Shown addresses below `out` that this batch wrote. */
  readonly written: ReadonlySet<string>;
  readonly places: Places;
}

/** Asked of a place at the same time. */
const AT_ONCE = 16;

/**
 * Asks about everything that a batch reads or writes elsewhere.
 * @throws ColophonError USAGE, and what keeps an output place from being asked
 */
export async function survey({ files, out, written, places }: Survey): Promise<Look> {
  const seen = new Map<string, Seen>();
  const see = (address: string, mark: Mark | undefined) => {
    const shown = shownAddress(address);
    seen.set(shown, mark && { mark, identity: identityOf(address) });
  };
  for (const { input, mark } of files) if (mark) see(input, mark);
  const unknown = files.filter(({ input, mark }) => isAddress(input) && !mark);
  const silent = new Silent();
  await inTurn(unknown, async ({ input, from = input }) => {
    const place = await places.at(from);
    try {
      silent.throwIfGone(from);
      see(input, await place.stat(from));
      silent.note(from);
    } catch (cause) {
      if (!(cause instanceof ColophonError) || cause.code === "CANCELLED") throw cause;
      if (cause.code === "URL_UNREACHABLE") silent.note(from, cause);
      seen.set(input, cause);
    }
  });
  if (isAddress(out)) {
    const place = await places.at(out);
    if (place.list)
      await seeAll(place.list(addressBelow(out, "")), { files, out, written, places }, see);
    else await askEach(place, { files, out, written, places }, see);
  }
  return (path) => (isAddress(path) ? seen.get(path) : lookHere(path));
}

/** Files in a row whose host gives no answer, before it is not asked any more: each waits long. */
const MOST_IN_VAIN = 24;

/** Hosts that give no answer. */
class Silent {
  readonly #hosts = new Map<string, { times: number; fault: ColophonError }>();

  note(address: string, fault?: ColophonError): void {
    const host = hostOf(address);
    const { times = 0 } = this.#hosts.get(host) ?? {};
    if (fault) this.#hosts.set(host, { times: times + 1, fault });
    else this.#hosts.delete(host);
  }

  /** @throws ColophonError URL_UNREACHABLE */
  throwIfGone(address: string): void {
    const { times = 0, fault } = this.#hosts.get(hostOf(address)) ?? {};
    if (times >= MOST_IN_VAIN) throw fault;
  }
}

/** Of all that is below an output, what this batch could have to do with. */
async function seeAll(
  all: AsyncIterable<Listed>,
  { files, out, written }: Survey,
  see: (address: string, mark: Mark | undefined) => void,
): Promise<void> {
  const wanted = new Set(written);
  for (const { name } of files) {
    const address = addressBelow(out, name);
    wanted.add(address).add(besideOf(address));
  }
  for await (const { address, mark } of all) if (wanted.has(address)) see(address, mark);
}

/** Where nothing can be listed: of what was written, that alone; of what is new, both names that it can get. */
async function askEach(
  place: Place,
  { files, out, written }: Survey,
  see: (address: string, mark: Mark | undefined) => void,
): Promise<void> {
  const addresses = files.flatMap(({ name }) => {
    const both = [addressBelow(out, name), besideOf(addressBelow(out, name))];
    const known = both.filter((address) => written.has(shownAddress(address)));
    return known.length > 0 ? known : both;
  });
  await inTurn(addresses, async (address) => see(address, await place.stat(address)));
}

async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let one = all[next++]; one !== undefined; one = all[next++]) await run(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Whether what stands there is what a mark was made of; of files elsewhere the tag says so, where both have one. */
export function isSame(mark: Mark, now: Mark): boolean {
  const isUnknown = now.size === UNKNOWN_SIZE;
  if (mark.size !== now.size && !isUnknown) return false;
  if (isUnknown && now.tag === undefined && now.modified === 0) return false;
  if (mark.tag !== undefined && now.tag !== undefined) return mark.tag === now.tag;
  return mark.modified === now.modified;
}
