// A terminal for commands in tests: what they print is kept, what they ask is answered in turn.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "../../toolkit/command/command.js";

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** Objects of --json, one a line. */
  readonly lines: () => Record<string, unknown>[];
  readonly asked: readonly string[];
}

export interface FakeIoOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Answers to askSecret, in turn; when they run out there is no terminal. */
  readonly answers?: readonly string[];
  readonly cwd?: string;
  readonly now?: Date;
  /** What is piped in. */
  readonly stdin?: Uint8Array;
}

/** A folder of its own, gone when the run of tests ends (test/temporary.ts). */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "colophon-test-"));
}

export function fakeIo(home: string, options: FakeIoOptions = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const asked: string[] = [];
  const answers = [...(options.answers ?? [])];
  const screen = (into: string[]) => ({
    write: (text: string) => void into.push(text),
    isTerminal: false,
    columns: 80,
  });
  return {
    stdout: screen(out),
    stderr: screen(err),
    stdin: async () => options.stdin ?? new Uint8Array(0),
    env: { COLOPHON_HOME: home, ...options.env },
    cwd: options.cwd ?? home,
    now: () => options.now ?? new Date(),
    signal: new AbortController().signal,
    askSecret: async (question) => {
      asked.push(question);
      return answers.shift();
    },
    out: () => out.join(""),
    err: () => err.join(""),
    lines: () =>
      out
        .join("")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    asked,
  };
}
