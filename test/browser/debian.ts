// Browsers and servers that are not there are fetched with apt-get, where this runs as root on Debian.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The first of `places` that is there, after installing `debianPackage` if none is; undefined after one line that says so. */
export function findBrowser(
  name: string,
  places: readonly string[],
  debianPackage: string,
): string | undefined {
  return findProgram(name, places, debianPackage, "browser tests");
}

/** As findBrowser, for any program; `tests` are those that can't run without it. */
export function findProgram(
  name: string,
  places: readonly string[],
  debianPackage: string,
  tests: string,
): string | undefined {
  const installed = () => places.find((path) => existsSync(path));
  const found = installed() ?? (install(debianPackage) ? installed() : undefined);
  if (!found) console.warn(`${tests} are skipped: no ${name} is installed here`);
  return found;
}

function install(debianPackage: string): boolean {
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return false;
  const apt = (...words: readonly string[]) =>
    spawnSync("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: "ignore",
    }).status === 0;
  apt("update");
  return apt("install", "-y", "--no-install-recommends", debianPackage);
}
