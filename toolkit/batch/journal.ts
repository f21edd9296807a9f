// What a batch has done, so that a later run does the rest: lines of JSON that are only ever added to. A file is named here
// as begun before anybody writes it, and as done when it and its folder are on disk. A line that was cut off by a crash is
// dropped; one that can't be read counts for nothing.
import { createReadStream } from "node:fs";
import { access, type FileHandle, open, truncate } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { asArray, asObject, asString, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { writeError } from "../adapter/atomic-file.js";
import { GroupCommit } from "../adapter/group-commit.js";
import { besideOf } from "./address.js";
import type { Done, Mark } from "./task.js";

const NAME = "journal.ndjson";
const VERSION = 1;

/** A file that is done. */
export interface Entry extends Done {
  readonly input: string;
  /** What was asked for when it was signed (hash). */
  readonly options: string;
}

type JournalLine =
  | { readonly type: "batch"; readonly version: number; readonly tool: string }
  | { readonly type: "run"; readonly at: string; readonly options: string; readonly out?: string }
  | {
      readonly type: "begin";
      readonly names: readonly string[];
      readonly besideTaken?: readonly string[];
    }
  | ({ readonly type: "done"; readonly name: string } & Entry)
  | { readonly type: "gone"; readonly name: string }
  | { readonly type: "record"; readonly id: string; readonly files: number };

export class Journal {
  /** Done, by the name in the output folder. */
  readonly done = new Map<string, Entry>();
  /** Of those, what an earlier run wrote under the other of its two names: the file, or its sidecar. */
  readonly besides = new Map<string, Mark>();
  /** Begun and not done, at least as far as is known: what has that name is this batch's own. */
  readonly begun = new Set<string>();
  /** Of the begun, those beside which a sidecar of somebody else's stood. */
  readonly besideTaken = new Set<string>();
  /** Names that no batch record covers. */
  readonly unrecorded = new Set<string>();
  readonly path: string;
  /** The output place of the last run, where that is not the folder around the journal. */
  out: string | undefined;
  readonly #commit: GroupCommit<string>;
  readonly #home: string | undefined;
  #handle: FileHandle | undefined;
  #length = 0;

  private constructor(path: string, home: string | undefined) {
    this.path = path;
    this.#home = home;
    this.#commit = new GroupCommit((lines) => this.#write(lines.join("")));
  }

  /** Whether a folder has a journal. */
  static async isIn(folder: string): Promise<boolean> {
    return access(join(folder, NAME)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Reads a journal; one that isn't there is empty.
   * @param home the output folder as it is called now, if it is one: it may have been moved, or be called from elsewhere
   * @throws ColophonError FILE_UNREADABLE
   */
  static async read(folder: string, home?: string): Promise<Journal> {
    const journal = new Journal(join(folder, NAME), home);
    await journal.#load();
    return journal;
  }

  /**
   * Opens it for writing.
   * @param run `out` is the output place, as it may be shown, where that is not the folder around the journal
   * @throws ColophonError OUTPUT_UNWRITABLE, DISK_FULL
   */
  async begin(run: {
    readonly tool: string;
    readonly at: string;
    readonly options: string;
    readonly out?: string | undefined;
  }): Promise<void> {
    const { tool, at, options, out } = run;
    try {
      this.#handle = await open(this.path, "a", 0o644);
      const { size } = await this.#handle.stat();
      if (size > this.#length) await truncate(this.path, this.#length); // what a crash cut off
    } catch (cause) {
      throw writeError(this.path, cause);
    }
    if (this.#length === 0) await this.#add({ type: "batch", version: VERSION, tool });
    await this.#add({ type: "run", at, options, ...(out !== undefined && { out }) });
  }

  /**
   * Before these names are written.
   * @param besideTaken those of them whose sidecar's name is somebody else's
   * @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE
   */
  async addBegun(names: readonly string[], besideTaken: readonly string[]): Promise<void> {
    await this.#add({ type: "begin", names, ...(besideTaken.length > 0 && { besideTaken }) });
    this.#setBegun(names, besideTaken);
  }

  /** Once file and folder are on disk. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
  async addDone(name: string, entry: Entry): Promise<void> {
    await this.#add({ type: "done", name, ...entry });
    this.#setDone(name, entry);
  }

  /** Nothing came of a name that was begun. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
  async addGone(name: string): Promise<void> {
    await this.#add({ type: "gone", name });
    this.begun.delete(name);
  }

  /** A batch record over all that is unrecorded is in the archive. @throws ColophonError DISK_FULL, OUTPUT_UNWRITABLE */
  async addRecord(id: string, files: number): Promise<void> {
    await this.#add({ type: "record", id, files });
    this.unrecorded.clear();
  }

  async close(): Promise<void> {
    await this.#commit.idle();
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #add(line: JournalLine): Promise<void> {
    const text = `${JSON.stringify(line)}\n`;
    await this.#commit.put(text, text.length);
  }

  /** All or nothing: what a full disk took only a part of is cut off again. */
  async #write(text: string): Promise<void> {
    const handle = this.#handle;
    if (!handle) throw new ColophonError("INTERNAL", "the journal was not opened");
    const bytes = Buffer.from(text);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
      this.#length += bytes.length;
    } catch (cause) {
      await handle.truncate(this.#length).catch(() => undefined);
      throw writeError(this.path, cause);
    }
  }

  async #load(): Promise<void> {
    const input = createReadStream(this.path);
    try {
      let rest = 0; // bytes after the last line feed
      input.on("data", (chunk) => {
        const last = Buffer.from(chunk).lastIndexOf(10);
        this.#length += chunk.length;
        rest = last < 0 ? rest + chunk.length : chunk.length - last - 1;
      });
      for await (const text of createInterface({ input, crlfDelay: Infinity })) this.#take(text);
      this.#length -= rest;
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return;
      if (cause instanceof ColophonError) throw cause;
      throw new ColophonError("FILE_UNREADABLE", `the journal ${this.path} could not be read`, {
        hint: "nothing was changed; check that you may read it",
        cause,
      });
    }
  }

  #take(text: string): void {
    let line: Readonly<Record<string, unknown>> | undefined;
    try {
      line = asObject(parseJson(text));
    } catch {
      return; // cut off, or damaged
    }
    const name = asString(line?.["name"]);
    switch (line?.["type"]) {
      case "batch":
        if (line["version"] !== VERSION) throw newer(this.path);
        break;
      case "run":
        this.out = asString(line["out"]) ?? this.out;
        break;
      case "begin":
        this.#setBegun(asStrings(line["names"]), asStrings(line["besideTaken"]));
        break;
      case "done":
        if (name !== undefined && isEntry(line)) this.#setDone(name, this.#here(name, line));
        break;
      case "gone":
        if (name !== undefined) this.begun.delete(name);
        break;
      case "record":
        this.unrecorded.clear();
        break;
      default: // what a later version adds
    }
  }

  #here(name: string, line: Entry & { type: string; name: string }): Entry {
    const { type: _, name: __, ...entry } = line;
    if (this.#home === undefined) return entry;
    const output = join(this.#home, ...name.split("/"));
    return { ...entry, output: entry.sidecar ? besideOf(output) : output };
  }

  #setBegun(names: readonly string[], besideTaken: readonly string[]): void {
    for (const name of names) {
      this.begun.add(name);
      this.besideTaken.delete(name);
    }
    for (const name of besideTaken) this.besideTaken.add(name);
  }

  #setDone(name: string, entry: Entry): void {
    const before = this.done.get(name);
    if (before && before.sidecar !== entry.sidecar) this.besides.set(name, before.target);
    this.done.set(name, entry);
    this.begun.delete(name);
    this.unrecorded.add(name);
  }
}

function asStrings(value: unknown): readonly string[] {
  return asArray(value).filter((one) => typeof one === "string");
}

function isEntry(line: object): line is Entry & { type: string; name: string } {
  const { source, target, output, options, store } = line as Partial<Entry>;
  return (
    isMark(source) &&
    isMark(target) &&
    [output, options, store].every((one) => typeof one === "string")
  );
}

function isMark(mark: unknown): boolean {
  const { size, modified, tag = "" } = asObject(mark) ?? {};
  return typeof size === "number" && typeof modified === "number" && typeof tag === "string";
}

function newer(path: string): ColophonError {
  return new ColophonError("USAGE", `the journal ${path} was written by a newer Colophon`, {
    hint: "nothing was changed; use that version, or another output folder",
  });
}
