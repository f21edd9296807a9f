// The pages of the extension's bench: 200 pictures of 24.5 MB, 40 of them signed (claim version 2 by Colophon, version 1
// from the corpus where it is there), 1,000 unsigned ones, and a page without any.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { createIdentity, sign } from "../dist/toolkit/index.js";

export const PICTURES = 200;
export const SIGNED = 40;
const TOTAL = 24_500_000;
const OLD = fileURLToPath(
  new URL("../../shared/corpus/c2pa-org_public-testfiles/image/jpeg/", import.meta.url),
);

/** How the page tells what it went through; in the page's own world. */
const WATCH = `<script>
window.seen = { shift: 0, long: 0, loaded: 0, painted: 0 };
const watch = (type, add) => { try { new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true }); } catch {} };
watch("layout-shift", ({ value }) => { seen.shift += value; });
watch("longtask", ({ duration }) => { seen.long += duration - 50; });
watch("paint", ({ name, startTime }) => { if (name === "first-paint" || !seen.painted) seen.painted = Date.now() - performance.now() + startTime; });
addEventListener("load", () => { seen.loaded = Date.now(); });
window.marked = new Promise((done) => {
  const here = new MutationObserver((changes) => {
    if (!changes.some(({ addedNodes }) => [...addedNodes].some((one) => one.popover))) return;
    here.disconnect();
    done(true);
  });
  here.observe(document.documentElement, { childList: true });
});
</script>`;

/** Signed and unsigned pictures, by path. */
export async function makePictures() {
  const old = oldPictures().slice(0, SIGNED / 2);
  const oldBytes = old.reduce((sum, { length }) => sum + length, 0);
  const each = Math.round((TOTAL - oldBytes) / (PICTURES - old.length));
  const noise = await noisy(each);
  const pictures = new Map();
  const signed = [...old, ...(await signedPictures(noise, SIGNED - old.length))];
  for (let i = 0, next = 0; i < PICTURES; i++) {
    const isSigned = i % (PICTURES / SIGNED) === 2;
    const content = isSigned ? signed[next++] : numbered(noise, i);
    pictures.set(`/picture/${i}.jpg`, content);
  }
  return { pictures, old: old.length };
}

/** A page with these addresses. */
export function pageOf(urls, width = 60) {
  const images = urls.map((url) => `<img src="${url}" width="${width}" height="${width}">`);
  return `<!doctype html><meta charset="utf-8"><title>bench</title>${WATCH}<p>Text</p>${images.join("\n")}`;
}

/** 1,000 small pictures without a credential. */
export async function unsignedPictures() {
  const one = await noisy(6000);
  return new Map(Array.from({ length: 1000 }, (_, i) => [`/small/${i}.jpg`, numbered(one, i)]));
}

/** A JPEG of about this many bytes, from a fixed pattern that hardly compresses. */
async function noisy(bytes) {
  const first = await noise(400);
  return noise(Math.round(400 * Math.sqrt(bytes / first.length)));
}

async function noise(side) {
  let state = 1;
  const raw = Uint8Array.from({ length: side * side * 3 }, () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state >> 16;
  });
  const picture = sharp(raw, { raw: { width: side, height: side, channels: 3 } });
  return new Uint8Array(await picture.jpeg({ quality: 70 }).toBuffer());
}

/** The same picture with another comment, so that no two files are alike. */
function numbered(jpeg, number) {
  const comment = Uint8Array.of(0xff, 0xfe, 0, 6, ...new Uint8Array(Uint32Array.of(number).buffer));
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
}

async function signedPictures(jpeg, count) {
  const folder = await mkdtemp(join(tmpdir(), "colophon-bench-page-"));
  const identity = await createIdentity({ name: "Bench" });
  const made = [];
  for (let i = 0; i < count; i++) {
    const path = join(folder, `${i}.jpg`);
    await writeFile(path, numbered(jpeg, 1000 + i));
    const { output } = await sign(path, { identity, source: "camera" });
    made.push(new Uint8Array(await readFile(output)));
  }
  return made;
}

/** Files of the corpus that older programs signed: their signature holds, their signer is unknown. */
function oldPictures() {
  if (!statSync(OLD, { throwIfNoEntry: false })) return [];
  const valid = readdirSync(OLD)
    .filter((name) =>
      /^adobe-\d+-(C|CA|CACA|CAI|CAIAIIICAICIICAIICICA|CICA|CAICA|CAICAI|CIE-sig-CA|CACAICAICICA)\.jpg$/.test(
        name,
      ),
    )
    .map((name) => new Uint8Array(readFileSync(join(OLD, name))))
    .filter(({ length }) => length < 400_000);
  if (valid.length === 0) return [];
  return Array.from({ length: SIGNED / 2 }, (_, i) => valid[i % valid.length]);
}
