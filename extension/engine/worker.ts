// The worker that reads files of strangers. First of all it locks itself in.
import "./lockdown.js";
import { openGateway } from "../../src/archive/index.js";
import { loadEngine } from "../../src/credential/index.js";
import { examine, type Gathered, gatherThumbnails } from "../../src/examine/index.js";
import {
  ColophonError,
  type Engine,
  type Http,
  type HttpAnswer,
  isReading,
  NO_TRUST,
  type TrustLists,
  trustLists,
  type VerifyMeans,
} from "../../src/index.js";
import { textBlocks } from "../../src/sign/index.js";
import type { Result } from "../messages.js";
import { resultOf, unwrapped } from "../result.js";
import { blobSubject } from "./blob-subject.js";
import { certificatesOf } from "./chain.js";
import { examineWords } from "./text-words.js";
import type { FromWorker, ToWorker, WorkerCheck } from "./worker-message.js";

let engine: Promise<Engine> | undefined;
let trust: TrustLists = NO_TRUST;
/** WebAssembly stopped in the middle: its memory is in no state to go on with. */
let broke = false;
const questions = new Map<number, (result: Result<HttpAnswer>) => void>();

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if ("start" in data) engine = started(data.start.module);
  else if ("trust" in data) trust = trustLists(data.trust);
  else if ("check" in data) void checked(data.check);
  else {
    questions.get(data.http.number)?.(data.http.result);
    questions.delete(data.http.number);
  }
});

async function started(module: WebAssembly.Module): Promise<Engine> {
  const { startEngine } = await loadEngine();
  const started = startEngine(module);
  return {
    ...started,
    read: async (...what) => {
      const read = await started.read(...what);
      if (!isReading(read) && read.kind === "malformed" && read.trapped) broke = true;
      return read;
    },
  };
}

/** For tests of what happens when a file makes the engine hang or break. */
function misbehave(name: string): void {
  if (name === "hang") for (;;);
  if (name === "crash")
    setTimeout(() => {
      throw new Error("crashed");
    });
}

async function checked(check: WorkerCheck["check"]) {
  const { number, blob, name, words, sidecar, pictures, archive } = check;
  const result = await resultOf(async () => {
    if (__GRANTED__) misbehave(name);
    const seen: Gathered = new Map();
    const certificates: string[] = [];
    const means: VerifyMeans = {
      engine: running,
      trust,
      now: () => new Date(),
      blocksOf: textBlocks,
      ...(pictures && {
        look: (credential) => {
          gatherThumbnails(credential, seen);
          certificates.push(...certificatesOf(credential));
        },
      }),
      ...(archive && {
        gateways: {
          open: (signal) => archive.gateways.map((url) => openGateway(url, http, { signal })),
          private: archive.private,
        },
      }),
    };
    const { verdict, ...of } = words
      ? await examineWords(blob, means)
      : { verdict: await examine(blobSubject(name, blob, sidecar), means) };
    const shown = new Map(
      [...seen].map(([uri, { mediaType, bytes }]) => [
        uri,
        new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }),
      ]),
    );
    return {
      verdict,
      ...("label" in of && { words: of }),
      ...(pictures && { pictures: shown, certificates }),
    };
  });
  const spent = broke || (!result.ok && result.code === "INTERNAL");
  tell({ checked: { number, result, ...(spent && { spent }) } });
}

async function running(): Promise<Engine> {
  if (!engine) throw new ColophonError("ENGINE_FAILED", "the engine was not started");
  return engine;
}

/** The page asks for us: it has the guard, and we have no network. */
const http: Http = (url, { signal, ...question }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const number = nextQuestion++;
    questions.set(number, (result) => {
      try {
        resolve(unwrapped(result));
      } catch (error) {
        reject(error);
      }
    });
    signal?.addEventListener("abort", () => {
      questions.delete(number);
      reject(new ColophonError("CANCELLED", "the look-up was stopped"));
    });
    tell({ http: { number, url, question } });
  });
let nextQuestion = 1;

function tell(message: FromWorker): void {
  postMessage(message);
}
