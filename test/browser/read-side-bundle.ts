// The read side (read-side.ts) as files for a browser, by a bundler as it comes: no option of ours makes it smaller.
import { fileURLToPath } from "node:url";
import { type RolldownOptions, rolldown } from "rolldown";

/** Name of the file that a page imports. */
export const READ_SIDE = "read-side.js";

/** ES modules by file name: READ_SIDE, and what that one loads when it is first needed. */
export function readSideBundle(): Promise<ReadonlyMap<string, string>> {
  return bundled({
    input: fileURLToPath(new URL("read-side.ts", import.meta.url)),
    preserveEntrySignatures: "allow-extension", // as for a page's own script: no third file for what two of them share
  });
}

/** Minified ES modules by file name. */
export async function bundled(options: RolldownOptions): Promise<ReadonlyMap<string, string>> {
  const bundle = await rolldown({ platform: "browser", ...options });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  return new Map(
    output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file.code]] : [])),
  );
}
