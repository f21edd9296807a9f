// What a row of a table, or an entry of a program's list, says of one file. An empty cell says what is said of all.
import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";
import type { Assignment, TextChoices } from "../sign/job.js";
import { type Generated, OVERSIGHT, SOURCES, type Statement, TRAINING } from "../sign/options.js";
import { isLanguageTag, isTextKind, isWebAddress } from "../sign/text-words.js";
import { isAddress } from "./address.js";

/** Those that are about generated content. */
const ABOUT_AI = [
  "model",
  "model-version",
  "provider",
  "prompt",
  "include-prompt",
  "oversight",
] as const;

/** Columns that a table can have. */
export const COLUMNS = [
  "path",
  "title",
  "creator",
  "rights",
  "source",
  "generated",
  ...ABOUT_AI,
  "training",
  "parent",
  "ingredients",
  "type",
  "canonical-url",
  "language",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Cells by column; those that say nothing are left out. */
export type Row = Partial<Readonly<Record<Column, string | readonly string[] | boolean>>>;

/** A cell that can't be meant so. */
export class ColumnFault extends Error {
  readonly column: Column;

  constructor(column: Column, what: string) {
    super(`column "${column}" ${what}`);
    this.column = column;
  }
}

/**
 * What is said of the file: the row's own words before those for all.
 * @param folder that relative paths in it start from
 * @returns undefined for a row that says nothing but its path
 * @throws ColumnFault
 */
export function rowAssignment(row: Row, all: Assignment, folder: string): Assignment | undefined {
  if (Object.keys(row).every((column) => column === "path")) return undefined;
  const text = (column: Column) => wordOf(row, column);
  const at = (path: string) => (isAbsolute(path) || isAddress(path) ? path : join(folder, path));
  const [title, creator, rights, parent] = [
    text("title"),
    text("creator"),
    text("rights"),
    text("parent"),
  ];
  const training = choice(row, "training", TRAINING);
  const ingredients = listOf(row, "ingredients");
  const choices = textChoices(row, all.text);
  const statement: Statement = {
    ...originOf(row, all.statement),
    ...(title !== undefined && { title }),
    ...(creator !== undefined && { creator }),
    ...(rights !== undefined && { rights }),
    ...(training !== undefined && { training }),
  };
  return {
    ...all,
    statement,
    ...(parent !== undefined && { parent: at(parent) }),
    ...(ingredients && { ingredients: ingredients.map(at) }),
    ...(choices && { text: choices }),
  };
}

/** Source and generated exclude each other, so a row that says one takes the other back. */
function originOf(row: Row, all: Statement): Statement {
  const source = choice(row, "source", SOURCES);
  const said = yesNo(row, "generated");
  const stray = ABOUT_AI.find((column) => row[column] !== undefined);
  const isGenerated = said ?? (source === undefined && all.generated !== undefined);
  if (stray !== undefined && !isGenerated)
    throw new ColumnFault(stray, 'describes generated content, and "generated" does not say yes');
  if (source !== undefined && said)
    throw new ColumnFault("source", 'is not for a file that "generated" says yes of');
  const { source: _, generated: before, ...rest } = all;
  if (isGenerated) return { ...rest, generated: generatedOf(row, before ?? {}) };
  const kept = source ?? (said === undefined ? all.source : undefined);
  return { ...rest, ...(kept !== undefined && { source: kept }) };
}

function generatedOf(row: Row, before: Generated): Generated {
  const [model, provider] = [wordOf(row, "model"), wordOf(row, "provider")];
  const [modelVersion, prompt] = [wordOf(row, "model-version"), wordOf(row, "prompt")];
  const oversight = choice(row, "oversight", OVERSIGHT);
  const includePrompt = yesNo(row, "include-prompt");
  const generated: Generated = {
    ...before,
    ...(model !== undefined && { model }),
    ...(modelVersion !== undefined && { modelVersion }),
    ...(provider !== undefined && { provider }),
    ...(prompt !== undefined && { prompt: Buffer.from(prompt) }),
    ...(includePrompt !== undefined && { includePrompt }),
    ...(oversight !== undefined && { oversight }),
  };
  if (generated.modelVersion !== undefined && generated.model === undefined)
    throw new ColumnFault("model-version", 'needs "model"');
  if (includePrompt && !generated.prompt) throw new ColumnFault("include-prompt", 'needs "prompt"');
  return generated;
}

function textChoices(row: Row, all: TextChoices | undefined): TextChoices | undefined {
  const [type, language] = [wordOf(row, "type"), wordOf(row, "language")];
  const canonicalUrl = wordOf(row, "canonical-url");
  if (type !== undefined && !isTextKind(type))
    throw new ColumnFault(
      "type",
      "takes a kind of text, such as text/plain; leave it out for media",
    );
  if (language !== undefined && !isLanguageTag(language))
    throw new ColumnFault("language", "takes a language tag, such as en or pt-BR");
  if (canonicalUrl !== undefined && !isWebAddress(canonicalUrl))
    throw new ColumnFault("canonical-url", "takes an address that begins with http:// or https://");
  const choices: TextChoices = {
    ...all,
    ...(type !== undefined && { type }),
    ...(language !== undefined && { language }),
    ...(canonicalUrl !== undefined && { canonicalUrl: new URL(canonicalUrl).href }),
  };
  return Object.keys(choices).length > 0 ? choices : undefined;
}

function wordOf(row: Row, column: Column): string | undefined {
  const value = row[column];
  if (value === undefined || typeof value === "string") return value;
  throw new ColumnFault(column, "takes a text");
}

/** Several paths: a list, or a text with | between them. */
function listOf(row: Row, column: Column): readonly string[] | undefined {
  const value = row[column];
  if (value === undefined || typeof value === "object") return value;
  if (typeof value === "boolean") throw new ColumnFault(column, "takes paths");
  const paths = value.split("|").map((path) => path.trim());
  return paths.filter((path) => path !== "");
}

function yesNo(row: Row, column: Column): boolean | undefined {
  const value = row[column];
  if (value === undefined || typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : undefined; // spreadsheets write TRUE
  if (word === "true" || word === "yes" || word === "1") return true;
  if (word === "false" || word === "no" || word === "0") return false;
  throw new ColumnFault(column, "takes yes or no");
}

function choice<T extends string>(row: Row, column: Column, words: readonly T[]): T | undefined {
  const value = wordOf(row, column);
  const found = words.find((word) => word === value);
  if (value !== undefined && found === undefined)
    throw new ColumnFault(column, `takes one of: ${words.join(", ")}`);
  return found;
}

/** SHA-256 of a value's JSON, base64url; bytes in it count by their content. */
export function jsonHash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
