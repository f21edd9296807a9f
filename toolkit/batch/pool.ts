// Threads that sign, on this computer. A thread has a few files in hand at a time and no more bytes than memory allows;
// large files, which are streamed, go one after the other. What a thread that died had in hand is tried once more, alone.
import { availableParallelism } from "node:os";
import { ColophonError } from "../../src/index.js";
import { Channel } from "./channel.js";
import { Crew, type CrewOptions } from "./crew.js";
import type { Executor, Outcome, Task } from "./task.js";

/** Larger files are streamed (sign-media.ts). Bytes. */
const LARGE = 32 << 20;
/** Of the sources that are in hand at the same time. */
const BYTES_IN_HAND = 64 << 20;
/** Files that a thread has in hand. */
export const AT_A_TIME = 6;
/** Large files that wait for their turn while small ones go on. */
const MOST_HELD = 64;

export interface PoolOptions extends Omit<CrewOptions, "outcome" | "unable"> {
  /** As many as there are processor cores, unless told. */
  readonly threads?: number;
}

/** The executor of one computer. */
export class Pool implements Executor {
  readonly #options: PoolOptions;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async *run(tasks: AsyncIterable<Task>): AsyncGenerator<Outcome> {
    const { threads = availableParallelism(), ...options } = this.#options;
    const outcomes = new Channel<Outcome>();
    const inHand = new Map<number, Task>();
    let wake = () => {};
    const crew = new Crew({
      ...options,
      outcome: (outcome) => outcomes.push(outcome),
      unable: (error) => outcomes.end(error),
    });
    let stopped = false;
    const pulled = (async () => {
      const held: Task[] = [];
      const bytes = () => [...inHand.values()].reduce((sum, { size }) => sum + small(size), 0);
      const fits = (task: Task) =>
        task.size > LARGE
          ? ![...inHand.values()].some(({ size }) => size > LARGE)
          : inHand.size === 0 || bytes() + task.size <= BYTES_IN_HAND;
      const hand = async (task: Task) => {
        while (!stopped && (inHand.size >= threads * AT_A_TIME || !fits(task)))
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        if (stopped) return;
        inHand.set(task.number, task);
        crew.hand(task, threads);
      };
      for await (const task of tasks) {
        if (stopped) break;
        if (task.size > LARGE && !fits(task) && held.length < MOST_HELD) held.push(task);
        else await hand(task);
        const next = held[0];
        if (next && fits(next)) await hand(held.shift() ?? next);
      }
      for (const task of held) await hand(task);
      while (!stopped && inHand.size > 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      outcomes.end();
    })().catch((error: unknown) => outcomes.end(error));
    try {
      for await (const outcome of outcomes) {
        yield outcome; // in hand until somebody took it: who is slow is not buried in outcomes
        inHand.delete(outcome.number);
        wake();
      }
    } finally {
      stopped = true;
      wake();
      await crew.end();
      await pulled;
    }
  }
}

/** A streamed file takes no more memory than a few blocks. */
function small(size: number): number {
  return size > LARGE ? 0 : size;
}

/** How many threads a user may ask for. @throws ColophonError USAGE */
export function threadsOf(text: string | undefined, option = "--jobs"): number | undefined {
  if (text === undefined) return undefined;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new ColophonError("USAGE", `${option} takes a number from 1 to 256`, {
    hint: "left out, there are as many threads as processor cores",
  });
}
