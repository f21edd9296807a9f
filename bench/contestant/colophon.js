// Colophon through its library, as it is published (dist/).
import { join } from "node:path";
import { openIdentity, sign, signBytes, verify } from "../../dist/toolkit/index.js";

/** @param variant "plain", or "archived": with a record in the embedded archive, as the command line does by default */
export async function open({ home, variant }) {
  const world = { env: { COLOPHON_HOME: home }, now: () => new Date() };
  const identity = await openIdentity("bench", world);
  const options = { identity, source: "camera" };
  const archive = variant === "archived" && { archive: join(home, "archive") };
  return {
    signBytes: async (bytes) => (await signBytes("picture.jpg", bytes, options)).bytes,
    signFile: (input, output) => sign(input, { ...options, ...archive, output }),
    inPlace: (path) => sign(path, { ...options, inPlace: true }),
    verifyBytes: async (bytes) => (await verify(bytes)).state,
    verifyFile: async (path) => (await verify(path)).state,
  };
}
