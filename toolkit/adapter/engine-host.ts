// Starts the C2PA engine in Node, once per process and only when somebody needs it (compiling takes about 15 ms).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Engine, loadEngine } from "../../src/credential/index.js";
import { ColophonError } from "../../src/index.js";
import { installFileReader } from "./file-blob.js";

let engine: Promise<Engine> | undefined;

/** The process's engine. @throws ColophonError ENGINE_FAILED when its WASM file is missing or damaged */
export function hostEngine(): Promise<Engine> {
  engine ??= start();
  return engine;
}

/** The engine's code, compiled for any number of threads. @throws ColophonError ENGINE_FAILED */
export async function compileEngine(): Promise<object> {
  try {
    return await Reflect.get(globalThis, "WebAssembly").compile(readFileSync(enginePath()));
  } catch (cause) {
    throw incomplete(cause);
  }
}

/** The engine of this thread, from code compiled elsewhere. @throws ColophonError ENGINE_FAILED */
export function adoptEngine(module: object): Promise<Engine> {
  engine ??= start(module);
  return engine;
}

async function start(module?: object): Promise<Engine> {
  installFileReader();
  try {
    const { startEngine } = await loadEngine();
    return startEngine(module ?? readFileSync(enginePath())); // at one go: readFile takes eighteen
  } catch (cause) {
    engine = undefined;
    throw incomplete(cause);
  }
}

function enginePath(): string {
  return fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"));
}

function incomplete(cause: unknown): ColophonError {
  return new ColophonError("ENGINE_FAILED", "the C2PA engine could not be started", {
    hint: "the installation is incomplete: run npm ci (or npm install colophon) again",
    cause,
  });
}
