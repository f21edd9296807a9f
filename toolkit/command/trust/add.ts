// colophon trust add: anchors of the user's own, such as the root of a colleague's identity.
import { basename, extname, resolve } from "node:path";
import { ColophonError } from "../../../src/index.js";
import { KNOWN_LISTS, readAnchors } from "../../../src/trust/index.js";
import {
  listOf,
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

/**
 * Every file is read and every name checked before anything is kept.
 * @throws ColophonError USAGE, FILE_*, TRUST_LIST_INVALID, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function add(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("trust", args, {
    name: { type: "string" },
    "time-stamp": { type: "boolean" },
    force: { type: "boolean" },
    json: { type: "boolean" },
  });
  if (positionals.length === 0 || (values.name !== undefined && positionals.length > 1))
    throw new ColophonError("USAGE", "name the certificates to trust, one file with --name", {
      hint: "run: colophon trust add ROOT.pem",
    });
  const lists: StoredList[] = [];
  for (const path of positionals) {
    const source = resolve(io.cwd, path);
    const { pem } = await readPemFile(source);
    const name = anchorName(values.name ?? basename(path, extname(path)));
    const use = values["time-stamp"] ? "time-stamps" : "signers";
    const list = listOf({ name, pem, use, own: true, source, updatedAt: io.now().toISOString() });
    refuseTaken(list, [...(await storedLists(io.env)), ...lists], values.force ?? false);
    lists.push(list);
  }
  const printer = printerFor(io, { json: values.json });
  for (const list of lists) {
    await saveList(io.env, list, { replace: true });
    printList(printer, list);
    remark(printer, list);
  }
  return EXIT.done;
}

/** A name that is a file name everywhere and takes no published list's place. */
function anchorName(wanted: string): string {
  const clean = wanted.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|[.-]+$/g, "");
  const name = clean.slice(0, 64);
  if (name === "" || KNOWN_LISTS.some((known) => known.name === name))
    throw new ColophonError("USAGE", `"${wanted}" cannot be the name of anchors`, {
      hint: "choose another with --name: letters, digits, dots, hyphens and underscores",
    });
  return name;
}

/** The same anchors once more are no conflict; others under the same name need --force. */
function refuseTaken(list: StoredList, lists: readonly StoredList[], force: boolean): void {
  const known = lists.find(({ own, name }) => own && name === list.name);
  if (!known || (known.use === list.use && (force || known.sha256 === list.sha256))) return;
  throw new ColophonError(
    "OUTPUT_EXISTS",
    `there are anchors for ${known.use} called ${list.name} already; nothing was added`,
    { hint: `choose another name with --name, or run first: colophon trust remove ${list.name}` },
  );
}

function remark(printer: Printer, list: StoredList): void {
  for (const { certificate } of readAnchors(list))
    if (certificate.isCa !== true)
      printer.note(
        `${certificate.subject.text} is no authority: only what is signed with that very certificate becomes Trusted`,
      );
}
