// colophon sign --strip: a signed text without its credentials, byte for byte as it was when it was signed.
import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { isTextType, mediaTypeOf, memorySource } from "../../src/container/index.js";
import { equal } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { openText } from "../../src/sign/index.js";
import { writeFileAtomically } from "../adapter/atomic-file.js";
import { openFile } from "../adapter/file-source.js";
import type { Printer } from "../report/printer.js";
import { LONGEST_TEXT } from "../sign/sign-text.js";
import { at, type Io, PIPE } from "./command.js";
import type { SignValues } from "./sign-options.js";
import { writeText } from "./sign-piped.js";

/** @throws ColophonError FILE_*, FORMAT_UNSUPPORTED, CREDENTIAL_NOT_FOUND, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, DISK_FULL */
export async function stripOne(
  input: string,
  values: SignValues,
  io: Io,
  printer: Printer,
): Promise<void> {
  const bytes = input === PIPE ? await io.stdin() : await contentOf(at(io, input));
  const type = values.type;
  const mediaType = await mediaTypeOf(memorySource(bytes), {
    ...(input !== PIPE && { name: input }),
    ...(type !== undefined && { type }),
  });
  if (mediaType === undefined || !isTextType(mediaType))
    throw new ColophonError("FORMAT_UNSUPPORTED", `${named(input)} is not a text`, {
      hint: "nothing was written; credentials are taken out of texts alone",
    });
  const { plain } = await openText(bytes, mediaType);
  if (equal(plain, bytes))
    throw new ColophonError(
      "CREDENTIAL_NOT_FOUND",
      `${named(input)} carries no Content Credentials`,
      {
        hint: "nothing was written; there is nothing to take out",
      },
    );
  const output = values.output ?? (input === PIPE ? PIPE : strippedPath(input, values.out));
  if (output === PIPE) {
    if (values.json)
      throw new ColophonError("USAGE", "--json and the text would both go to stdout", {
        hint: "nothing was written; name a file with -o",
      });
    return writeText(plain, io);
  }
  await writeFileAtomically(at(io, output), plain, { ...(values.force && { replace: true }) });
  printer.written({ path: output, what: "text", bytes: plain.length, mediaType });
}

async function contentOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    if (file.size > 4 * LONGEST_TEXT)
      throw new ColophonError(
        "FILE_TOO_LARGE",
        `${path} is larger than any text that is read here`,
        { hint: "nothing was written; credentials are taken out of texts of up to 64 MiB" },
      );
    return await readFile(file.handle);
  } finally {
    await file.close();
  }
}

/** `article.signed.md` becomes `article.plain.md`. */
function strippedPath(input: string, folder = dirname(input)): string {
  const extension = extname(input);
  const stem = basename(input, extension).replace(/\.signed$/, "");
  return join(folder, `${stem}.plain${extension}`);
}

function named(input: string): string {
  return input === PIPE ? "standard input" : input;
}
