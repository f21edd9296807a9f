// colophon sign -: what is piped in, signed to a file or to standard output.
import { basename } from "node:path";
import { isTextType, memorySource } from "../../src/container/index.js";
import { exactText } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { embeddingFor, sourceText } from "../../src/sign/index.js";
import { trueMediaType } from "../sign/draft.js";
import type { SignJob, SignMeans, SignResult, TextChoices } from "../sign/job.js";
import { signPiped } from "../sign/sign-media.js";
import { canEmbed } from "../sign/whole.js";
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
  if (wantsSidecar(values)) throw usage("a pipe has no place beside it for a manifest", IN_A_FILE);
  if (toPipe && values.json)
    throw usage("--json and the signed text would both go to stdout", NAME_A_FILE);
  if (toPipe && job.receipt !== undefined)
    throw usage("a receipt is about a file, and none is written", NAME_A_FILE);
  const bytes = await io.stdin();
  const name = toPipe ? "standard input" : basename(output);
  const text = textChoices(values);
  await refuseUnfit(bytes, text ?? {}, toPipe ? "" : basename(output));
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
  if (text === undefined) throw usage("only text is written to stdout", NAME_A_FILE);
  io.stdout.write(text);
}

/** @throws ColophonError FORMAT_UNSUPPORTED, ENCODING_INVALID, FILE_EMPTY: with a way out that a pipe has, too */
async function refuseUnfit(
  bytes: Uint8Array,
  { type, embedding }: TextChoices,
  name: string,
): Promise<void> {
  const said = { name, ...(type !== undefined && { type }) };
  const mediaType = await trueMediaType(memorySource(bytes), said);
  if (!isTextType(mediaType)) {
    if (canEmbed(mediaType)) return;
    throw new ColophonError(
      "FORMAT_UNSUPPORTED",
      "what was piped in is neither UTF-8 text nor a kind of file that takes a manifest",
      { hint: IN_A_FILE },
    );
  }
  try {
    sourceText(bytes, "what was piped in");
  } catch (cause) {
    if (!(cause instanceof ColophonError) || cause.code !== "ENCODING_INVALID") throw cause;
    throw new ColophonError(cause.code, cause.message, { hint: CONVERT, cause });
  }
  if ((embedding ?? embeddingFor(mediaType)) === "sidecar")
    throw new ColophonError(
      "FORMAT_UNSUPPORTED",
      `${mediaType} has no comments that a manifest fits in, and a pipe has no place beside it`,
      { hint: IN_A_FILE },
    );
}

const NAME_A_FILE = "nothing was signed; name a file with -o";
const IN_A_FILE = "nothing was written; save it as a file, and sign that with --sidecar";
const CONVERT = "nothing was written; turn it into UTF-8 in front of the pipe, as iconv does";

function usage(message: string, hint: string): ColophonError {
  return new ColophonError("USAGE", message, { hint });
}
