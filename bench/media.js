// What is signed and verified: made by the project's own generator, outside the measured processes.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadGenerator } from "../test/fixture/make.js";

/** @returns the three assets by their names in the table: path, media type and size in bytes */
export async function makeMedia(folder) {
  const { jpeg100k, jpeg5m, largeMp4 } = await loadGenerator();
  const picture = async (name, make) => {
    const path = join(folder, name);
    const bytes = await make();
    await writeFile(path, bytes);
    return { path, mediaType: "image/jpeg", size: bytes.length };
  };
  const film = join(folder, "film.mp4");
  return {
    small: await picture("small.jpg", jpeg100k),
    large: await picture("large.jpg", jpeg5m),
    film: { path: film, mediaType: "video/mp4", size: await largeMp4(film, 200) },
  };
}
