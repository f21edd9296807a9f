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

async function start(): Promise<Engine> {
  installFileReader();
  const path = fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"));
  try {
    const { startEngine } = await loadEngine();
    return startEngine(readFileSync(path)); // at one go: readFile takes eighteen
  } catch (cause) {
    engine = undefined;
    throw new ColophonError("ENGINE_FAILED", "the C2PA engine could not be started", {
      hint: "the installation is incomplete: run npm ci (or npm install colophon) again",
      cause,
    });
  }
}
