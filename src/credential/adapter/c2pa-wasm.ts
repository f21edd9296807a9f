// The C2PA engine: c2pa-rs as WebAssembly, behind the port of engine.ts. Sole importer of @contentauth/c2pa-wasm.
// The compiled module is the caller's to bring (Node reads a file, a browser fetches); nothing is loaded here.
import { initSync, WasmBuilder, WasmReader } from "@contentauth/c2pa-wasm";
import { parseJson } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import type {
  Engine,
  EngineBlob,
  EngineReading,
  EngineRefusal,
  EngineSigner,
  EngineSigning,
  EngineTrust,
} from "../engine.js";
import { SIGNER_PURPOSES } from "../signer-purpose.js";

/** c2pa-rs inside @contentauth/c2pa-wasm 0.13.3. */
const ENGINE_VERSION = "0.91.3";

/** A WebAssembly.Module, by a name that programs without the types of browsers have as well. */
type CompiledModule = object;

/**
 * Starts the engine with the bytes of c2pa.wasm, or a module compiled elsewhere. Once per process or worker; a page does
 * it in a worker, since browsers refuse so large a module on the thread of the page.
 *
 * @throws ColophonError ENGINE_FAILED
 */
export function startEngine(wasm: Uint8Array | CompiledModule): Engine {
  try {
    const module = wasm instanceof Uint8Array ? new WebAssembly.Module(wasm as BufferSource) : wasm;
    initSync({ module: module as WebAssembly.Module });
  } catch (cause) {
    const tooLargeHere = cause instanceof RangeError;
    throw new ColophonError("ENGINE_FAILED", "the C2PA engine could not be started", {
      hint: tooLargeHere
        ? "browsers start it in a worker only: run this in one"
        : "give the bytes of @contentauth/c2pa-wasm/c2pa.wasm, or a WebAssembly.Module made of them",
      cause,
    });
  }
  return { version: ENGINE_VERSION, read, sign };
}

async function read(
  mediaType: string,
  asset: Uint8Array | EngineBlob,
  trust: EngineTrust = {},
): Promise<EngineReading | EngineRefusal> {
  const settings = JSON.stringify({
    // Left on, a picture could make the reader call any URL, localhost included.
    verify: { remote_manifest_fetch: false, ocsp_fetch: false },
    trust: { trust_config: SIGNER_PURPOSES.join("\n"), anchors: anchorLists(trust) },
  });
  try {
    const reader =
      asset instanceof Uint8Array
        ? await WasmReader.fromBytes(mediaType, asset, settings)
        : await WasmReader.fromBlob(mediaType, asset as unknown as Blob, settings);
    return reading(reader);
  } catch (cause) {
    return refusal(cause);
  }
}

/**
 * `trust_kind` is what the engine asks for and, so far, ignores; see src/trust/engine-trust.ts. A signer's own certificate
 * counts for nothing among its anchors: it wants those in `allowed_list`, where an authority's counts for nothing.
 */
function anchorLists({ anchors, userAnchors, timeStampAnchors }: EngineTrust) {
  return [
    { trust_uri: "lists", trust_kind: "manifest", ...signers(anchors) },
    { trust_uri: "user", trust_kind: "manifest", ...signers(userAnchors) },
    { trust_uri: "time-stamp", trust_kind: "tsa", trust_anchors: timeStampAnchors },
  ].filter((list) => list.trust_anchors);
}

function signers(pem: string | undefined) {
  return { trust_anchors: pem, allowed_list: pem };
}

function reading(reader: WasmReader): EngineReading {
  // biome-ignore lint/plugin: this json() gives a string, which parseJson takes
  const text = reader.json();
  const store = parseJson(text);
  return {
    store,
    crJson: () => parseJson(reader.crJson()),
    resource: (uri) => resource(reader, uri),
    // Any path into a manifest yields the whole store when the engine knows no such resource by itself.
    storeBytes: () =>
      resource(reader, `self#jumbf=/c2pa/${reader.activeLabel() ?? ""}/c2pa.signature`),
    free: () => reader.free(),
  };
}

function resource(reader: WasmReader, uri: string): Uint8Array {
  try {
    return reader.resourceToBytes(uri);
  } catch (cause) {
    throw new ColophonError("ENGINE_FAILED", `the manifest has no resource ${uri}`, { cause });
  }
}

