// Drafts a manifest: the statement, the history (parent and ingredients) and a thumbnail, before any binding.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type ByteSource, isTextType, mediaTypeOf, type Said } from "../../src/container/index.js";
import { type EngineIngredient, isReading } from "../../src/credential/index.js";
import { sha256, toHex } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { MemoryBlob } from "../adapter/file-blob.js";
import { type FileSource, openFile } from "../adapter/file-source.js";
import { makeThumbnail } from "../adapter/thumbnail.js";
import { fileHash } from "../verify/subject.js";
import { manifestDefinition, PARENT } from "./definition.js";
import type { Assignment, Drafted, SignMeans, SignSource } from "./job.js";
import { mediaPast, type Relationship } from "./media-past.js";
import type { Generated } from "./options.js";
import { textPast } from "./text-past.js";

const UNKNOWN_TYPE = "application/octet-stream";

/** The media type that a file's own bytes tell, or for a text its name; unknown files are signed as byte streams with a sidecar. */
export async function trueMediaType(source: ByteSource, said: Said = {}): Promise<string> {
  return (await mediaTypeOf(source, said)) ?? UNKNOWN_TYPE;
}

/**
 * @param history the file carries Content Credentials already: they become its history; a text brings them ready
 * @returns the draft, with open files that `release` closes once the manifest is signed
 */
export async function draftManifest(
  job: Assignment,
  content: SignSource,
  mediaType: string,
  history: boolean | EngineIngredient,
  means: SignMeans,
): Promise<Drafted & { release: () => Promise<void> }> {
  const open: FileSource[] = [];
  const release = async () => {
    for (const source of open.splice(0)) await source.close();
  };
  try {
    const { statement } = job;
    const declared = statement.source !== undefined || statement.generated !== undefined;
    const parent = job.parent ? "file" : history || !declared ? "itself" : "none";
    const { name } = content;
    const ingredients: EngineIngredient[] = [];
    if (job.parent) ingredients.push(await fileIngredient(job.parent, "parentOf", means, open));
    else if (typeof history === "object") ingredients.push(history);
    else if (parent === "itself" && history)
      ingredients.push(await signedPast(content, mediaType, means));
    else if (parent === "itself") ingredients.push(ownPast(content, mediaType, means.uuid()));
    for (const path of job.ingredients ?? [])
      ingredients.push(await fileIngredient(path, "componentOf", means, open));
    const prompt = await promptIngredient(statement.generated);
    if (prompt) ingredients.push(prompt);
    const at = means.now();
    const manifestId = `urn:c2pa:${means.uuid()}`;
    const owner = (means.archive || means.recordLater) && means.identity.archiveKey?.publicKey;
    const definition = manifestDefinition(statement, {
      mediaType,
      name,
      now: at,
      manifestId,
      instanceId: `xmp:iid:${means.uuid()}`,
      parent,
      ...(owner && { archiveOwner: createHash("sha256").update(owner).digest("base64url") }),
    });
    const thumbnail = job.thumbnail ? await thumbnailOf(content) : undefined;
    const draft = {
      definition,
      ingredients,
      ...(thumbnail && {
        thumbnail: { mediaType: thumbnail.mediaType, blob: new MemoryBlob(thumbnail.bytes) },
      }),
    };
    return { draft, mediaType, manifestId, at, release };
  } catch (cause) {
    await release();
    throw cause;
  }
}

/** A picture too large to hold in memory gets no thumbnail. */
const THUMBNAIL_LIMIT = 256 * 1024 * 1024;

async function thumbnailOf(content: SignSource) {
  if (content.size > THUMBNAIL_LIMIT) return undefined;
  return makeThumbnail(await content.read(0, content.size));
}

/** The file before signing, as the parent of the signed one. */
function ownPast(content: SignSource, mediaType: string, uuid: string): EngineIngredient {
  return {
    definition: {
      title: content.name,
      format: mediaType,
      instance_id: `xmp:iid:${uuid}`,
      relationship: "parentOf",
      label: PARENT,
    },
    mediaType,
  };
}

/** The same with the credentials that it carries. @throws ColophonError CONTAINER_MALFORMED when they can't be read */
async function signedPast(
  content: SignSource,
  mediaType: string,
  { engine, uuid }: SignMeans,
): Promise<EngineIngredient> {
  const past = await mediaPast(content, mediaType, "parentOf", { engine, uuid });
  if (past) return past;
  const reading = await engine.read(mediaType, content.blob());
  if (!isReading(reading))
    throw new ColophonError(
      "CONTAINER_MALFORMED",
      `${content.name} carries Content Credentials that are damaged and can't become its history`,
      { hint: "nothing was written; sign a clean copy, or this one as it is with --sidecar" },
    );
  reading.free();
  return { ...ownPast(content, mediaType, uuid()), blob: content.blob() };
}

async function fileIngredient(
  path: string,
  relationship: Relationship,
  means: SignMeans,
  open: FileSource[],
): Promise<EngineIngredient> {
  const file = await openFile(path);
  open.push(file);
  const mediaType = await trueMediaType(file, { name: path });
  if (isTextType(mediaType)) {
    const text = await file.read(0, file.size);
    const past = await textPast(basename(path), text, mediaType, relationship, means);
    if (past) return past;
  }
  const name = basename(path);
  const source = { ...file, name, hash: fileHash(file) };
  const past = await mediaPast(source, mediaType, relationship, means);
  if (past) return past;
  return {
    definition: {
      title: name,
      format: mediaType,
      instance_id: `xmp:iid:${means.uuid()}`,
      relationship,
      ...(relationship === "parentOf" && { label: PARENT }),
    },
    mediaType,
    ...(mediaType !== UNKNOWN_TYPE && !isTextType(mediaType) && { blob: file.blob() }),
  };
}

/** The prompt as an input: its SHA-256, or its text when the signer wants that. Prompts can hold private things. */
async function promptIngredient(
  generated: Generated | undefined,
): Promise<EngineIngredient | undefined> {
  const prompt = generated?.prompt;
  if (!prompt) return undefined;
  const definition = {
    title: "prompt",
    format: "text/plain",
    relationship: "inputTo",
    data_types: [{ type: "c2pa.types.generator.prompt" }],
  };
  if (!generated.includePrompt)
    return {
      definition: { ...definition, description: `SHA-256 ${toHex(await sha256(prompt))}` },
      mediaType: "text/plain",
    };
  return {
    definition: { ...definition, data: { format: "text/plain", identifier: "prompt.txt" } },
    mediaType: "text/plain",
    resources: new Map([["prompt.txt", new MemoryBlob(prompt)]]),
  };
}
