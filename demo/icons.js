// Draws the extension's icons from extension/icon/icon.svg, in the sizes that browsers ask for: node demo/icons.js
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const folder = new URL("../extension/icon/", import.meta.url);
const svg = readFileSync(new URL("icon.svg", folder));
for (const size of [16, 32, 48, 128])
  await sharp(svg, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ palette: true, compressionLevel: 9, effort: 10 })
    .toFile(fileURLToPath(new URL(`${size}.png`, folder)));
