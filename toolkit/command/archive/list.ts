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
  const most = limit === 0 ? items.length : limit;
  let damaged = 0;
  let shown = 0;
  let indexes = 0;
  for (const { id } of items) {
    if (shown === most) break;
    io.signal.throwIfAborted();
    try {
      const { line } = await kept(archive, id);
      if (line.kind === "text-prints") {
        indexes++; // part of a text's record, which is listed itself
        continue;
      }
      shown++;
      printer.record(line);
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      printer.error(id, error);
      shown++;
      damaged++;
    }
  }
  if (items.length === 0) printer.note(`the archive in ${archive.folder} is empty`);
  else if (shown + indexes < items.length)
    printer.note(`${shown} of ${items.length} records; for all: --limit 0`);
  return damaged === 0 ? EXIT.done : damaged === shown ? EXIT.failed : EXIT.partly;
}
