// Verifies one file per message with the built library and answers with state and codes.
import { parentPort } from "node:worker_threads";
import { verify } from "../../dist/toolkit/index.js";

for (const door of ["fetch", "WebSocket", "XMLHttpRequest"])
  globalThis[door] = () => {
    throw new Error(`the network was asked for (${door})`);
  };

parentPort.on("message", async (path) => {
  try {
    const verdict = await verify(path);
    parentPort.postMessage({
      state: verdict.state,
      codes: verdict.findings.filter(({ kind }) => kind === "failure").map(({ code }) => code),
      remote: verdict.remoteManifest,
    });
  } catch (error) {
    parentPort.postMessage({ failed: String(error), code: error?.code });
  }
});
