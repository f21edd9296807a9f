// The credentials that a text carries, as history for a new manifest. The engine can't read text, so it gets the store and
// what we found out about it, where for media it finds that out itself.
import { type EngineIngredient, isReading, readCredential } from "../../src/credential/index.js";
import { asObject, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import { openText } from "../../src/sign/index.js";
import { bytesSubject } from "../verify/subject.js";
import type { SignMeans } from "./job.js";
import { type Relationship, readPast } from "./media-past.js";

/**
 * The ingredient; undefined for a text without credentials.
 * @throws ColophonError CONTAINER_MALFORMED for credentials that can't be read
 */
export async function textPast(
  name: string,
  bytes: Uint8Array,
  mediaType: string,
  relationship: Relationship,
  { engine, uuid }: Pick<SignMeans, "engine" | "uuid">,
): Promise<EngineIngredient | undefined> {
  const { layout, store, fault } = await openText(bytes, mediaType);
  if (fault) throw damaged(name, fault.explanation);
  if (!store) return undefined;
  const { hash } = bytesSubject(name, name, bytes);
  const read = await readCredential(
    { mediaType, size: bytes.length, content: bytes, layout },
    { engine, hash, nativeAbove: 0 },
  );
  if (!isReading(read)) throw damaged(name, read.kind);
  const results = withoutWords(asObject(read.store)?.["validation_results"]);
  return readPast(read, { name, mediaType, relationship, uuid }, results);
}

/** Codes say it all; the engine's explanations would make a manifest half as large again, in every copy of the text. */
function withoutWords(results: unknown): unknown {
  return parseJson(
    JSON.stringify(results ?? {}, (key, value: unknown) =>
      key === "explanation" ? undefined : value,
    ),
  );
}

function damaged(name: string, why: string): ColophonError {
  return new ColophonError(
    "CONTAINER_MALFORMED",
    `${name} carries Content Credentials that can't become its history: ${why}`,
    { hint: "nothing was written; take them out first: colophon sign --strip" },
  );
}
