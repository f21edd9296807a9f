// How the extension is built: pages and background as modules, the content script as one file, for one browser at a time.
//   TARGET=chrome|firefox vite build --app      into dist/extension/TARGET
// With GRANTED=1 the build is one for tests (manifest.ts, withAllHosts) and goes into dist/extension/TARGET-granted.
// With DEV=1 the extension loads itself anew after each build (background/reload.ts): it looks at stamp.txt. TARGET-dev.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentOptions, Plugin, UserConfig } from "vite";
import { manifestFor, type Target, withAllHosts } from "./manifest.js";

/** Vite's config for the extension of the project in `root`. */
export function extensionConfig(root: string): UserConfig {
  const target: Target = process.env["TARGET"] === "firefox" ? "firefox" : "chrome";
  const granted = process.env["GRANTED"] === "1";
  const dev = process.env["DEV"] === "1";
  const outDir = join(
    root,
    "dist/extension",
    dev ? `${target}-dev` : granted ? `${target}-granted` : target,
  );
  const source = join(root, "extension");
  const pages = ["popup", "panel", "options", ...(target === "chrome" ? ["engine"] : [])];
  const define = {
    __TARGET__: JSON.stringify(target),
    __GRANTED__: JSON.stringify(granted),
    __DEV__: JSON.stringify(dev),
  };
  return {
    root: source,
    base: "",
    publicDir: false,
    define,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    worker: {
      format: "es",
      rolldownOptions: {
        output: { entryFileNames: "part/[name].js", chunkFileNames: "part/[name]-[hash].js" },
      },
    },
    plugins: [assets(root, target, granted), ...(dev ? [stamp(outDir)] : [])],
    build: {
      target: target === "chrome" ? "chrome148" : "firefox140",
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      assetsDir: "part",
    },
    environments: {
      client: {
        build: {
          outDir,
          emptyOutDir: false,
          rolldownOptions: {
            input: {
              ...Object.fromEntries(pages.map((page) => [page, join(source, `${page}.html`)])),
              background: join(source, "background/background.ts"),
            },
            output: {
              entryFileNames: ({ name }) =>
                name === "background" ? "background.js" : "part/[name].js",
              chunkFileNames: "part/[name]-[hash].js",
              assetFileNames: "part/[name][extname]",
            },
          },
        },
      },
      ear: script(outDir, "ear", join(source, "content/ear-first.ts")),
      content: script(outDir, "content", join(source, "content/content.ts")),
    },
    builder: {
      async buildApp(builder) {
        rmSync(outDir, { recursive: true, force: true });
        const { client, ear, content } = builder.environments;
        for (const one of [client, ear, content]) if (one) await builder.build(one);
      },
    },
  };
}

/** A content script: one file that imports nothing. */
function script(outDir: string, name: string, entry: string): EnvironmentOptions {
  const lib = { entry, formats: ["iife" as const], name: "colophon", fileName: () => `${name}.js` };
  return { consumer: "client", build: { outDir, emptyOutDir: false, lib } };
}

/** The manifest of this browser, the messages of every language, and the icons. */
function assets(root: string, target: Target, granted: boolean): Plugin {
  const source = join(root, "extension");
  const manifest = join(root, "manifest.json");
  return {
    name: "colophon-assets",
    applyToEnvironment: ({ name }) => name === "client",
    buildStart() {
      this.addWatchFile(manifest);
    },
    generateBundle() {
      const emit = (fileName: string, content: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName, source: content });
      const all = JSON.parse(readFileSync(manifest, "utf8")) as Record<string, unknown>;
      const one = manifestFor(all, target);
      emit("manifest.json", JSON.stringify(granted ? withAllHosts(one) : one, undefined, 2));
      for (const language of readdirSync(join(source, "_locales")))
        emit(`_locales/${language}/messages.json`, messagesOf(join(source, "_locales", language)));
      for (const icon of readdirSync(join(source, "icon")).filter((name) => name.endsWith(".png")))
        emit(`icon/${icon}`, readFileSync(join(source, "icon", icon)));
    },
  };
}

/** The time of the last build, where the extension can read it. */
function stamp(outDir: string): Plugin {
  return {
    name: "colophon-stamp",
    writeBundle: () => writeFileSync(join(outDir, "stamp.txt"), String(Date.now())),
  };
}

/** A language has one file for each context; a browser wants one for all. */
function messagesOf(folder: string): string {
  const all: Record<string, unknown> = {};
  for (const name of readdirSync(folder).sort())
    for (const [key, message] of Object.entries(
      JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, unknown>,
    )) {
      if (Object.hasOwn(all, key))
        throw new Error(`the message ${key} is in two files of ${folder}`);
      all[key] = message;
    }
  return JSON.stringify(all);
}
