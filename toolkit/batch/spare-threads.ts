// Threads that sign are the same whatever they sign, so they can be started before it is known what that will be: they load
// their code while the catalogue is still being looked through.
import { Worker } from "node:worker_threads";
import { compileEngine } from "../adapter/engine-host.js";

const spare: Worker[] = [];
let compiled: Promise<object> | undefined;

/** The engine's code for all threads. @throws ColophonError ENGINE_FAILED */
export function engineCode(): Promise<object> {
  compiled ??= compileEngine();
  return compiled;
}

/** Starts threads until so many are spare. They keep no process from ending, and what is wrong with them shows later. */
export function prepareThreads(count: number): void {
  engineCode().catch(() => undefined);
  while (spare.length < count) {
    const worker = new Worker(threadProgram());
    worker.unref();
    worker.on("error", () => undefined);
    worker.once("exit", () => {
      const at = spare.indexOf(worker);
      if (at >= 0) spare.splice(at, 1);
    });
    spare.push(worker);
  }
}

/** A thread that waits for its start, of that program or the usual one. */
export function takeThread(program: URL | undefined): Worker {
  const worker = program ? undefined : spare.pop();
  worker?.ref();
  return worker ?? new Worker(program ?? threadProgram());
}

/** Beside this file when it is a module of its own; the bundle has it beside the program. */
function threadProgram(): URL {
  const here = import.meta.url;
  if (/\/batch\/spare-threads\.js$/.test(here)) return new URL("./worker-thread.js", here);
  return new URL(/\/part\/[^/]*$/.test(here) ? "../batch-thread.js" : "./batch-thread.js", here);
}
