// The identity that signs in benchmarks, made as a newcomer would make it: from the command line.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** An identity named `bench` in the user folder `home`, without a passphrase. */
export function makeIdentity(home) {
  const colophon = fileURLToPath(new URL("../dist/bin/colophon.js", import.meta.url));
  const args = ["identity", "create", "bench", "--name", "Bench", "--no-passphrase"];
  const env = { ...process.env, COLOPHON_HOME: home };
  execFileSync(process.execPath, [colophon, ...args], { env, stdio: "ignore" });
}
