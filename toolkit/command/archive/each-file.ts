// One file after the other: an error in one is printed and doesn't hide the others, and Ctrl-C ends the run.
import type { Printer } from "../../report/printer.js";
import type { Io } from "../command.js";
import { asColophonError } from "../failure.js";

/** How many failed, and whether the run was stopped. */
export async function eachFile(
  names: readonly string[],
  printer: Printer,
  io: Io,
  run: (name: string, i: number) => Promise<void>,
): Promise<{ failed: number; cancelled: boolean }> {
  let failed = 0;
  for (const [i, name] of names.entries())
    try {
      io.signal.throwIfAborted();
      await run(name, i);
    } catch (cause) {
      const error = asColophonError(cause, io.signal);
      printer.error(name, error);
      if (error.code === "CANCELLED") return { failed, cancelled: true };
      failed++;
    }
  return { failed, cancelled: false };
}
