// The files of a folder and its folders, by name; sidecars and hidden files left out, links not followed.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ColophonError } from "../../src/index.js";

/** @throws ColophonError FILE_UNREADABLE */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter(
        (entry) => entry.isFile() && !entry.name.startsWith(".") && !entry.name.endsWith(".c2pa"),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new ColophonError("FILE_UNREADABLE", `the folder ${folder} could not be read`, {
      hint: "check that you may read it and the folders in it",
      cause,
    });
  }
}
