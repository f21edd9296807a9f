// colophon archive export: a record as files that other programs can read.
import { stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { DataItem } from "../../../src/archive/index.js";
import { toBase64Url, utf8 } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { makeFolder, writeFileAtomically } from "../../adapter/atomic-file.js";
import { EXIT } from "../../report/exit-code.js";
import { inertJson } from "../../report/inert-json.js";
import { at, type Io, parseOptions } from "../command.js";
import { printerFor } from "../printer.js";
import { idsLast, type Kept, kept, openArchive } from "./kept.js";

interface Part {
  readonly path: string;
  readonly what: "record" | "manifest";
  readonly content: Uint8Array;
  readonly mediaType: string;
}

/**
 * Every record is read and checked, and every name looked at, before anything is written.
 * @throws ColophonError USAGE, RECORD_NOT_FOUND, RECORD_INVALID, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL
 */
export async function exportRecords(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals: ids } = parseOptions("archive", idsLast(args), {
    output: { type: "string", short: "o" },
    out: { type: "string" },
    force: { type: "boolean" },
    archive: { type: "string" },
    json: { type: "boolean" },
  });
  if (ids.length === 0 || (values.output !== undefined && (ids.length > 1 || values.out)))
    throw new ColophonError("USAGE", "name the records to export, and only one with -o", {
      hint: "run: colophon archive export ID --out DIR",
    });
  const archive = await openArchive(io, values.archive);
  const folder = at(io, values.out ?? ".");
  const parts: Part[] = [];
  for (const id of new Set(ids)) {
    const { output } = values;
    const path = output === undefined ? join(folder, `record-${id}.ans104`) : at(io, output);
    parts.push(...partsOf(await kept(archive, id), path));
  }
  if (!values.force) for (const { path } of parts) await refuseTaken(path);
  const printer = printerFor(io, { json: values.json });
  await makeFolder(folder);
  for (const { content, ...part } of parts) {
    io.signal.throwIfAborted();
    await writeFileAtomically(part.path, content, { replace: values.force ?? false });
    printer.written({ ...part, bytes: content.length });
  }
  return EXIT.done;
}

/** The item itself, its payload, and what its head says. */
function partsOf({ bytes, item, line }: Kept, path: string): Part[] {
  const beside = (extension: string) => {
    const name = path.slice(0, path.length - extname(path).length) + extension;
    return name === path ? `${path}${extension}` : name;
  };
  const payload =
    line.kind === "manifest"
      ? { extension: ".c2pa", mediaType: "application/c2pa", what: "manifest" as const }
      : { extension: ".cbor", mediaType: "application/cbor", what: "record" as const };
  const { extension, ...kind } = payload;
  return [
    { path, what: "record", content: bytes, mediaType: "application/octet-stream" },
    { path: beside(extension), content: item.data, ...kind },
    {
      path: beside(".json"),
      what: "record",
      content: utf8(`${inertJson(head(line.id, item), 2)}\n`),
      mediaType: "application/json",
    },
  ];
}

function head(id: string, item: DataItem) {
  return {
    id,
    signatureType: item.signatureType,
    owner: toBase64Url(item.owner),
    ...(item.target.length > 0 && { target: toBase64Url(item.target) }),
    ...(item.anchor.length > 0 && { anchor: toBase64Url(item.anchor) }),
    tags: item.tags,
  };
}

async function refuseTaken(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there)
    throw new ColophonError("OUTPUT_EXISTS", `${path} exists already; nothing was exported`, {
      hint: "choose another place with -o or --out, or add --force to replace it",
    });
}
