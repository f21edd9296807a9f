// From the command line of a batch to its plan, and to what is said of all its files.
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { addList } from "../batch/list.js";
import { type Plan, Planner } from "../batch/plan.js";
import { addTable } from "../batch/table.js";
import type { Assignment } from "../sign/job.js";
import type { BatchValues } from "./batch-options.js";
import { at, type Io, PIPE } from "./command.js";
import { statementOf } from "./sign-options.js";
import { textChoices } from "./sign-text-options.js";

/** @throws ColophonError USAGE, DEFINITION_INVALID, FILE_* */
export async function assignmentOf(values: BatchValues, io: Io): Promise<Assignment> {
  const { parent, ingredient, thumbnail, remote } = values;
  const text = textChoices(values);
  return {
    statement: await statementOf(values, io),
    ...(parent !== undefined && { parent: at(io, parent) }),
    ...(ingredient && { ingredients: ingredient.map((path) => at(io, path)) }),
    ...(thumbnail && { thumbnail }),
    ...(remote !== undefined && { remoteUrl: remote }),
    ...(!values["no-check"] && { check: true }),
    ...(text && { text }),
  };
}

/** @throws ColophonError USAGE when nothing is named; FILE_* of the table */
export async function planOf(
  inputs: readonly string[],
  values: BatchValues,
  out: string,
  what: Assignment,
  io: Io,
): Promise<Plan> {
  const { table, base, include, exclude } = values;
  if (inputs.length === 0 && table === undefined)
    throw new ColophonError(
      "USAGE",
      "say what is to be signed: files, folders, patterns or --table",
      {
        hint: "run: colophon batch --help",
      },
    );
  const planner = new Planner({
    out,
    cwd: io.cwd,
    ...(base !== undefined && { base: join(at(io, base)) }),
    ...(include && { include }),
    ...(exclude && { exclude }),
  });
  for (const input of inputs) {
    if (input === PIPE) addList(planner, await io.stdin(), values.null === true);
    else planner.addInput(input);
  }
  if (table !== undefined) await addTable(planner, at(io, table), what);
  return planner.plan();
}
