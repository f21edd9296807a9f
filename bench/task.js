// A child process: does one thing some times with one contestant, and tells how long each took and how much memory the
// process took at most. One process per contestant and round: nobody pays for another's garbage or finds its caches warm.
//   node bench/task.js '{"contestant","variant","operation","input","output","mediaType","home","warmUp","times"}'
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { peakKiB } from "./memory.js";

const task = JSON.parse(process.argv[2]);
const { open } = await import(`./contestant/${task.contestant}.js`);
const run = (await open(task))[task.operation];
const inMemory = task.operation.endsWith("Bytes");
const input = inMemory ? await readFile(task.input) : task.input;
const milliseconds = [];
let result;
for (let i = -task.warmUp; i < task.times; i++) {
  if (task.output) await rm(task.output, { force: true });
  const start = performance.now();
  result = await run(input, task.output);
  if (i >= 0) milliseconds.push(performance.now() - start);
}
const peak = peakKiB();
const signs = task.operation.startsWith("sign");
if (signs && inMemory) await writeFile(task.output, result);
const overhead = signs && (await stat(task.output)).size - (await stat(task.input)).size;
process.stdout.write(
  JSON.stringify({ milliseconds, peakKiB: peak, ...(signs ? { overhead } : { result }) }),
);
