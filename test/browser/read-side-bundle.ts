// The read side (read-side.ts) as one file for a browser, by a bundler as it comes: no option of ours makes it smaller.
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** An ES module with everything in it, the fallback for platforms without Ed25519 too. */
export async function readSideBundle(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL("read-side.ts", import.meta.url)),
    platform: "browser",
  });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
