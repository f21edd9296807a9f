// Asks for a secret on the terminal without showing what is typed.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { ColophonError } from "../../src/index.js";

/** The answer, empty for Ctrl-D; undefined when there is no terminal to ask on. @throws ColophonError CANCELLED for Ctrl-C */
export function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return Promise.resolve(undefined);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    const close = () => {
      process.stderr.write("\n");
      lines.removeAllListeners("close");
      lines.close();
    };
    const finish = (answer: string) => {
      close();
      resolve(answer);
    };
    lines.once("close", () => finish(""));
    lines.once("SIGINT", () => {
      close();
      reject(new ColophonError("CANCELLED", "stopped", { hint: "nothing was written" }));
    });
    lines.question("", finish);
  });
}