/** The engine's error names, as it prints them: `C2pa(JumbfNotFound)`, `C2pa(RemoteManifestUrl("..."))`. */
function refusal(cause: unknown): EngineRefusal {
  const text = cause instanceof Error ? cause.message || String(cause) : String(cause);
  const remote = /RemoteManifestUrl\("((?:[^"\\]|\\.)*)"\)/.exec(text);
  if (remote) return { kind: "remote", url: remote[1]!.replace(/\\(.)/g, "$1") };
  if (/JumbfNotFound|ManifestNotFound|ProvenanceMissing/.test(text)) return { kind: "none" };
  if (/UnsupportedType/.test(text)) return { kind: "unsupported", reason: text };
  for (const [name, code, reason] of CANNOT_HOLD)
    if (text.includes(name)) return { kind: "invalid", code, reason };
  const trapped = cause instanceof WebAssembly.RuntimeError;
  return {
    kind: "malformed",
    reason: `the manifest can't be read (${text})`,
    ...(trapped && { trapped }),
  };
}

/** Errors by which the engine ends a reading although the specification has a failure code for them (C2PA 2.4 §15.2.2). */
const CANNOT_HOLD = [
  ["UnknownAlgorithm", "algorithm.unsupported", "it uses an algorithm that C2PA does not have"],
  ["ClaimMissing", "claim.missing", "the manifest has no claim"],
  ["ClaimDecoding", "claim.malformed", "the claim can't be decoded"],
  ["ClaimInvalidContent", "claim.malformed", "the claim lacks what every claim has"],
  ["HashMismatch", "assertion.hashedURI.mismatch", "a part of the manifest was altered"],
] as const;

const SIGN_SETTINGS = {
  builder: { thumbnail: { enabled: false } }, // the WASM engine makes none, whatever the settings
  verify: { verify_after_sign: false, remote_manifest_fetch: false },
};

async function sign(
  mediaType: string,
  asset: EngineBlob,
  what: EngineSigning,
): Promise<{ store: Uint8Array; asset: Uint8Array }> {
  let builder: WasmBuilder | undefined;
  let failure: unknown; // what our own signer threw, which the engine would report as a string
  try {
    builder = WasmBuilder.fromJson(JSON.stringify(what.definition), JSON.stringify(SIGN_SETTINGS));
    for (const [name, blob] of what.resources ?? [])
      builder.addResourceFromBlob(name, blob as unknown as Blob);
    for (const ingredient of what.ingredients ?? []) {
      for (const [name, blob] of ingredient.resources ?? [])
        builder.addResourceFromBlob(name, blob as unknown as Blob);
      const definition = JSON.stringify(ingredient.definition);
      if (ingredient.blob)
        await builder.addIngredientFromBlob(
          definition,
          ingredient.mediaType,
          ingredient.blob as unknown as Blob,
        );
      else builder.addIngredient(definition);
    }
    if (what.thumbnail)
      builder.setThumbnailFromBlob(
        what.thumbnail.mediaType,
        what.thumbnail.blob as unknown as Blob,
      );
    if (what.remoteUrl) builder.setRemoteUrl(what.remoteUrl);
    if (what.detached) builder.setNoEmbed(true);
    const signer = callback(what.signer, (cause) => {
      failure = cause;
    });
    const result: unknown = await builder.signAndGetManifestBytes(
      signer,
      [],
      mediaType,
      asset as unknown as Blob,
    );
    const { manifest, asset: bytes } = result as { manifest: Uint8Array; asset: Uint8Array };
    return { store: manifest, asset: bytes };
  } catch (cause) {
    if (failure instanceof ColophonError) throw failure;
    throw unsigned(failure ?? cause);
  } finally {
    builder?.free();
  }
}

/** What the engine says of files that are not sound, and of the credentials that they carry already. */
const UNSOUND = [
  [/InvalidAsset\("(.*)"\)/, "the file is cut off or damaged"],
  [/kind: UnexpectedEof/, "the file ends before it should"],
  [/EmbeddingError/, "the file is damaged where a credential would go"],
  [/AssertionDecoding\((.*)\)/, "the Content Credentials that the file carries are damaged"],
] as const;

function unsigned(cause: unknown): ColophonError {
  const reason = cause instanceof Error ? cause.message || String(cause) : String(cause);
  for (const [pattern, what] of UNSOUND) {
    const found = pattern.exec(reason);
    if (!found) continue;
    const detail = found[1] ? ` (${found[1]})` : "";
    return new ColophonError("CONTAINER_MALFORMED", `${what}${detail}`, { cause });
  }
  const message = `the C2PA engine could not sign this: ${reason}`;
  return new ColophonError("ENGINE_FAILED", message, { cause });
}

function callback(signer: EngineSigner, failed: (cause: unknown) => void) {
  return {
    alg: signer.algorithm,
    reserveSize: signer.reserveSize,
    sign: async (claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
      try {
        return (await signer.sign(claim)) as Uint8Array<ArrayBuffer>;
      } catch (cause) {
        failed(cause);
        throw cause;
      }
    },
  };
}
