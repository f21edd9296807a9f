// The options of `colophon sign`: what may be given, what it means, and where the result goes. Batches share most of them,
// so a wrong value is an error without a hint: whoever reports it names the command that was called.
import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { isTextType } from "../../src/container/index.js";
import { asObject, parseJson, utf8Text } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { embeddingFor } from "../../src/sign/index.js";
import { makeFolder } from "../adapter/atomic-file.js";
import { openFile } from "../adapter/file-source.js";
import { checkManifest } from "../sign/definition.js";
import { trueMediaType } from "../sign/draft.js";
import { ENDINGS, refuseMisnamed } from "../sign/name-ending.js";
import { type Generated, OVERSIGHT, SOURCES, type Statement, TRAINING } from "../sign/options.js";
import { at, type Io, type OptionSpec, type ParsedOptions } from "./command.js";
import { wantsSidecar } from "./sign-text-options.js";

export const SIGN_OPTIONS = {
  output: { type: "string", short: "o" },
  out: { type: "string" },
  force: { type: "boolean" },
  "in-place": { type: "boolean" },
  fragments: { type: "strings" },
  sidecar: { type: "boolean" },
  remote: { type: "string" },
  title: { type: "string" },
  creator: { type: "string" },
  rights: { type: "string" },
  source: { type: "string" },
  generated: { type: "boolean" },
  model: { type: "string" },
  "model-version": { type: "string" },
  provider: { type: "string" },
  "prompt-file": { type: "string" },
  "include-prompt": { type: "boolean" },
  oversight: { type: "string" },
  training: { type: "string" },
  parent: { type: "string" },
  ingredient: { type: "strings" },
  thumbnail: { type: "boolean" },
  manifest: { type: "string" },
  type: { type: "string" },
  embed: { type: "string" },
  "canonical-url": { type: "string" },
  language: { type: "string" },
  "archive-text": { type: "boolean" },
  strip: { type: "boolean" },
  identity: { type: "string" },
  "signer-command": { type: "string" },
  tsa: { type: "string" },
  check: { type: "boolean" },
  "no-archive": { type: "boolean" },
  archive: { type: "string" },
  receipt: { type: "boolean" },
  receipts: { type: "string" },
  json: { type: "boolean" },
  verbose: { type: "boolean" },
} as const satisfies OptionSpec;

/** Of the help texts: what can be said about a file. */
export const STATEMENT_USAGE = `  --title T  --creator C  --rights R
  --source WORD            camera, computational-camera, screen, scan, drawn,
                           human-edited, composite or algorithmic; left out, its
                           origin stays unknown
  --generated              made by AI, with what is known of it:
    --model M  --model-version V  --provider P
    --prompt-file FILE     recorded as a hash; with --include-prompt as text
    --oversight WORD       fully_autonomous, prompt_guided or human_validated
  --training WORD          may it train AI: allowed, notAllowed or constrained
  --parent FILE            it was made from FILE by editing
  --ingredient FILE        it contains FILE (may be repeated)
  --thumbnail              put a small picture of it into the manifest
  --manifest FILE.json     a manifest definition of your own, for experts`;

export type SignValues = ParsedOptions<typeof SIGN_OPTIONS>["values"];

