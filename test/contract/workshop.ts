// What the contract tests share: an identity of this process, the same ids and time for every signature, the native
// way and the engine's own way to the same manifest, and what the engine says of the result.
import { containerFor, type Layout, memorySource } from "../../src/container/index.js";
import { isReading } from "../../src/credential/index.js";
import { asArray, asObject, asString } from "../../src/encoding/index.js";
import { toPem } from "../../src/trust/index.js";
import { hostEngine } from "../../toolkit/adapter/engine-host.js";
import { MemoryBlob } from "../../toolkit/adapter/file-blob.js";
import { createIdentity } from "../../toolkit/index.js";
import { claimSigner } from "../../toolkit/sign/claim-signer.js";
import { draftManifest } from "../../toolkit/sign/draft.js";
import type { Assignment, SignMeans } from "../../toolkit/sign/job.js";
import { signBytes } from "../../toolkit/sign/sign-bytes.js";
import { signWhole } from "../../toolkit/sign/whole.js";

export const identity = await createIdentity({ name: "Ada Reyes" });
/** PEM of its root. */
export const root = toPem([identity.root]);

export const DRAWN: Assignment = { statement: { source: "drawn" } };

/** Means whose ids count up from zero: two signatures of the same thing differ in nothing but the engine's salts. */
export async function means(): Promise<SignMeans> {
  let count = 0;
  return {
    engine: await hostEngine(),
    identity,
    signer: await claimSigner(identity.signer),
    now: () => identity.created,
    uuid: () => `00000000-0000-4000-8000-${String(count++).padStart(12, "0")}`,
  };
}

/** Signed our way. */
export async function native(name: string, bytes: Uint8Array, what = DRAWN) {
  return signBytes(name, bytes, what, await means());
}

/** The same manifest made and put in place by the engine alone. */
export async function byEngine(name: string, mediaType: string, bytes: Uint8Array, what = DRAWN) {
  const content = { ...memorySource(bytes), name, blob: () => new MemoryBlob(bytes) };
  const how = await means();
  const { release, ...drafted } = await draftManifest(what, content, mediaType, false, how);
  try {
    return await signWhole(what, content, drafted, how);
  } finally {
    await release();
  }
}

export function layoutOf(bytes: Uint8Array, mediaType: string): Promise<Layout> {
  return containerFor(mediaType)!.open(memorySource(bytes), mediaType);
}

/** The engine's state, and all its codes for the active manifest by kind. */
export async function engineSays(mediaType: string, bytes: Uint8Array, userAnchors = "") {
  const engine = await hostEngine();
  const read = await engine.read(mediaType, bytes, userAnchors ? { userAnchors } : {});
  if (!isReading(read)) return { state: "no reading", codes: [read.kind] };
  const store = asObject(read.store) ?? {};
  read.free();
  const active = asObject(asObject(store["validation_results"])?.["activeManifest"]) ?? {};
  const codes = ["success", "informational", "failure"].flatMap((kind) =>
    asArray(active[kind]).map((entry) => `${kind}: ${asString(asObject(entry)?.["code"])}`),
  );
  return { state: asString(store["validation_state"]), codes: codes.sort() };
}
