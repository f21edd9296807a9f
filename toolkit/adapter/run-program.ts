// Runs a program of the user's: bytes in, bytes out, no shell, so nothing in its arguments is ever interpreted.
// Bounded in time and output; whatever it leaves running loses its pipes.
import { spawn } from "node:child_process";

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Bytes for its standard input, which is closed behind them. */
  readonly input?: Uint8Array;
}

export type ProgramResult =
  | { readonly ended: "well"; readonly output: Uint8Array }
  | { readonly ended: "badly"; readonly why: string; readonly cause?: unknown }
  | { readonly ended: "cancelled" };

const MAX_OUTPUT = 1 << 20;
const MAX_COMPLAINT = 1 << 12;

/** Never rejects: how it ended is the result. */
export function runProgram(
  [program = "", ...args]: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const { cwd, env, timeoutMs, signal, input } = options;
  if (signal?.aborted) return Promise.resolve({ ended: "cancelled" });
  return new Promise<ProgramResult>((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...env }, windowsHide: true });
    const output = collect(child.stdout, MAX_OUTPUT, () => end(badly("it writes without end")));
    const complaint = collect(child.stderr, MAX_COMPLAINT);
    const end = (result: ProgramResult): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      child.kill("SIGKILL");
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      resolve(result);
    };
    const cancel = (): void => end({ ended: "cancelled" });
    const timer = setTimeout(
      () => end(badly(`it did not end within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    signal?.addEventListener("abort", cancel, { once: true });
    child.on("error", (cause) => end(badly(notStarted(cause), cause)));
    child.on("close", (code, by) => {
      if (code === 0) return end({ ended: "well", output: output() });
      const said = firstLines(complaint());
      end(badly(`it ended with ${code === null ? by : `exit code ${code}`}${said}`));
    });
    child.stdin.on("error", () => undefined); // a program may answer without reading all it was given
    child.stdin.end(input);
  }).catch((cause: Error) => badly(notStarted(cause), cause)); // arguments that no program can get
}

function collect(
  stream: NodeJS.ReadableStream,
  max: number,
  full: () => void = () => undefined,
): () => Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    if (length > max) return;
    chunks.push(chunk);
    length += chunk.length;
    if (length > max) full();
  });
  return () => Buffer.concat(chunks);
}

function badly(why: string, cause?: unknown): ProgramResult {
  return { ended: "badly", why, cause };
}

function notStarted(cause: Error): string {
  const code = "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "there is no such program";
  return code === "EACCES" ? "it may not be run" : cause.message;
}

/** Its own words: three lines at most. */
function firstLines(complaint: Buffer): string {
  const lines = complaint.toString("utf8").split(/\r?\n/);
  const said = lines.filter((line) => line.trim() !== "").slice(0, 3);
  return said.length > 0 ? `: ${said.join("; ").slice(0, 400)}` : "";
}
