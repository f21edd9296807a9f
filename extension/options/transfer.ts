// All settings as a file, and back. A file is taken whole or not at all: half of what somebody meant is not what they meant.
import { asObject, parseJson } from "../../src/encoding/index.js";
import { ColophonError } from "../../src/index.js";
import type { Settings } from "../settings.js";
import { DEFAULTS, refusedParts } from "../settings-form.js";
import { storedList } from "../trust-entry.js";

const KIND = "colophon-extension-settings";
const VERSION = 1;
/** Of a file, in bytes: somewhat more than all lists together may have. */
export const MAX_FILE = 8 * 1024 * 1024;

/** The settings as the text of a file. */
export function exported(settings: Settings): string {
  return `${JSON.stringify({ kind: KIND, version: VERSION, settings }, undefined, 2)}\n`;
}

/**
 * The settings in a file; those that it doesn't name are as they are at first. Every certificate of every list is read.
 * @throws ColophonError ENCODING_INVALID, TRUST_LIST_INVALID
 */
export async function imported(text: string): Promise<Settings> {
  if (text.length > MAX_FILE) throw unfit("it is too large");
  const { kind, version, settings, ...more } = asObject(parseJson(text)) ?? {};
  const parts = asObject(settings);
  if (kind !== KIND || !parts || Object.keys(more).length > 0)
    throw unfit("it is no settings file of Colophon");
  if (version !== VERSION) throw unfit("it is of another version");
  const [refused] = refusedParts(parts);
  if (refused !== undefined) throw unfit(`"${refused.slice(0, 40)}" in it is not as it has to be`);
  const all: Settings = { ...DEFAULTS, ...parts };
  for (const list of all.lists) {
    const { sha256, anchors } = await storedList(list, new Date(list.at));
    if (sha256 !== list.sha256 || anchors !== list.anchors)
      throw new ColophonError("TRUST_LIST_INVALID", `the list ${list.name} in it was changed`);
  }
  return all;
}

function unfit(why: string): ColophonError {
  return new ColophonError("ENCODING_INVALID", `this file was not taken: ${why}`);
}
