// colophon archive show: one record with all its tags.
import { ColophonError } from "../../../src/index.js";
import { EXIT } from "../../report/exit-code.js";
import { type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, kept, openArchive } from "./kept.js";

/** @throws ColophonError USAGE, RECORD_NOT_FOUND, RECORD_INVALID, ITEM_MALFORMED, ARCHIVE_UNAVAILABLE */
export async function show(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", idsLast(args), {
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const [id, second] = positionals;
  if (id === undefined || second !== undefined)
    throw new ColophonError("USAGE", "show takes the id of one record", {
      hint: "see the ids: colophon archive list",
    });
  const { line, item } = await kept(await openArchive(io, values.archive), id);
  printerFor(io, { json: values.json }).record({ ...line, tags: item.tags });
  return EXIT.done;
}
