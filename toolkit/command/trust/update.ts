// colophon trust update: gets the C2PA's lists. A list that is not the pinned one is shown and asked about, never
// taken silently: whoever can change a trust list decides who is trusted. The last good copy stays in use meanwhile.
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { ColophonError } from "../../../src/index.js";
import { KNOWN_LISTS, type KnownList, readAnchors } from "../../../src/trust/index.js";
import {
  listOf,
  MAX_LIST_BYTES,
  readPemFile,
  type StoredList,
  saveList,
  storedLists,
} from "../../adapter/trust-store.js";
import { EXIT } from "../../report/exit-code.js";
import type { Printer } from "../../report/printer.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { printList } from "./list.js";

/** As toolkit/adapter/guarded-fetch.ts. */
export type Fetch = (
  url: string,
  options: { maxBytes: number; timeoutMs: number; signal: AbortSignal },
) => Promise<{ readonly url: string; readonly status: number; readonly bytes: Uint8Array }>;

const TIMEOUT = 30_000;

/**
 * Exit code 0 when every list is up to date, 1 when one waits for --accept.
 * @throws ColophonError USAGE, URL_REFUSED, URL_UNREACHABLE, FILE_*, TRUST_LIST_INVALID, OUTPUT_UNWRITABLE
 */
export async function update(args: readonly string[], io: Io, fetch?: Fetch): Promise<number> {
  const { values, positionals } = parseOptions("trust", args, {
    accept: { type: "boolean" },
    from: { type: "string" },
    url: { type: "string" },
    json: { type: "boolean" },
  });
  if (values.from !== undefined && values.url !== undefined)
    throw new ColophonError("USAGE", "--from and --url do not go together", {
      hint: "nothing was changed; a list comes from a file or from an address",
    });
  const lists = chosenLists(positionals, values.from ?? values.url);
  const printer = printerFor(io, { json: values.json });
  let waiting = 0;
  for (const known of lists) {
    const source = values.from ? resolve(io.cwd, values.from) : (values.url ?? known.url);
    const pem = values.from
      ? (await readPemFile(source)).pem
      : await download(source, io, fetch ?? (await guarded()));
    const updatedAt = io.now().toISOString();
    const { name } = known;
    const list = listOf({ name, pem, use: useOf(known), own: false, source, updatedAt });
    readAnchors(list); // a list that cannot be read is refused before anything is compared
    if (!(await install(list, known, values.accept ?? false, printer, io))) waiting++;
  }
  return waiting === 0 ? EXIT.done : EXIT.failed;
}

function chosenLists(names: readonly string[], single: string | undefined): readonly KnownList[] {
  for (const name of names)
    if (!KNOWN_LISTS.some((known) => known.name === name))
      throw new ColophonError("USAGE", `there is no published list called ${name}`, {
        hint: `choose from: ${KNOWN_LISTS.map((known) => known.name).join(", ")}`,
      });
  if (single !== undefined && names.length !== 1)
    throw new ColophonError("USAGE", `say which list ${single} is`, {
      hint: "run: colophon trust update c2pa --from FILE.pem (or c2pa-time-stamp)",
    });
  return names.length === 0 ? KNOWN_LISTS : KNOWN_LISTS.filter(({ name }) => names.includes(name));
}

async function guarded(): Promise<Fetch> {
  return (await import("../../adapter/guarded-fetch.js")).guardedFetch;
}

const OFFLINE_HINT =
  "the lists you have stay in use; try again later, or get the file another way and install it with --from FILE.pem";

async function download(url: string, io: Io, fetch: Fetch): Promise<string> {
  const { signal } = io;
  try {
    const { status, bytes } = await fetch(url, {
      maxBytes: MAX_LIST_BYTES,
      timeoutMs: TIMEOUT,
      signal,
    });
    if (status === 200) return Buffer.from(bytes).toString("utf8");
    throw new ColophonError("URL_UNREACHABLE", `${url} answered ${status}, without a list`);
  } catch (cause) {
    if (!(cause instanceof ColophonError) || cause.code !== "URL_UNREACHABLE") throw cause;
    throw new ColophonError(cause.code, cause.message, { hint: OFFLINE_HINT, cause });
  }
}

/** Keeps the list if it may be kept; says so, or what would change. */
async function install(
  list: StoredList,
  known: KnownList,
  accept: boolean,
  printer: Printer,
  io: Io,
): Promise<boolean> {
  const before = (await storedLists(io.env)).find(({ own, name }) => !own && name === list.name);
  const isNew = before?.sha256 !== list.sha256;
  if (isNew && list.sha256 !== known.sha256 && !accept) {
    showChange(list, before, known, printer);
    return false;
  }
  await saveList(io.env, list, { replace: true });
  printList(printer, list, isNew);
  return true;
}

function showChange(
  list: StoredList,
  before: StoredList | undefined,
  known: KnownList,
  printer: Printer,
): void {
  const now = subjects(list);
  const then: Subjects = before ? subjects(before) : new Map();
  const missing = (from: Subjects, other: Subjects): string[] =>
    [...from].filter(([fingerprint]) => !other.has(fingerprint)).map(([, subject]) => subject);
  const added = missing(now, then);
  const removed = missing(then, now);
  const than = before ? "the one in use" : `the one of ${known.pinned} that Colophon knows`;
  printer.note(
    `${known.title} (${list.source}) differs from ${than}: ${added.length} added, ${removed.length} removed`,
  );
  for (const subject of added) printer.note(`+ ${subject}`);
  for (const subject of removed) printer.note(`- ${subject}`);
  printer.note(
    `${before ? "the list you have stays in use" : "nothing was installed"}; to take this one, run the same command with --accept`,
  );
}

type Subjects = ReadonlyMap<string, string>;

/** Subject by fingerprint, so that a new certificate under an old name counts as a change. */
function subjects(list: StoredList): Subjects {
  return new Map(
    readAnchors(list).map(({ certificate: { der, subject } }) => {
      const fingerprint = createHash("sha256").update(der).digest("hex");
      return [fingerprint, `${subject.text} (SHA-256 ${fingerprint.slice(0, 16)}...)`];
    }),
  );
}

function useOf({ kind }: KnownList): StoredList["use"] {
  return kind === "signer" ? "signers" : "time-stamps";
}
