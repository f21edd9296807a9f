// What the figures have to reach: ratios against a peer in the same run, never a time alone but for the start.
import { ratio } from "./measure.js";

/** @returns name, figure, unit and bar of each that could be measured; `most` is an upper bar, `least` a lower one */
export function bars({ signSmall, signLarge, signFilm }, start) {
  const times = (row, peer) => row[peer] && ratio(row[peer], row.Colophon);
  const limit = (who) =>
    signFilm["cp + openssl dgst"] && ratio(signFilm[who], signFilm["cp + openssl dgst"]);
  const memory = Math.max(signFilm.Colophon.memoryMiB, signFilm["Colophon, archived"].memoryMiB);
  const empty = start["empty Node (node -e 0)"];
  const all = [
    [
      "100 KB JPEG signed faster than native, defaults",
      times(signSmall, "native, defaults"),
      "x",
      { least: 30 },
    ],
    [
      "100 KB JPEG signed faster than native, no thumbnail",
      times(signSmall, "native, no thumbnail"),
      "x",
      { least: 1.5 },
    ],
    [
      "5 MB JPEG signed faster than native, no thumbnail",
      times(signLarge, "native, no thumbnail"),
      "x",
      { least: 4 },
    ],
    ["200 MB MP4 signed, against cp + openssl dgst", limit("Colophon"), "x", { most: 2 }],
    ["the same with an archive record", limit("Colophon, archived"), "x", { most: 2 }],
    ["memory of it above Node's own", memory, " MiB", { most: 150 }],
    ["colophon --version", start["colophon --version"].milliseconds, " ms", { most: 150 }],
    [
      "colophon verify, against an empty Node",
      ratio(start["colophon verify"], empty),
      "x",
      { most: 3 },
    ],
  ];
  return all
    .filter(([, figure]) => figure !== undefined)
    .map(([name, figure, unit, { least, most }]) => {
      const met = least === undefined ? figure <= most : figure >= least;
      return { name, figure, unit, ...(least === undefined ? { most } : { least }), met };
    });
}
