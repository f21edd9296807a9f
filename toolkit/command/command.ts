// What every verb of the command line is: a usage text and a run function that gets its world as an argument.
// Commands never touch process.*: main.ts hands them an Io, so a test can run them in its own process.
import { isAbsolute, join } from "node:path";
import { parseArgs } from "node:util";
import { ColophonError } from "../../src/index.js";

/** The outside world of a command. */
export interface Io {
  /** Results: text for people, or one JSON object per line with --json. Nothing else goes here. */
  readonly stdout: Output;
  /** Progress, hints and errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly now: () => Date;
  /** Aborted by Ctrl-C: stop at the next safe point and leave nothing half-written. */
  readonly signal: AbortSignal;
  /** Asks for a secret on the terminal without echo; undefined when there is no terminal. */
  readonly askSecret: (question: string) => Promise<string | undefined>;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** One verb. `run` returns the exit code (report/exit-code.ts) or throws a ColophonError. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text, as printed by `colophon VERB --help`. */
  readonly usage: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

/** A path that the user typed, from where they are. With `.` it stays as it was typed, and so do our messages. */
export function at({ cwd }: Pick<Io, "cwd">, path: string): string {
  return isAbsolute(path) ? path : join(cwd, path);
}

/** The options of a command: `boolean` is a switch, `string` takes a value, `strings` may be given several times. */
export type OptionSpec = Readonly<
  Record<string, { type: "boolean" | "string" | "strings"; short?: string }>
>;

type OptionValue<K> = K extends "boolean" ? boolean : K extends "string" ? string : string[];
export interface ParsedOptions<T extends OptionSpec> {
  readonly values: { readonly [K in keyof T]?: OptionValue<T[K]["type"]> };
  readonly positionals: readonly string[];
}

/**
 * node:util parseArgs, strict, with our error.
 * @throws ColophonError USAGE naming the option and pointing at --help
 */
export function parseOptions<const T extends OptionSpec>(
  command: string,
  args: readonly string[],
  spec: T,
): ParsedOptions<T> {
  const options = Object.fromEntries(
    Object.entries(spec).map(([name, { type, short }]) => [
      name,
      {
        type: type === "boolean" ? ("boolean" as const) : ("string" as const),
        multiple: type === "strings",
        ...(short && { short }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values: values as ParsedOptions<T>["values"], positionals };
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split(". ")[0] ?? "") : String(cause);
    throw new ColophonError("USAGE", message.charAt(0).toLowerCase() + message.slice(1), {
      hint: `run: colophon ${command} --help`,
      cause,
    });
  }
}
