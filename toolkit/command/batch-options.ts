// The options of `colophon batch`: those of sign that make sense for many files, and where the many come from.

import type { ParsedOptions } from "./command.js";
import { SIGN_OPTIONS } from "./sign-options.js";

const {
  output: _,
  strip: __,
  receipts: ___,
  check: ____,
  fragments: _____,
  "in-place": ______,
  ...SHARED
} = SIGN_OPTIONS;

export const BATCH_OPTIONS = {
  ...SHARED,
  table: { type: "string" },
  null: { type: "boolean" },
  state: { type: "string" },
  base: { type: "string" },
  include: { type: "strings" },
  exclude: { type: "strings" },
  "dry-run": { type: "boolean" },
  jobs: { type: "string" },
  queue: { type: "string" },
  "no-check": { type: "boolean" },
  "record-each": { type: "boolean" },
} as const;

export type BatchValues = ParsedOptions<typeof BATCH_OPTIONS>["values"];
