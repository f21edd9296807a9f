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
  if (kind === ".csv") return csvTable(table);
  if (kind === ".jsonl" || kind === ".ndjson") return jsonTable(table);
  throw new ColophonError("USAGE", `${table} is neither .csv nor .jsonl`, {
    hint: "a table is CSV with a line of column names, or JSON Lines with an object for each file",
  });
}

async function* csvTable(table: string): AsyncGenerator<TableRow> {
  let columns: readonly Column[] | undefined;
  for await (const row of csvRows(table)) {
    const { line } = row;
    if ("fault" in row) yield { line, fault: row.fault };
    else if (!columns) columns = header(row.cells, table);
    else if (row.cells.length > columns.length)
      yield { line, fault: `it has ${row.cells.length} cells for ${columns.length} columns` };
    else yield { line, ...cellsOf(row.cells, columns) };
  }
}

/** @throws ColophonError USAGE */
function header(cells: readonly string[], table: string): readonly Column[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw badTable(table, `has two columns "${twice}"`);
  return names.map((name) => columnOf(name, table));
}

function columnOf(name: string, table: string): Column {
  const column = COLUMNS.find((known) => known === name);
  if (column === undefined)
    throw badTable(table, `has a column "${name}", which means nothing here`);
  return column;
}

function badTable(table: string, what: string): ColophonError {
  return new ColophonError("USAGE", `${table} ${what}`, {
    hint: `nothing was signed; columns are: ${COLUMNS.join(", ")}`,
  });
}

function cellsOf(cells: readonly string[], columns: readonly Column[]): Omit<TableRow, "line"> {
  const row: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) {
    const cell = cells[i]?.trim() ?? "";
    if (cell.includes("\ufffd")) return { fault: `column "${column}" is not UTF-8` };
    if (cell !== "") row[column] = cell;
  }
  return { row };
}

const LONGEST_LINE = 1 << 20;

async function* jsonTable(table: string): AsyncGenerator<TableRow> {
  const lines = createInterface({ input: createReadStream(table), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === "") continue;
    yield { line, ...objectOf(text, table) };
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
