// node demo/picture.js: takes the README's picture, the top of the demo's report, in light and dark.
// Needs an installed Chromium (CHROMIUM names another than /usr/bin/chromium) and a demo that has run.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";

const REPORT = new URL("out/report.html", import.meta.url);
const FOLDER = new URL("../docs/image/", import.meta.url);
const WIDTH = 960;

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
await mkdir(FOLDER, { recursive: true });
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 900 },
    deviceScaleFactor: 2,
    colorScheme,
  });
  await page.goto(REPORT.href);
  // Down to the facts of the first file: what happened and the archive record are below.
  const height = await page.evaluate(() => {
    const facts = document.querySelector("dl.facts");
    return Math.ceil(facts.getBoundingClientRect().bottom + 20);
  });
  const shot = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width: WIDTH, height },
  });
  const name = colorScheme === "light" ? "report.png" : "report-dark.png";
  const { size } = await sharp(shot)
    .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
    .toFile(fileURLToPath(new URL(name, FOLDER)));
  console.log(`${name}: ${2 * WIDTH} x ${2 * height}, ${Math.round(size / 1000)} KB`);
}
await browser.close();
