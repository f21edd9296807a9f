// One identity and one folder for a test file that signs.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toPem } from "../../../src/trust/index.js";
import { createIdentity, type NewIdentity } from "../../../toolkit/index.js";
import { mediaFixtures } from "../../fixture/media/index.js";

export interface Workshop {
  readonly folder: string;
  readonly identity: NewIdentity;
  /** The identity's root, PEM: an anchor. */
  readonly root: string;
  /** Writes a file into the folder and returns its path. */
  put(name: string, bytes: Uint8Array | string): string;
  read(name: string): Uint8Array;
  /** Everything in the folder. */
  names(): string[];
}

export async function workshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), "colophon-sign-"));
  const identity = await createIdentity({ name: "Ada Reyes", organisation: "The Daily Record" });
  return {
    folder,
    identity,
    root: toPem([identity.root]),
    put(name, bytes) {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    },
    read: (name) => new Uint8Array(readFileSync(join(folder, name))),
    names: () => readdirSync(folder, { recursive: true }).map(String).sort(),
  };
}

/** Bytes of a fixture by its name. */
export async function fixture(name: string): Promise<Uint8Array> {
  const found = (await mediaFixtures()).find((one) => one.name === name);
  if (!found) throw new Error(`no fixture ${name}`);
  return found.bytes;
}
