// What the verbs of `colophon identity` share: which identity is meant, the PEM files that are named, and how an
// identity is shown.
import { utf8Text } from "../../../src/encoding/index.js";
import { ColophonError } from "../../../src/index.js";
import { openFile } from "../../adapter/file-source.js";
import { LONGEST_DAYS } from "../../identity/create.js";
import { describeIdentity } from "../../identity/describe.js";
import type { StoredIdentity } from "../../identity/keystore.js";
import type { Printer } from "../../report/printer.js";
import { at, type Io } from "../command.js";

/** The identity named as an argument or by --id. @throws ColophonError USAGE when there are two */
export function nameOf(positionals: readonly string[], id: string | undefined): string | undefined {
  const [name, ...more] = id === undefined ? positionals : [id, ...positionals];
  if (more.length)
    throw new ColophonError("USAGE", `one identity at a time: ${[name, ...more].join(" ")}`, {
      hint: "run: colophon identity --help",
    });
  return name;
}

/** A whole number of days. @throws ColophonError USAGE */
export function daysOf(text: string | undefined): { days?: number } {
  if (text === undefined) return {};
  const days = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= LONGEST_DAYS) return { days };
  throw new ColophonError("USAGE", `--days takes a number from 1 to ${LONGEST_DAYS}, not ${text}`, {
    hint: "run: colophon identity --help",
  });
}

const LARGEST_PEM = 1 << 20;

/**
 * Text of a PEM file; empty for an empty one, which whoever reads it calls by its proper name, and a question mark for
 * what is no text.
 * @throws ColophonError FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function readPem(path: string, io: Io): Promise<string> {
  const file = await openFile(at(io, path)).catch((error: unknown) => {
    if (error instanceof ColophonError && error.code === "FILE_EMPTY") return undefined;
    throw error;
  });
  if (!file) return "";
  try {
    if (file.size > LARGEST_PEM)
      throw new ColophonError("FILE_TOO_LARGE", `${path} is too large for keys or certificates`, {
        hint: "give a PEM file; they are a few KB long",
      });
    return utf8Text(await file.read(0, file.size)) ?? "?";
  } finally {
    await file.close();
  }
}

/** Prints an identity: all there is to say about it, or with `brief` what a list needs. */
export async function printIdentity(
  printer: Printer,
  identity: StoredIdentity,
  io: Io,
  options: { brief?: boolean } = {},
): Promise<void> {
  const {
    subject: _,
    encrypted,
    issuer,
    notBefore,
    rootSha256,
    archiveOwner,
    ...line
  } = await describeIdentity(identity, io.env);
  const { id: name, folder } = identity;
  printer.identity({
    name,
    folder,
    key: encrypted ? "encrypted" : "not encrypted",
    ...line,
    ...(!options.brief && { issuer, notBefore, archiveOwner, ...(rootSha256 && { rootSha256 }) }),
  });
}

/** Said whenever keys are written in the clear. */
export function warnUnlocked(printer: Printer, { folder }: StoredIdentity): void {
  printer.note(
    `warning: the private keys are kept without a passphrase; whoever can read ${folder} can sign in your name`,
  );
}
