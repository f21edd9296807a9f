// The command line as a few files: loading sixty modules one by one would cost more than the work of a short run.
// Libraries with files of their own (the engine's WASM, sharp's binary) stay packages.
import { defineConfig } from "rolldown";

export default defineConfig({
  input: { colophon: "dist/toolkit/main.js" },
  platform: "node",
  external: [/^node:/, "@contentauth/c2pa-wasm", /^@contentauth\/c2pa-wasm\//, "sharp"],
  output: {
    dir: "dist/bin",
    format: "esm",
    minify: "dce-only",
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "part/[name]-[hash].js",
    sourcemap: false,
  },
});