/** Named in the file for others to fetch from; nothing is fetched or sent here. */
function checkRemote(remote: string | undefined): void {
  const fits = remote === undefined || (/^https?:\/\//i.test(remote) && URL.canParse(remote));
  if (!fits)
    throw new ColophonError(
      "USAGE",
      "--remote takes an address that begins with http:// or https://",
    );
}

/** What the options say about the files. @throws ColophonError USAGE, DEFINITION_INVALID, FILE_* */
export async function statementOf(values: SignValues, io: Io): Promise<Statement> {
  const { title, creator, rights, source, training, manifest } = values;
  checkRemote(values.remote);
  if (values.generated && source !== undefined)
    throw new ColophonError(
      "USAGE",
      "--generated says already where the content comes from: leave out --source",
    );
  const generated = await generatedOf(values, io);
  return {
    ...(title !== undefined && { title }),
    ...(creator !== undefined && { creator }),
    ...(rights !== undefined && { rights }),
    ...(source !== undefined && { source: oneOf("--source", source, SOURCES) }),
    ...(training !== undefined && { training: oneOf("--training", training, TRAINING) }),
    ...(generated && { generated }),
    ...(manifest !== undefined && { manifest: await expertManifest(at(io, manifest)) }),
  };
}

async function generatedOf(values: SignValues, io: Io): Promise<Generated | undefined> {
  const { model, provider, oversight } = values;
  const given = [
    "model",
    "model-version",
    "provider",
    "prompt-file",
    "include-prompt",
    "oversight",
  ];
  const stray = given.find((name) => values[name as keyof SignValues] !== undefined);
  if (!values.generated) {
    if (stray)
      throw new ColophonError("USAGE", `--${stray} describes generated content: add --generated`);
    return undefined;
  }
  const modelVersion = values["model-version"];
  const promptFile = values["prompt-file"];
  if (values["include-prompt"] && promptFile === undefined)
    throw new ColophonError("USAGE", "--include-prompt needs --prompt-file");
  if (modelVersion !== undefined && model === undefined)
    throw new ColophonError("USAGE", "--model-version needs --model");
  const prompt = promptFile === undefined ? undefined : await bytesOf(at(io, promptFile));
  return {
    ...(model !== undefined && { model }),
    ...(modelVersion !== undefined && { modelVersion }),
    ...(provider !== undefined && { provider }),
    ...(prompt && { prompt }),
    ...(values["include-prompt"] && { includePrompt: true }),
    ...(oversight !== undefined && { oversight: oneOf("--oversight", oversight, OVERSIGHT) }),
  };
}

async function expertManifest(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = utf8Text(await bytesOf(path));
  let manifest: Readonly<Record<string, unknown>> | undefined;
  try {
    manifest = text === undefined ? undefined : asObject(parseJson(text));
  } catch (cause) {
    throw notAManifest(path, cause);
  }
  if (!manifest) throw notAManifest(path);
  checkManifest(manifest);
  return manifest;
}

function notAManifest(path: string, cause?: unknown): ColophonError {
  return new ColophonError("DEFINITION_INVALID", `${path} is not a JSON object`, {
    hint: 'nothing was signed; a manifest file is JSON such as {"assertions": [...]}',
    cause,
  });
}

const LIMIT = 16 * 1024 * 1024;

async function bytesOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    if (file.size > LIMIT)
      throw new ColophonError("FILE_TOO_LARGE", `${path} is too large for this (16 MiB)`);
    return await readFile(file.handle);
  } finally {
    await file.close();
  }
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found === undefined)
    throw new ColophonError("USAGE", `${option} takes one of: ${allowed.join(", ")}`);
  return found;
}

/** Undefined for what has no place for a manifest. A text keeps the extension that it has. */
function extensionsOf(
  mediaType: string,
  input: string,
  { embed }: SignValues,
): readonly string[] | undefined {
  if (!isTextType(mediaType)) return ENDINGS[mediaType];
  if (embed === undefined && embeddingFor(mediaType) === "sidecar") return undefined;
  return [extname(input).slice(1).toLowerCase()];
}

/** Where the first part of a movie goes: parts keep their names, by which playlists and each other know them. */
export async function partPath(
  input: string,
  { out = dirname(input) }: Pick<SignValues, "out">,
): Promise<{ output: string; sidecar: boolean; note?: string }> {
  await makeFolder(out);
  return { output: join(out, basename(input)), sidecar: false };
}

/** Where the signed file goes, and what there is to say about that. @throws ColophonError FILE_*, OUTPUT_UNWRITABLE */
export async function outputPath(
  input: string,
  values: SignValues,
): Promise<{ output: string; sidecar: boolean; note?: string }> {
  if (values["in-place"]) return { output: input, sidecar: false };
  const file = await openFile(input);
  const said = { name: input, ...(values.type !== undefined && { type: values.type }) };
  const mediaType = await trueMediaType(file, said).finally(() => file.close());
  if (!wantsSidecar(values)) refuseMisnamed(input, mediaType);
  const folder = values.out ?? dirname(input);
  if (values.out !== undefined) await makeFolder(values.out);
  const allowed = extensionsOf(mediaType, input, values);
  const sidecar = wantsSidecar(values) || allowed === undefined;
  if (sidecar) {
    const output = values.output ?? join(folder, `${basename(input)}.c2pa`);
    return allowed || wantsSidecar(values)
      ? { output, sidecar }
      : { output, sidecar, note: `${input} has no place for a manifest: it goes into ${output}` };
  }
  const extension = extname(input).slice(1);
  const fits = allowed.includes(extension.toLowerCase());
  const stem = basename(input, extname(input));
  const ending = fits ? extname(input) : `.${allowed[0]}`;
  const output = values.output ?? join(folder, `${stem}.signed${ending}`);
  const shown = extname(output).slice(1).toLowerCase();
  const isText = isTextType(mediaType); // a name that doesn't fit one is refused
  if (values.output !== undefined && shown !== "" && !isText && !allowed.includes(shown))
    return { output, sidecar, note: `${output} holds ${mediaType}, whatever its name says` };
  return fits
    ? { output, sidecar }
    : { output, sidecar, note: `${input} is ${mediaType}, whatever its name says` };
}
