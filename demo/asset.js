// The demo's own media, made on the spot: a landscape photo, a flat illustration and a short melody.
// Nothing here is copied from anywhere, and every run makes the same bytes.
import sharp from "sharp";
import { scene } from "./scene.js";

/** A JPEG of a lake at dusk, 1600 by 1067, about 200 KB. */
export async function makeDemoPhoto() {
  const picture = await scene(1600, 1067, { grain: 18 });
  return new Uint8Array(await picture.jpeg({ quality: 82, mozjpeg: true }).toBuffer());
}

/** A PNG quilt of quarter circles, 960 by 720. */
export async function makeDemoIllustration() {
  const colours = ["#f4ead5", "#d9593d", "#e9a93c", "#2f6f73", "#27374d"];
  const side = 120;
  const tiles = [];
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 8; column++) {
      const key = row * 7 + column * 3 + (((row + 2) * (column + 3)) % 7);
      const ground = colours[key % 5];
      const shape = colours[(key + 1 + (row % 3)) % 5];
      const turn = 90 * ((row + column * 3) % 4);
      tiles.push(
        `<g transform="translate(${column * side} ${row * side}) rotate(${turn} 60 60)"><rect width="120" height="120" fill="${ground}"/><path d="M0,0 H120 A120,120 0 0 1 0,120 Z" fill="${shape}"/><circle cx="34" cy="34" r="18" fill="${ground}"/></g>`,
      );
    }
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720">${tiles.join("")}</svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).flatten().png().toBuffer());
}

/** A WAV of eight bell notes, 4 seconds, mono, 16 bit at 22,050 Hz, about 176 KB. */
export async function makeDemoClip() {
  const rate = 22_050;
  const notes = [523.25, 659.25, 783.99, 1046.5, 880, 783.99, 659.25, 523.25];
  const samples = new Int16Array(4 * rate);
  notes.forEach((pitch, n) => {
    for (let i = (n * rate) / 2; i < samples.length; i++) {
      const t = i / rate - n / 2;
      const bell = Math.sin(2 * Math.PI * pitch * t) + 0.4 * Math.sin(5.4 * Math.PI * pitch * t);
      samples[i] += Math.round(5000 * bell * Math.exp(-4.5 * t));
    }
  });
  const header = Buffer.alloc(44);
  header.write("RIFF    WAVEfmt ", "latin1");
  header.writeUInt32LE(36 + samples.byteLength, 4);
  [16, 1 | (1 << 16), rate, 2 * rate, 2 | (16 << 16)].forEach((field, i) => {
    header.writeUInt32LE(field, 16 + 4 * i);
  });
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.byteLength, 40);
  return new Uint8Array(Buffer.concat([header, Buffer.from(samples.buffer)]));
}
