// The child process: does one thing some times with one contestant and tells how long each took and how much memory
// it all took at most. A process of its own for each, so that nobody pays for another's garbage or warms another's caches.
//   node bench/task.js '{"contestant","variant","operation","input","output","mediaType","home","warmUp","times"}'
import { readFile, rm, stat } from "node:fs/promises";

const task = JSON.parse(process.argv[2]);
const { open } = await import(`./contestant/${task.contestant}.js`);
const contestant = await open(task);
const run = contestant[task.operation];
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
const answer = { milliseconds, peakKiB: process.resourceUsage().maxRSS };
if (task.operation.startsWith("verify")) answer.state = result;
else {
  const after = inMemory ? result.length : (await stat(task.output)).size;
  answer.overhead = after - (await stat(task.input)).size;
}
process.stdout.write(JSON.stringify(answer));
