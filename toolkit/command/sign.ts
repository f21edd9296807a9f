// colophon sign: puts Content Credentials on files.
import { isTextType } from "../../src/container/index.js";
import { ColophonError } from "../../src/index.js";
import { parseCertificate } from "../../src/trust/index.js";
import { makeFolder } from "../adapter/atomic-file.js";
import { receiptPath } from "../receipt/receipt-file.js";
import { EXIT, exitCodeOfError, worstExitCode } from "../report/exit-code.js";
import type { Printer } from "../report/printer.js";
import { showProgress } from "../report/progress.js";
import type { SignJob, SignMeans, SignResult } from "../sign/job.js";
import { signMedia } from "../sign/sign-media.js";
import type { OpenIdentity } from "../sign/signer.js";
import { at, type Command, type Io, PIPE, parseOptions } from "./command.js";
import { asColophonError } from "./failure.js";
import { fragmentPaths } from "./fragment-list.js";
import { printerFor } from "./printer.js";
import { signerOf, signMeans } from "./sign-means.js";
import {
  outputPath,
  partPath,
  SIGN_OPTIONS,
  type SignValues,
  STATEMENT_USAGE,
  statementOf,
} from "./sign-options.js";
import { signStandardInput } from "./sign-piped.js";
import { stripOne } from "./sign-strip.js";
import { textChoices } from "./sign-text-options.js";

const usage = `usage: colophon sign FILE... [OPTIONS]

Writes NAME.signed.EXT beside each file; the original is never touched. A kind
of file that has no place for a manifest gets it beside it, as NAME.EXT.c2pa.
FILE may be - for a text that is piped in.

where to
  -o FILE                  name of the signed file (one input); - is stdout,
                           for a text that is piped in
  --out DIR                folder for the signed files
  --force                  replace files that exist, but never an original
  --in-place               change FILE itself instead of writing another: into
                           room that an MP4 has before its media, or at the end
                           of a WAV, AVI or WebP; undone if it is interrupted
  --fragments FILES        FILE is the first part of a movie (its initialization
                           segment) and these are the rest, such as 'seg-*.m4s';
                           signed, all go into --out DIR under their own names
  --sidecar                keep the manifest in NAME.EXT.c2pa and leave the file
                           as it is
  --remote URL             also name URL as the place of the manifest, in the
                           file's metadata

what you say about it
${STATEMENT_USAGE}

about a text
  --type TYPE              its media type, where its name doesn't tell
  --embed WORD             where the manifest goes: wrapper (invisibly, at the
                           end), structured (in a comment), script (in a page's
                           head) or sidecar
  --canonical-url URL      where it is first published
  --language TAG           its language, such as en or pt-BR
  --archive-text           put the words themselves into the archive, so that
                           readers see which ones differ; once published they
                           can't be taken back
  --strip                  sign nothing: take the credentials out of a signed
                           text, which is then NAME.plain.EXT

how
  --identity NAME          which of your identities signs
  --signer-command CMD     a program that signs (c2patool's protocol), for keys
                           in an HSM or KMS
  --tsa URL                get a time-stamp from an RFC 3161 service
  --check                  refuse to write what the official C2PA asset rubrics
                           would fault
  --no-archive             do not keep a record in the archive
  --archive DIR            keep the record there
  --receipt                write a receipt beside each signed file
  --receipts DIR           write it there
  --json                   one JSON object per file on stdout
  --verbose                more detail
`;

