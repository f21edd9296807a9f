// colophon verify: who signed a file, when, with what, and whether that still holds.
import { stat } from "node:fs/promises";
import { type Gathered, gatherThumbnails } from "../../src/examine/index.js";
import { ColophonError, type State, type Verdict } from "../../src/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import { exitCodeOfError, exitCodeOfState, worstExitCode } from "../report/exit-code.js";
import type { ReportEntry } from "../report/html.js";
import { showProgress } from "../report/progress.js";
import { wasInterrupted } from "../sign/undo-journal.js";
import { VERSION } from "../version.js";
import { at, type Command, type Io, type OptionSpec, PIPE, parseOptions } from "./command.js";
import { asColophonError } from "./failure.js";
import { fragmentPaths } from "./fragment-list.js";
import { printerFor } from "./printer.js";
import { verifier } from "./verify-means.js";

const usage = `usage: colophon verify PATH|URL|-... [OPTIONS]
       colophon verify --text TEXT [OPTIONS]

Says for each file who signed it, when, with which tools, whether AI made it,
and what happened to it since. Works offline; a manifest that a file keeps
elsewhere is named, never fetched. A folder is verified with everything in it.
Text counts as a file: copied from a page, piped in (-) or given with --text.

  --text TEXT          check this text, with what it carries invisibly
  --type TYPE          media type of a text, where its name doesn't tell
  --fragments FILES    PATH is the first part of a movie and these are the rest,
                       such as 'seg-*.m4s'
  --trust FILE.pem     trust the signers of this certificate authority, for this
                       run (may be repeated)
  --offline            refuse anything that needs the network
  --no-archive         do not look into the archive
  --archive DIR        look into the archive in DIR
  --gateway URL        also look it up at this gateway (may be repeated); the
                       word public stands for well-known ones
  --private            tell gateways only the first 16 bits of a file's hash
                       or of one fingerprint of its words
  --receipt FILE.json  check the file against this receipt
  --report FILE.html   also write a report, one self-contained page
  --force              replace the report if it exists
  --json               one JSON object per file on stdout
  --brief              one line per file
  --verbose            all findings

exit codes: 0 Trusted, 12 Valid, 11 Invalid, 10 None, 13 NotChecked, 1 failed;
with several files the weightiest (11, 1, 13, 12, 10, 0).
`;

export const OPTIONS = {
  text: { type: "string" },
  type: { type: "string" },
  fragments: { type: "strings" },
  trust: { type: "strings" },
  offline: { type: "boolean" },
  "no-archive": { type: "boolean" },
  archive: { type: "string" },
  gateway: { type: "strings" },
  private: { type: "boolean" },
  receipt: { type: "string" },
  report: { type: "string" },
  force: { type: "boolean" },
  json: { type: "boolean" },
  brief: { type: "boolean" },
  verbose: { type: "boolean" },
} as const satisfies OptionSpec;

export const verify: Command = {
  name: "verify",
  summary: "say who signed a file, when, with what, and whether that still holds",
  usage,
  async run(args, io) {
    const { values, positionals: named } = parseOptions("verify", args, OPTIONS);
    const positionals = values.fragments ? named.slice(0, 1) : named;
    const fragments =
      values.fragments && (await fragmentPaths([...values.fragments, ...named.slice(1)], io));
    const given = values.text === undefined ? undefined : new TextEncoder().encode(values.text);
    if (positionals.length === 0 && !given)
      throw new ColophonError("USAGE", "no file was named", {
        hint: "run: colophon verify --help",
      });
    const reportPath = values.report === undefined ? undefined : at(io, values.report);
    if (reportPath !== undefined && !values.force) await mustNotExist(reportPath);
    if (reportPath !== undefined) await mustNotBeNamed(reportPath, positionals, io);
    const progress = showProgress(io.stderr, () => performance.now());
    const { json, verbose, brief } = values;
    const printer = printerFor(io, { json, verbose, brief, progress });
    const check = await verifier({ ...values, fragments }, io);
    const paths = [...(await expand(positionals, io)), ...(given ? [GIVEN] : [])];
    if (values.receipt !== undefined && paths.length !== 1)
      throw new ColophonError("USAGE", "a receipt is about one file, and several were named", {
        hint: "run: colophon verify FILE --receipt FILE.colophon.json",
      });
    const entries: ReportEntry[] = [];
    const states: Partial<Record<State, number>> = {};
    const codes: number[] = [];
    for (const [i, path] of paths.entries()) {
      if (paths.length > 1) progress.update(i, paths.length, path);
      try {
        io.signal.throwIfAborted();
        const seen: Gathered = new Map();
        const verdict = await check(
          path,
          (credential) => {
            if (reportPath !== undefined) gatherThumbnails(credential, seen);
          },
          given && i === paths.length - 1 ? given : undefined,
        );
        printer.verdict(path, verdict);
        if (!isElsewhere(path) && wasInterrupted(at(io, path))) printer.note(interrupted(path));
        if (reportPath !== undefined)
          entries.push({ path, verdict, thumbnails: seen, ...(await pictured(path, io)) });
        states[verdict.state] = (states[verdict.state] ?? 0) + 1;
        codes.push(exitCodeOfState(verdict.state));
        const rejected = verdict.findings.find(({ code }) => code === RECEIPT_REJECTED);
        if (rejected) {
          const error = new ColophonError("RECEIPT_INVALID", rejected.explanation);
          printer.error(values.receipt, error);
          codes.push(exitCodeOfError(error.code));
        }
      } catch (cause) {
        const error = asColophonError(cause, io.signal);
        printer.error(path, error);
        codes.push(exitCodeOfError(error.code));
        if (error.code === "CANCELLED") break;
      }
    }
    progress.clear();
    if (reportPath !== undefined)
      printer.written(await writeReport(reportPath, entries, values.force === true, io));
    const exitCode = worstExitCode(codes);
    if (paths.length > 1) printer.end({ ...counts(states, paths.length), states, exitCode });
    return exitCode;
  },
};

