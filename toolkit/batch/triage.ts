// What is to be done with each planned file, by the journal and by what is on disk now: only names and times are looked at.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import type { Assignment } from "../sign/job.js";
import { addressBelow, besideOf, identityOf, isAddress, shownAddress } from "./address.js";
import type { Journal } from "./journal.js";
import type { Places } from "./place.js";
import type { Plan, Planned, Refused } from "./plan.js";
import { jsonHash } from "./row.js";
import { isSame, type Look, lookHere, type Standing, survey } from "./standing.js";
import type { Mark } from "./task.js";

/** A file to be signed. */
export interface Work extends Planned {
  readonly output: string;
  readonly size: number;
  /** What is under its name is the batch's own, or may go. */
  readonly replace: boolean;
  /** The same of its sidecar's name. */
  readonly replaceSidecar: boolean;
  /** Something stands under its sidecar's name, elsewhere. */
  readonly besideThere?: boolean;
  /** Why: it is new, it was changed, other options were given, or what was signed is gone. */
  readonly why: "new" | "changed" | "options" | "gone";
  /** Hash of what is asked for. */
  readonly options: string;
}

export interface Triage {
  readonly work: readonly Work[];
  /** Names of what is done already. */
  readonly kept: readonly string[];
  readonly refused: readonly Refused[];
}

export interface TriageOptions {
  /** The output folder, or an address that ends in "/". */
  readonly out: string;
  /** For addresses. */
  readonly places?: Places;
  /** Hash of what is asked for of every file, and of who signs. */
  readonly options: string;
  /** Each manifest goes into a file of its own. */
  readonly sidecar?: boolean;
  /** Replace what is there, even if it isn't this batch's; never an original. */
  readonly force?: boolean;
}

const SLICE = 256;

/** Looks at every file of a plan. */
export async function triage(
  plan: Plan,
  journal: Journal,
  options: TriageOptions,
): Promise<Triage> {
  const work: Work[] = [];
  const kept: string[] = [];
  const refused: Refused[] = [...plan.refused];
  const look = await lookOf(plan, journal, options);
  const sources = new Map<Planned, Standing>();
  const originals = new Set<string>();
  for (const [i, file] of plan.files.entries()) {
    if (i % SLICE === 0) await breath();
    const source = look(file.input) ?? missing(file.input);
    if (source instanceof ColophonError) refused.push({ input: file.input, fault: source });
    else {
      if (source.fault) refused.push({ input: file.input, fault: source.fault });
      else sources.set(file, source);
      originals.add(source.identity);
    }
  }
  for (const path of plan.aside) {
    const standing = isAddress(path) ? { identity: identityOf(path) } : look(path);
    if (standing && "identity" in standing) originals.add(standing.identity);
  }
  let i = 0;
  for (const [file, source] of sources) {
    if (i++ % SLICE === 0) await breath();
    const found = judge(file, source, { ...options, journal, originals, look });
    if (found instanceof ColophonError) refused.push({ input: file.input, fault: found });
    else if (typeof found === "string") kept.push(found);
    else work.push(found);
  }
  return { work, kept, refused };
}

/** Only a batch with addresses in it waits for other computers. */
async function lookOf(
  { files }: Plan,
  journal: Journal,
  { out, places }: TriageOptions,
): Promise<Look> {
  if (!isAddress(out) && !files.some(({ input }) => isAddress(input))) return lookHere;
  if (!places) throw new ColophonError("INTERNAL", "nobody can reach these addresses");
  const written = new Set([...journal.done.values()].map(({ output }) => output));
  return survey({ files, out, written, places });
}

interface Judging extends TriageOptions {
  readonly journal: Journal;
  readonly originals: ReadonlySet<string>;
  readonly look: Look;
}

