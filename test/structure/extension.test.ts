// What is handed to the stores: nothing that the linter objects to, no more permissions than are documented, no code from
// elsewhere, nothing that a page can see, and a content script that is small enough to be on every page.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { lintExtension } from "../fake/web-ext.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SMALL = 25 * 1024;

describe.each(["chrome", "firefox"] as const)("the extension for %s", (target) => {
  const folder = join(ROOT, "dist/extension", target);
  let manifest: Record<string, unknown>;
  let scripts: Map<string, string>;
  beforeAll(() => {
    execFileSync(
      process.execPath,
      [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--app"],
      {
        cwd: ROOT,
        env: { ...process.env, VITEST: "", TARGET: target, GRANTED: "", DEV: "" }, // vitest sets DEV
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    scripts = new Map(
      readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => /\.(js|html)$/.test(name))
        .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
  });

  it("asks for what the documentation says, and for no host", () => {
    const own = target === "chrome" ? ["offscreen", "sidePanel"] : [];
    expect(manifest["permissions"]).toEqual([
      "storage",
      "scripting",
      "activeTab",
      "contextMenus",
      "declarativeNetRequestWithHostAccess",
      ...own,
    ]);
    expect(manifest["host_permissions"]).toBeUndefined();
    expect(manifest["content_scripts"]).toBeUndefined();
    expect(manifest["optional_host_permissions"]).toEqual(["https://*/*", "http://*/*"]);
    const told = readFileSync(join(ROOT, "docs/extension.md"), "utf8");
    for (const name of manifest["permissions"] as string[]) expect(told).toContain(`\`${name}\``);
  });

  it("shows no file of its own to pages, and listens to none", () => {
    expect(manifest["web_accessible_resources"]).toBeUndefined();
    expect(manifest["externally_connectable"]).toBeUndefined();
  });

  it("has a content script that fits into 25 KB", () => {
    const bytes = gzipSync(readFileSync(join(folder, "content.js")), { level: 9 }).length;
    expect(bytes).toBeLessThanOrEqual(SMALL);
  });

  it("runs no code from elsewhere and none made from text", () => {
    for (const [name, text] of scripts) {
      expect(text, name).not.toMatch(/\beval\s*\(|new Function\b|\bFunction\s*\(\s*["'`]/);
      expect(text, name).not.toMatch(/\bimport\s*\(\s*["'`]https?:|importScripts\s*\(/);
      expect(text, name).not.toMatch(/<script[^>]+src=["']?(?:https?:)?\/\//i);
    }
    const policy = manifest["content_security_policy"] as { extension_pages: string };
    expect(policy.extension_pages).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy.extension_pages).not.toMatch(/'unsafe-(?:inline|eval)'/);
  });

  it.skipIf(target === "chrome")(
    "is accepted by Mozilla's linter",
    { timeout: 240_000 },
    async () => {
      const report = await lintExtension(folder);
      if (!report) return;
      expect(report.errors).toEqual([]);
      // Preact sets innerHTML for those who ask it to; none of our pages does.
      expect(report.warnings.filter(({ code }) => code !== "UNSAFE_VAR_ASSIGNMENT")).toEqual([]);
      expect(report.warnings.length).toBeLessThanOrEqual(1);
    },
  );
});
