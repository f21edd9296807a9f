// npm run corpus -- DIR: verifies every file of a corpus with an INDEX.csv and compares with what is expected of it.
// Each file gets ten seconds in a worker of its own kind: nothing may hang, crash or ask the network.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { EXCEPTIONS } from "./exceptions.js";
import { expectation } from "./expectation.js";
import { readIndex } from "./index-file.js";

const LIMIT_MS = 10_000;
const folder = process.argv[2];
if (!folder) {
  console.error("usage: npm run corpus -- DIR   (a folder with an INDEX.csv)");
  process.exit(2);
}

const rows = readIndex(await readFile(join(folder, "INDEX.csv"), "utf8"));
let worker = start();
const tally = { agrees: 0, exception: 0, differs: 0, failed: 0, unspecified: 0 };
for (const row of rows) {
  if (!isMedia(row)) continue;
  const expected = expectation(row);
  const answer = await ask(join(folder, row.path));
  const outcome = judge(row.path, answer, expected);
  tally[outcome]++;
  if (outcome === "differs" || outcome === "failed")
    console.log(
      `${outcome.toUpperCase()}  ${row.path}\n  expected ${row.expected_outcome} ${row.expected_codes}\n  got ${JSON.stringify(answer)}`,
    );
  if (outcome === "exception")
    console.log(`exception  ${row.path}: ${EXCEPTIONS[row.path]} (${answer.state})`);
}
await worker.terminate();
console.log(
  `\n${tally.agrees} agree, ${tally.exception} exceptions with a reason, ${tally.differs} differ, ${tally.failed} hung or crashed, ${tally.unspecified} without an expectation read without harm`,
);
process.exitCode = tally.differs + tally.failed > 0 ? 1 : 0;

/** Rows that are assets, not certificates, lists or rubrics. */
function isMedia({ format }) {
  return !["yml", "yaml", "json", "pem", "pub", "cfg", "md"].includes(format);
}

function judge(path, answer, expected) {
  if (answer.failed && answer.code === undefined) return "failed";
  if (!expected) return "unspecified";
  const agrees =
    expected.states.includes(answer.state ?? "NotChecked") &&
    (expected.codes.length === 0 || expected.codes.some((code) => answer.codes?.includes(code)));
  if (agrees) return "agrees";
  return EXCEPTIONS[path] ? "exception" : "differs";
}

function start() {
  return new Worker(new URL("./worker.js", import.meta.url));
}

function ask(path) {
  const mine = worker;
  return new Promise((resolve) => {
    const finish = (answer) => {
      clearTimeout(timer);
      mine.off("message", finish);
      mine.off("error", crashed);
      resolve(answer);
    };
    const crashed = (error) => {
      worker = start();
      finish({ failed: String(error) });
    };
    const timer = setTimeout(() => {
      worker = start();
      finish({ failed: `took more than ${LIMIT_MS / 1000} s` });
      void mine.terminate();
    }, LIMIT_MS);
    mine.once("message", finish);
    mine.once("error", crashed);
    mine.postMessage(path);
  });
}
