// The engine's page: listens for files to be checked, sees to their bytes, and has the worker read them.
import wasmUrl from "@contentauth/c2pa-wasm/c2pa.wasm?url";
import { ColophonError, type TrustSources } from "../../src/index.js";
import { browser, type Runtime } from "../browser.js";
import {
  CHECK_PORT,
  type CheckAnswer,
  type Checked,
  type CheckRequest,
  type Reach,
} from "../messages.js";
import { resultOf, unwrapped } from "../result.js";
import type { Settings } from "../settings.js";
import { isPublished } from "../trust-entry.js";
import { bytesAt } from "./bytes-at.js";
import { guardedHttp } from "./guarded-http.js";
import workerUrl from "./worker.ts?worker&url";
import { Workshop } from "./workshop.js";

/** Long enough for any honest picture, short enough for a reader to wait. */
const LIMIT_MS = 20_000;

/** Where the engine learns what the reader has chosen: an offscreen document has no storage of its own. */
export interface SettingsSource {
  settings(): Promise<Settings>;
  onChange(changed: () => void): void;
  /** How far the browser lets us ask for the file at an address. */
  reach(url: string): Promise<Reach>;
}

/** Listens for files to be checked, from now on. Once per page. */
export function listen(source: SettingsSource): void {
  const workshop = new Workshop({
    workerUrl: new URL(workerUrl, location.href).href,
    module: compiled,
    trust: async () => trustIn(await source.settings()),
    http: guardedHttp,
    limitMs: LIMIT_MS,
  });
  source.onChange(() => void workshop.retrust());
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== CHECK_PORT) return;
    port.onMessage.addListener(
      (message: unknown) => void answer(port, message as CheckRequest, workshop, source),
    );
  });
}

let module: Promise<WebAssembly.Module> | undefined;

function compiled(): Promise<WebAssembly.Module> {
  module ??= WebAssembly.compileStreaming(fetch(new URL(wasmUrl, location.href)));
  return module;
}

async function answer(
  port: Runtime.Port,
  request: CheckRequest,
  workshop: Workshop,
  source: SettingsSource,
): Promise<void> {
  const result = await resultOf(() => checked(request, workshop, source));
  try {
    port.postMessage({ number: request.number, result } satisfies CheckAnswer);
  } catch {
    // whoever asked has gone
  }
}

async function checked(
  request: CheckRequest,
  workshop: Workshop,
  { settings, reach }: SettingsSource,
): Promise<Checked> {
  const { source, asked = false } = request;
  const { blob, name, fetched } =
    source.from === "address"
      ? await bytesAt(source, asked, redirectOf(source.url, await reach(source.url)))
      : { ...source, fetched: 0 };
  const { gateways, privateLookup } = await settings();
  const answer = await workshop.check(
    {
      blob,
      name,
      pictures: request.pictures ?? false,
      ...(request.archive && { archive: { gateways, private: privateLookup } }),
    },
    asked,
  );
  return { ...unwrapped(answer), of: source.from, fetched };
}

/** @throws ColophonError URL_REFUSED where the host isn't granted */
function redirectOf(url: string, reach: Reach): "follow" | "error" {
  if (reach !== "none") return reach === "all" ? "follow" : "error";
  throw new ColophonError("URL_REFUSED", `${new URL(url).host} was not asked for this file`, {
    hint: "allow Colophon on that site, or on all sites, in its options",
  });
}

function trustIn({ lists }: Settings): TrustSources {
  return {
    signers: lists.filter((list) => list.use === "signers" && isPublished(list)),
    user: lists.filter((list) => list.use === "signers" && !isPublished(list)),
    timeStamps: lists.filter(({ use }) => use === "time-stamps"),
  };
}
