// Imported first by the worker that reads files of strangers: takes every way to the network and to storage away, so
// that nothing in a file can make this extension call anybody. What must be asked is asked by the page that owns the worker.
const refuse = () => Promise.reject(new TypeError("there is no network in here"));
Object.defineProperty(globalThis, "fetch", { value: refuse, writable: false, configurable: false });

for (const name of [
  "BroadcastChannel",
  "EventSource",
  "FontFace",
  "RTCPeerConnection",
  "SharedWorker",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "Worker",
  "XMLHttpRequest",
  "caches",
  "importScripts",
  "indexedDB",
  "navigator",
])
  try {
    Object.defineProperty(globalThis, name, {
      value: undefined,
      writable: false,
      configurable: false,
    });
  } catch {
    // not one of this browser's, or taken away already
  }
