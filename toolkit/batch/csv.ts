// Rows of a CSV file, one after the other, whatever its size. Sole importer of csv-parse.
import { createReadStream } from "node:fs";
import { type CsvError, parse } from "csv-parse";

/** The cells of a line, or what is wrong with it. Lines count from 1. */
export type CsvRow = { readonly line: number } & (
  | { readonly cells: readonly string[] }
  | { readonly fault: string }
);

const LONGEST_ROW = 1 << 20;

/** After these nobody knows where a row begins: what followed was taken for a part of the cell. */
const LOST: ReadonlySet<string> = new Set(["CSV_QUOTE_NOT_CLOSED", "CSV_MAX_RECORD_SIZE"]);
const ENDLESS = "its quotes never end, or not within 1 MB: no row from here on was read";

/**
 * Rows with something in them, whatever stands between their cells: a spreadsheet writes semicolons where commas are in
 * numbers, tabs on request, and may say which in a first line of its own ("sep=;").
 * @param isColumn whether a table can have a column of this name: the first line tells the separator by it
 * @throws what the file system throws
 */
export async function* csvRows(
  path: string,
  isColumn: (name: string) => boolean,
): AsyncGenerator<CsvRow> {
  const faults: CsvRow[] = [];
  let last = 0;
  let isLost = false;
  const { delimiter, from } = await separatorOf(path, isColumn);
  const parser = parse({
    bom: true,
    delimiter,
    from_line: from,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_skip: (error: CsvError | undefined) => {
      if (isLost) return undefined;
      isLost = LOST.has(error?.code ?? "");
      const line = isLost ? last + 1 : Number(error?.["lines"] ?? 0);
      faults.push({ line, fault: isLost ? ENDLESS : "its quotes can't be read" });
      return undefined;
    },
  });
  const file = createReadStream(path);
  file.on("error", (error) => parser.destroy(error));
  file.pipe(parser);
  for await (const row of parser) {
    yield* faults.splice(0);
    const { record, info } = row as { record: string[]; info: { lines: number } };
    if (isLost) continue;
    last = info.lines;
    yield { line: last, cells: record };
  }
  yield* faults;
}

const SEPARATORS = [",", ";", "\t"] as const;
/** Bytes of the file in which the line with the names of the columns is looked for. */
const HEAD = 4096;

interface Separator {
  readonly delimiter: string;
  /** The first line that counts. */
  readonly from: number;
}

async function separatorOf(path: string, isColumn: (name: string) => boolean): Promise<Separator> {
  const parts: Buffer[] = [];
  for await (const part of createReadStream(path, { end: HEAD - 1 })) parts.push(part);
  const head = Buffer.concat(parts);
  const isWide = head[0] === 0xff && head[1] === 0xfe;
  const [first = ""] = new TextDecoder(isWide ? "utf-16le" : "utf-8").decode(head).split(/[\r\n]/);
  const said = /^"?sep=(.)"?$/i.exec(first)?.[1];
  if (said !== undefined) return { delimiter: said, from: 2 };
  const named = (separator: string) =>
    first.split(separator).filter((cell) => isColumn(cell.replaceAll('"', ""))).length;
  const delimiter = SEPARATORS.reduce((best, one) => (named(one) > named(best) ? one : best));
  return { delimiter, from: 1 };
}