export const sign: Command = {
  name: "sign",
  summary: "put Content Credentials on files",
  usage,
  async run(args, io) {
    const { values, positionals: named } = parseOptions("sign", args, SIGN_OPTIONS);
    if (named.length === 0)
      throw new ColophonError("USAGE", "no file was named", { hint: "run: colophon sign --help" });
    refuseInPlace(values, named);
    refuseTwoPlaces(values, named);
    const fragments = values.fragments && (await fragmentsOf(values, named, io));
    const positionals = fragments ? named.slice(0, 1) : named;
    if (values.output !== undefined && positionals.length > 1)
      throw new ColophonError("USAGE", "-o names one file, but there are several to sign", {
        hint: "use --out DIR to put them all into a folder",
      });
    if (values.strip) return strip(positionals, values, io);
    const progress = showProgress(io.stderr, () => performance.now());
    const printer = printerFor(io, { json: values.json, verbose: values.verbose, progress });
    const statement = await statementOf(values, io);
    const text = textChoices(values); // a wrong value is said once, and before anything is signed
    const identity = await signerOf(values, io);
    const means = await signMeans(values, identity, io);
    if (wantsReceipt(values) && !(means.archive && identity.archiveKey)) throw noRecord(values);
    if (means.archive && !identity.archiveKey)
      printer.note(
        "nothing is archived: only an Ed25519 key can own the records of an outside signer",
      );
    if (positionals.includes(PIPE) && positionals.length > 1)
      throw new ColophonError("USAGE", "- is signed by itself, not with other files");
    const codes: number[] = [];
    let done = 0;
    for (const input of positionals) {
      try {
        io.signal.throwIfAborted();
        const result =
          input === PIPE
            ? await signStandardInput(values, await pipedJob(values, statement, io), means, io)
            : await signFile(input, fragments, values, statement, io, printer, {
                ...means,
                progress: (bytes, of) => progress.update(bytes, of, input),
              });
        progress.clear();
        if (result?.composed)
          printer.note(
            `${input} was put into Unicode's composed form (NFC) before signing: it looks the same, and its bytes are others`,
          );
        if (result && text && !isTextType(result.mediaType))
          printer.note(`${input} is no text: what the options say about texts is not in it`);
        if (result) printer.signed(line(result, identity, values));
        codes.push(EXIT.done);
        done++;
      } catch (cause) {
        progress.clear();
        const error = asColophonError(cause, io.signal);
        printer.error(input, error);
        codes.push(exitCodeOfError(error.code));
        if (error.code === "CANCELLED") break;
      }
    }
    const failed = positionals.length - done;
    const partly = done > 0 && failed > 0 && !codes.includes(EXIT.cancelled);
    const exitCode = partly ? EXIT.partly : worstExitCode(codes);
    if (positionals.length > 1) printer.end({ done, failed, exitCode });
    return exitCode;
  },
};

async function strip(files: readonly string[], values: SignValues, io: Io): Promise<number> {
  const printer = printerFor(io, { json: values.json, verbose: values.verbose });
  const codes: number[] = [];
  for (const input of files) {
    try {
      await stripOne(input, values, io, printer);
      codes.push(EXIT.done);
    } catch (cause) {
      const error = asColophonError(cause, io.signal);
      printer.error(input, error);
      codes.push(exitCodeOfError(error.code));
    }
  }
  const failed = codes.filter((code) => code !== EXIT.done).length;
  return failed > 0 && failed < files.length ? EXIT.partly : worstExitCode(codes);
}

function refuseTwoPlaces({ output, out, strip }: SignValues, named: readonly string[]): void {
  if (output !== undefined && out !== undefined)
    throw new ColophonError("USAGE", "-o and --out do not go together", {
      hint: "-o names one file, with its folder; --out is the folder of several",
    });
  if (output === PIPE && !strip && !named.includes(PIPE))
    throw new ColophonError("USAGE", "-o - is for a text that is piped in", {
      hint: "nothing was signed; name a file with -o, or pipe the text in: colophon sign - < FILE",
    });
}

function refuseInPlace(values: SignValues, named: readonly string[]): void {
  if (!values["in-place"]) return;
  const others = ["output", "out", "sidecar", "remote", "embed", "strip", "fragments"] as const;
  const clash = others.find((option) => values[option] !== undefined);
  const piped = named.includes(PIPE);
  if (!clash && !piped) return;
  const option = clash === "output" ? "-o" : `--${clash}`;
  throw new ColophonError(
    "USAGE",
    piped
      ? "what is piped in has no place to be signed in"
      : `--in-place and ${option} do not go together`,
    { hint: "run: colophon sign --help" },
  );
}

