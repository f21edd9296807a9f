// The engine's glue is loaded only by those who run it: a content script that enters this room never drags it in.

/** Loads the adapter; its `startEngine(module)` gives the Engine. */
export function loadEngine(): Promise<typeof import("./adapter/c2pa-wasm.js")> {
  return import("./adapter/c2pa-wasm.js");
}
