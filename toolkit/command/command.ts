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
  /** All that is piped in: for commands whose file is called `-`. @throws ColophonError FILE_EMPTY, FILE_TOO_LARGE, USAGE */
  readonly stdin: () => Promise<Uint8Array>;
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

/** Standard input or output, in place of a path. */
export const PIPE = "-";

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
 * node:util parseArgs, strict, with our error. What is empty is refused, as it is where a script's variable isn't set and
 * would stand for the folder one is in; so is a second value where one counts, which would take the first one back unseen.
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
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    refuseLost(command, tokens, spec);
    return { values: values as ParsedOptions<T>["values"], positionals };
  } catch (cause) {
    throw cause instanceof ColophonError ? cause : misread(command, cause);
  }
}

type Token = { readonly value?: string | undefined } & (
  | { readonly kind: "option"; readonly name: string; readonly rawName: string }
  | { readonly kind: "positional" | "option-terminator" }
);

function refuseLost(command: string, tokens: readonly Token[], spec: OptionSpec): void {
  const seen = new Map<string, string>();
  for (const token of tokens) {
    if (token.value === "")
      throw new ColophonError(
        "USAGE",
        token.kind === "option"
          ? `${token.rawName} was given an empty value`
          : "an argument is empty",
        { hint: "nothing was done; is a variable of your shell not set?" },
      );
    if (token.kind !== "option" || spec[token.name]?.type !== "string") continue;
    const before = seen.get(token.name);
    if (before !== undefined && before !== token.value)
      throw new ColophonError("USAGE", `${token.rawName} takes one value, and was given two`, {
        hint: `leave one of them out, or run: colophon ${command} --help`,
      });
    seen.set(token.name, token.value ?? "");
  }
}

/** What Node says about options, in our words: its own run over several lines and differ between versions. */
function misread(command: string, cause: unknown): ColophonError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const option = /'(?:-\w, )?(-[^'\s]*)/.exec(said)?.[1] ?? "an option";
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const help = `run: colophon ${command} --help`;
  const error = (message: string, hint = help) =>
    new ColophonError("USAGE", message, { hint, cause });
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return error(`there is no option ${option}`);
  if (/does not take an argument/.test(said)) return error(`${option} takes no value`);
  if (/ambiguous/.test(said))
    return error(
      `${option} is followed by what looks like another option`,
      `give ${option} a value; one that begins with a dash is written ${option}=-VALUE`,
    );
  if (/argument missing/.test(said)) return error(`${option} needs a value`);
  return error("the options could not be read");
}
