// The way to the engine: a port with numbered questions. The engine's page may be put to sleep or end at any time; then the
// port is opened again, and what was asked is asked again, a few times.
import { askBackground } from "./ask-background.js";
import { browser, type Runtime } from "./browser.js";
import {
  CHECK_PORT,
  type CheckAnswer,
  type Checked,
  type CheckRequest,
  type Result,
} from "./messages.js";

type Request = Omit<CheckRequest, "number">;

interface Waiting {
  readonly request: CheckRequest;
  readonly done: (result: Result<Checked>) => void;
  tries: number;
}

const MOST_TRIES = 3;
/** Before the second try; before the third twice that: an engine that starts may need a moment. */
const PAUSE_MS = 150;
/** Firefox puts a page to sleep that hears nothing for half a minute, even one that is at work. */
const REMIND_MS = 10_000;

const waiting = new Map<number, Waiting>();
let port: Promise<Runtime.Port> | undefined;
let number = 1;
let reminder: ReturnType<typeof setInterval> | undefined;

/** Has one thing checked. Never rejects. */
export function check(request: Request): Promise<Result<Checked>> {
  return new Promise((done) => {
    const one: Waiting = { request: { number: number++, ...request }, done, tries: 0 };
    waiting.set(one.request.number, one);
    void send(one);
    reminder ??= setInterval(remind, REMIND_MS);
  });
}

/** Opens the way, for what will soon be asked: where a lot is under way, that takes its time. */
export function prepare(): void {
  port ??= open();
  port.catch(() => {
    port = undefined; // whoever asks tries again
  });
}

function remind(): void {
  if (waiting.size === 0) {
    clearInterval(reminder);
    reminder = undefined;
  } else askBackground({ to: "background", ask: "engine" }).catch(() => undefined); // then the port ends, too, and is opened again
}

async function send(one: Waiting): Promise<void> {
  one.tries++;
  port ??= open();
  const used = port;
  try {
    (await used).postMessage(one.request);
  } catch (error) {
    if (port === used) port = undefined;
    if (!waiting.has(one.request.number)) return;
    if (one.tries < MOST_TRIES) return send(one);
    waiting.delete(one.request.number);
    const message = error instanceof Error ? error.message : String(error);
    one.done({
      ok: false,
      code: "ENGINE_FAILED",
      message: `the engine did not answer: ${message}`,
    });
  }
}

async function open(): Promise<Runtime.Port> {
  globalThis.addEventListener("pageshow", shownAgain);
  await askBackground({ to: "background", ask: "engine" });
  const opened = browser.runtime.connect({ name: CHECK_PORT });
  opened.onMessage.addListener((message: unknown) => {
    const { number: answered, result } = message as CheckAnswer;
    waiting.get(answered)?.done(result);
    waiting.delete(answered);
  });
  opened.onDisconnect.addListener(again);
  return opened;
}

/** What was answered while the page was kept for "back" never came, and Firefox doesn't say that the port is gone. */
function shownAgain({ persisted }: PageTransitionEvent): void {
  if (persisted) again();
}

function again(): void {
  port = undefined;
  for (const one of waiting.values())
    if (one.tries < MOST_TRIES) setTimeout(() => void send(one), one.tries * PAUSE_MS);
    else {
      waiting.delete(one.request.number);
      one.done({
        ok: false,
        code: "ENGINE_FAILED",
        message: "the engine ended while it read this",
      });
    }
}
