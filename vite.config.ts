import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig as testConfig } from "vitest/config";
import { extensionConfig } from "./extension/build/config.js";

// One config for everything that Vite and Vitest do here: the tests, and TARGET=chrome|firefox vite build --app.
const root = fileURLToPath(new URL(".", import.meta.url));

export default process.env["VITEST"]
  ? testConfig({
      test: {
        include: ["test/**/*.test.ts"],
        exclude: [...configDefaults.exclude],
        globalSetup: ["test/temporary.ts"],
        env: { COLOPHON_TEST_BEGAN: String(Date.now()) },
        testTimeout: 30_000,
        hookTimeout: 120_000,
        pool: "forks",
        maxWorkers: 2,
      },
    })
  : extensionConfig(root);
