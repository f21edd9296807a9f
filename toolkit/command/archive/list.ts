// colophon archive list: what is in the archive.
import { ColophonError } from "../../../src/index.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { kept, openArchive } from "./kept.js";

/** A damaged record is reported and doesn't hide the others. @throws ColophonError USAGE, ARCHIVE_UNAVAILABLE */
export async function list(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, {
    limit: { type: "string" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  if (positionals.length > 0 || !/^\d{1,9}$/.test(values.limit ?? "50"))
    throw new ColophonError("USAGE", "list takes no names, and --limit a number", {
      hint: "run: colophon archive list --limit 10",
    });
  const limit = Number(values.limit ?? 50);
  const printer = printerFor(io, { json: values.json });
  const archive = await openArchive(io, values.archive);
  const items = await archive.list();
  const shown = limit === 0 ? items : items.slice(0, limit);
  let damaged = 0;
  for (const { id } of shown) {
    io.signal.throwIfAborted();
    try {
      printer.record((await kept(archive, id)).line);
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      printer.error(id, error);
      damaged++;
    }
  }
  if (items.length === 0) printer.note(`the archive in ${archive.folder} is empty`);
  else if (shown.length < items.length)
    printer.note(`${shown.length} of ${items.length} records; for all: --limit 0`);
  return damaged === 0 ? EXIT.done : damaged === shown.length ? EXIT.failed : EXIT.partly;
}
