// From the command line of a batch to its plan, and to what is said of all its files.
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";
import { openPlaces } from "../adapter/places.js";
import { addressBelow, isAddress, shownAddress } from "../batch/address.js";
import { addList } from "../batch/list.js";
import { type Plan, Planner } from "../batch/plan.js";
import { addAddress } from "../batch/plan-elsewhere.js";
import { type BatchPlace, batchFolder } from "../batch/run.js";
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
    ...(parent !== undefined && { parent: fileAt(io, parent) }),
    ...(ingredient && { ingredients: ingredient.map((path) => fileAt(io, path)) }),
    ...(thumbnail && { thumbnail }),
    ...(remote !== undefined && { remoteUrl: remote }),
    ...(!values["no-check"] && { check: true }),
    ...(text && { text }),
  };
}

/** Where the signed files and the journal go. @throws ColophonError USAGE */
export function placeOf({ out, state }: BatchValues, io: Io): BatchPlace {
  if (out === undefined)
    throw new ColophonError("USAGE", "say where the signed files go: --out DIR", {
      hint: "run: colophon batch --help",
    });
  if (!isAddress(out) && state !== undefined)
    throw new ColophonError("USAGE", "--state is for an output elsewhere, at an address", {
      hint: "a folder keeps its own journal; leave out --state",
    });
  if (!isAddress(out)) return { out: at(io, out) };
  const place = {
    out: addressBelow(out, ""),
    ...(state !== undefined && { state: at(io, state) }),
  };
  if (/^http/i.test(out) && /[?#]/.test(out))
    throw new ColophonError("USAGE", `${shownAddress(out)} can't be an output: it has a query`, {
      hint: "name a folder to which files can be put, such as https://HOST/PATH/",
    });
  batchFolder(place);
  return place;
}

/** A path that the user typed, or an address, which is the same from everywhere. */
function fileAt(io: Pick<Io, "cwd">, file: string): string {
  return isAddress(file) ? file : at(io, file);
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
    ...(base !== undefined && { base: isAddress(base) ? base : join(at(io, base)) }),
    ...(include && { include }),
    ...(exclude && { exclude }),
  });
  const places = openPlaces(io.env, io.signal);
  for (const input of inputs) {
    if (isAddress(input)) await addAddress(planner, { address: input }, places, out);
    else if (input === PIPE) addList(planner, await io.stdin(), values.null === true);
    else planner.addInput(input);
  }
  if (table !== undefined) await addTable(planner, at(io, table), what);
  return planner.plan();
}
