// A child process: signs the files of a folder one after the other with native c2pa-node, as a script around it would, and
// tells the milliseconds for each file, the first few left out.
//   node bench/batch-loop.js '{"catalogue","out","variant","count","home","mediaType"}'
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { open } from "./contestant/native.js";

const task = JSON.parse(process.argv[2]);
const { signFile } = await open(task);
const names = (await readdir(task.catalogue)).slice(0, task.count);
for (const name of names.slice(0, 3))
  await signFile(join(task.catalogue, name), join(task.out, `warm-${name}`));
const from = performance.now();
for (const name of names) await signFile(join(task.catalogue, name), join(task.out, name));
process.stdout.write(String((performance.now() - from) / names.length));