/** What the text on the command line is called in results. */
const GIVEN = "--text";

const RECEIPT_REJECTED = "colophon.archive.receiptRejected";

/** A small picture of the file as it is now, where it is a picture on disk: the report sets it beside the credential's. */
async function pictured(path: string, io: Io): Promise<Pick<ReportEntry, "preview">> {
  if (isElsewhere(path)) return {};
  const { makeThumbnail } = await import("../adapter/thumbnail.js");
  const preview = await makeThumbnail(at(io, path), { longEdge: 360 });
  return preview ? { preview } : {};
}

/** Not a file on disk. */
function isElsewhere(path: string): boolean {
  return isAddress(path) || path === PIPE || path === GIVEN;
}

function interrupted(path: string): string {
  return `${path} is only half signed: signing it in place was cut off, or is still going on. Nothing is lost: colophon sign ${path} --in-place puts it back as it was, and signs it`;
}

function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

function counts(states: Partial<Record<State, number>>, total: number) {
  const done = Object.values(states).reduce((sum, n) => sum + n, 0);
  return { done, failed: total - done };
}

async function writeReport(
  path: string,
  entries: readonly ReportEntry[],
  replace: boolean,
  io: Io,
) {
  const { htmlReport } = await import("../report/html.js");
  const at = io.now().toISOString();
  const html = htmlReport(entries, {
    title: "What these files say about themselves",
    at,
    version: VERSION,
  });
  await writeFileAtomically(path, html, { replace });
  return { path, what: "report" as const, bytes: Buffer.byteLength(html), mediaType: "text/html" };
}

async function mustNotExist(path: string): Promise<void> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  if (there)
    throw new ColophonError("OUTPUT_EXISTS", `${path} exists already and was left as it is`, {
      hint: "choose another name for the report, or add --force to replace it",
    });
}

/** Not even --force has a report take the place of a file that it is about. */
async function mustNotBeNamed(path: string, names: readonly string[], io: Io): Promise<void> {
  const idOf = async (file: string) => {
    const status = await stat(file, { bigint: true }).catch(() => undefined);
    return status && `${status.dev}:${status.ino}`;
  };
  const report = await idOf(path);
  if (report === undefined) return;
  for (const name of names)
    if (!isElsewhere(name) && (await idOf(at(io, name))) === report)
      throw new ColophonError("OUTPUT_EXISTS", `${path} is a file to verify, not a report`, {
        hint: "nothing was changed; choose another name for the report",
      });
}

/** Exit code 0 says that all is Trusted; nothing at all is not. */
function nothingIn(folder: string): ColophonError {
  return new ColophonError("FILE_NOT_FOUND", `the folder ${folder} holds no files to verify`, {
    hint: "hidden files and credentials kept apart (.c2pa) are left out; name those you mean",
  });
}

/** Folders become the files in them, in the order of their names. Links to elsewhere are not followed. */
async function expand(names: readonly string[], io: Io): Promise<string[]> {
  const out: string[] = [];
  for (const name of names) {
    const status =
      isAddress(name) || name === PIPE
        ? undefined
        : await stat(at(io, name)).catch(() => undefined);
    if (!status?.isDirectory()) out.push(name);
    else {
      const { filesIn } = await import("../adapter/folder.js");
      const files = await filesIn(at(io, name));
      if (files.length === 0) throw nothingIn(name);
      out.push(...files);
    }
  }
  return out;
}

export type { Verdict };
