// From what was named to the files of a batch: each with the name that it gets in the output folder, and what can't be
// signed with the reason. Nothing is opened yet.
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ColophonError } from "../../src/index.js";
import type { Assignment } from "../sign/job.js";
import { isAddress, pathBelow, pathOf, shownAddress, whyNotAName } from "./address.js";
import { type Fits, glob, pattern } from "./pattern.js";
import type { Listed } from "./place.js";
import type { Mark } from "./task.js";
import { identity, isFolder, notUtf8, type Walked, walk } from "./walk.js";

/** A file that is to be signed. */
export interface Planned {
  /** Its path, or its address as it may be shown. */
  readonly input: string;
  /** Its address with the secrets in it, where it has any. */
  readonly from?: string;
  /** What is known of a file elsewhere already. */
  readonly mark?: Mark;
  /** Its path in the output folder, with "/". */
  readonly name: string;
  /** What is said of it, when it isn't what is said of all. */
  readonly what?: Assignment;
}

/** What was named and can't be signed. `input` says where it was named. */
export interface Refused {
  readonly input: string;
  readonly fault: ColophonError;
}

export interface Plan {
  readonly files: readonly Planned[];
  readonly refused: readonly Refused[];
  /** Paths of files that were named and won't be signed: originals all the same. */
  readonly aside: readonly string[];
  readonly notes: readonly string[];
}

export interface PlanOptions {
  /** The output folder: what is in it is not signed again. */
  readonly out: string;
  /** Folder that relative names start from. */
  readonly cwd: string;
  /** Names in the output folder are paths from here; an address counts for addresses alone, a path for paths. */
  readonly base?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** A file named in a list or a table, there as `where`. */
export interface Named {
  readonly path: string;
  readonly where?: string;
  readonly what?: Assignment;
}

/** A file elsewhere; `name` is that in the output folder, the path of its address unless told. */
export interface Elsewhere extends Pick<Listed, "address"> {
  readonly mark?: Mark;
  readonly name?: string;
  readonly where?: string | undefined;
  readonly what?: Assignment | undefined;
}

export class Planner {
  readonly #options: PlanOptions;
  readonly #included: readonly Fits[];
  readonly #excluded: readonly Fits[];
  readonly #files = new Map<string, Planned>();
  /** Names in the output folder that several files want. */
  readonly #wanted = new Map<string, string[]>();
  readonly #refused: Refused[] = [];
  readonly #aside: string[] = [];
  readonly #notes = new Set<string>();
  /** Folders that can't be read: several inputs may lead into one. */
  readonly #closed = new Set<string>();

  /** @throws ColophonError USAGE for a pattern that can't be read */
  constructor(options: PlanOptions) {
    this.#options = options;
    this.#included = (options.include ?? []).map(pattern);
    this.#excluded = (options.exclude ?? []).map(pattern);
  }

