// What is measured, and against whom. `bars` are the ratios that a release has to keep: peer over Colophon, at least.

/** The engine is WebAssembly: `warmUp` runs let the compiler settle, as it does within a catalogue's first seconds. */
const jpeg = (file, title, operation, times, warmUp, bars) => ({
  title: `${operation.startsWith("sign") ? "sign" : "verify"} a ${title} in memory`,
  file,
  mediaType: "image/jpeg",
  operation,
  warmUp,
  times,
  bars,
  contestants: [
    { label: "Colophon", name: "colophon" },
    ...(operation.startsWith("sign")
      ? [
          {
            label: "c2pa-node, its defaults (thumbnail)",
            name: "native",
            variant: "defaults",
            times: Math.ceil(times / 10),
            warmUp: 2,
          },
        ]
      : []),
    {
      label: operation.startsWith("sign") ? "c2pa-node, no thumbnail" : "c2pa-node",
      name: "native",
    },
    { label: "c2pa-ts", name: "c2pa-ts", times: Math.ceil(times / 5), warmUp: 2 },
  ],
});

const film = (operation, contestants, bars) => ({
  title: `${operation === "signFile" ? "sign" : "verify"} a 200 MB MP4, file to file`,
  file: "film.mp4",
  mediaType: "video/mp4",
  operation,
  warmUp: 1,
  times: 2,
  bars,
  contestants,
});

export const ROWS = [
  jpeg("small.jpg", "100 KB JPEG", "signBytes", 200, 300, {
    "c2pa-node, its defaults (thumbnail)": 30,
    "c2pa-node, no thumbnail": 1.5,
  }),
  jpeg("small.jpg", "100 KB JPEG", "verifyBytes", 60, 60),
  jpeg("large.jpg", "5 MB JPEG", "signBytes", 30, 20, { "c2pa-node, no thumbnail": 4 }),
  jpeg("large.jpg", "5 MB JPEG", "verifyBytes", 16, 8),
  film(
    "signFile",
    [
      { label: "Colophon", name: "colophon" },
      { label: "Colophon, with a record", name: "colophon", variant: "archive" },
      { label: "cp, then openssl dgst -sha256", name: "system" },
      { label: "c2pa-node, no thumbnail", name: "native" },
    ],
    { "cp, then openssl dgst -sha256": 0.5 },
  ),
  film("verifyFile", [
    { label: "Colophon", name: "colophon" },
    { label: "c2pa-node", name: "native" },
  ]),
];
