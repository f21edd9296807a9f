// The engine's page: listens for files to be checked, sees to their bytes, and has the worker read them.
import wasmUrl from "@contentauth/c2pa-wasm/c2pa.wasm?url";
import type { TrustSources } from "../../src/index.js";
import { browser, type Runtime } from "../browser.js";
import { guardedHttp } from "../guarded-http.js";
import { CHECK_PORT, type CheckAnswer, type CheckRequest, type Reach } from "../messages.js";
import { resultOf } from "../result.js";
import type { Settings } from "../settings.js";
import { isPublished } from "../trust-entry.js";
import { Examiner } from "./examiner.js";
import { Lane, type Wanted } from "./lane.js";
import workerUrl from "./worker.ts?worker&url";
import { Workshop } from "./workshop.js";

/** Requests of look-ups that are out at once. */
const MOST_QUESTIONS = 6;

/** Where the engine learns what the reader has chosen: an offscreen document has no storage of its own. */
export interface SettingsSource {
  settings(): Promise<Settings>;
  onChange(changed: () => void): void;
  /** How far the browser lets us ask for the file at an address. */
  reach(url: string): Promise<Reach>;
}

/** Listens for files to be checked, from now on. Once per page. */
export function listen(source: SettingsSource): void {
  const questions = new Lane(MOST_QUESTIONS);
  const workshop = new Workshop({
    open: () => new Worker(new URL(workerUrl, location.href), { type: "module" }),
    module: compiled,
    trust: async () => trustIn(await source.settings()),
    http: (url, question) => questions.run(() => guardedHttp(url, question)),
    limits: { file: __GRANTED__ ? 12_000 : 20_000, long: 60_000 },
    idleMs: 60_000,
  });
  const examiner = new Examiner(workshop, source);
  source.onChange(() => {
    examiner.forget();
    workshop.retrust();
  });
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== CHECK_PORT) return;
    let isThere = true;
    port.onDisconnect.addListener(() => {
      isThere = false;
    });
    port.onMessage.addListener(
      (message: unknown) => void answer(port, message as CheckRequest, examiner, () => isThere),
    );
  });
}

let module: Promise<WebAssembly.Module> | undefined;

function compiled(): Promise<WebAssembly.Module> {
  module ??= WebAssembly.compileStreaming(fetch(new URL(wasmUrl, location.href)));
  module.catch(() => {
    module = undefined;
  });
  return module;
}

async function answer(
  port: Runtime.Port,
  request: CheckRequest,
  examiner: Examiner,
  isThere: Wanted,
): Promise<void> {
  const result = await resultOf(() => examiner.check(request, isThere));
  if (!isThere()) return;
  try {
    port.postMessage({ number: request.number, result } satisfies CheckAnswer);
  } catch {
    // whoever asked has gone
  }
}

function trustIn({ lists }: Settings): TrustSources {
  return {
    signers: lists.filter((list) => list.use === "signers" && isPublished(list)),
    user: lists.filter((list) => list.use === "signers" && !isPublished(list)),
    timeStamps: lists.filter(({ use }) => use === "time-stamps"),
  };
}
