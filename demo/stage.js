// Tells the demo's story: prints prose in 80 columns, and runs the real command line where a command is shown.
// Whatever the program prints goes straight to the screen; a wrong exit code ends the demo.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../dist/bin/colophon.js", import.meta.url));
const colours = process.stdout.isTTY && !process.env["NO_COLOR"];
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Prints at once, so that lines of ours and of the program keep their order. */
function print(text) {
  writeSync(1, `${text}\n`);
}

/** A heading, and what there is to say before the next command. */
export function say(heading, ...lines) {
  const rule = "─".repeat(76 - heading.length);
  print(["", paint("1;33", `── ${heading} ${rule}`), ...lines].join("\n"));
}

/** More prose. */
export function add(...lines) {
  print(["", ...lines].join("\n"));
}

/**
 * Shows a command as it would be typed, runs it in `folder` and shows what it says. Several lines become one command.
 * `exits` is the exit code that it should end with, and `into` a file for its output, as `> FILE` in a shell.
 */
export function run(folder, lines, { exits = 0, into } = {}) {
  const line = [lines].flat().join(" \\\n    ");
  print(`\n${paint("1;36", `$ colophon ${line}${into ? ` > ${into.name}` : ""}`)}`);
  const args = (line.match(/"[^"]*"|[^\s\\]+/g) ?? []).map((word) => word.replaceAll('"', ""));
  const result = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, COLOPHON_HOME: "home" },
    stdio: ["ignore", into?.handle ?? 1, 1],
  });
  if (result.status === exits) return;
  print(`\nThis was to end with exit code ${exits}, but ended with ${result.status}.`);
  print("Please report it as a defect of Colophon.");
  process.exit(1);
}

/**
 * Runs a gateway beside the demo, as one would in a second terminal, until `stop` or the end of the demo.
 * `url` is where it listens, `mine` makes a block of what it has taken.
 */
export async function startGateway(folder) {
  print(`\n${paint("1;36", "$ colophon gateway --port 0 &")}`);
  const child = spawn(process.execPath, [PROGRAM, "gateway", "--port", "0", "--json"], {
    cwd: folder,
    env: { ...process.env, COLOPHON_HOME: "home" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => child.kill();
  process.once("exit", kill);
  let said = "";
  for await (const line of createInterface({ input: child.stdout })) {
    said = JSON.parse(line).text ?? "";
    if (said.startsWith("listening")) break;
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
  if (!url) throw new Error("the gateway did not start; please report it as a defect of Colophon");
  print(said.split(";")[0]);
  return {
    url,
    mine: () => fetch(`${url}/mine`, { method: "POST" }),
    async stop() {
      const ended = once(child, "exit");
      kill();
      await ended;
      process.removeListener("exit", kill);
    },
  };
}
