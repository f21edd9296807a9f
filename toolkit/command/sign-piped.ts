// colophon sign -: what is piped in, signed to a file or to standard output.
import { basename } from "node:path";
import { exactText } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { SignJob, SignMeans, SignResult } from "../sign/job.js";
import { signPiped } from "../sign/sign-media.js";
import { at, type Io, PIPE } from "./command.js";
import type { SignValues } from "./sign-options.js";
import { textChoices, wantsSidecar } from "./sign-text-options.js";

/**
 * Signs standard input.
 * @returns the result, unless the signed text went to standard output
 * @throws ColophonError USAGE, and as signPiped
 */
export async function signStandardInput(
  values: SignValues,
  job: Pick<SignJob, "statement" | "receipt"> & Partial<SignJob>,
  means: SignMeans,
  io: Io,
): Promise<SignResult | undefined> {
  const output = values.output ?? PIPE;
  const toPipe = output === PIPE;
  if (wantsSidecar(values)) throw usage("a pipe has no place beside it for a manifest");
  if (toPipe && values.json) throw usage("--json and the signed text would both go to stdout");
  if (toPipe && job.receipt !== undefined)
    throw usage("a receipt is about a file: name one with -o");
  const bytes = await io.stdin();
  const name = toPipe ? "standard input" : basename(output);
  const text = textChoices(values);
  const { content, ...result } = await signPiped(
    name,
    bytes,
    { ...job, input: PIPE, output: toPipe ? PIPE : at(io, output), ...(text && { text }) },
    means,
  );
  if (!toPipe) return { ...result, output };
  writeText(content, io);
  return undefined;
}

/** Only text goes to stdout. @throws ColophonError USAGE */
export function writeText(content: Uint8Array, io: Io): void {
  const text = exactText(content);
  if (text === undefined) throw usage("only text is written to stdout: name a file with -o");
  io.stdout.write(text);
}

function usage(message: string): ColophonError {
  return new ColophonError("USAGE", message, { hint: "run: colophon sign --help" });
}
