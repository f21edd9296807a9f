// Asks for a secret on the terminal without showing what is typed.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** The answer; undefined when there is no terminal to ask on. Ctrl-C and Ctrl-D give an empty answer. */
export function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return Promise.resolve(undefined);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve) => {
    const finish = (answer: string) => {
      process.stderr.write("\n");
      lines.removeAllListeners("close");
      lines.close();
      resolve(answer);
    };
    lines.once("close", () => finish(""));
    lines.once("SIGINT", () => finish(""));
    lines.question("", finish);
  });
}
