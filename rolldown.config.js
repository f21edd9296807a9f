// The command line as a few files: each costs a millisecond to load, and sixty modules, or twenty chunks, more than the
// work of a short run. Libraries with files of their own (the engine's WASM, sharp's binary) stay packages, and so do those
// of commands that take their time anyway: the gateway's, Arweave's and S3's, and what reads HTML and Markdown.
import { chmod } from "node:fs/promises";
import { defineConfig } from "rolldown";

const groups = [
  { name: "base", test: /\/dist\/(src\/errors|toolkit\/version)\.js$/, priority: 2 }, // all that --version needs
  // What signing one file and signing a catalogue share.
  {
    name: "signing",
    test: /\/dist\/(src\/sign|toolkit\/(sign(?!\/(time-stamp|signer-command|external))|identity))\//,
    minShareCount: 2,
    priority: 1,
  },
  // What several commands need. Apart from it stays what few runs do: asking the network or another program, unlocking
  // an identity, making certificates, publishing. One import of Node's http in here costs every run ten milliseconds.
  {
    name: "shared",
    test: /\/dist\/(src|toolkit\/(verify|receipt|report|command(?!\/(archive\/|sign-means|batch))|adapter(?!\/(guarded|checked|remote|http-place|s3|address|run-program|terminal|gateways|turbo|arweave|ipfs|kubo))))\/|\/node_modules\/(cborg|@noble)\//,
    minShareCount: 2,
    priority: 2,
  },
];

/** `npm link` makes the program executable once; a build after it must not take that back. */
const executable = {
  name: "executable",
  writeBundle: () => chmod("dist/bin/colophon.js", 0o755),
};

export default defineConfig({
  input: {
    colophon: "dist/toolkit/main.js",
    "batch-thread": "dist/toolkit/batch/worker-thread.js", // crew.ts starts it
  },
  platform: "node",
  external: [
    /^node:/,
    "sharp",
    "graphql",
    "arweave",
    "aws4fetch",
    "marked",
    "parse5",
    "bullmq",
    "ioredis",
  ],
  plugins: [executable],
  output: {
    dir: "dist/bin",
    format: "esm",
    minify: "dce-only",
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "part/[name]-[hash].js",
    codeSplitting: { groups },
    sourcemap: false,
  },
});
