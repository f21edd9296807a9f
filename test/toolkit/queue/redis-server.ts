// A real Redis on this computer alone, that can be ended as a power cut ends it and started again on the same port.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../browser/debian.js";

const PLACES = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"];

/** Path of redis-server; undefined, after one line that says so, where there is none. */
export function findRedis(): string | undefined {
  return findProgram("redis-server", PLACES, "redis-server", "queue tests");
}

export class RedisServer {
  readonly port: number;
  readonly #program: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "colophon-redis-"));
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(program: string, port: number, options: readonly string[]) {
    this.#program = program;
    this.port = port;
    this.#options = options;
  }

  /** Keeps nothing over its end but what it was told to save. */
  static async start(program: string, port?: number, ...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(program, port ?? (await freePort()), options);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ["--port", `${this.port}`, "--bind", "127.0.0.1", "--dir", this.#folder];
    const child = spawn(this.#program, [...own, "--save", "", ...this.#options], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#process = child;
    await new Promise<void>((ready, failed) => {
      let said = "";
      child.once("exit", () => failed(new Error(said)));
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("Ready to accept connections")) ready();
      });
    });
  }

  /** Ends it: with SIGKILL at once, with SIGTERM after it saved what it was told to. */
  async stop(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A port that nobody has now. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}
