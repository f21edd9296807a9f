#!/usr/bin/env node
// The command line: argv to command to exit code. The only place that touches the process.
import { setFlagsFromString } from "node:v8";
import { ColophonError } from "../src/index.js";
import type { Command, Io, Output } from "./command/command.js";
import { EXIT } from "./report/exit-code.js";
import { VERSION } from "./version.js";

// Each command is loaded only when it is called: `colophon --version` must not wait for any of them.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  identity: async () => (await import("./command/identity.js")).identity,
  sign: async () => (await import("./command/sign.js")).sign,
  batch: async () => (await import("./command/batch.js")).batch,
  worker: async () => (await import("./command/worker.js")).worker,
  verify: async () => (await import("./command/verify.js")).verify,
  inspect: async () => (await import("./command/inspect.js")).inspect,
  archive: async () => (await import("./command/archive.js")).archive,
  trust: async () => (await import("./command/trust.js")).trust,
  gateway: async () => (await import("./command/gateway.js")).gateway,
};

const USAGE = `colophon: sign what you publish, and see where a file comes from

usage: colophon COMMAND [OPTIONS] ...

  identity   make, list, show and remove the identities you sign with
  sign       put Content Credentials on files
  batch      sign a whole catalogue, and go on where it was stopped
  worker     sign for batches that run on other computers
  verify     say who signed a file, when, with what, and whether that still holds
  inspect    print a manifest store, or take it apart into a folder
  archive    find, publish and prove the records of what you signed
  trust      choose whose signatures count as trusted
  gateway    run a gateway of your own on this computer, for trying things out

colophon COMMAND --help explains each; colophon --version prints the version.
A credential shows whose key signed a file and whether it has changed since. It
does not prove that the content is true.
`;

async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-V") {
    io.stdout.write(`colophon ${VERSION}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const command = rest[0] && Object.hasOwn(COMMANDS, rest[0]) ? COMMANDS[rest[0]] : undefined;
    const screen = name === undefined ? io.stderr : io.stdout; // who asked for nothing gets no result
    screen.write(command ? (await command()).usage : USAGE);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load)
    throw new ColophonError("USAGE", `there is no command "${name}"`, {
      hint: "run: colophon --help",
    });
  const command = await load();
  if (rest.includes("--help") || rest.includes("-h")) {
    io.stdout.write(command.usage);
    return 0;
  }
  return command.run(rest, io);
}

/** Code of the engine runs a few times, other code some thousand times: to optimise either early costs more than it gains. */
function tuneForShortRuns(): void {
  setFlagsFromString("--wasm-lazy-validation");
  setFlagsFromString("--wasm-tiering-budget=50000000");
  setFlagsFromString("--interrupt-budget=1000000");
}

function output(stream: NodeJS.WriteStream): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.unread); // never 0, which says that every file is Trusted
    if (stream === process.stdout)
      process.stderr.write(
        `colophon: the output could not be written (${error.code})\n  what it says is cut off: make room for it, or send it elsewhere\n`,
      );
    process.exit(EXIT.failed);
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true && process.env["TERM"] !== "dumb", // which shows a bar's codes as they are
    columns: stream.columns || 80, // a terminal that doesn't know says 0
  };
}

const cancel = new AbortController();
process.once("SIGINT", () => cancel.abort());
process.once("SIGTERM", () => cancel.abort());

const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  stdin: async () => (await import("./adapter/stdin.js")).readStdin(process.stdin),
  env: process.env,
  cwd: ".", // paths stay as they were typed
  now: () => new Date(),
  signal: cancel.signal,
  askSecret: async (question) => (await import("./adapter/terminal.js")).askSecret(question),
};

const args = process.argv.slice(2);
tuneForShortRuns();
main(args, io).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { reportFailure } = await import("./command/failure.js");
    process.exitCode = reportFailure(error, io, args);
  },
);