/** The rest of a movie whose first part is the first file: a shell that spreads the pattern out names them as files. */
async function fragmentsOf(values: SignValues, named: readonly string[], io: Io) {
  const clash = (["output", "sidecar", "remote", "embed", "strip"] as const).find(
    (option) => values[option] !== undefined,
  );
  if (values.out === undefined || clash)
    throw new ColophonError(
      "USAGE",
      clash
        ? `--fragments and ${clash === "output" ? "-o" : `--${clash}`} do not go together`
        : "the parts of a movie keep their names, so they need a folder to go to",
      { hint: "run: colophon sign init.mp4 --fragments 'seg-*.m4s' --out DIR" },
    );
  return fragmentPaths([...(values.fragments ?? []), ...named.slice(1)], io);
}

async function signFile(
  input: string,
  fragments: readonly string[] | undefined,
  values: SignValues,
  statement: SignJob["statement"],
  io: Io,
  printer: Printer,
  means: SignMeans,
): Promise<SignResult> {
  const job = await jobFor(input, fragments, values, statement, io);
  if (job.note) printer.note(job.note);
  return signMedia(job, means);
}

async function pipedJob(values: SignValues, statement: SignJob["statement"], io: Io) {
  const { parent, ingredient, check, force, output = PIPE, receipts } = values;
  const folder = receipts === undefined ? undefined : at(io, receipts);
  if (folder !== undefined && output !== PIPE) await makeFolder(folder);
  return {
    statement,
    ...(force && { replace: true }),
    ...(parent !== undefined && { parent }),
    ...(ingredient && { ingredients: ingredient }),
    ...(check && { check: true }),
    ...(wantsReceipt(values) && { receipt: receiptPath(output, folder) }),
  };
}

async function jobFor(
  input: string,
  fragments: readonly string[] | undefined,
  values: SignValues,
  statement: SignJob["statement"],
  io: Io,
): Promise<SignJob & { note?: string }> {
  const { output, sidecar, note } = await (fragments
    ? partPath(input, values)
    : outputPath(input, values));
  const { parent, ingredient, thumbnail, remote, check, force, receipts } = values;
  const text = textChoices(values);
  const folder = receipts === undefined ? undefined : at(io, receipts);
  if (folder !== undefined) await makeFolder(folder);
  return {
    input,
    output,
    statement,
    ...(force && { replace: true }),
    ...(sidecar && { sidecar: true }),
    ...(fragments && { fragments }),
    ...(values["in-place"] && { inPlace: true }),
    ...(parent !== undefined && { parent }),
    ...(ingredient && { ingredients: ingredient }),
    ...(thumbnail && { thumbnail: true }),
    ...(remote !== undefined && { remoteUrl: remote }),
    ...(check && { check: true }),
    ...(text && { text }),
    ...(wantsReceipt(values) && { receipt: receiptPath(sidecar ? input : output, folder) }),
    ...(note !== undefined && { note }),
  };
}

function wantsReceipt({ receipt, receipts }: SignValues): boolean {
  return receipt === true || receipts !== undefined;
}

function noRecord(values: SignValues): ColophonError {
  return new ColophonError("USAGE", "a receipt is about an archive record, and none is kept", {
    hint: values["no-archive"]
      ? "leave out --no-archive, or ask for no receipt"
      : "only an Ed25519 key can own the records of an outside signer; ask for no receipt",
  });
}

function line(result: SignResult, identity: OpenIdentity, values: SignValues) {
  const { input, output, mediaType, manifestId, overheadBytes, record, sidecar } = result;
  const [leaf] = identity.signer.chain;
  const organisation = leaf && parseCertificate(leaf).subject.organisation;
  return {
    input,
    output: sidecar ? input : output,
    mediaType,
    manifest: manifestId,
    signer: identity.name,
    ...(organisation !== undefined && { organisation }),
    at: result.at.toISOString(),
    overheadBytes,
    ...((values.tsa ?? identity.signer.timeStampUrl) !== undefined && { timeStamped: true }),
    ...(values.generated && { generated: true }),
    ...(record !== undefined && { record }),
    ...(result.textRecord !== undefined && { textRecord: result.textRecord }),
    ...(result.composed && { composed: true }),
    ...(result.fragments !== undefined && { fragments: result.fragments }),
    ...(result.receipt !== undefined && { receipt: result.receipt }),
    ...(sidecar && { sidecar: output }),
  };
}

export type { SignMeans };
