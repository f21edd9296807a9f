// Picks the speaker for a run: text for people, JSON lines for programs.
import { jsonPrinter } from "../report/json.js";
import type { Printer } from "../report/printer.js";
import type { Progress } from "../report/progress.js";
import { textPrinter } from "../report/text.js";
import type { Io } from "./command.js";

/** A printer on this command's output. */
export function printerFor(
  io: Io,
  options: {
    json?: boolean | undefined;
    verbose?: boolean | undefined;
    brief?: boolean | undefined;
    progress?: Progress;
  } = {},
): Printer {
  const { stdout, stderr, env } = io;
  const { progress } = options;
  const make = options.json ? jsonPrinter : textPrinter;
  return make({
    stdout,
    stderr,
    env,
    verbose: options.verbose ?? false,
    brief: options.brief ?? false,
    ...(progress && { progress }),
  });
}
