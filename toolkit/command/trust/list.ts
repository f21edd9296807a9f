// colophon trust list: what is in use, and where it came from.
import { ColophonError } from "../../../src/index.js";
import { KNOWN_LISTS, readAnchors } from "../../../src/trust/index.js";
import { type StoredList, storedLists } from "../../adapter/trust-store.js";
import { EXIT } from "../../report/exit-code.js";
import type { Printer } from "../../report/printer.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";

/** @throws ColophonError USAGE, FILE_UNREADABLE, TRUST_LIST_INVALID */
export async function list(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("trust", args, { json: { type: "boolean" } });
  if (positionals.length > 0)
    throw new ColophonError("USAGE", `list takes no names: ${positionals.join(" ")}`, {
      hint: "run: colophon trust list",
    });
  const printer = printerFor(io, { json: values.json });
  const lists = await storedLists(io.env);
  for (const one of lists) printList(printer, one);
  for (const known of KNOWN_LISTS)
    if (!lists.some(({ name }) => name === known.name))
      printer.note(`${known.title} is not in use; to get it: colophon trust update ${known.name}`);
  return EXIT.done;
}

/** One list, counted anew. `changed` where it was just updated. @throws ColophonError TRUST_LIST_INVALID */
export function printList(printer: Printer, stored: StoredList, changed?: boolean): void {
  const { name, use, own, sha256, source, updatedAt } = stored;
  printer.trustList({
    name,
    use,
    source: source ?? (own ? "your own" : "unknown"),
    anchors: readAnchors(stored).length,
    sha256,
    ...(updatedAt !== undefined && { updatedAt }),
    ...(changed !== undefined && { changed }),
  });
}
