// Workers and batches as processes of their own, watched while they work.
import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { expect } from "vitest";
import { verify } from "../../../toolkit/index.js";
import type { Place } from "../batch/catalogue.js";

/** A command line that runs, and what it said so far. */
export class Running {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = "";
  stderr = "";
  #wake: () => void = () => undefined;

  constructor(place: Place, args: readonly string[], env: Record<string, string> = {}) {
    this.process = place.start(args, env);
    this.process.stdin?.end();
    this.process.stdout?.on("data", (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.#wake();
    });
    this.process.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#wake();
    });
    this.ended = new Promise((done) => this.process.once("close", done));
  }

  get lines(): Record<string, unknown>[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  of(type: string): Record<string, unknown>[] {
    return this.lines.filter((line) => line["type"] === type);
  }

  /** Waits until it has said enough. Fails when it ends before. */
  async until(enough: (running: this) => boolean): Promise<void> {
    let isOver = false;
    void this.ended.then(() => {
      isOver = true;
      this.#wake();
    });
    while (!enough(this)) {
      if (isOver) throw new Error(`it ended: ${this.stdout}${this.stderr}`);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  /** Waits until it has signed, or taken in, so many files. */
  signed(count: number): Promise<void> {
    return this.until(({ stdout }) => stdout.split('"type":"signed"').length > count);
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

interface Report {
  readonly files: readonly { readonly name: string }[];
}

/** All are done, each is told once, and what is on disk is what the journal says: nothing was signed again afterwards. One in `sample` is verified. */
export async function allDoneOnce(
  place: Place,
  out: string,
  expected: readonly string[],
  sample = 1,
) {
  expect(place.files(out)).toEqual(expected);
  const report = JSON.parse(place.read(`${out}/.colophon/report.json`)) as Report;
  expect(report.files.map(({ name }) => name).sort()).toEqual(expected);
  const done = place
    .read(`${out}/.colophon/journal.ndjson`)
    .split("\n")
    .filter((line) => line.includes('"type":"done"'))
    .map(
      (line) => JSON.parse(line) as { name: string; target: { size: number; modified: number } },
    );
  expect(done.map(({ name }) => name).sort()).toEqual(expected);
  for (const { name, target } of done) {
    const { size, mtimeMs } = statSync(place.at(`${out}/${name}`));
    expect([name, { size, modified: mtimeMs }]).toEqual([name, target]);
  }
  for (const name of expected.filter((_, i) => i % sample === 0)) {
    const { state } = await verify(place.at(`${out}/${name}`));
    expect([name, state]).toEqual([name, "Valid"]);
  }
}
