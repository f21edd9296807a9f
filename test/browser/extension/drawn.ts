// Pictures of the panel, where COLOPHON_TEST_PICTURES names a folder for them: to look at, and for docs/image.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import type { Panel } from "./panel-hands.js";

/** Where pictures go; nowhere unless asked. */
export const FOLDER = process.env["COLOPHON_TEST_PICTURES"];
const WIDTH = 360;
const LONGEST = 1060;

/** The whole page in a palette of 64 colours: small, and it looks the same. */
export async function drawn(
  { tab, run }: Panel,
  name: string,
  { width = WIDTH, longest = LONGEST } = {},
): Promise<void> {
  if (!FOLDER) return;
  await tab.resize(width, 400);
  const height = await run<number>("return document.documentElement.scrollHeight");
  await tab.resize(width, Math.min(height, longest));
  await run("document.activeElement?.blur(); scrollTo(0, 0)");
  const path = join(FOLDER, `${name}.png`);
  await tab.screenshot(path);
  const small = await sharp(path)
    .png({ palette: true, colours: 64, dither: 0.3, effort: 10 })
    .toBuffer();
  writeFileSync(path, small);
}
