// A task whose file comes from elsewhere or goes there: it is brought to this disk, signed here, and taken to its place
// whole. Nothing of it stays here, whatever happens.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { writeError } from "../adapter/atomic-file.js";
import { makeFolders } from "../adapter/folders.js";
import type { Assignment } from "../sign/job.js";
import { besideOf, isAddress, pathOf, shownAddress, whyNotAName } from "./address.js";
import type { Places } from "./place.js";
import type { Done, Setting, Task } from "./task.js";

type Announce = ((done: Done) => Promise<void>) | undefined;

/** Signs a local file. */
type SignHere = (task: Task, setting: Setting, announce?: Announce) => Promise<Done>;

/** Whether a task needs more than the disks of this computer. */
export function isElsewhere({ input, output, what }: Task, { what: all }: Setting): boolean {
  const { parent, ingredients = [] } = what ?? all;
  return [input, output, parent ?? "", ...ingredients].some(isAddress);
}

/** @throws ColophonError as Place.fetch, signTask and Place.deliver have it */
export async function signElsewhere(
  task: Task,
  setting: Setting,
  { places, announce }: { readonly places: Places; readonly announce: Announce },
  signHere: SignHere,
): Promise<Done> {
  const folder = await mkdtemp(join(setting.staging, "elsewhere-")).catch((cause: unknown) => {
    throw writeError(setting.staging, cause);
  });
  const shown = new Map<string, string>();
  const bring = async (address: string, number: number) => {
    const path = join(await made(folder, `${number}`), nameOf(address));
    shown.set(path, shownAddress(address));
    const mark = await (await places.at(address)).fetch(address, path);
    return { path, mark };
  };
  try {
    const what = await assigned(
      task.what ?? setting.what,
      async (address, i) => (await bring(address, i)).path,
    );
    const source = isAddress(task.input) ? await bring(task.input, 0) : undefined;
    const input = source?.path ?? task.input;
    const origin = source && { source: source.mark };
    const isFar = isAddress(task.output);
    const tell = announce && ((done: Done) => announce({ ...done, ...origin }));
    if (!isFar) return { ...(await signHere({ ...task, input, what }, setting, tell)), ...origin };
    const output = join(await made(folder, "out"), nameOf(task.output));
    shown.set(output, shownAddress(task.output));
    const done = await signHere({ ...task, input, output, what }, { ...setting, staging: folder });
    const address = done.sidecar ? besideOf(task.output) : task.output;
    const mediaType = done.sidecar ? "application/c2pa" : done.mediaType;
    const replace = (done.sidecar ? task.replaceSidecar : task.replace) === true;
    const signed = { ...done, output: shownAddress(address), ...origin };
    await announce?.(signed);
    const place = await places.at(address);
    const target = await place.deliver(done.output, address, { replace, mediaType });
    return { ...signed, target };
  } catch (cause) {
    throw retold(cause, shown, setting.staging);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function made(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await makeFolders(path);
  return path;
}

/** The name that a manifest gets for a title; an address can have one that no file should have. */
function nameOf(address: string): string {
  const name = pathOf(address).split("/").at(-1) ?? "";
  return whyNotAName(name) === undefined ? name : "file";
}

async function assigned(
  what: Assignment,
  bring: (address: string, number: number) => Promise<string>,
): Promise<Assignment> {
  const { parent, ingredients } = what;
  const here = async (file: string, number: number) =>
    isAddress(file) ? bring(file, number) : file;
  return {
    ...what,
    ...(parent !== undefined && { parent: await here(parent, 1) }),
    ...(ingredients && {
      ingredients: await Promise.all(ingredients.map((file, i) => here(file, i + 2))),
    }),
  };
}

/** What is said of a copy is said of where it came from. */
function retold(cause: unknown, shown: ReadonlyMap<string, string>, staging: string): unknown {
  if (!(cause instanceof ColophonError)) return cause;
  const copy = [...shown].find(([path]) => cause.message.includes(path));
  if (cause.code === "DISK_FULL" && copy)
    return new ColophonError("DISK_FULL", `no room left in ${staging} for ${copy[1]}`, {
      ...(cause.hint !== undefined && { hint: cause.hint }),
      cause,
    });
  const said = (text: string) =>
    [...shown].reduce((so, [path, address]) => so.replaceAll(path, address), text);
  const { code, message, hint } = cause;
  return new ColophonError(code, said(message), {
    ...(hint !== undefined && { hint: said(hint) }),
    cause,
  });
}
