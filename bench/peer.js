// The peers: installed into bench/ from its own lock file when they are missing, and asked whether they run here.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const NATIVE = "@contentauth/c2pa-node";
const TYPESCRIPT = "@trustnxt/c2pa-ts";

/** Who runs here, by the name of its file in contestant/; one line on stderr for each that doesn't. */
export async function runningPeers() {
  if (!existsSync(new URL("./node_modules", import.meta.url))) install();
  const running = new Set();
  await attempt("native", `${NATIVE}, which ships binaries for some systems only`, async () => {
    const { Builder } = await import(NATIVE);
    Builder.new(); // loads the binary
    running.add("native");
  });
  await attempt("c2pa-ts", TYPESCRIPT, async () => {
    await import(TYPESCRIPT);
    running.add("c2pa-ts");
  });
  await attempt("system", "cp and openssl", async () => {
    execFileSync("sh", ["-c", "command -v cp && openssl version"]);
    running.add("system");
  });
  return running;
}

/** Without install scripts: the native peer's would fetch a binary, and its tarball has the one for Linux on x64. */
function install() {
  process.stderr.write("installing the peers into bench/node_modules ...\n");
  try {
    const options = { cwd: HERE, stdio: "ignore", shell: process.platform === "win32" };
    execFileSync("npm", ["ci", "--ignore-scripts"], options);
  } catch {
    process.stderr.write("the peers could not be installed: npm ci in bench/ says why\n");
  }
}

async function attempt(name, what, load) {
  try {
    await load();
  } catch (cause) {
    const [reason] = String(cause?.message ?? cause).split("\n");
    process.stderr.write(`${name} left out: no ${what} here (${reason})\n`);
  }
}
