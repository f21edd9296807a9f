// How long the command line takes from nothing to done, against a Node that has nothing to do.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./measure.js";

const COLOPHON = fileURLToPath(new URL("../dist/bin/colophon.js", import.meta.url));

/** @param signed a small signed JPEG; `home` has its archive record, `nobody` is the home of somebody new */
export function startUp({ signed, home, nobody, runs }) {
  const commands = {
    "empty Node (node -e 0)": [["-e", "0"], nobody],
    "colophon --version": [[COLOPHON, "--version"], nobody],
    "colophon verify": [[COLOPHON, "verify", signed], nobody],
    "colophon verify, with its archive record": [[COLOPHON, "verify", signed], home],
  };
  const taken = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let i = 0; i < runs; i++)
    for (const [name, [args, folder]] of Object.entries(commands)) {
      const env = { ...process.env, COLOPHON_HOME: folder };
      const start = performance.now();
      const { error, stderr, status } = spawnSync(process.execPath, args, { env });
      taken[name].push(performance.now() - start);
      if (error || ![0, 12].includes(status)) throw error ?? new Error(`${name}: ${stderr}`);
    }
  return Object.fromEntries(
    Object.entries(taken).map(([name, rounds]) => [name, { rounds, milliseconds: median(rounds) }]),
  );
}
