// A child process: the least that each file of a catalogue can cost whoever signs it in Node, without any C2PA: two threads
// that read it, hash it, sign the hash with P-256, check the signature, write the same bytes, sync and rename them.
//   node bench/batch-bare.js CATALOGUE OUT
import { createHash, generateKeyPairSync, sign, verify } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";

const THREADS = 2;
const [, , catalogue, out] = process.argv;

if (isMainThread) {
  const names = fs.readdirSync(catalogue);
  const from = performance.now();
  await Promise.all(Array.from({ length: THREADS }, (_, i) => thread(names, i)));
  process.stdout.write(String((performance.now() - from) / names.length));
} else for (const name of workerData.names) pass(join(catalogue, name), join(out, name));

function thread(names, number) {
  const mine = names.filter((_, i) => i % THREADS === number);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { names: mine },
      argv: [catalogue, out],
    });
    worker.on("error", reject).on("exit", resolve);
  });
}

function pass(input, output) {
  pass.keys ??= generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { privateKey, publicKey } = pass.keys;
  const bytes = fs.readFileSync(input);
  const hash = createHash("sha256").update(bytes).digest();
  const signature = sign("sha256", hash, privateKey);
  if (!verify("sha256", hash, publicKey, signature)) throw new Error("the signature fails");
  const file = fs.openSync(`${output}.part`, "wx");
  fs.writeSync(file, bytes);
  fs.fsyncSync(file);
  fs.closeSync(file);
  fs.renameSync(`${output}.part`, output);
}
