// What is signed and verified: made by the project's own generator, outside the measured processes.
import { randomBytes } from "node:crypto";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadGenerator } from "../test/fixture/make.js";

/**
 * @param names those of the three that are wanted
 * @returns the assets by their names in the table: path, media type and size in bytes
 */
export async function makeMedia(folder, names = ["small", "large", "film"]) {
  const { jpeg100k, jpeg5m, largeMp4 } = await loadGenerator();
  const picture = async (name, make) => {
    const path = join(folder, name);
    const bytes = await make();
    await writeFile(path, bytes);
    return { path, mediaType: "image/jpeg", size: bytes.length };
  };
  const film = async () => {
    const path = join(folder, "film.mp4");
    return { path, mediaType: "video/mp4", size: await largeMp4(path, 200) };
  };
  const make = {
    small: () => picture("small.jpg", jpeg100k),
    large: () => picture("large.jpg", jpeg5m),
    film,
  };
  const made = {};
  for (const name of names) made[name] = await make[name]();
  return made;
}

/** A film of that many million bytes, real pictures all of it. */
export async function largeFilm(path, megabytes) {
  const { largeMp4 } = await loadGenerator();
  return { path, size: await largeMp4(path, megabytes) };
}

/** A WAV of noise: with `share` 1, sixteen kilobytes below the 4 GiB that its size field can say. */
export async function largeSound(path, share) {
  const block = randomBytes(1 << 20);
  const length = 2 * Math.floor((2 ** 31 - (1 << 13)) * share);
  const { wavHeader } = await loadGenerator();
  const header = wavHeader(length);
  const file = await open(path, "w");
  try {
    await file.appendFile(header);
    for (let left = length; left > 0; left -= block.length)
      await file.appendFile(block.subarray(0, left));
  } finally {
    await file.close();
  }
  return { path, size: header.length + length };
}
