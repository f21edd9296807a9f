// A thread of a batch: signs what it is handed, several files at a time, so that one waits for the disk while another is
// signed. After the engine has broken down in the middle of something, the thread ends and another takes its place.
import { randomBytes, randomUUID } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { type Engine, loadEngine, mouldingEngine } from "../../src/credential/index.js";
import { ColophonError } from "../../src/index.js";
import { adoptEngine } from "../adapter/engine-host.js";
import { LocalArchive } from "../adapter/local-archive.js";
import { openPlaces } from "../adapter/places.js";
import { spareBuffers } from "../adapter/spare-buffers.js";
import { claimSigner } from "../sign/claim-signer.js";
import type { SignMeans } from "../sign/job.js";
import { faultOf, signTask } from "./sign-task.js";
import type { Done, Task } from "./task.js";
import type { Authority, FromThread, ThreadStart, ToThread } from "./thread-message.js";

const port = parentPort;
if (!port) throw new ColophonError("INTERNAL", "this file is a thread's, not a program");
const waiting = new Map<
  number,
  { done: (bytes: Uint8Array) => void; failed: (error: Error) => void }
>();
let asked = 0;
let broken = false;

function say(message: FromThread): void {
  port?.postMessage(message);
}

function answered(message: (id: number) => FromThread): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    const id = asked++;
    waiting.set(id, { done, failed });
    say(message(id));
  });
}

function ask(of: Authority, bytes: Uint8Array): Promise<Uint8Array> {
  return answered((id) => ({ type: "ask", id, of, bytes }));
}

async function announce(number: number, done: Done): Promise<void> {
  await answered((id) => ({ type: "announce", id, number, done }));
}

async function meansOf({ module, identity, stamp, archive }: ThreadStart): Promise<SignMeans> {
  const { name, algorithm, chain, owner } = identity;
  const signer = { algorithm, chain, sign: (bytes: Uint8Array) => ask("claim", bytes) };
  const stamper = stamp && { ...stamp, token: (bytes: Uint8Array) => ask("stamp", bytes) };
  return {
    engine: mouldingEngine(watched(await adoptEngine(module)), {
      uuid: randomUUID,
      random: randomBytes,
    }),
    identity: {
      name,
      signer,
      ...(owner && { archiveKey: { publicKey: owner, sign: (bytes) => ask("record", bytes) } }),
    },
    signer: await claimSigner(signer, stamper),
    ...(archive !== undefined && { archive: await LocalArchive.open(archive) }),
    now: () => new Date(),
    uuid: randomUUID,
    buffers: spareBuffers(),
  };
}

/** Signs a task, once it is known for whom. */
let sign: ((task: Task) => Promise<void>) | undefined;

function begin(start: ThreadStart): (task: Task) => Promise<void> {
  const { setting, announces, environment } = start;
  const places = openPlaces(environment);
  const means = meansOf(start);
  means.then(
    () => say({ type: "ready" }),
    (cause: unknown) => say({ type: "unable", fault: faultOf(cause) }),
  );
  return async (task) => {
    const ready = await means.catch(() => undefined);
    if (!ready) return; // said already
    const outcome = await signTask(task, task.setting ?? setting, ready, {
      places,
      ...(announces && { announce: (done: Done) => announce(task.number, done) }),
    });
    say({ type: "outcome", outcome, last: broken });
  };
}

loadEngine().catch(() => undefined); // before the start is said; what is wrong with it is told then

port.on("message", (message: ToThread) => {
  if (message.type === "start") sign ??= begin(message.start);
  else if (message.type === "task") void sign?.(message.task);
  else {
    const { done, failed } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.type === "answer") done?.(message.bytes);
    else failed?.(new ColophonError(message.fault.code, message.fault.message, message.fault));
  }
});

/** Notices when the engine stops in the middle of something: nothing that it does afterwards can be relied on. */
function watched(engine: Engine): Engine {
  return {
    ...engine,
    async read(...what) {
      const reading = await engine.read(...what);
      broken ||= "trapped" in reading;
      return reading;
    },
    async sign(...what) {
      try {
        return await engine.sign(...what);
      } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        broken ||= cause instanceof Error && cause.name === "RuntimeError";
        throw error;
      }
    },
  };
}
