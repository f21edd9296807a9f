// colophon inspect: prints a manifest store as JSON, or takes it apart into a folder.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Credential, isReading } from "../../src/credential/index.js";
import { openCredential } from "../../src/examine/index.js";
import { ColophonError } from "../../src/index.js";
import { makeFolder, writeFileAtomically } from "../adapter/atomic-file.js";
import { hostEngine } from "../adapter/engine-host.js";
import { EXIT } from "../report/exit-code.js";
import { resourcesOf } from "../verify/resources.js";
import { fileSubject } from "../verify/subject.js";
import { at, type Command, type OptionSpec, parseOptions } from "./command.js";
import { printerFor } from "./printer.js";

const usage = `usage: colophon inspect FILE [OPTIONS]

Prints the manifest store of FILE as JSON, as the engine reads it. Nothing is
judged here: colophon verify says whether it holds.

  --crjson        as crJSON, the form of the C2PA conformance programme
  --extract DIR   write the store, thumbnails and ingredients' data into DIR
  --force         replace files of that name in DIR
  --json          one JSON object per result on stdout
`;

export const OPTIONS = {
  crjson: { type: "boolean" },
  extract: { type: "string" },
  force: { type: "boolean" },
  json: { type: "boolean" },
} as const satisfies OptionSpec;

export const inspect: Command = {
  name: "inspect",
  summary: "print a manifest store, or take it apart into a folder",
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions("inspect", args, OPTIONS);
    const [name, second] = positionals;
    if (name === undefined || second !== undefined)
      throw new ColophonError("USAGE", "inspect takes exactly one file", {
        hint: "run: colophon inspect --help",
      });
    const printer = printerFor(io, { json: values.json });
    const subject = await fileSubject(at(io, name));
    try {
      const { read } = await openCredential(subject, hostEngine);
      if (!isReading(read)) throw nothingToInspect(name, read.kind);
      try {
        if (values.extract === undefined) {
          const form = values.crjson ? ("crjson" as const) : ("manifest-store" as const);
          printer.store({ path: name, form, store: values.crjson ? read.crJson() : read.store });
        } else {
          const folder = at(io, values.extract);
          for (const file of await extract(read, folder, values.force === true))
            printer.written(file);
        }
      } finally {
        read.free();
      }
    } finally {
      await subject.close();
    }
    return EXIT.done;
  },
};

/** Writes what the store holds, all of it or nothing. Names are ours: nothing in a manifest decides where a file goes. */
async function extract(read: Credential, folder: string, replace: boolean) {
  const files = [
    {
      name: "manifest-store.c2pa",
      what: "manifest" as const,
      bytes: read.storeBytes(),
      mediaType: "application/c2pa",
    },
    {
      name: "manifest-store.json",
      what: "manifest" as const,
      bytes: new TextEncoder().encode(`${JSON.stringify(read.store, null, 2)}\n`),
      mediaType: "application/json",
    },
    ...resourcesOf(read),
  ];
  if (!replace) for (const { name } of files) await refuseTaken(join(folder, name));
  await makeFolder(folder);
  const written = [];
  for (const { name, bytes, ...rest } of files) {
    const path = join(folder, name);
    await writeFileAtomically(path, bytes, { replace });
    written.push({ ...rest, path, bytes: bytes.length });
  }
  return written;
}

async function refuseTaken(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined))
    throw new ColophonError("OUTPUT_EXISTS", `${path} exists already; nothing was written`, {
      hint: "name another folder, or add --force to replace what is in this one",
    });
}

function nothingToInspect(name: string, kind: string): ColophonError {
  const why: Readonly<Record<string, string>> = {
    none: "carries no Content Credentials",
    remote: "keeps its Content Credentials elsewhere",
    malformed: "has Content Credentials that cannot be read",
    unsupported: "is of a kind whose Content Credentials cannot be read here",
  };
  return new ColophonError(
    "CREDENTIAL_NOT_FOUND",
    `${name} ${why[kind] ?? "has nothing to inspect"}`,
    {
      hint: `to see what is known about it: colophon verify ${name}`,
    },
  );
}
