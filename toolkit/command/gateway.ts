// colophon gateway: a gateway of one's own, for as long as the command runs.
import { resolve } from "node:path";
import { ColophonError } from "../../src/index.js";
import { userFolders } from "../adapter/user-folders.js";
import { EXIT } from "../report/exit-code.js";
import { type Command, type Io, parseOptions } from "./command.js";
import { printerFor } from "./printer.js";

const usage = `usage: colophon gateway [OPTIONS]

Runs a gateway on this computer that speaks as Arweave's do: it takes records,
lists them, serves them and puts them into blocks, with Merkle proofs. Its
chain is its own and nobody else's: for trying things out, for tests, and for
keeping the records of a house. Only programs on this computer can reach it.

  --port N             where to listen, 1984 unless told; 0 for any free port
  --dir DIR            where to keep everything; your data folder unless told
  --mine-every SECONDS put what came in into a block this often; 0 for only when
                       asked (POST /mine); 120 unless told
  --free-bytes N       refuse an owner more than N bytes with 402, as services
                       that want to be paid do
  --json               one JSON object per line on stdout

Stops with Ctrl-C; nothing that it accepted is lost.
`;

export const GATEWAY_OPTIONS = {
  port: { type: "string" },
  dir: { type: "string" },
  "mine-every": { type: "string" },
  "free-bytes": { type: "string" },
  json: { type: "boolean" },
} as const;

export const gateway: Command = {
  name: "gateway",
  summary: "run a gateway of your own on this computer, for trying things out",
  usage,
  /** Runs until it is told to stop, which is what it is for: exit code 0. @throws ColophonError USAGE, PORT_UNAVAILABLE, ARCHIVE_UNAVAILABLE, DISK_FULL, OUTPUT_UNWRITABLE */
  async run(args, io) {
    const { values, positionals } = parseOptions("gateway", args, GATEWAY_OPTIONS);
    if (positionals.length > 0) throw misused(`gateway takes no names: ${positionals.join(" ")}`);
    const port = numberOf("port", values.port, 1984, 65_535);
    const mineEvery = numberOf("mine-every", values["mine-every"], 120, 86_400);
    const freeBytes =
      values["free-bytes"] === undefined
        ? undefined
        : numberOf("free-bytes", values["free-bytes"], 0, Number.MAX_SAFE_INTEGER);
    const folder =
      values.dir === undefined ? userFolders(io.env).gateway : resolve(io.cwd, values.dir);
    const printer = printerFor(io, { json: values.json });
    const { EmbeddedGateway } = await import("../gateway/embedded-gateway.js"); // not for --help
    const opened = await EmbeddedGateway.open({
      folder,
      mineEvery,
      ...(freeBytes !== undefined && { freeBytes }),
      now: io.now,
      warn: (text) => printer.note(`warning: ${text}`),
    });
    try {
      const { url } = await opened.listen(port);
      printer.note(
        `listening on ${url}, a chain of this computer alone; everything is kept in ${folder}`,
      );
      await stopped(io);
    } finally {
      await opened.close();
    }
    printer.note("stopped; nothing that was accepted is lost");
    return EXIT.done;
  },
};

function numberOf(option: string, text: string | undefined, unset: number, most: number): number {
  if (text === undefined) return unset;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most))
    throw misused(`--${option} takes a number from 0 to ${most}, not "${text}"`);
  return value;
}

function misused(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon gateway --help" });
}

function stopped({ signal }: Pick<Io, "signal">): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
