/** The arrows of docs/architecture.md. A canary test plants a bad import and expects a failure here. */
const ROOMS = [
  "encoding",
  "signature",
  "container",
  "text",
  "credential",
  "trust",
  "archive",
  "examine",
  "sign",
];
// Inside src, leftwards only: a room may import the rooms before it, never the ones after.
const leftwards = ROOMS.map((room, i) => ({
  name: `src-${room}-leftwards`,
  comment: `src/${room} may only import the rooms to its left: ${ROOMS.slice(0, i).join(", ") || "none"}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: {
    path: `^src/(${[...ROOMS.slice(i + 1).map((other) => `${other}/`), "index\\.ts$"].join("|")})`,
  },
}));
// Each vendor package is imported in one named file.
const VENDORS = {
  "@noble/ed25519": "^src/signature/ed25519\\.ts$",
  "@noble/hashes": "^src/encoding/sha256-now\\.ts$",
  cborg: "^src/encoding/cbor\\.ts$",
  marked: "^src/sign/markdown\\.ts$",
  parse5: "^src/sign/html\\.ts$",
  "@contentauth/c2pa-wasm": "^src/credential/adapter/c2pa-wasm\\.ts$",
  "@peculiar/x509": "^toolkit/identity/x509\\.ts$",
  "reflect-metadata": "^toolkit/identity/x509\\.ts$",
  "webextension-polyfill": "^extension/(browser|polyfill)\\.ts$",
  preact: "^extension/(ui|panel|popup|options)/",
  sharp: "^toolkit/adapter/thumbnail\\.ts$",
  aws4fetch: "^toolkit/adapter/s3-request\\.ts$",
  arweave: "^toolkit/adapter/arweave\\.ts$",
  "csv-parse": "^toolkit/batch/csv\\.ts$",
  picomatch: "^toolkit/batch/pattern\\.ts$",
  bullmq: "^toolkit/queue/redis\\.ts$",
  ioredis: "^toolkit/queue/redis\\.ts$",
  graphql: "^toolkit/gateway/graphql\\.ts$",
};
const vendors = Object.entries(VENDORS).map(([name, path]) => ({
  name: `only-door-to-${name}`,
  comment: `${name} is imported in one file: ${path}`,
  severity: "error",
  from: { path: "^(src|toolkit|extension)/", pathNot: path },
  to: { path: `^node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    ...leftwards,
    ...vendors,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "src-is-a-leaf",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(toolkit|extension|test|demo|bench)/" },
    },
    {
      name: "src-no-node",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "toolkit-only-src",
      severity: "error",
      from: { path: "^toolkit/" },
      to: { path: "^(extension|test|demo|bench)/" },
    },
    {
      name: "extension-only-src",
      severity: "error",
      from: { path: "^extension/" },
      to: { path: "^(toolkit|test|demo|bench)/" },
    },
    {
      name: "front-door-only",
      comment: "a core room is entered by its index.ts",
      severity: "error",
      from: { path: "^(toolkit|extension)/" },
      to: { path: "^src/[^/]+/", pathNot: "^src/[^/]+/index\\.ts$" },
    },
    {
      name: "front-door-between-rooms",
      comment: "inside src, too, another room is entered by its index.ts",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: { path: "^src/[^/]+/.+", pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$"] },
    },
    {
      name: "commands-are-the-roof",
      comment: "command -> sign, identity, report, adapter; never back",
      severity: "error",
      from: { path: "^toolkit/", pathNot: "^toolkit/(command/|main\\.ts$)" },
      to: { path: "^toolkit/command/" },
    },
    {
      name: "no-dev-dependency-shipped",
      severity: "error",
      from: { path: "^(src|toolkit)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "contexts-apart",
      comment:
        "the contexts of the extension meet in messages.ts; only the background starts the engine",
      severity: "error",
      from: { path: "^extension/(background|engine|content|panel|popup|options)/" },
      to: {
        path: "^extension/(background|engine|content|panel|popup|options|build)/",
        pathNot: ["^extension/$1/", "^extension/engine/engine\\.ts$"],
      },
    },
    {
      name: "engine-is-the-background's",
      severity: "error",
      from: { path: "^extension/(content|panel|popup|options|ui)/" },
      to: { path: "^extension/engine/" },
    },
    {
      name: "ui-is-for-pages",
      severity: "error",
      from: { path: "^extension/(background|engine|content)/" },
      to: { path: "^extension/ui/" },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(worker&)?url$" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test/peer)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