  /** A file, a folder or a pattern, as it was typed. */
  addInput(input: string): void {
    const path = this.#at(input);
    const found = identity(path) === undefined ? glob(input) : undefined;
    if (isFolder(path)) {
      if (!this.#addFolder(path, this.#included, () => true))
        this.#notes.add(this.#nothingIn(input));
    } else if (found) this.#addPattern(input, found);
    else this.#addFile({ input: path, name: basename(input) });
  }

  /** A file of a list: its name in the output folder is its path as it was written. */
  addNamed({ path, where, what }: Named, folder = this.#options.cwd): void {
    if (isAddress(path)) {
      this.addElsewhere({ address: path, where, what });
      return;
    }
    const input = asOnDisk(isAbsolute(path) ? path : join(folder, path));
    const { base = folder } = this.#options;
    const name = portable(relative(resolve(isAddress(base) ? folder : base), resolve(input)));
    this.#addFile({ input, name, ...(what && { what }) }, where);
  }

  /** A file elsewhere: what a name of a stranger's could do to the output folder, this one can't. */
  addElsewhere({ address, mark, where, what, ...named }: Elsewhere): void {
    const { base } = this.#options;
    const input = shownAddress(address);
    const at = where === undefined ? input : `${input} (${where})`;
    try {
      const isBased = base !== undefined && isAddress(base);
      const name = isBased ? pathBelow(address, base) : (named.name ?? pathOf(address));
      if (name === undefined) throw outside(input);
      const why = whyNotAName(name);
      if (why !== undefined) throw notAName(input, why);
      const from = address === input ? {} : { from: address };
      this.#claim({ input, name, ...from, ...(mark && { mark }), ...(what && { what }) }, at);
    } catch (cause) {
      if (!(cause instanceof ColophonError)) throw cause;
      this.refuse(at, cause);
      this.#aside.push(input);
    }
  }

  /** Whether a name fits what was asked to be left in and out. */
  takes(name: string): boolean {
    const fits = (pattern: Fits) => pattern(name);
    return !this.#excluded.some(fits) && (this.#included.length === 0 || this.#included.some(fits));
  }

  refuse(input: string, fault: ColophonError): void {
    this.#refused.push({ input, fault });
  }

  plan(): Plan {
    for (const [name, inputs] of this.#wanted)
      for (const input of inputs) this.refuse(input, sameName(name, inputs));
    return {
      files: [...this.#files.values()],
      refused: this.#refused,
      aside: this.#aside,
      notes: [...this.#notes],
    };
  }

  /** A misspelt pattern shouldn't look like a finished batch. */
  #nothingIn(folder: string): string {
    const isChosen = this.#included.length + this.#excluded.length > 0;
    return isChosen
      ? `no file in ${folder} fits what is to be included`
      : `there is no file to sign in ${folder}`;
  }

  #addPattern(input: string, { folder, fits }: { folder: string; fits: Fits }): void {
    if (!this.#addFolder(this.#at(folder), this.#included, fits))
      this.refuse(
        input,
        new ColophonError("FILE_NOT_FOUND", `there is no file ${input}`, {
          hint: "no file fits this pattern; check the name and the folder you are in",
        }),
      );
  }

  /** Each input is looked through by itself: another may have left out files of the same folders. @returns false for none */
  #addFolder(folder: string, included: readonly Fits[], fits: Fits): boolean {
    const passed = (name: string) => this.#excluded.some((pattern) => pattern(name));
    const out = identity(this.#options.out);
    const again = (path: string, here: string) => {
      if (here !== out)
        this.#notes.add(`${path} leads to a folder that was seen already: passed over`);
    };
    if (out !== undefined && identity(folder) === out) {
      this.refuse(folder, outputItself(folder));
      return true;
    }
    let isAny = false;
    const seen = new Set(out === undefined ? [] : [out]);
    for (const found of walk(folder, { seen, passed, again })) {
      if (found.fault) {
        isAny = true;
        if (!this.#closed.has(found.path)) this.refuse(found.path, found.fault);
        this.#closed.add(found.path);
      } else if (!passed(found.name) && fits(found.name) && isIncluded(found, included)) {
        isAny = true;
        this.#addFile({ input: found.path, name: found.name });
      }
    }
    return isAny;
  }

  #addFile(file: Planned, where?: string): void {
    const { base, out } = this.#options;
    const name =
      base === undefined || isAddress(base)
        ? file.name
        : portable(relative(resolve(base), resolve(file.input)));
    const at = where === undefined ? file.input : `${file.input} (${where})`;
    const fault = this.#faultOf(file.input, name, out);
    if (fault) {
      this.refuse(at, fault);
      this.#aside.push(file.input);
    } else this.#claim({ ...file, name }, at);
  }

  #faultOf(input: string, name: string, out: string): ColophonError | undefined {
    if (input.includes("\ufffd") && identity(input) === undefined) return notUtf8(input);
    if (name === "" || name === ".." || name.startsWith("../") || isAbsolute(name))
      return outside(input);
    if (name === ".colophon" || name.startsWith(".colophon/")) return reserved(name, out);
    return undefined;
  }

  #claim(file: Planned, at: string): void {
    const other = this.#files.get(file.name);
    const wanted = this.#wanted.get(file.name);
    if (wanted) {
      this.#aside.push(file.input);
      if (!wanted.includes(at)) wanted.push(at);
    } else if (!other) this.#files.set(file.name, file);
    else if (trueName(other) !== trueName(file) || other.what || file.what) {
      this.#wanted.set(file.name, [other.input, at]);
      this.#aside.push(other.input, file.input);
      this.#files.delete(file.name);
    }
  }

  #at(path: string): string {
    return isAbsolute(path) ? path : join(this.#options.cwd, path);
  }
}

function isIncluded({ name }: Walked, included: readonly Fits[]): boolean {
  return included.length === 0 || included.some((fits) => fits(name));
}

/** A Mac writes "é" as two characters where a spreadsheet writes one: the same letters, and the same file where there is one. */
function asOnDisk(path: string): string {
  if (!/[^ -~]/.test(path) || identity(path) !== undefined) return path;
  const others = [path.normalize("NFC"), path.normalize("NFD")];
  return others.find((one) => identity(one) !== undefined) ?? path;
}

function trueName({ input, from = input }: Planned): string {
  return isAddress(from) ? from : resolve(from);
}

function portable(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

function sameName(name: string, inputs: readonly string[]): ColophonError {
  const others = inputs.length > 3 ? `${inputs.length} files` : inputs.join(" and ");
  return new ColophonError("OUTPUT_EXISTS", `${others} would both become ${name}`, {
    hint: "none of them was signed; name the folder above them, or give --base",
  });
}

function outside(input: string): ColophonError {
  return new ColophonError("USAGE", `${input} lies outside the folder that names start from`, {
    hint: "it was left out; name a folder that it is in with --base",
  });
}

function outputItself(folder: string): ColophonError {
  return new ColophonError("USAGE", `${folder} is the output folder, too`, {
    hint: "nothing in it was signed, as originals are never replaced; give another --out, which may be a folder in it",
  });
}

function notAName(input: string, why: string): ColophonError {
  return new ColophonError("FILE_UNREADABLE", `the name in ${input} ${why}`, {
    hint: "it was left out; give it another name",
  });
}

function reserved(name: string, out: string): ColophonError {
  return new ColophonError("OUTPUT_UNWRITABLE", `${name} is where ${out} keeps its journal`, {
    hint: "it was left out; give it another name",
  });
}
