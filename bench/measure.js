// Runs tasks in child processes, in rounds: each contestant once, then each again. Machines drift, and what drifts hits
// all of them; a ratio is taken within a round, and the median of the rounds counts.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const TASK = fileURLToPath(new URL("./task.js", import.meta.url));
const MEMORY = fileURLToPath(new URL("./memory.js", import.meta.url));

/** The middle one; the mean of the two in the middle of an even number. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Has a child process do a task (task.js). @returns its milliseconds, peak memory in KiB, and what it had to say */
export function run(task) {
  const stdio = ["ignore", "pipe", "inherit"];
  return JSON.parse(execFileSync(process.execPath, [TASK, JSON.stringify(task)], { stdio }));
}

/** Peak memory of a Node with nothing to do, MiB: what every figure of memory is counted from. */
export function emptyMemory(rounds) {
  const peaks = Array.from({ length: rounds }, () =>
    Number(execFileSync(process.execPath, [MEMORY])),
  );
  return median(peaks) / 1024;
}

/**
 * Measures all contestants of one row.
 * @param contestants tasks by name; `warmUp` and `times` of each are its own, so that slow ones don't take all day
 * @returns by name: milliseconds of each round (the median of its `times`), memory over an empty Node in MiB (one run,
 *   nothing warm), and what the task had to say
 */
export function measure(contestants, { rounds, empty }) {
  const names = Object.keys(contestants);
  const measured = Object.fromEntries(names.map((name) => [name, { rounds: [], peaks: [] }]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const { milliseconds, peakKiB: _, ...told } = run(contestants[name]);
      measured[name].rounds.push(median(milliseconds));
      Object.assign(measured[name], told);
    }
  for (let round = 0; round < Math.min(rounds, 3); round++)
    for (const name of names) {
      const { peakKiB } = run({ ...contestants[name], warmUp: 0, times: 1 });
      measured[name].peaks.push(peakKiB / 1024 - empty);
    }
  for (const name of names) {
    const { rounds: all, peaks, ...told } = measured[name];
    measured[name] = { ...told, rounds: all, milliseconds: median(all), memoryMiB: median(peaks) };
  }
  return measured;
}

/** How many times longer `a` takes than `b`: the median over the rounds. */
export function ratio(a, b) {
  return median(a.rounds.map((ms, round) => ms / b.rounds[round]));
}
