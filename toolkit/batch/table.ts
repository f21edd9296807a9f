// A table with a row for each file (CSV or JSON Lines): a row that can't be meant so is told with its line and column, and
// the others go on. An unknown column ends it before anything is signed, for then every row would be signed wrongly.
import { createReadStream } from "node:fs";
import { dirname, extname } from "node:path";
import { createInterface } from "node:readline";
import { asObject, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { openFile } from "../adapter/file-source.js";
import type { Assignment } from "../sign/job.js";
import { csvRows } from "./csv.js";
import type { Planner } from "./plan.js";
import { COLUMNS, type Column, ColumnFault, type Row, rowAssignment } from "./row.js";

/**
 * Adds the files of a table to a plan. Relative paths in it start from the table's own folder.
 * @param all what is said of every file
 * @throws ColophonError USAGE for columns that no table has; FILE_*
 */
export async function addTable(planner: Planner, table: string, all: Assignment): Promise<void> {
  await (await openFile(table)).close();
  const folder = dirname(table);
  for await (const { line, row, fault } of rowsOf(table)) {
    const where = `${table}:${line}`;
    try {
      if (fault !== undefined || !row) throw new Error(fault ?? "it is empty");
      const { path } = row;
      if (typeof path !== "string") throw new ColumnFault("path", "is empty");
      const what = rowAssignment(row, all, folder);
      planner.addNamed({ path, where, ...(what && { what }) }, folder);
    } catch (cause) {
      if (cause instanceof ColophonError) throw cause;
      const said = cause instanceof Error ? cause.message : String(cause);
      planner.refuse(
        where,
        new ColophonError("USAGE", `the row in line ${line} can't be used: ${said}`, {
          hint: "its file was left out; correct the row and run the same command again",
        }),
      );
    }
  }
}

interface TableRow {
  readonly line: number;
  readonly row?: Row;
  readonly fault?: string;
}

function rowsOf(table: string): AsyncGenerator<TableRow> {
  const kind = extname(table).toLowerCase();
  if (kind === ".csv" || kind === ".tsv") return csvTable(table);
  if (kind === ".jsonl" || kind === ".ndjson") return jsonTable(table);
  throw new ColophonError("USAGE", `${table} is neither .csv nor .jsonl`, {
    hint: "a table is CSV with a line of column names, or JSON Lines with an object for each file",
  });
}

async function* csvTable(table: string): AsyncGenerator<TableRow> {
  let columns: Header | undefined;
  for await (const row of csvRows(table, (name) => knownColumn(name) !== undefined)) {
    const { line } = row;
    if ("fault" in row) yield { line, fault: row.fault };
    else if (!columns) columns = header(row.cells, table);
    else yield { line, ...cellsOf(row.cells, columns) };
  }
}

/** Columns in their order; one without a name is what a spreadsheet leaves beside its table. */
type Header = readonly (Column | undefined)[];

/** @throws ColophonError USAGE */
function header(cells: readonly string[], table: string): Header {
  const columns = cells.map((cell) => (cell.trim() === "" ? undefined : columnOf(cell, table)));
  const twice = columns.find((name, i) => name !== undefined && columns.indexOf(name) !== i);
  if (twice !== undefined) throw badTable(table, `has two columns "${twice}"`);
  if (!columns.includes("path")) throw badTable(table, 'has no column "path"');
  return columns;
}

function knownColumn(name: string): Column | undefined {
  const bare = name.trim().toLowerCase();
  return COLUMNS.find((known) => known === bare);
}

/** Of a name that means nothing, as much is shown. */
const SHOWN = 60;

function columnOf(name: string, table: string): Column {
  const column = knownColumn(name);
  if (column !== undefined) return column;
  if (name.includes("\ufffd")) throw badTable(table, "is not UTF-8: its columns can't be read");
  const shown = name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name;
  throw badTable(table, `has a column "${shown}", which means nothing here`);
}

function badTable(table: string, what: string): ColophonError {
  return new ColophonError("USAGE", `${table} ${what}`, {
    hint: `nothing was signed; columns are: ${COLUMNS.join(", ")}`,
  });
}

function cellsOf(cells: readonly string[], columns: Header): Omit<TableRow, "line"> {
  const row: Partial<Record<Column, string>> = {};
  for (const [i, text] of cells.entries()) {
    const [cell, column] = [text.trim(), columns[i]];
    if (cell === "") continue;
    if (i >= columns.length)
      return { fault: `it has ${cells.length} cells for ${columns.length} columns` };
    if (column === undefined) return { fault: `its cell ${i + 1} is in a column without a name` };
    if (cell.includes("\ufffd")) return { fault: `column "${column}" is not UTF-8` };
    row[column] = cell;
  }
  return { row };
}

const LONGEST_LINE = 1 << 20;

async function* jsonTable(table: string): AsyncGenerator<TableRow> {
  const lines = createInterface({ input: createReadStream(table), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line++;
    const bare = line === 1 ? text.replace(/^\ufeff/, "") : text;
    if (bare.trim() === "") continue;
    yield { line, ...objectOf(bare, table) };
  }
}

function objectOf(text: string, table: string): Omit<TableRow, "line"> {
  if (text.length > LONGEST_LINE) return { fault: "it is longer than 1 MB" };
  if (text.includes("\ufffd")) return { fault: "it is not UTF-8" };
  let object: Readonly<Record<string, unknown>> | undefined;
  try {
    object = asObject(parseJson(text));
  } catch {
    return { fault: "it is not JSON" };
  }
  if (!object) return { fault: "it is not a JSON object" };
  const row: Record<string, Row[Column]> = {};
  for (const [name, value] of Object.entries(object)) {
    const column = columnOf(name, table);
    if (value === null || value === "") continue;
    if (!isCell(value))
      return { fault: `column "${column}" is neither text, list of texts, nor true or false` };
    row[column] = value;
  }
  return { row };
}

function isCell(value: unknown): value is NonNullable<Row[Column]> {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string");
  return typeof value === "string" || typeof value === "boolean";
}
