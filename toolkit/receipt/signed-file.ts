// A signed file on disk as a receipt sees it: its hash, and the manifest that it carries or has beside it.
import { basename } from "node:path";
import { type Engine, isReading, summarize } from "../../src/credential/index.js";
import { openCredential } from "../../src/examine/index.js";
import { ColophonError } from "../../src/index.js";
import { fileSubject } from "../verify/subject.js";

export interface SignedFile {
  /** File name alone. */
  readonly name: string;
  /** 32 bytes. */
  readonly sha256: Uint8Array;
  readonly mediaType: string;
  readonly store: Uint8Array;
  /** URN of the active manifest. */
  readonly manifest: string;
}

/**
 * @throws ColophonError FILE_*; CREDENTIAL_NOT_FOUND for a file that carries no manifest; RECORD_INVALID for one
 *   whose manifest does not hold or doesn't fit the file any more
 */
export async function signedFile(path: string, engine: () => Promise<Engine>): Promise<SignedFile> {
  const subject = await fileSubject(path);
  try {
    const { read, mediaType } = await openCredential(subject, engine);
    if (!isReading(read)) throw withoutCredential(path, read.kind);
    try {
      const { engineState, manifest } = summarize(read.store);
      if (engineState === "Invalid" || manifest === undefined) throw doesNotHold(path);
      const whole = [{ kind: "copy", start: 0, end: subject.source.size, hashed: true }] as const;
      const sha256 = await subject.hash("sha256", whole);
      return {
        name: basename(path),
        sha256: new Uint8Array(sha256 ?? []),
        mediaType: mediaType ?? "application/octet-stream",
        store: read.storeBytes(),
        manifest,
      };
    } finally {
      read.free();
    }
  } finally {
    await subject.close();
  }
}

function withoutCredential(path: string, kind: string): ColophonError {
  return kind === "none" || kind === "remote" || kind === "unsupported"
    ? new ColophonError("CREDENTIAL_NOT_FOUND", `${path} carries no Content Credentials`, {
        hint: "name the signed file, or sign it first: colophon sign",
      })
    : doesNotHold(path);
}

function doesNotHold(path: string): ColophonError {
  return new ColophonError("RECORD_INVALID", `the credential of ${path} does not hold`, {
    hint: `see what is wrong with it: colophon verify ${path}`,
  });
}
