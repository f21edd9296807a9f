// Which ring the marks of this installation have: drawn once, kept in storage, told to nobody.
import { browser } from "./browser.js";
import { GLYPHS } from "./glyph.js";

const KEY = "glyph";

/** The number of this installation's drawing. */
export async function glyphNumber(): Promise<number> {
  const kept = await read();
  if (kept !== undefined) return kept;
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  await browser.storage.local.set({ [KEY]: drawn % GLYPHS });
  return (await read()) ?? drawn % GLYPHS; // another frame may have drawn at the same time
}

async function read(): Promise<number | undefined> {
  const kept = (await browser.storage.local.get(KEY))[KEY];
  return typeof kept === "number" && Number.isInteger(kept) && kept >= 0 ? kept : undefined;
}
