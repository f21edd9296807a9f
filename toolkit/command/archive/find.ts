// colophon archive find: records that name a file by its SHA-256.
import { toBase64Url } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { openFile } from "../../adapter/file-source.js";
import { hashPieces } from "../../adapter/hash-pieces.js";
import { EXIT } from "../../report/exit-code.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { kept, openArchive } from "./kept.js";

/** @throws ColophonError USAGE, FILE_*, RECORD_NOT_FOUND, ARCHIVE_UNAVAILABLE */
export async function find(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseOptions("archive", args, {
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  const [path, second] = positionals;
  if (path === undefined || second !== undefined)
    throw new ColophonError("USAGE", "find takes one file", {
      hint: "run: colophon archive find photo.jpg",
    });
  const hash = toBase64Url(await sha256OfFile(at(io, path)));
  const archive = await openArchive(io, values.archive);
  const ids = await archive.find([hash]);
  if (ids.length === 0)
    throw new ColophonError("RECORD_NOT_FOUND", `no record in ${archive.folder} names ${path}`, {
      hint: "a copy with a single byte changed has another hash; see: colophon archive list",
    });
  const printer = printerFor(io, { json: values.json });
  let damaged = 0;
  for (const id of ids)
    try {
      printer.record({ ...(await kept(archive, id)).line, path });
    } catch (error) {
      if (!(error instanceof ColophonError)) throw error;
      printer.error(id, error);
      damaged++;
    }
  printer.note(`whether a record counts for the file is judged by: colophon verify ${path}`);
  return damaged === 0 ? EXIT.done : damaged === ids.length ? EXIT.failed : EXIT.partly;
}

async function sha256OfFile(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    const whole = { kind: "copy", start: 0, end: file.size, hashed: true } as const;
    return await hashPieces(file.handle, "sha256", [whole]);
  } finally {
    await file.close();
  }
}
