// The rows of the table: what is done to which asset, by whom, and how often.
import { join } from "node:path";

const BRISK = { warmUp: 300, times: 200 };
const STEADY = { warmUp: 30, times: 20 };
const SLOW = { warmUp: 1, times: 4 };
const ONCE = { warmUp: 1, times: 2 };

/** Contestants by their names in the table: file in contestant/ and variant. */
const WHO = {
  Colophon: ["colophon", "plain"],
  "Colophon, archived": ["colophon", "archived"],
  native: ["native", "plain"],
  "native, no thumbnail": ["native", "plain"],
  "native, defaults": ["native", "defaults"],
  "c2pa-ts": ["c2pa-ts", "plain"],
  "cp + openssl dgst": ["system", "plain"],
};

/**
 * @param media as makeMedia gives it, each with `signed`, the same file signed by Colophon
 * @param running who runs here
 * @returns rows: a title, and the task of each contestant that runs here
 */
export function rows({ media, running, folder, home }) {
  const { small, large, film } = media;
  const row = (title, asset, operation, times) => ({
    title: `${title}, ${operation.endsWith("Bytes") ? "in memory" : "file to file"}`,
    tasks: Object.fromEntries(
      Object.entries(times)
        .filter(([name]) => WHO[name][0] === "colophon" || running.has(WHO[name][0]))
        .map(([name, often]) => {
          const [contestant, variant] = WHO[name];
          const signs = operation.startsWith("sign");
          const output = signs && { output: join(folder, `by-${contestant}-${variant}`) };
          const input = signs ? asset.path : asset.signed;
          const { mediaType } = asset;
          return [
            name,
            { contestant, variant, operation, input, ...output, mediaType, home, ...often },
          ];
        }),
    ),
  });
  return {
    signSmall: row("sign a 100 KB JPEG", small, "signBytes", {
      Colophon: BRISK,
      "native, defaults": SLOW,
      "native, no thumbnail": BRISK,
      "c2pa-ts": BRISK,
    }),
    verifySmall: row("verify a 100 KB JPEG", small, "verifyBytes", {
      Colophon: BRISK,
      native: BRISK,
      "c2pa-ts": BRISK,
    }),
    signLarge: row("sign a 5 MB JPEG", large, "signBytes", {
      Colophon: STEADY,
      "native, defaults": SLOW,
      "native, no thumbnail": STEADY,
      "c2pa-ts": STEADY,
    }),
    verifyLarge: row("verify a 5 MB JPEG", large, "verifyBytes", {
      Colophon: STEADY,
      native: STEADY,
      "c2pa-ts": STEADY,
    }),
    signFilm: row("sign a 200 MB MP4", film, "signFile", {
      Colophon: ONCE,
      "Colophon, archived": ONCE,
      "native, defaults": ONCE,
      "native, no thumbnail": ONCE,
      "cp + openssl dgst": ONCE,
    }),
    verifyFilm: row("verify a 200 MB MP4", film, "verifyFile", { Colophon: ONCE, native: ONCE }),
  };
}