/** The name of what is done, work to do, or why it can't be done. */
function judge(
  file: Planned,
  source: Standing,
  { out, options, sidecar, force, journal, originals, look }: Judging,
): string | Work | ColophonError {
  const isFar = isAddress(out);
  const output = isFar
    ? shownAddress(addressBelow(out, file.name))
    : join(out, ...file.name.split("/"));
  const entry = journal.done.get(file.name);
  const asked = file.what ? askedHash(file.what, options) : options;
  const aimed = sidecar ? besideOf(output) : output;
  const there = look(entry ? entry.output : aimed);
  if (there instanceof ColophonError) return there;
  if (there && originals.has(there.identity)) return original(aimed);
  const ours = journal.begun.has(file.name) || force === true;
  const mine = (path: string) => {
    if (entry?.output === path) return there !== undefined;
    const [left, now] = [journal.besides.get(file.name), look(path)];
    if (!left || !now || now instanceof ColophonError) return false;
    return isSame(left, now.mark) && !originals.has(now.identity);
  };
  const work = {
    ...file,
    output,
    size: Math.max(source.mark.size, 0),
    options: asked,
    ...(isFar && look(besideOf(output)) && { besideThere: true }),
    replace: ours || mine(output),
    replaceSidecar: (ours && !journal.besideTaken.has(file.name)) || mine(besideOf(output)),
  };
  if (!entry) return there && !ours ? foreign(aimed) : { ...work, why: "new" };
  if (!there) return { ...work, why: "gone" };
  const altered = !isSame(entry.target, there.mark);
  if (altered && !ours) return changed(entry.output);
  if (altered) return { ...work, why: "gone" };
  if (!isSame(entry.source, source.mark)) return { ...work, why: "changed" };
  if (entry.options !== asked) return { ...work, why: "options" };
  return file.name;
}

/**
 * Hash of what is asked for; `rest` is what else makes a signed file what it is. A check changes nothing about it, and a
 * file that goes into the manifest counts by its size and time.
 */
export function askedHash({ check: _, ...what }: Assignment, rest: unknown): string {
  return jsonHash([rest, withoutSecrets(what), neighbours(what)]);
}

type Meant = Omit<Assignment, "check">;

/** Signed addresses are others each time. */
function withoutSecrets(what: Meant): Meant {
  const { parent, ingredients } = what;
  return {
    ...what,
    ...(parent !== undefined && { parent: shownAddress(parent) }),
    ...(ingredients && { ingredients: ingredients.map(shownAddress) }),
  };
}

function neighbours({ parent, ingredients }: Meant): readonly (Mark | undefined)[] {
  return [...(parent === undefined ? [] : [parent]), ...(ingredients ?? [])].map((path) => {
    const found = isAddress(path) ? undefined : lookHere(path);
    return found && "mark" in found ? found.mark : undefined;
  });
}

function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function missing(path: string): ColophonError {
  return new ColophonError("FILE_NOT_FOUND", `there is no file ${path}`, {
    hint: isAddress(path)
      ? "check the address; all below a part of a key is named with / at its end: s3://BUCKET/PREFIX/"
      : "check the name and the folder you are in",
  });
}

/** What came to stand since where the file goes and may not be replaced. */
export function strangerAt(work: Work, sidecar: boolean): ColophonError | undefined {
  const taken = sidecar ? isBesideTaken(work) : !work.replace && existsSync(work.output);
  return taken ? foreign(sidecar ? besideOf(work.output) : work.output) : undefined;
}

/** Whether something stands where its sidecar would go that may not be replaced. */
export function isBesideTaken({ output, replaceSidecar, besideThere }: Work): boolean {
  return !replaceSidecar && (besideThere ?? (!isAddress(output) && existsSync(besideOf(output))));
}

function foreign(output: string): ColophonError {
  return new ColophonError("OUTPUT_EXISTS", `${output} exists already and was left as it is`, {
    hint: "this batch didn't write it: choose another --out, or add --force to replace it",
  });
}

function changed(output: string): ColophonError {
  return new ColophonError("OUTPUT_EXISTS", `${output} was changed after it was signed here`, {
    hint: "it was left as it is; move it away, or add --force to replace it",
  });
}

function original(output: string): ColophonError {
  return new ColophonError("OUTPUT_EXISTS", `${output} is an original, which is never replaced`, {
    hint: "nothing was changed; choose another --out",
  });
}
