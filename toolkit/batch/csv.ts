// Rows of a CSV file, one after the other, whatever its size. Sole importer of csv-parse.
import { createReadStream } from "node:fs";
import { type CsvError, parse } from "csv-parse";

/** The cells of a line, or what is wrong with it. Lines count from 1. */
export type CsvRow = { readonly line: number } & (
  | { readonly cells: readonly string[] }
  | { readonly fault: string }
);

const LONGEST_ROW = 1 << 20;

/** @throws what the file system throws */
export async function* csvRows(path: string): AsyncGenerator<CsvRow> {
  const faults: CsvRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_skip: (error: CsvError | undefined) => {
      const line = Number(error?.["lines"] ?? 0);
      faults.push({ line, fault: "its quotes can't be read" });
      return undefined;
    },
  });
  const file = createReadStream(path);
  file.on("error", (error) => parser.destroy(error));
  file.pipe(parser);
  for await (const row of parser) {
    yield* faults.splice(0);
    const { record, info } = row as { record: string[]; info: { lines: number } };
    yield { line: info.lines, cells: record };
  }
  yield* faults;
}
