// What is said when a command ends with an error, and the exit code that goes with it.
import { ColophonError } from "../../src/index.js";
import { exitCodeOfError } from "../report/exit-code.js";
import type { Io } from "./command.js";
import { printerFor } from "./printer.js";

/** Any thrown value as a ColophonError: Ctrl-C as CANCELLED, what we did not foresee as INTERNAL. */
export function asColophonError(error: unknown, signal?: AbortSignal): ColophonError {
  if (error instanceof ColophonError) return error;
  if (signal?.aborted)
    return new ColophonError("CANCELLED", "stopped", {
      hint: "nothing half-written is left behind; run the same command again to go on",
      cause: error,
    });
  const message = error instanceof Error ? error.message : String(error);
  return new ColophonError("INTERNAL", `something went wrong that should not: ${message}`, {
    hint: "please report this with the command you used",
    cause: error,
  });
}

/** Prints an error that ends a command; returns the exit code. */
export function reportFailure(error: unknown, io: Io, args: readonly string[]): number {
  const known = withHelp(asColophonError(error, io.signal), args[0]);
  // The options may be what could not be read, so they are looked for and not parsed.
  const json = args.includes("--json");
  const verbose = args.includes("--verbose") || !!io.env["COLOPHON_DEBUG"];
  printerFor(io, { json, verbose }).error(undefined, known);
  return exitCodeOfError(known.code);
}

/** Options that commands share are read in one place, which doesn't know whose help explains them. */
function withHelp(error: ColophonError, command: string | undefined): ColophonError {
  const { code, message, hint, cause } = error;
  if (code !== "USAGE" || hint !== undefined || command === undefined) return error;
  return new ColophonError(code, message, { hint: `run: colophon ${command} --help`, cause });
}
